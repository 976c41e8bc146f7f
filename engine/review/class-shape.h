/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"

G_BEGIN_DECLS

/* Levels of amplitude between 0 and 1 that the density of a class is counted in. */
#define ECTOPY_SHAPE_LEVELS 64

/**
 * EctopyClassShape:
 * @n_beats: beats of the class
 * @length: samples a beat
 * @n: `[length]`: beats that last up to that sample (their rows are not yet padding)
 * @mean: `[length]`; NaN where @n is 0
 * @deviation: `[length]`: standard deviation; 0 where @n is 1, NaN where it is 0
 * @density: `[length, ECTOPY_SHAPE_LEVELS]`: beats whose trace runs through that level of amplitude,
 *   the lowest level first; the samples between are taken as joined by lines
 * @densest: the largest of @density
 *
 * What the beats of one class have in common: owned by #EctopyClassShapes.
 */
typedef struct {
  size_t n_beats;
  size_t length;
  guint32 *n;
  float *mean;
  float *deviation;
  guint32 *density;
  guint32 densest;
} EctopyClassShape;

/* The shapes of the five classes, in the order N S V F Q. */
typedef struct {
  EctopyClassShape classes[ECTOPY_N_CLASSES];
} EctopyClassShapes;

/**
 * ectopy_class_shapes_new:
 * @dataset: beats
 * @classes: `[n_rows]`: the class of each, %ECTOPY_CLASS_NONE for those left out
 * @cancellable: (nullable): a way to stop
 *
 * Goes through all beats once (about 0.2 s for 90,000). Any thread.
 *
 * Returns: (transfer full) (nullable): the shapes; NULL when cancelled
 */
EctopyClassShapes *
ectopy_class_shapes_new (EctopyDataset *dataset, const guint8 *classes, GCancellable *cancellable);

void ectopy_class_shapes_free (EctopyClassShapes *shapes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyClassShapes, ectopy_class_shapes_free)

G_END_DECLS
