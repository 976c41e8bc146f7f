/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/workers.h"
#include "engine/learn/model.h"

G_BEGIN_DECLS

/* A model ready to run: its weights laid out, memory for each thread. One caller at a time. */
typedef struct _EctopyClassifier EctopyClassifier;

/**
 * ectopy_classifier_new:
 * @model: a model; kept
 * @workers: lent; must outlive the classifier
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a classifier, or NULL and %ECTOPY_ERROR_MEMORY
 */
EctopyClassifier *
ectopy_classifier_new (EctopyModel *model, EctopyWorkers *workers, GError **error);

void ectopy_classifier_free (EctopyClassifier *classifier);

/**
 * ectopy_classifier_run:
 * @classifier: a classifier
 * @samples: `[n_rows, length]`, of the model's length
 * @n_rows: beats
 * @probabilities: (out caller-allocates): `[n_rows, 5]`, in the order N S V F Q
 * @progress: (nullable): called on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * The result of a beat depends neither on the others nor on the number of threads.
 *
 * Returns: FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean ectopy_classifier_run (EctopyClassifier *classifier,
                                const float *samples,
                                size_t n_rows,
                                float *probabilities,
                                EctopyProgressFunc progress,
                                gpointer user_data,
                                GCancellable *cancellable,
                                GError **error);

/* Floats of a row of its model. */
size_t ectopy_classifier_get_length (const EctopyClassifier *classifier);

/* Values of the last hidden layer of the model's first network. */
size_t ectopy_classifier_get_n_hidden (const EctopyClassifier *classifier);

/* Where the next runs put the last hidden layer of each beat, `[n_rows, n_hidden]`; NULL for nowhere. */
void ectopy_classifier_set_hidden (EctopyClassifier *classifier, float *hidden);

/* The most probable of `[5]`; of equals the first. */
guint ectopy_classify_most_probable (const float *probabilities);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyClassifier, ectopy_classifier_free)

G_END_DECLS
