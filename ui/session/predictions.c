/* SPDX-License-Identifier: MIT */
#include "ui/session/predictions.h"

#include "engine/core/error.h"

#include "engine/learn/classify.h"
#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

/* The first rows are wanted at once; later ones in larger blocks, for speed. */
#define FIRST_BLOCK  256
#define LATER_BLOCKS 2048

EctopyPredictions *
ectopy_predictions_new (size_t n_rows, GError **error)
{
  g_autofree float *probabilities = g_try_new (float, n_rows *ECTOPY_N_CLASSES);
  g_autofree float *confidence = g_try_new (float, n_rows);
  g_autofree guint8 *predicted = g_try_new (guint8, n_rows);
  EctopyPredictions *self;

  if (probabilities == NULL || confidence == NULL || predicted == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("There is not enough memory for the classes of %zu beats."), n_rows);
    return NULL;
  }
  self = g_atomic_rc_box_new0 (EctopyPredictions);
  self->n_rows = n_rows;
  self->probabilities = g_steal_pointer (&probabilities);
  self->confidence = g_steal_pointer (&confidence);
  self->predicted = g_steal_pointer (&predicted);
  memset (self->predicted, ECTOPY_CLASS_NONE, n_rows);
  memset (self->confidence, 0, n_rows * sizeof (float));
  return self;
}

EctopyPredictions *
ectopy_predictions_ref (EctopyPredictions *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  EctopyPredictions *self = data;

  g_free (self->probabilities);
  g_free (self->confidence);
  g_free (self->predicted);
  g_clear_pointer (&self->shapes, ectopy_class_shapes_free);
}

void
ectopy_predictions_unref (EctopyPredictions *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
ectopy_predictions_fill (EctopyPredictions *self,
                         EctopyDataset *dataset,
                         EctopyModel *model,
                         guint n_threads,
                         EctopyJob *job,
                         GError **error)
{
  GCancellable *cancellable = ectopy_job_get_cancellable (job);
  g_autoptr (EctopyWorkers) workers = NULL;
  g_autoptr (EctopyClassifier) classifier = NULL;
  g_autofree guint8 *given = NULL; /* the worker's own: `predicted` is the main thread's */
  size_t block = FIRST_BLOCK;

  if (ectopy_model_get_length (model) != ectopy_dataset_get_length (dataset)) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        _ ("The model reads beats of %zu samples; the beats of this file have %zu. Choose a "
           "model that was trained on such beats."),
        ectopy_model_get_length (model), ectopy_dataset_get_length (dataset));
    return FALSE;
  }
  workers = ectopy_workers_new (n_threads);
  classifier = ectopy_classifier_new (model, workers, error);
  if (classifier == NULL)
    return FALSE;
  given = g_new (guint8, self->n_rows);
  for (size_t first = 0; first < self->n_rows; first += block, block = LATER_BLOCKS) {
    block = MIN (block, self->n_rows - first);
    if (!ectopy_classifier_run (classifier, ectopy_dataset_get_row (dataset, first), block,
                                self->probabilities + first * ECTOPY_N_CLASSES, NULL, NULL,
                                cancellable, error))
      return FALSE;
    for (size_t row = first; row < first + block; row++)
      given[row] = (guint8) ectopy_classify_most_probable (self->probabilities +
                                                           row * ECTOPY_N_CLASSES);
    ectopy_job_tell (NULL, (double) (first + block) / (double) self->n_rows, job);
    if (first + block == self->n_rows)
      break;
  }
  self->shapes = ectopy_class_shapes_new (dataset, given, cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

size_t
ectopy_predictions_advance (EctopyPredictions *self, double fraction)
{
  const size_t before = self->n_done;
  const size_t now = MIN (self->n_rows, (size_t) llround (fraction * (double) self->n_rows));

  for (size_t row = before; row < now; row++) {
    const float *p = self->probabilities + row * ECTOPY_N_CLASSES;
    const guint given = ectopy_classify_most_probable (p);

    self->confidence[row] = isfinite (p[given]) ? CLAMP (p[given], 0, 1) : 0;
    self->predicted[row] = (guint8) given;
  }
  self->n_done = MAX (before, now);
  return before;
}
