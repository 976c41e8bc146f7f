/* SPDX-License-Identifier: MIT */
#include "engine/run/training.h"

#include "config.h"
#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/core/memory.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/card.h"
#include "engine/learn/split.h"
#include "engine/review/corrections-file.h"
#include "engine/run/training-records.h"

#include <glib/gi18n.h>

/* Bytes that a split needs of each row. */
#define ROOM_A_ROW (3 * sizeof (size_t) + sizeof (guint))

#define MAX_NETWORK 1048576 /* bytes of text */

typedef struct {
  const EctopyTraining *training;
  GCancellable *cancellable;
  EctopyNetworkSpec *spec;
  EctopyDataset *file;
  EctopyDataset *validation_file;
  EctopyDataset *training_part;
  EctopyDataset *validation_part;
} Run;

static void
run_clear (Run *run)
{
  g_clear_object (&run->file);
  g_clear_object (&run->validation_file);
  g_clear_object (&run->training_part);
  g_clear_object (&run->validation_part);
  g_clear_pointer (&run->spec, ectopy_network_spec_free);
}

EctopyNetworkSpec *
ectopy_training_load_network (const char *network, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_test (network, G_FILE_TEST_IS_REGULAR))
    return ectopy_network_spec_named (network, error);
  text = ectopy_input_file_read_text (network, MAX_NETWORK, error);
  if (text == NULL)
    return NULL;
  return ectopy_network_spec_parse (text, network, error);
}

EctopyDataset *
ectopy_training_correct (EctopyDataset *dataset,
                         EctopyCorrections *corrections,
                         char **note,
                         GError **error)
{
  EctopyDataset *corrected = ectopy_corrections_apply_to_dataset (corrections, dataset, error);
  const guint8 *before = ectopy_dataset_get_labels (dataset);
  const guint8 *after = corrected != NULL ? ectopy_dataset_get_labels (corrected) : NULL;
  size_t n_changed = 0;

  for (size_t i = 0; after != NULL && i < ectopy_dataset_get_n_rows (dataset); i++)
    n_changed += before == NULL || before[i] != after[i] ? 1 : 0;
  *note = NULL;
  if (n_changed > 0)
    *note = g_strdup_printf (n_changed == 1
                                 ? "the class of %zu beat is not that of the file: a person "
                                   "has corrected it"
                                 : "the classes of %zu beats are not those of the file: a "
                                   "person has corrected them",
                             n_changed);
  return corrected;
}

static EctopyDataset *
read_beats (const Run *run, const char *path, GError **error)
{
  static const EctopyBeatCsvOptions labelled = { .labelled = ECTOPY_BEAT_CSV_LABELLED };
  const EctopyTraining *training = run->training;

  return ectopy_beat_csv_read (path, &labelled, training->workers, training->progress,
                               training->user_data, run->cancellable, error);
}

/* The data set keeps it for the card. */
static gboolean
take_digest (const Run *run, EctopyDataset *dataset, GError **error)
{
  g_autofree char *digest = NULL;

  if (ectopy_dataset_get_source (dataset) == NULL)
    return TRUE;
  digest = ectopy_dataset_digest_source (dataset, run->cancellable, error);
  return digest != NULL;
}

/* Puts corrections in place of the labels of what was read. */
static gboolean
correct (Run *run, GPtrArray *notes, GError **error)
{
  g_autoptr (EctopyCorrections) corrections = NULL;
  EctopyDataset *corrected;
  char *note;

  corrections = ectopy_corrections_load (run->file, run->training->corrections_path, error);
  if (corrections == NULL)
    return FALSE;
  corrected = ectopy_training_correct (run->file, corrections, &note, error);
  if (corrected == NULL)
    return FALSE;
  g_object_unref (run->file);
  run->file = corrected;
  if (note != NULL)
    g_ptr_array_add (notes, note);
  return TRUE;
}

