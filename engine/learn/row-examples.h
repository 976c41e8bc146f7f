/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/learn/augment.h"
#include "engine/learn/examples.h"

G_BEGIN_DECLS

/* The beats of a data set as examples. */
typedef struct {
  EctopyExamples examples;
  EctopyDataset *dataset;
  EctopyAugment augment;
  gboolean is_augmented;
  float *changed; /* [threads, length] */
} EctopyRowExamples;

/**
 * ectopy_row_examples_init:
 * @self: (out): for ectopy_row_examples_clear()
 * @dataset: beats with labels; kept
 * @scaling: how rows become input
 * @scaler: lent
 * @augment: strength of the random changes, 0 for none
 * @n_threads: that fill at once
 */
void ectopy_row_examples_init (EctopyRowExamples *self,
                               EctopyDataset *dataset,
                               EctopyScalingKind scaling,
                               const EctopyScaler *scaler,
                               double augment,
                               guint n_threads);

/* All zero is clear. */
void ectopy_row_examples_clear (EctopyRowExamples *self);

G_END_DECLS
