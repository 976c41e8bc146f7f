/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/sample-table-layout.h"

G_BEGIN_DECLS

/* Whether all of @fields are units ("mV", "(s)", "hh:mm:ss.mmm") or empty, as in a second heading. */
gboolean ectopy_table_names_are_units (const EctopyTableField *fields, guint n);

/* Gives @column the heading in @field: "MLII (mV)", "MLII [mV]", "MLII/mV" or "MLII". */
void ectopy_table_names_take (EctopyTableColumn *column, const EctopyTableField *field);

/* Gives @column the unit in @field, without parentheses. */
void ectopy_table_names_take_unit (EctopyTableColumn *column, const EctopyTableField *field);

/**
 * ectopy_table_names_time:
 * @column: a column with its heading
 * @unit_s: (out): seconds a unit of it; 0 where that is not told
 *
 * Returns: what a column called so tells of the time
 */
EctopyTableTime ectopy_table_names_time (const EctopyTableColumn *column, double *unit_s);

/* The rate that a line before the rows tells, such as "Sampling rate: 500 Hz"; 0 for none. */
double ectopy_table_names_rate (const char *line, size_t size);

G_END_DECLS
