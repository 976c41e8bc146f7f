/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A field of a line: the place of its text, without blanks and quotes around it. */
typedef struct {
  const char *text;
  size_t size;
} EctopyTableField;

/**
 * ectopy_table_field_next:
 * @text: where a field begins
 * @end: past the line
 * @separator: what divides fields; a space for any number of spaces and tabs
 * @field: (out): the field
 *
 * A field may be quoted with " or ' (a separator within is part of it), or be in brackets, as some
 * times of day are.
 *
 * Returns: (nullable): where the next field begins; NULL after the last
 */
const char *ectopy_table_field_next (const char *text,
                                     const char *end,
                                     char separator,
                                     EctopyTableField *field);

/**
 * ectopy_table_field_number:
 * @field: a field
 * @decimal: '.' or ','
 * @value: (out): the number; not-a-number where the field says that there is none: when it is empty,
 *   "-", "nan", "NA" and the like
 *
 * Returns: FALSE for any other text
 */
gboolean ectopy_table_field_number (const EctopyTableField *field, char decimal, double *value);

/**
 * ectopy_table_field_clock:
 * @field: such as "12:05.003", "1:12:05.003", "[13:05:00.000 25/04/1989]" or
 *   "1989-04-25T13:05:00.000"
 * @seconds: (out): since midnight, or since midnight of the year 1's first day where there is a date
 * @has_date: (out): whether there is
 *
 * Returns: FALSE for any other text
 */
gboolean
ectopy_table_field_clock (const EctopyTableField *field, double *seconds, gboolean *has_date);

/* Decimal places that a number or a time is told to: 3 for "0.005" and for "5e-3". */
guint ectopy_table_field_count_places (const EctopyTableField *field, char decimal);

G_END_DECLS
