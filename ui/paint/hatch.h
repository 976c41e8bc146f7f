/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

/* Slanted grey lines over a rectangle: what is not analysable. Lines meet the height of 0 at @origin and
 * at whole steps beside it, so that those of what is scrolled stay in place. */
void ectopy_hatch_paint (cairo_t *cr,
                         const EctopyPalette *palette,
                         double origin,
                         double x,
                         double y,
                         double width,
                         double height);

G_END_DECLS
