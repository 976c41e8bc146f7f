/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of adapting share: "adapt.c" goes through it, "adapt-draw.c" says which beats are learned from
 * and how often, "adapt-fit.c" trains a copy, "adapt-text.c" tells what came of it. */
#include "engine/learn/context-set.h"
#include "engine/learn/fit.h"
#include "engine/run/adapt.h"

G_BEGIN_DECLS

/**
 * EctopyAdaptData:
 * @n: beats
 * @said: `[n]`: classes that a person gave, or %ECTOPY_CLASS_NONE
 * @fold: `[n]`: of the beats looked at: the part of cross-validation
 * @probabilities: `[n, 5]`: of the model as it was
 * @hidden: `[n, n_hidden]`: its last hidden layer
 * @n_hidden: values of it
 * @set: the beats in each lead, labelled: as the person said, else as the model does
 *
 * What is known of the beats before any copy is trained.
 */
typedef struct {
  size_t n;
  guint8 *said;
  guint8 *fold;
  float *probabilities;
  float *hidden;
  size_t n_hidden;
  EctopyContextSet *set;
} EctopyAdaptData;

/**
 * ectopy_adapt_draw:
 * @data: beats
 * @left_out: the part of the beats looked at that is not to be learned from; %ECTOPY_ADAPT_FOLDS for none
 *
 * Half of the draws are beats looked at, each class as often as another; half are beats of which the model is
 * sure, by the root of how many of a class there are, but for those that look like beats it was wrong about.
 *
 * Returns: (transfer full) (nullable): `[data->set->n_rows]`: weights; NULL if no beat looked at is left
 */
double *ectopy_adapt_draw (const EctopyAdaptData *data, guint left_out);

/* Time and progress of several fits. */
typedef struct {
  const EctopyAdaptJob *job;
  GCancellable *cancellable; /* the caller's */
  GCancellable *stop;        /* of the fit that runs */
  gint64 end;                /* of its time, monotonic */
  gboolean is_cut_short;
  const char *stage;
  guint n_fits;
  guint n_done;
} EctopyAdaptClock;

/**
 * ectopy_adapt_fit:
 * @data: beats
 * @weights: how often each is drawn
 * @clock: time; the fits to come share what is left until @deadline evenly
 * @deadline: monotonic
 * @n_learned: (out): networks that had learned anything when their time was over
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a copy of the model, trained, with an empty card
 */
EctopyModel *ectopy_adapt_fit (const EctopyAdaptData *data,
                               const double *weights,
                               EctopyAdaptClock *clock,
                               gint64 deadline,
                               guint *n_learned,
                               GError **error);

/* Name and card of the copy. */
void ectopy_adapt_write_card (const EctopyAdaptJob *job, const EctopyAdaptation *adaptation);

G_END_DECLS
