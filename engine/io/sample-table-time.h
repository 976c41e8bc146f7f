/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/sample-table-layout.h"

G_BEGIN_DECLS

/**
 * EctopyTableClock:
 * @step: from one sample to the next, in the table's units
 * @quantum: what the last place of a time is worth; may change from row to row
 * @wraps: whether times begin again after midnight
 * @first: of the first row
 * @last: of the last row so far, days counted on
 * @n_samples: so far, with those of gaps
 *
 * The times of rows, one after another.
 */
typedef struct {
  double step;
  double quantum;
  gboolean wraps;
  double first;
  double last;
  guint64 n_samples;
} EctopyTableClock;

/**
 * ectopy_table_time_next:
 * @clock: the times so far
 * @time: of the next row
 *
 * Rows follow each other by one step, to within a twentieth of it and what rounding of the text may
 * have done; a row after several whole steps follows a gap.
 *
 * Returns: samples that are missing before the row; G_MAXUINT64 where it does not follow
 */
guint64 ectopy_table_time_next (EctopyTableClock *clock, double time);

/**
 * ectopy_table_time_rate:
 * @clock: the times of all rows
 * @unit_s: seconds a unit
 *
 * Times are rounded, so that the rate is known only within bounds: within them it is taken for the
 * nearest that recorders have, else for a number of few places.
 *
 * Returns: samples a second, 0 where the times do not tell it
 */
double ectopy_table_time_rate (const EctopyTableClock *clock, double unit_s);

G_END_DECLS
