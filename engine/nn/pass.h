/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"
#include "engine/nn/network.h"

G_BEGIN_DECLS

/**
 * EctopyPass:
 *
 * The memory and the order of work to run one network over a batch: for training (forward and
 * backward) or for use. Everything is allocated when it is made.
 *
 * A batch is cut into a fixed number of shards, run by whichever worker is free; sums over the batch
 * are taken shard by shard, in order. So a result is the same to the bit on any number of threads.
 */
typedef struct _EctopyPass EctopyPass;

/* A batch is cut into so many shards, so at most so many workers are of use. */
#define ECTOPY_PASS_SHARDS 16

/**
 * EctopyFillFunc:
 * @item: number in the batch
 * @input: (out caller-allocates): `[in_length, in_channels]`, then the side values, to be overwritten
 * @thread: the worker, for scratch memory
 * @user_data: the caller's
 *
 * Writes one input; called from the workers.
 */
typedef void (*EctopyFillFunc) (size_t item, float *input, guint thread, gpointer user_data);

/**
 * ectopy_pass_new:
 * @network: lent; must outlive the pass
 * @capacity: the largest batch
 * @n_threads: of the workers it will be run by
 * @training: whether it is for training
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a pass, or NULL and %ECTOPY_ERROR_MEMORY
 */
EctopyPass *ectopy_pass_new (const EctopyNetwork *network,
                             size_t capacity,
                             guint n_threads,
                             gboolean training,
                             GError **error);

void ectopy_pass_free (EctopyPass *pass);

/**
 * ectopy_pass_new_like:
 * @like: a pass for use; must outlive this one
 * @capacity: the largest batch
 * @n_threads: of the workers it will be run by
 * @error: return location
 *
 * Another pass for use of the same network, which shares the weights that @like has laid out: for
 * several threads that each run batches of their own. To be prepared after @like.
 *
 * Returns: (transfer full) (nullable): a pass, or NULL and %ECTOPY_ERROR_MEMORY
 */
EctopyPass *
ectopy_pass_new_like (const EctopyPass *like, size_t capacity, guint n_threads, GError **error);

/* Lays out the network's weights as the products of a pass for use want them. Again after they have
 * changed. */
void ectopy_pass_prepare (EctopyPass *pass);

/**
 * ectopy_pass_predict:
 * @pass: a prepared pass for use
 * @workers: (nullable): NULL for the calling thread alone
 * @n_items: at most its capacity
 * @fill: gives the inputs
 * @user_data: for @fill
 *
 * The result of an item does not depend on the others, nor on @workers.
 *
 * Returns: (transfer none): `[n_items, n_classes]` probabilities, until the next call
 */
const float *ectopy_pass_predict (EctopyPass *pass,
                                  EctopyWorkers *workers,
                                  size_t n_items,
                                  EctopyFillFunc fill,
                                  gpointer user_data);

/* Values of the last hidden layer: those that the last dense layer reads. */
size_t ectopy_pass_get_n_hidden (const EctopyPass *pass);

/**
 * ectopy_pass_get_hidden:
 * @pass: a pass that has predicted
 * @item: of the last batch
 *
 * Returns: (transfer none): `[n_hidden]`: the last hidden layer of an item, until the next call of
 *   ectopy_pass_predict()
 */
const float *ectopy_pass_get_hidden (const EctopyPass *pass, size_t item);

/**
 * EctopyTrainStep:
 * @n_items: beats of this batch, 2 to the capacity
 * @fill: gives the inputs
 * @user_data: for @fill
 * @targets: `[n_items, n_classes]`, see ectopy_softmax_loss()
 * @key: makes the dropout of this step: another for every step
 * @network: whose running statistics are moved on: the pass's own
 * @gradients: `[n_parameters]`, overwritten
 * @loss: (out): the sum of the items' losses
 * @probabilities: (out): `[n_items, n_classes]`, until the next call
 *
 * One training step up to the gradients of the mean loss.
 */
typedef struct {
  size_t n_items;
  EctopyFillFunc fill;
  gpointer user_data;
  const float *targets;
  guint64 key;
  EctopyNetwork *network;
  float *gradients;
  double loss;
  const float *probabilities;
} EctopyTrainStep;

/* Runs a step on a pass for training; allocates nothing. */
void ectopy_pass_train (EctopyPass *pass, EctopyWorkers *workers, EctopyTrainStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyPass, ectopy_pass_free)

G_END_DECLS
