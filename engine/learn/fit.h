/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/core/progress.h"
#include "engine/core/workers.h"
#include "engine/learn/examples.h"
#include "engine/learn/fit-settings.h"
#include "engine/learn/model.h"
#include "engine/learn/training-log.h"

G_BEGIN_DECLS

/* Why a run has ended. */
typedef enum {
  ECTOPY_FIT_FINISHED,    /* all epochs */
  ECTOPY_FIT_STOPPED,     /* no better validation loss for long enough */
  ECTOPY_FIT_INTERRUPTED, /* cancelled */
  ECTOPY_FIT_DIVERGED,    /* a value was no longer finite */
} EctopyFitEnd;

/**
 * EctopyFitMoment:
 * @epoch: the one that runs, from 1
 * @n_epochs: at most
 * @fraction: of the epoch, 0 to 1
 * @loss: mean over the beats of this epoch so far
 * @accuracy: likewise
 * @beats_per_second: over this epoch so far
 * @learning_rate: of the last step
 *
 * Where a run is within an epoch.
 */
typedef struct {
  guint epoch;
  guint n_epochs;
  double fraction;
  double loss;
  double accuracy;
  double beats_per_second;
  double learning_rate;
} EctopyFitMoment;

/**
 * EctopyFitJob:
 * @training: (nullable): beats with labels; never changed; heeded where @training_examples is NULL
 * @validation: (nullable): other beats with labels; likewise
 * @training_examples: (nullable): what to learn from, where it is no data set
 * @validation_examples: (nullable): other examples to be judged by
 * @spec: the network
 * @start: (nullable): a model whose networks the run begins with, in place of weights drawn at random: of the
 *   same layers, and as many as are trained
 * @settings: how; those that choose data are the caller's business (validation_split)
 * @workers: a team
 * @checkpoint: (nullable): a file to write after every epoch
 * @checkpoint_is_optional: whether the run goes on if that fails; a note then says so
 * @resume: (nullable): a checkpoint to go on from; the job must otherwise be the same
 * @epoch_done: (nullable): called after each epoch, on the calling thread
 * @moment: (nullable): called now and then within an epoch, on the calling thread; it may hold the
 *   run, as time spent in it does not count
 * @progress: (nullable): for what comes before the first epoch
 * @user_data: for the three
 *
 * What to train, and how; all is lent.
 */
typedef struct {
  EctopyDataset *training;
  EctopyDataset *validation;
  const EctopyExamples *training_examples;
  const EctopyExamples *validation_examples;
  const EctopyNetworkSpec *spec;
  EctopyModel *start;
  const EctopyFitSettings *settings;
  EctopyWorkers *workers;
  const char *checkpoint;
  gboolean checkpoint_is_optional;
  const char *resume;
  void (*epoch_done) (const EctopyEpoch *epoch, gpointer user_data);
  void (*moment) (const EctopyFitMoment *moment, gpointer user_data);
  EctopyProgressFunc progress;
  gpointer user_data;
} EctopyFitJob;

/**
 * ectopy_fit:
 * @job: what and how
 * @log: (inout): gets the epochs, the best one and the reason of the end
 * @notes: (nullable) (element-type utf8): gets sentences about the data, such as SMOTE's, as files keep them: see
 *   ectopy_stored_text_shown()
 * @end: (out) (optional): how it ended
 * @cancellable: (nullable): a way to stop; heeded after each step
 * @error: return location
 *
 * Trains a network, or as many as the settings say, one after another: scaling fitted on the training beats, SMOTE on them if asked for, then epochs of
 * Adam, each judged on the validation beats. The model is that of the best epoch (of the last
 * without validation beats). Synchronous, on the calling thread and the workers.
 *
 * The same job gives the same bits on any number of threads, also when it was stopped at any moment
 * and resumed from its checkpoint. A step allocates nothing.
 *
 * A run that is cancelled or diverges still returns the best model so far, if one epoch was done,
 * and @end says so. Errors: %ECTOPY_ERROR_ARGUMENT or %ECTOPY_ERROR_MISMATCH for data and network
 * that do not fit, %ECTOPY_ERROR_DIVERGED and %G_IO_ERROR_CANCELLED before the first epoch was done,
 * %ECTOPY_ERROR_MEMORY, and those of reading and writing the checkpoint.
 *
 * Returns: (transfer full) (nullable): the model, its card empty
 */
EctopyModel *ectopy_fit (const EctopyFitJob *job,
                         EctopyTrainingLog *log,
                         GPtrArray *notes,
                         EctopyFitEnd *end,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
