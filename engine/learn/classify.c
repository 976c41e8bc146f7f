/* SPDX-License-Identifier: MIT */
#include "engine/learn/classify.h"

#include "engine/core/beat-class.h"
#include "engine/nn/pass.h"

#include <string.h>

/* Beats that a thread takes at a time: many enough that the dense layer's weights are read seldom. */
#define BLOCK 64

/* Blocks between two looks at the cancellable. */
#define BLOCKS_A_ROUND 64

struct _EctopyClassifier {
  EctopyModel *model;
  EctopyWorkers *workers;
  EctopyPass **passes; /* [n_threads] */

  /* of the run at hand */
  const float *samples;
  size_t first; /* row of this round */
  size_t end;
  float *probabilities;
};

typedef struct {
  const EctopyClassifier *classifier;
  size_t first;
} Block;

static void
fill (size_t item, float *input, guint thread, gpointer user_data)
{
  const Block *block = user_data;
  EctopyModel *model = block->classifier->model;
  const size_t length = ectopy_model_get_length (model);

  ectopy_input_scale (ectopy_model_get_scaling (model), ectopy_model_get_scaler (model),
                      block->classifier->samples + (block->first + item) * length, length, input);
}

static void
run_block (size_t index, guint thread, gpointer user_data)
{
  const EctopyClassifier *self = user_data;
  Block block = { .classifier = self, .first = self->first + index * BLOCK };
  const size_t n = MIN (BLOCK, self->end - block.first);

  memcpy (self->probabilities + block.first * ECTOPY_N_CLASSES,
          ectopy_pass_predict (self->passes[thread], NULL, n, fill, &block),
          n * ECTOPY_N_CLASSES * sizeof (float));
}

EctopyClassifier *
ectopy_classifier_new (EctopyModel *model, EctopyWorkers *workers, GError **error)
{
  g_autoptr (EctopyClassifier) self = g_new0 (EctopyClassifier, 1);
  const guint n_threads = ectopy_workers_get_n_threads (workers);

  self->model = g_object_ref (model);
  self->workers = workers;
  self->passes = g_new0 (EctopyPass *, n_threads + 1);
  for (guint i = 0; i < n_threads; i++) {
    self->passes[i] = i > 0 ? ectopy_pass_new_like (self->passes[0], BLOCK, 1, error)
                            : ectopy_pass_new (ectopy_model_get_network (model), BLOCK, n_threads,
                                               FALSE, error);
    if (self->passes[i] == NULL)
      return NULL;
    ectopy_pass_prepare (self->passes[i]);
  }
  return g_steal_pointer (&self);
}

void
ectopy_classifier_free (EctopyClassifier *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->passes[i] != NULL; i++)
    ectopy_pass_free (self->passes[i]);
  g_free (self->passes);
  g_object_unref (self->model);
  g_free (self);
}

gboolean
ectopy_classifier_run (EctopyClassifier *self,
                       const float *samples,
                       size_t n_rows,
                       float *probabilities,
                       EctopyProgressFunc progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  self->samples = samples;
  self->probabilities = probabilities;

  /* A few beats: the threads share the parts of one pass. */
  if (n_rows < MIN (ectopy_workers_get_n_threads (self->workers), BLOCK)) {
    Block block = { .classifier = self };

    if (n_rows > 0)
      memcpy (probabilities,
              ectopy_pass_predict (self->passes[0], self->workers, n_rows, fill, &block),
              n_rows * ECTOPY_N_CLASSES * sizeof (float));
    return TRUE;
  }

  for (size_t done = 0; done < n_rows; done = self->end) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    self->first = done;
    self->end = MIN (done + (size_t) BLOCK * BLOCKS_A_ROUND, n_rows);
    ectopy_workers_run (self->workers, (self->end - done + BLOCK - 1) / BLOCK, run_block, self);
    if (progress != NULL)
      progress ("Classifying", (double) self->end / (double) n_rows, user_data);
  }
  return TRUE;
}

guint
ectopy_classify_most_probable (const float *probabilities)
{
  guint best = 0;

  for (guint c = 1; c < ECTOPY_N_CLASSES; c++)
    if (probabilities[c] > probabilities[best])
      best = c;
  return best;
}
