/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/training-log.h"
#include "engine/nn/network.h"

G_BEGIN_DECLS

/**
 * EctopyFitState:
 * @network: what is being trained
 * @average: (nullable): its moving average
 * @best: parameters and states of the best epoch
 * @moments: `[2, n_parameters]`: Adam's
 * @last_seen: `[n_rows]`: probability of each training beat's class when it was last seen
 * @n_rows: training beats
 * @finished: `[n_members - 1, n_parameters + n_states]`: networks trained before this one, for a model of
 *   several
 * @n_members: how many networks there will be
 * @member: how many are finished
 * @first_epoch: epochs done before this one began
 * @first_step: steps, likewise
 * @step: steps done
 * @epoch: epochs done
 * @best_score: of the best epoch, larger is better
 * @least_loss: the least validation loss, for early stop and plateau
 * @since_least: epochs since
 * @waited: epochs since, or since the rate last fell
 * @rate_factor: what the plateaus have made of the rate
 * @log: lent
 *
 * All that a run needs to go on: nothing else is carried from epoch to epoch, chance least of all
 * (it is made anew from the seed and the epoch).
 */
typedef struct {
  EctopyNetwork *network;
  EctopyNetwork *average;
  EctopyNetwork *best;
  float *moments;
  float *last_seen;
  size_t n_rows;
  float *finished;
  guint n_members;
  guint member;
  guint first_epoch;
  guint64 first_step;
  guint64 step;
  guint epoch;
  double best_score;
  double least_loss;
  guint since_least;
  guint waited;
  double rate_factor;
  EctopyTrainingLog *log;
} EctopyFitState;

/* Allocates the state of a run's beginning around @network (transfer full). */
gboolean ectopy_fit_state_init (EctopyFitState *state,
                                EctopyNetwork *network,
                                gboolean with_average,
                                guint n_members,
                                size_t n_rows,
                                EctopyTrainingLog *log,
                                GError **error);

void ectopy_fit_state_clear (EctopyFitState *state);

/* Puts the best network so far with the finished ones, and begins the next: its weights, which the caller
 * has set in @state->network, are those of its average too. */
void ectopy_fit_state_next_member (EctopyFitState *state);

/* (transfer full) (nullable): a finished network; NULL with %ECTOPY_ERROR_MEMORY. */
EctopyNetwork *
ectopy_fit_state_take_finished (const EctopyFitState *state, guint member, GError **error);

/**
 * ectopy_fit_state_save:
 * @state: between two epochs
 * @job: a text that tells this run from others
 * @path: where to; at any time the old or the new checkpoint stands there whole
 * @error: return location
 */
gboolean ectopy_fit_state_save (const EctopyFitState *state,
                                const char *job,
                                const char *path,
                                GError **error);

/**
 * ectopy_fit_state_load:
 * @state: initialised; its log gets the epochs done
 * @job: as saved, or %ECTOPY_ERROR_MISMATCH
 * @path: a checkpoint
 * @error: return location
 */
gboolean
ectopy_fit_state_load (EctopyFitState *state, const char *job, const char *path, GError **error);

G_END_DECLS
