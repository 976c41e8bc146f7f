/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/class-shape.h"
#include "ui/paint/ecg-paper.h"

G_BEGIN_DECLS

#define ECTOPY_SHAPE_LINE    1.2  /* user units: the mean */
#define ECTOPY_SHAPE_BAND    0.22 /* opacity of 1 SD to both sides */
#define ECTOPY_SHAPE_DENSEST 0.75 /* opacity of the density where most beats run */

/* Paints the mean of the beats of a class as a line, and 1 SD to both sides as a band; both have gaps
 * where no beat lasts that long. */
void ectopy_class_shape_paint_mean (cairo_t *cr,
                                    const EctopyClassShape *shape,
                                    const EctopyTracePlace *place,
                                    EctopyColor color);

/* Paints all beats of a class over one another, the stronger the more of them run there. */
void ectopy_class_shape_paint_density (cairo_t *cr,
                                       const EctopyClassShape *shape,
                                       const EctopyTracePlace *place,
                                       EctopyColor color);

G_END_DECLS
