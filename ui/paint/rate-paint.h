/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-paint.h"

G_BEGIN_DECLS

/* Seconds of which the trend shows the median. */
#define ECTOPY_RATE_BIN_S 10.0

/**
 * EctopyRateScene:
 * @start_s: the left edge, seconds from the recording's start
 * @length_s: what the width shows, above 0
 * @font_size: user units; 0 for the usual
 * @times: `[n_beats]`: of the beats, seconds, rising
 * @rr_s: `[n_beats]`: from the beat before; not-a-number where there is none
 * @classes: `[n_beats]`
 * @n_beats: how many; those outside the stretch are not looked at one by one
 * @low_s: interval at the lower edge
 * @high_s: interval at the upper edge; longer ones are painted there
 * @pauses: `[n_pauses]`: from the beat before to the beat after
 * @n_pauses: how many
 * @excluded: `[n_excluded]`: stretches that are not analysable
 * @n_excluded: how many
 *
 * The intervals between beats along a recording: a plain value, all lent.
 */
typedef struct {
  double start_s;
  double length_s;
  double font_size;
  const double *times;
  const float *rr_s;
  const guint8 *classes;
  size_t n_beats;
  double low_s;
  double high_s;
  const EctopyTimeSpan *pauses;
  size_t n_pauses;
  const EctopyTimeSpan *excluded;
  size_t n_excluded;
} EctopyRateScene;

/* Where the stretch is within the strip, user units. */
void
ectopy_rate_place (const EctopyRateScene *scene, double width, double *x, double *stretch_width);

/**
 * ectopy_rate_paint:
 * @cr: where to
 * @scene: what
 * @palette: in which colours
 * @width: of the strip
 * @height: of the strip
 *
 * Paints a mark for each interval, in shape and colour of the beat that ends it (where there is no room
 * for marks: a band from the shortest to the longest normal one, and points for the others); a line
 * through the medians of ten seconds, to be read in milliseconds at the left and as a rate at the
 * right; pauses with their length. 100,000 beats take a few milliseconds.
 */
void ectopy_rate_paint (cairo_t *cr,
                        const EctopyRateScene *scene,
                        const EctopyPalette *palette,
                        double width,
                        double height);

/* Paints a band over the stretch in view, and a hair at @cursor_s unless that is not-a-number. */
void ectopy_rate_paint_view (cairo_t *cr,
                             const EctopyRateScene *scene,
                             EctopyTimeSpan view,
                             double cursor_s,
                             const EctopyPalette *palette,
                             double width,
                             double height);

/* Whole tenths of a second that hold nearly all of `[n]` intervals, for the edges. */
void ectopy_rate_find_range (const float *rr_s, size_t n, double *low_s, double *high_s);

G_END_DECLS
