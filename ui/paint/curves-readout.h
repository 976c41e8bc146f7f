/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/epoch.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyCurvesReadout:
 * @epoch: whose values
 * @is_best: whether it is the epoch that is kept
 * @font_size: user units
 * @x: the place that is spoken of, user units
 * @y: where the table begins if there is room, user units
 *
 * A small table of the values of an epoch: a plain value, all lent.
 */
typedef struct {
  const EctopyEpoch *epoch;
  gboolean is_best;
  double font_size;
  double x;
  double y;
} EctopyCurvesReadout;

/**
 * ectopy_curves_readout_paint:
 * @cr: where to
 * @what: the table
 * @palette: in which colours
 * @width: of the room there is, user units
 * @height: likewise
 *
 * Paints the table beside its place, on the side where there is room. It stays within the room
 * unless this is smaller than the table.
 */
void ectopy_curves_readout_paint (cairo_t *cr,
                                  const EctopyCurvesReadout *what,
                                  const EctopyPalette *palette,
                                  double width,
                                  double height);

G_END_DECLS
