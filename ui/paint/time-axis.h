/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

/* (transfer full): seconds since the start as "12:31.4", from an hour on "1:12:31.4", with that many
 * @decimals, at most 3. Cut, not rounded, as on a clock. */
char *ectopy_time_text (double seconds, guint decimals);

/* (transfer full): a length of time as people say it: "0.84 s", "12 s", "5 min", "2 h 30 min". */
char *ectopy_time_length_text (double seconds);

/* The smallest step of a clock (0.2, 0.5, 1, 2, 5, 10, 15, 30 s, 1 min and so on) at least @seconds. */
double ectopy_time_step (double seconds);

/**
 * EctopyTimeAxis:
 * @start_s: seconds at @x
 * @length_s: seconds over @width
 * @x: left end
 * @width: to the right end
 * @tick_top: where ticks begin
 * @tick_bottom: where they end; the same for none
 * @baseline: of the labels
 * @font_size: of the labels
 *
 * A stretch of time and where it is: a plain value.
 */
typedef struct {
  double start_s;
  double length_s;
  double x;
  double width;
  double tick_top;
  double tick_bottom;
  double baseline;
  double font_size;
} EctopyTimeAxis;

/* Paints ticks and labels; those that would reach beyond the ends are left out. */
void ectopy_time_axis_paint (cairo_t *cr, const EctopyTimeAxis *axis, const EctopyPalette *palette);

G_END_DECLS
