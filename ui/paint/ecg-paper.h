/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

#define ECTOPY_PAPER_SPEED 25.0 /* mm/s, the usual speed of ECG paper */

/* Pixels a user unit; 0 for a target without pixels, such as PDF. */
double ectopy_ecg_paper_scale (cairo_t *cr);

/**
 * ectopy_ecg_paper_paint:
 * @cr: where to; its path is cleared
 * @palette: in which colours
 * @x: left edge, where a 5 mm line stands
 * @y: upper edge
 * @width: of the paper
 * @height: of the paper
 * @base: y of a 5 mm line
 * @mm: user units to a millimetre of the paper
 *
 * Paper with its lines; those that would be closer than three user units (one, where there are no
 * pixels) are left out.
 */
void ectopy_ecg_paper_paint (cairo_t *cr,
                             const EctopyPalette *palette,
                             double x,
                             double y,
                             double width,
                             double height,
                             double base,
                             double mm);

/**
 * EctopyTracePlace:
 * @x: of the first sample
 * @step: from one sample to the next
 * @y_low: of a sample of 0
 * @y_high: of a sample of 1
 *
 * Where a trace is, user units: a plain value.
 */
typedef struct {
  double x;
  double step;
  double y_low;
  double y_high;
} EctopyTracePlace;

/**
 * ectopy_ecg_trace_path:
 * @cr: what the path is added to
 * @samples: `[n]`; a value that is not finite leaves a gap
 * @n: samples
 * @place: where
 *
 * Adds a line of at most about one point a pixel, none further than a fifth of a pixel from its
 * sample: where samples are closer than half a pixel, the smallest and largest of each two pixels, so
 * that no peak is lost. Values far beyond 0 to 1 end at the edge of
 * what a reader could take for a trace.
 */
void
ectopy_ecg_trace_path (cairo_t *cr, const float *samples, size_t n, const EctopyTracePlace *place);

/* As ectopy_ecg_trace_path(), on any target alike: the line passes no sample further than @tolerance user
 * units away. */
void ectopy_ecg_trace_path_near (cairo_t *cr,
                                 const float *samples,
                                 size_t n,
                                 const EctopyTracePlace *place,
                                 double tolerance);

G_END_DECLS
