/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

/* Slanted grey lines over a rectangle: what is not analysable. The lines of neighbours meet. */
void ectopy_hatch_paint (cairo_t *cr,
                         const EctopyPalette *palette,
                         double x,
                         double y,
                         double width,
                         double height);

G_END_DECLS
