/* SPDX-License-Identifier: MIT */
#include "engine/learn/classify.h"

#include "engine/core/beat-class.h"
#include "engine/learn/temperature.h"
#include "engine/nn/pass.h"

#include <string.h>

/* Beats that a thread takes at a time: many enough that the dense layer's weights are read seldom. */
#define BLOCK 64

/* Blocks between two looks at the cancellable. */
#define BLOCKS_A_ROUND 64

struct _EctopyClassifier {
  EctopyModel *model;
  EctopyWorkers *workers;
  guint n_members;
  guint n_passes;
  EctopyPass **passes; /* [n_threads, n_members] */

  /* of the run at hand */
  const float *samples;
  size_t first; /* row of this round */
  size_t end;
  float *probabilities;
  float *hidden; /* [n_rows, n_hidden], or NULL */
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
keep_hidden (const EctopyClassifier *self, EctopyPass *pass, size_t first, size_t n)
{
  const size_t n_hidden = ectopy_pass_get_n_hidden (pass);

  for (size_t i = 0; self->hidden != NULL && i < n; i++)
    memcpy (self->hidden + (first + i) * n_hidden, ectopy_pass_get_hidden (pass, i),
            n_hidden * sizeof (float));
}

/* @workers: for a few beats: NULL for the calling thread alone. */
static void
run_members (const EctopyClassifier *self,
             guint thread,
             EctopyWorkers *workers,
             const Block *block,
             size_t n)
{
  float *p = self->probabilities + block->first * ECTOPY_N_CLASSES;

  for (guint m = 0; m < self->n_members; m++) {
    EctopyPass *pass = self->passes[thread * self->n_members + m];
    const float *of_member = ectopy_pass_predict (pass, workers, n, fill, (gpointer) block);

    for (size_t i = 0; i < n * ECTOPY_N_CLASSES; i++)
      p[i] = (m == 0 ? 0 : p[i]) + of_member[i];
    if (m == 0)
      keep_hidden (self, pass, block->first, n);
  }
  for (size_t i = 0; self->n_members > 1 && i < n * ECTOPY_N_CLASSES; i++)
    p[i] /= (float) self->n_members;
  ectopy_temperature_apply (ectopy_model_get_temperature (self->model), p, n);
}

static void
run_block (size_t index, guint thread, gpointer user_data)
{
  const EctopyClassifier *self = user_data;
  const Block block = { .classifier = self, .first = self->first + index * BLOCK };

  run_members (self, thread, NULL, &block, MIN (BLOCK, self->end - block.first));
}

EctopyClassifier *
ectopy_classifier_new (EctopyModel *model, EctopyWorkers *workers, GError **error)
{
  g_autoptr (EctopyClassifier) self = g_new0 (EctopyClassifier, 1);
  const guint n_threads = ectopy_workers_get_n_threads (workers);

  self->model = g_object_ref (model);
  self->workers = workers;
  self->n_members = ectopy_model_get_n_members (model);
  self->passes = g_new0 (EctopyPass *, n_threads * self->n_members);
  for (guint i = 0; i < n_threads * self->n_members; i++) {
    const guint member = i % self->n_members;

    self->passes[i] = i >= self->n_members
                          ? ectopy_pass_new_like (self->passes[member], BLOCK, 1, error)
                          : ectopy_pass_new (ectopy_model_get_member (model, member), BLOCK,
                                             n_threads, FALSE, error);
    if (self->passes[i] == NULL)
      return NULL;
    self->n_passes++;
    ectopy_pass_prepare (self->passes[i]);
  }
  return g_steal_pointer (&self);
}

void
ectopy_classifier_free (EctopyClassifier *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_passes; i++)
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
    const Block block = { .classifier = self };

    if (n_rows > 0)
      run_members (self, 0, self->workers, &block, n_rows);
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

size_t
ectopy_classifier_get_length (const EctopyClassifier *self)
{
  return ectopy_model_get_length (self->model);
}

size_t
ectopy_classifier_get_n_hidden (const EctopyClassifier *self)
{
  return ectopy_pass_get_n_hidden (self->passes[0]);
}

void
ectopy_classifier_set_hidden (EctopyClassifier *self, float *hidden)
{
  self->hidden = hidden;
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
