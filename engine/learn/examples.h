/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"
#include "engine/learn/input-scaling.h"

G_BEGIN_DECLS

/**
 * EctopyExamples:
 * @n_rows: how many
 * @n_floats: of an input
 * @labels: `[n_rows]`: classes
 * @scaling: what a model of these is to be told of its input
 * @scaler: likewise
 * @epoch_rows: how many make an epoch; @n_rows unless @draw is given
 * @fill: writes the input of a row; with @rng changed at random, as training wants it; with NULL as it is.
 *   From any thread, several at once
 * @draw: (nullable): chooses the rows of an epoch; NULL for all of them in random order
 * @hash: feeds what tells these examples from others
 *
 * What a network learns from, or is judged by, while it is trained: rows of a data set, or beats with what
 * is around them. Fixed while a run goes on; the members behind it are those of whoever made it.
 */
typedef struct _EctopyExamples EctopyExamples;

struct _EctopyExamples {
  size_t n_rows;
  size_t n_floats;
  const guint8 *labels;
  EctopyScalingKind scaling;
  const EctopyScaler *scaler;
  size_t epoch_rows;
  void (*fill) (const EctopyExamples *self, size_t row, EctopyRng *rng, guint thread, float *input);
  void (*draw) (const EctopyExamples *self, EctopyRng *rng, size_t *rows);
  void (*hash) (const EctopyExamples *self, GChecksum *checksum);
};

G_END_DECLS
