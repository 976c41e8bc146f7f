/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ECTOPY_AXIS_MAX_TICKS 32

/**
 * EctopyAxis:
 * @low: value at @from
 * @high: value at @to; above @low
 * @from: a place in user units
 * @to: a place in user units; may lie before @from, as on an axis that points up
 *
 * Values to places along a straight line: a plain value.
 */
typedef struct {
  double low;
  double high;
  double from;
  double to;
} EctopyAxis;

/**
 * ectopy_axis_init:
 * @axis: (out): the axis
 * @low: smallest value; not finite counts as 0
 * @high: largest value; not finite counts as @low
 * @from: place of @low
 * @to: place of @high
 *
 * One value alone, or two in the wrong order, get room around them, so that the axis is never a
 * point.
 */
void ectopy_axis_init (EctopyAxis *axis, double low, double high, double from, double to);

double ectopy_axis_to_position (const EctopyAxis *axis, double value);
double ectopy_axis_to_value (const EctopyAxis *axis, double position);

/**
 * ectopy_axis_step:
 * @axis: an axis
 * @max_ticks: how many ticks there is room for, 2 to %ECTOPY_AXIS_MAX_TICKS
 * @whole: whether only whole numbers make sense
 *
 * Returns: the smallest of 1, 2, 5, 10, 20 and so on (with their tenths and hundredths) that gives
 *   at most @max_ticks ticks
 */
double ectopy_axis_step (const EctopyAxis *axis, guint max_ticks, gboolean whole);

/* Moves the ends outwards to multiples of @step. */
void ectopy_axis_round_out (EctopyAxis *axis, double step);

/* Sets @ticks to the multiples of @step on the axis. Returns: how many. */
guint ectopy_axis_ticks (const EctopyAxis *axis, double step, double ticks[ECTOPY_AXIS_MAX_TICKS]);

/* (transfer full): a tick's value with as many decimals as its @step needs: "0.25", "1,500". */
char *ectopy_axis_label (double value, double step);

G_END_DECLS
