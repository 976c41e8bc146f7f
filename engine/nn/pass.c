/* SPDX-License-Identifier: MIT */
#include "engine/nn/pass.h"

#include "engine/nn/floats.h"
#include "engine/nn/gemm.h"
#include "engine/nn/pass-private.h"

/* A shard runs a few items at a time through all steps up to the next barrier, so that what one step
 * leaves is still in the nearest caches when the next one wants it. */
#define BLOCK_ITEMS 4

static void
run_shard (size_t shard, guint thread, gpointer user_data)
{
  EctopyPass *pass = user_data;
  const size_t begin = shard * pass->shard_items;
  const size_t end = MIN (begin + pass->shard_items, pass->n_items);

  for (size_t first = begin; first < end; first += BLOCK_ITEMS) {
    Piece piece = {
      .pass = pass,
      .first = first,
      .end = MIN (first + BLOCK_ITEMS, end),
      .shard = shard,
      .is_first_block = first == begin,
      .thread = thread,
    };

    for (size_t i = 0; i < pass->n_group; i++) {
      piece.op = pass->group[i].op;
      pass->group[i].piece (&piece);
    }
  }
}

static void
run_part (size_t part, guint thread, gpointer user_data)
{
  EctopyPass *pass = user_data;

  pass->group->part (pass, pass->group->op, part);
}

static void
run_items (EctopyWorkers *workers, size_t n, EctopyWorkFunc func, EctopyPass *pass)
{
  if (workers != NULL)
    ectopy_workers_run (workers, n, func, pass);
  else
    for (size_t i = 0; i < n; i++)
      func (i, 0, pass);
}

static void
run_steps (EctopyPass *pass, EctopyWorkers *workers, GArray *list)
{
  const Step *steps = (const Step *) (gpointer) list->data;

  for (size_t i = 0; i < list->len; i += pass->n_group) {
    pass->group = steps + i;
    pass->n_group = 1;
    if (steps[i].serial != NULL) {
      steps[i].serial (pass, steps[i].op);
    } else if (steps[i].whole != NULL) {
      steps[i].whole (&(Piece){ .pass = pass, .op = steps[i].op, .end = pass->n_items });
    } else if (steps[i].part != NULL) {
      run_items (workers, steps[i].count (pass, steps[i].op), run_part, pass);
    } else {
      while (i + pass->n_group < list->len && steps[i + pass->n_group].piece != NULL)
        pass->n_group++;
      run_items (workers, n_shards (pass), run_shard, pass);
    }
  }
}

static EctopyPass *
new_pass (const EctopyNetwork *network,
          const EctopyPass *like,
          size_t capacity,
          guint n_threads,
          gboolean training,
          GError **error)
{
  g_autoptr (EctopyPass) pass = g_new0 (EctopyPass, 1);

  pass->network = network;
  pass->like = like;
  pass->plan = network->plan;
  pass->training = training;
  pass->capacity = capacity;
  pass->n_threads = n_threads;
  pass->n_classes = ectopy_network_spec_get_n_classes (network->spec);
  pass->forward = g_array_new (FALSE, FALSE, sizeof (Step));
  pass->forward_few = g_array_new (FALSE, FALSE, sizeof (Step));
  pass->backward = g_array_new (FALSE, FALSE, sizeof (Step));
  if ((training && !ectopy_blas_set_up (error)) || !ectopy_pass_allocate (pass, error))
    return NULL;
  ectopy_pass_plan_forward (pass);
  if (training)
    ectopy_pass_plan_backward (pass);
  else
    ectopy_pass_plan_forward_few (pass);
  return g_steal_pointer (&pass);
}

EctopyPass *
ectopy_pass_new (const EctopyNetwork *network,
                 size_t capacity,
                 guint n_threads,
                 gboolean training,
                 GError **error)
{
  return new_pass (network, NULL, capacity, n_threads, training, error);
}

EctopyPass *
ectopy_pass_new_like (const EctopyPass *like, size_t capacity, guint n_threads, GError **error)
{
  g_assert (!like->training);

  return new_pass (like->network, like, capacity, n_threads, FALSE, error);
}

void
ectopy_pass_free (EctopyPass *pass)
{
  if (pass == NULL)
    return;
  ectopy_floats_free (pass->block);
  ectopy_floats_free (pass->scratch);
  ectopy_floats_free (pass->packs);
  ectopy_floats_free (pass->coefficients);
  ectopy_floats_free (pass->partials);
  g_free (pass->sums);
  g_free (pass->values);
  g_free (pass->gradients);
  g_free (pass->states);
  g_free (pass->losses);
  g_free (pass->probabilities);
  g_array_unref (pass->forward);
  g_array_unref (pass->forward_few);
  g_array_unref (pass->backward);
  g_free (pass);
}

/* Shards of as equal a size as the batch allows. */
static void
begin_batch (EctopyPass *pass, size_t n_items, EctopyFillFunc fill, gpointer user_data)
{
  g_assert (n_items > 0 && n_items <= pass->capacity);
  pass->n_items = n_items;
  pass->shard_items = (n_items + ECTOPY_PASS_SHARDS - 1) / ECTOPY_PASS_SHARDS;
  pass->fill = fill;
  pass->user_data = user_data;
}

void
ectopy_pass_prepare (EctopyPass *pass)
{
  g_assert (!pass->training);

  ectopy_pass_set_fixed_coefficients (pass);
  for (size_t i = 0; pass->like == NULL && i < pass->plan->n_ops; i++)
    ectopy_pass_pack (pass, i);
}

const float *
ectopy_pass_predict (EctopyPass *pass,
                     EctopyWorkers *workers,
                     size_t n_items,
                     EctopyFillFunc fill,
                     gpointer user_data)
{
  begin_batch (pass, n_items, fill, user_data);
  pass->step = NULL;
  if (workers != NULL && n_items < ectopy_workers_get_n_threads (workers))
    run_steps (pass, workers, pass->forward_few);
  else
    run_steps (pass, workers, pass->forward);
  return pass->probabilities;
}

size_t
ectopy_pass_get_n_hidden (const EctopyPass *pass)
{
  return pass->plan->buffers[pass->plan->hidden].channels;
}

const float *
ectopy_pass_get_hidden (const EctopyPass *pass, size_t item)
{
  g_assert (item < pass->n_items);

  return item_value (pass, pass->plan->hidden, item);
}

void
ectopy_pass_train (EctopyPass *pass, EctopyWorkers *workers, EctopyTrainStep *step)
{
  EctopyRng rng;

  g_assert (pass->training);
  g_assert (step->network == pass->network);

  begin_batch (pass, step->n_items, step->fill, step->user_data);
  pass->step = step;
  ectopy_rng_init (&rng, step->key, 0);
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    pass->states[i].form.drop_key = (guint32) ectopy_rng_next (&rng);
  ectopy_pass_set_fixed_coefficients (pass);
  run_steps (pass, workers, pass->forward);
  run_steps (pass, workers, pass->backward);

  step->loss = 0;
  for (size_t i = 0; i < step->n_items; i++)
    step->loss += pass->losses[i];
  step->probabilities = pass->probabilities;
}
