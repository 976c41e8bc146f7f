/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/context-set.h"
#include "engine/learn/examples.h"

G_BEGIN_DECLS

/**
 * EctopyContextDraw:
 * @shares: of the draws, by class, in the order N S V F Q; a class without beats has none
 * @made_up: share of the draws of made-up beats, relative to that of recorded ones
 * @augment: strength of the random changes; 0 for none
 * @made_up_v: share of the draws of made-up ventricular beats, relative to that of other made-up ones
 * @epoch_rows: draws that make an epoch
 * @weights: (nullable): `[set->n_rows]`: the chance of each beat in place of @shares and @made_up; those of 0
 *   are left out
 *
 * How beats of a set are drawn. Within a class, a lead of a record counts by the root of how many it has,
 * so that long records and common shapes do not drown the others.
 */
typedef struct {
  double shares[ECTOPY_N_CLASSES];
  double made_up;
  double made_up_v;
  double augment;
  size_t epoch_rows;
  const double *weights;
} EctopyContextDraw;

/* The beats of a set, some or all of them, as examples. */
typedef struct _EctopyContextExamples EctopyContextExamples;

/**
 * ectopy_context_examples_new:
 * @set: beats; kept
 * @takes_part: (nullable): `[set->parts->len]`: which leads of it; NULL for all
 * @n_floats: of a row that the network reads: %ECTOPY_CONTEXT_ROW or %ECTOPY_CONTEXT_SHORT_ROW
 * @draw: (nullable): how training draws from them; NULL for examples to be judged by: each recorded beat
 *   once, as it is
 * @scaler: (nullable): that of the side values, kept as a copy; NULL to fit one under the weights of the
 *   draws (@draw is not NULL then)
 * @none: what is said if fewer than two beats of the leads have a class
 *
 * Returns: (transfer full): the examples, or NULL: %ECTOPY_ERROR_EMPTY with @none, %ECTOPY_ERROR_MEMORY
 */
EctopyContextExamples *ectopy_context_examples_new (EctopyContextSet *set,
                                                    const guint8 *takes_part,
                                                    size_t n_floats,
                                                    const EctopyContextDraw *draw,
                                                    const EctopyScaler *scaler,
                                                    const char *none,
                                                    GError **error);

/* For a fit job; lent. */
const EctopyExamples *ectopy_context_examples_get (const EctopyContextExamples *self);

void ectopy_context_examples_free (EctopyContextExamples *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyContextExamples, ectopy_context_examples_free)

G_END_DECLS
