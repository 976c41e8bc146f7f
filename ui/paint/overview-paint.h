/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-paint.h"

G_BEGIN_DECLS

/**
 * EctopyOverviewScene:
 * @length_s: of the recording
 * @font_size: user units; 0 for the usual
 * @lead_name: (nullable): whose envelope it is
 * @low: `[n_columns]`: smallest of each column of the whole recording; not-a-number where there is none
 * @high: `[n_columns]`: largest
 * @n_columns: how many; best as many as the strip has pixels
 * @range_low: what most of the lead stays within, in its unit
 * @range_high: likewise
 * @times: `[n_beats]`: of the beats, seconds, rising
 * @classes: `[n_beats]`
 * @n_beats: how many; normal ones may be left out
 * @excluded: `[n_excluded]`: stretches that are not analysable
 * @n_excluded: how many
 *
 * A whole recording in one strip: a plain value, all lent.
 */
typedef struct {
  double length_s;
  double font_size;
  const char *lead_name;
  const float *low;
  const float *high;
  size_t n_columns;
  double range_low;
  double range_high;
  const double *times;
  const guint8 *classes;
  size_t n_beats;
  const EctopyTimeSpan *excluded;
  size_t n_excluded;
} EctopyOverviewScene;

/* Where the recording is within the strip, user units. */
void ectopy_overview_place (const EctopyOverviewScene *scene,
                            double width,
                            double *x,
                            double *recording_width);

/**
 * ectopy_overview_paint:
 * @cr: where to
 * @scene: what
 * @palette: in which colours
 * @width: of the strip
 * @height: of the strip
 *
 * Paints the envelope; under it a row of ticks for each of S, V, F and Q, named at the left; under
 * them the time.
 */
void ectopy_overview_paint (cairo_t *cr,
                            const EctopyOverviewScene *scene,
                            const EctopyPalette *palette,
                            double width,
                            double height);

/* Paints a frame around the stretch in view, and a hair at @cursor_s unless that is not-a-number. */
void ectopy_overview_paint_view (cairo_t *cr,
                                 const EctopyOverviewScene *scene,
                                 EctopyTimeSpan view,
                                 double cursor_s,
                                 const EctopyPalette *palette,
                                 double width,
                                 double height);

G_END_DECLS
