/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/model.h"
#include "engine/review/class-shape.h"
#include "ui/session/job.h"

G_BEGIN_DECLS

/**
 * EctopyPredictions:
 * @n_rows: beats
 * @probabilities: `[n_rows, 5]`
 * @predicted: `[n_rows]`, %ECTOPY_CLASS_NONE for those still to come
 * @confidence: `[n_rows]`
 * @n_done: rows classified so far, as the main thread knows it
 * @shapes: (nullable): mean and spread of the classes, when all are done
 *
 * What a model says of the beats of a file, filled from the first row on by a worker: the main thread
 * has the classes and confidences, and of the probabilities the rows below @n_done. Counted
 * references.
 */
typedef struct {
  size_t n_rows;
  float *probabilities;
  guint8 *predicted;
  float *confidence;
  size_t n_done;
  EctopyClassShapes *shapes;
} EctopyPredictions;

/* All rows still to come. NULL and %ECTOPY_ERROR_MEMORY if there is no room. */
EctopyPredictions *ectopy_predictions_new (size_t n_rows, GError **error);
EctopyPredictions *ectopy_predictions_ref (EctopyPredictions *self);
void ectopy_predictions_unref (EctopyPredictions *self);

/**
 * ectopy_predictions_fill:
 * @self: predictions that only the caller changes
 * @dataset: the beats
 * @model: of their length, or %ECTOPY_ERROR_MISMATCH
 * @n_threads: 0 for one a processor
 * @job: told the share of rows done; its cancellable is heeded
 * @error: return location
 *
 * Classifies from the first row on, in blocks. On the worker.
 */
gboolean ectopy_predictions_fill (EctopyPredictions *self,
                                  EctopyDataset *dataset,
                                  EctopyModel *model,
                                  guint n_threads,
                                  EctopyJob *job,
                                  GError **error);

/* Makes what the worker has done so far, a share of the rows, known to the main thread. Returns: the
 * first new row. */
size_t ectopy_predictions_advance (EctopyPredictions *self, double fraction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyPredictions, ectopy_predictions_unref)

G_END_DECLS
