/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/record-figures.h"
#include "engine/learn/fit.h"

G_BEGIN_DECLS

/**
 * EctopyTrainerRequest:
 * @training_path: a beat CSV, or a folder of annotated recordings; heeded if @training is NULL
 * @training: (nullable): beats already there (such as corrected ones)
 * @corrections_path: (nullable): corrections to be put in place of the labels of the training beats
 * @validation_path: (nullable): a beat CSV; NULL sets a share of the training beats aside
 * @patients_path: (nullable): of recordings: a table of lines `record,patient`
 * @note: (nullable): a sentence about the training beats for the model's card
 * @settings: how
 * @n_threads: 0 for one a processor
 * @checkpoint: (nullable): written after every epoch; if that fails the run goes on, and a note
 *   says so
 * @resume: (nullable): a checkpoint to go on from
 *
 * What is to be trained; copied.
 */
typedef struct {
  const char *training_path;
  EctopyDataset *training;
  const char *corrections_path;
  const char *validation_path;
  const char *patients_path;
  const char *note;
  const EctopyFitSettings *settings;
  guint n_threads;
  const char *checkpoint;
  const char *resume;
} EctopyTrainerRequest;

#define ECTOPY_TYPE_TRAINER (ectopy_trainer_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTrainer, ectopy_trainer, ECTOPY, TRAINER, GObject)

/**
 * ectopy_trainer_new:
 *
 * One run of training in the background: data read, network trained, model with its card handed
 * over. All its methods, and all its signals, are of the thread whose main context was the default
 * at ectopy_trainer_start_async().
 *
 * Signals:
 * - `stage (const char *text, double fraction)`: before the first epoch
 * - `epoch`: the log has one more
 * - `moment`: ectopy_trainer_get_moment() has changed; at most some ten times a second
 */
EctopyTrainer *ectopy_trainer_new (void);

/* Starts; to be called once. @callback is called when all is over. */
void ectopy_trainer_start_async (EctopyTrainer *self,
                                 const EctopyTrainerRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * ectopy_trainer_start_finish:
 *
 * A run that was stopped after an epoch gives the best model so far; before one, or when it failed,
 * an error (%G_IO_ERROR_CANCELLED for stopped).
 *
 * Returns: (transfer full) (nullable): the model, with its card, not yet saved
 */
EctopyModel *
ectopy_trainer_start_finish (EctopyTrainer *self, GAsyncResult *result, GError **error);

/* Holds the run between two steps, or lets it go on. */
void ectopy_trainer_set_paused (EctopyTrainer *self, gboolean paused);
gboolean ectopy_trainer_get_paused (EctopyTrainer *self);

/* Where it is; zero before the first step. */
EctopyFitMoment ectopy_trainer_get_moment (EctopyTrainer *self);

/* Seconds until the last epoch would be done, from those done so far; NaN while unknown. */
double ectopy_trainer_get_seconds_left (EctopyTrainer *self);

/* (transfer none): the epochs so far; its stop reason after the end. */
const EctopyTrainingLog *ectopy_trainer_get_log (EctopyTrainer *self);

/* (element-type utf8): sentences about the data, such as SMOTE's; after the end. */
GPtrArray *ectopy_trainer_get_notes (EctopyTrainer *self);

/* (nullable) (transfer none): what became of recordings that were not learned from: of folds, or of those set
 * aside; after the end, and after the `stage` that follows the folds. */
EctopyRecordsFigures *ectopy_trainer_get_figures (EctopyTrainer *self);

/* How it ended; after the end. */
EctopyFitEnd ectopy_trainer_get_end (EctopyTrainer *self);

G_END_DECLS
