/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/* What a field of a beat CSV holds. Only text makes a heading of the first line. */
typedef enum {
  ECTOPY_BEAT_CSV_FIELD_NUMBER,
  ECTOPY_BEAT_CSV_FIELD_EMPTY,
  ECTOPY_BEAT_CSV_FIELD_NOT_FINITE,    /* "nan", "NA", "inf", or too large for a float */
  ECTOPY_BEAT_CSV_FIELD_DECIMAL_COMMA, /* a number, were its comma a point */
  ECTOPY_BEAT_CSV_FIELD_ZERO_BYTE,     /* not from a text file */
  ECTOPY_BEAT_CSV_FIELD_TEXT,
} EctopyBeatCsvFieldKind;

/**
 * ectopy_beat_csv_field_read:
 * @text: (nullable): `[size]` bytes, not terminated
 * @size: how many
 * @value: (out): the number, 0 where it is none
 *
 * Returns: what the field holds, spaces and tabs around it not counted
 */
EctopyBeatCsvFieldKind ectopy_beat_csv_field_read (const char *text, size_t size, float *value);

/* The class that @text is the number or the letter of, or %ECTOPY_CLASS_NONE. */
guint ectopy_beat_csv_field_class (const char *text, size_t size);

/* The class of which @value is the number, or %ECTOPY_CLASS_NONE. */
guint ectopy_beat_csv_field_class_of (double value);

/* (transfer full): @text for a message: quoted, cut after 40 bytes, printable; or "nothing". */
char *ectopy_beat_csv_field_show (const char *text, size_t size);

G_END_DECLS