static gboolean
set_part_aside (Run *run, GError **error)
{
  const EctopyFitSettings *settings = run->training->settings;
  g_autofree size_t *rows = NULL;
  g_autofree size_t *validation_rows = NULL;
  size_t n_rows, n_validation;

  if (!ectopy_memory_has_room (ectopy_dataset_get_n_rows (run->file), ROOM_A_ROW, error))
    return FALSE;
  ectopy_split_stratified (ectopy_dataset_get_labels (run->file),
                           ectopy_dataset_get_n_rows (run->file), settings->validation_split,
                           settings->seed, &rows, &n_rows, &validation_rows, &n_validation);
  if (n_rows == 0 || n_validation == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("%zu beats are too few to set a part aside for validation"),
                 ectopy_dataset_get_n_rows (run->file));
    return FALSE;
  }
  run->training_part = ectopy_dataset_select (run->file, rows, n_rows, error);
  if (run->training_part == NULL)
    return FALSE;
  run->validation_part = ectopy_dataset_select (run->file, validation_rows, n_validation, error);
  return run->validation_part != NULL;
}

static gboolean
load_data (Run *run, GPtrArray *notes, GError **error)
{
  const EctopyTraining *training = run->training;

  run->file = training->training != NULL ? g_object_ref (training->training)
                                         : read_beats (run, training->training_path, error);
  if (run->file == NULL)
    return FALSE;
  if (training->corrections_path != NULL && !correct (run, notes, error))
    return FALSE;
  if (training->note != NULL)
    g_ptr_array_add (notes, g_strdup (training->note));
  if (training->validation_path != NULL) {
    run->training_part = g_object_ref (run->file);
    run->validation_file = read_beats (run, training->validation_path, error);
    g_set_object (&run->validation_part, run->validation_file);
    return run->validation_file != NULL && take_digest (run, run->file, error) &&
           take_digest (run, run->validation_file, error);
  }
  if (training->settings->validation_split > 0 && !set_part_aside (run, error))
    return FALSE;
  if (run->training_part == NULL)
    run->training_part = g_object_ref (run->file);
  return take_digest (run, run->file, error);
}

static EctopyModel *
fit (Run *run,
     EctopyTrainingLog *log,
     GPtrArray *notes,
     EctopyFitEnd *end,
     GCancellable *cancellable,
     GError **error)
{
  const EctopyTraining *training = run->training;
  const EctopyFitJob job = {
    .training = run->training_part,
    .validation = run->validation_part,
    .spec = run->spec,
    .settings = training->settings,
    .workers = training->workers,
    .checkpoint = training->checkpoint,
    .checkpoint_is_optional = training->checkpoint_is_optional,
    .resume = training->resume,
    .epoch_done = training->epoch_done,
    .moment = training->moment,
    .progress = training->progress,
    .user_data = training->user_data,
  };
  const EctopyCardSources sources = {
    .training = run->training_part,
    .training_file = run->file,
    .validation = run->validation_part,
    .validation_file = run->validation_file,
  };
  g_autoptr (EctopyModel) model = ectopy_fit (&job, log, notes, end, cancellable, error);

  /* Not to be cancelled: whoever stops a run wants the model so far, card and all. */
  if (model == NULL || !ectopy_card_write (model, &sources, training->settings, log, notes,
                                           ECTOPY_VERSION, NULL, error))
    return NULL;
  return g_steal_pointer (&model);
}

static gboolean
is_of_recordings (const EctopyTraining *training)
{
  return training->recordings != NULL ||
         (training->training == NULL && training->training_path != NULL &&
          g_file_test (training->training_path, G_FILE_TEST_IS_DIR));
}

EctopyModel *
ectopy_training_run (const EctopyTraining *training,
                     EctopyTrainingLog *log,
                     GPtrArray *notes,
                     EctopyFitEnd *end,
                     GCancellable *cancellable,
                     GError **error)
{
  Run run = { .training = training, .cancellable = cancellable };
  EctopyModel *model = NULL;

  run.spec = ectopy_training_load_network (training->settings->network, error);
  if (run.spec != NULL && is_of_recordings (training))
    model = ectopy_training_run_records (training, run.spec, log, notes, end, cancellable, error);
  else if (run.spec != NULL && load_data (&run, notes, error)) {
    EctopyTrainingParts parts = {
      .spec = run.spec,
      .n_training = ectopy_dataset_get_n_rows (run.training_part),
      .n_validation = run.validation_part != NULL ? ectopy_dataset_get_n_rows (run.validation_part)
                                                  : 0,
    };

    ectopy_dataset_count_classes (run.training_part, parts.counts);
    if (training->begun != NULL)
      training->begun (&parts, training->user_data);
    model = fit (&run, log, notes, end, cancellable, error);
  }
  run_clear (&run);
  return model;
}
