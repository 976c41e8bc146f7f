/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/record-figures.h"
#include "engine/learn/fit.h"
#include "engine/review/corrections.h"

G_BEGIN_DECLS

/**
 * EctopyTrainingParts:
 * @spec: the network; lent
 * @n_training: beats it is trained on
 * @counts: of each class
 * @n_validation: beats it is judged by
 *
 * What a run is made of, once its files are read.
 */
typedef struct {
  const EctopyNetworkSpec *spec;
  size_t n_training;
  size_t counts[ECTOPY_N_CLASSES];
  size_t n_validation;
} EctopyTrainingParts;

/**
 * EctopyTraining:
 * @training_path: a beat CSV, or a folder of annotated recordings; heeded if @training is NULL
 * @recordings: (nullable) (array zero-terminated=1): annotated recordings, and folders of such, in its place
 * @patients_path: (nullable): of recordings: a table of lines `record,patient`
 * @training: (nullable): beats already there
 * @corrections_path: (nullable): corrections to be put in place of the labels of the training beats
 * @validation_path: (nullable): a beat CSV; NULL sets a share of the training beats aside
 * @note: (nullable): a sentence about the training beats for the model's card
 * @settings: how
 * @workers: a team
 * @checkpoint: (nullable): written after every epoch
 * @checkpoint_is_optional: as of #EctopyFitJob
 * @resume: (nullable): a checkpoint to go on from
 * @begun: (nullable): called when the data are there, before the first epoch
 * @epoch_done: (nullable): as of #EctopyFitJob
 * @moment: (nullable): likewise
 * @progress: (nullable): for what comes before the first epoch
 * @judged: (nullable): called with what became of the folds, before the training
 * @user_data: for the five
 *
 * What to train on, and how; all lent. Callbacks come on the calling thread.
 */
typedef struct {
  const char *training_path;
  char **recordings;
  const char *patients_path;
  EctopyDataset *training;
  const char *corrections_path;
  const char *validation_path;
  const char *note;
  const EctopyFitSettings *settings;
  EctopyWorkers *workers;
  const char *checkpoint;
  gboolean checkpoint_is_optional;
  const char *resume;
  void (*begun) (const EctopyTrainingParts *parts, gpointer user_data);
  void (*epoch_done) (const EctopyEpoch *epoch, gpointer user_data);
  void (*moment) (const EctopyFitMoment *moment, gpointer user_data);
  EctopyProgressFunc progress;
  void (*judged) (const EctopyRecordsFigures *figures, double temperature, gpointer user_data);
  gpointer user_data;
} EctopyTraining;

/**
 * ectopy_training_load_network:
 * @network: the name of one that Ectopy brings, or the path of a file that describes one
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the network
 */
EctopyNetworkSpec *ectopy_training_load_network (const char *network, GError **error);

/**
 * ectopy_training_correct:
 * @dataset: beats
 * @corrections: what a person has said about them
 * @note: (out) (transfer full) (nullable): the sentence about it for the model's card; NULL if no
 *   label became another
 * @error: return location, as of ectopy_corrections_apply_to_dataset()
 *
 * Returns: (transfer full) (nullable): the beats with corrected labels
 */
EctopyDataset *ectopy_training_correct (EctopyDataset *dataset,
                                        EctopyCorrections *corrections,
                                        char **note,
                                        GError **error);

/**
 * ectopy_training_run:
 * @training: what and how
 * @log: (inout): as for ectopy_fit()
 * @notes: (element-type utf8): likewise
 * @end: (out) (optional): likewise
 * @cancellable: (nullable): a way to stop; before the first epoch is done nothing comes of it
 * @error: return location: those of ectopy_beat_csv_read(), ectopy_corrections_load() and
 *   ectopy_fit(), and %ECTOPY_ERROR_ARGUMENT for beats too few to set some aside
 *
 * Training from the files to the model (on recordings: see ectopy_training_run_records()) with its card: reads what is not there, sets beats aside for
 * validation, trains. The files' digests are taken before the first epoch: a file that goes away
 * during hours of training does not take the model with it. Synchronous, on the calling thread and
 * the workers.
 *
 * Returns: (transfer full) (nullable): the model, not yet saved
 */
EctopyModel *ectopy_training_run (const EctopyTraining *training,
                                  EctopyTrainingLog *log,
                                  GPtrArray *notes,
                                  EctopyFitEnd *end,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
