/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-paint.h"

G_BEGIN_DECLS

/**
 * EctopyTraceLayout:
 * @font: size of letters
 * @x: where the view begins
 * @width: of the view
 * @mark_y: middle of the beats' marks
 * @letter_baseline: of the letters under them
 * @top: of the leads
 * @bottom: of the leads
 * @room: height of a lead
 * @base: y of a line of the paper
 * @rr_baseline: of the intervals
 * @time_baseline: of the time
 *
 * Where the parts of a strip are, user units: a plain value. To be used with the scene it was made of.
 */
typedef struct {
  double font;
  double x;
  double width;
  double mark_y;
  double letter_baseline;
  double top;
  double bottom;
  double room;
  double base;
  double rr_baseline;
  double time_baseline;
} EctopyTraceLayout;

/* Needs of @scene but its millimetre, its font and the number of its leads. */
void ectopy_trace_layout_init (EctopyTraceLayout *layout,
                               const EctopyTraceScene *scene,
                               double width,
                               double height);

double ectopy_trace_layout_x (const EctopyTraceLayout *layout,
                              const EctopyTraceScene *scene,
                              double time_s);

double ectopy_trace_layout_time_at (const EctopyTraceLayout *layout,
                                    const EctopyTraceScene *scene,
                                    double x);

/* Where a value of 0 of @lead is: on a line of the paper. */
double ectopy_trace_layout_zero (const EctopyTraceLayout *layout,
                                 const EctopyTraceScene *scene,
                                 size_t lead);

double ectopy_trace_layout_y (const EctopyTraceLayout *layout,
                              const EctopyTraceScene *scene,
                              size_t lead,
                              double value);

double ectopy_trace_layout_value_at (const EctopyTraceLayout *layout,
                                     const EctopyTraceScene *scene,
                                     size_t lead,
                                     double y);

/* The lead whose room is at @y, or the nearest. */
size_t ectopy_trace_layout_lead_at (const EctopyTraceLayout *layout,
                                    const EctopyTraceScene *scene,
                                    double y);

/* The largest of 20, 10, 5 and 2.5 mm a unit at which @low to @high fits into @room_mm. */
double ectopy_trace_fit_gain (double low, double high, double room_mm);

G_END_DECLS
