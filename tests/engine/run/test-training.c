/* SPDX-License-Identifier: MIT */
#include "engine/learn/stored-text.h"
#include "engine/run/training.h"

#include "engine/core/error.h"
#include "engine/review/corrections-file.h"
#include "tests/engine/run/made-up-run.h"

#include <string.h>

/* What the callbacks were told. */
typedef struct {
  guint n_begun;
  guint n_epochs;
  size_t n_training;
  size_t n_validation;
} Told;

static void
begun_cb (const EctopyTrainingParts *parts, gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpuint (told->n_epochs, ==, 0);
  g_assert_cmpstr (parts->spec->name, ==, "tiny");
  told->n_begun++;
  told->n_training = parts->n_training;
  told->n_validation = parts->n_validation;
}

static void
epoch_cb (const EctopyEpoch *epoch, gpointer user_data)
{
  ((Told *) user_data)->n_epochs++;
}

/* Adds a team, callbacks and the settings. */
static EctopyModel *
run (const MadeUpRun *made, EctopyTraining training, Told *told, GPtrArray *notes, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  EctopyModel *model;

  *told = (Told){ 0 };
  training.settings = &made->settings;
  training.workers = workers;
  training.begun = begun_cb;
  training.epoch_done = epoch_cb;
  training.user_data = told;
  model = ectopy_training_run (&training, log, notes, NULL, NULL, error);
  g_assert_true (model == NULL || told->n_epochs == made->settings.epochs);
  return model;
}

static void
assert_same_parameters (EctopyModel *one, EctopyModel *two)
{
  const EctopyNetwork *a = ectopy_model_get_network (one), *b = ectopy_model_get_network (two);

  g_assert_cmpmem (a->parameters, a->plan->n_parameters * sizeof (float), b->parameters,
                   b->plan->n_parameters * sizeof (float));
}

static void
test_file_and_memory (void)
{
  MadeUpRun made;
  Told told;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) file = NULL;
  g_autoptr (EctopyModel) memory = NULL;

  made_up_run_init (&made, "2");
  file = run (&made, (EctopyTraining){ .training_path = made.beats_path }, &told, notes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told.n_begun, ==, 1);
  g_assert_cmpuint (told.n_training + told.n_validation, ==, MADE_UP_BEATS);
  g_assert_cmpuint (told.n_validation, >=, MADE_UP_BEATS / 5 - 3);
  g_assert_cmpstr (ectopy_model_get_card (file, "training-data"), ==, "beats.csv");
  g_assert_nonnull (ectopy_model_get_card (file, "training-digest"));
  g_assert_cmpstr (ectopy_model_get_card (file, "network"), ==, "tiny");

  memory = run (&made, (EctopyTraining){ .training = made.beats, .note = "as made up" }, &told,
                notes, &error);
  g_assert_no_error (error);
  assert_same_parameters (file, memory);
  g_assert_cmpstr (ectopy_model_get_card (memory, "training-digest"), ==,
                   ectopy_model_get_card (file, "training-digest"));
  g_assert_cmpstr (ectopy_model_get_card (memory, "note-1"), ==, "as made up");
  made_up_run_clear (&made);
}

static void
test_validation (void)
{
  MadeUpRun made;
  Told told;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) judged = NULL;
  g_autoptr (EctopyModel) unjudged = NULL;

  made_up_run_init (&made, "1");
  judged = run (
      &made,
      (EctopyTraining){ .training_path = made.beats_path, .validation_path = made.beats_path },
      &told, notes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told.n_training, ==, MADE_UP_BEATS);
  g_assert_cmpuint (told.n_validation, ==, MADE_UP_BEATS);
  g_assert_nonnull (ectopy_model_get_card (judged, "validation-digest"));

  g_assert_true (ectopy_fit_settings_set (&made.settings, "validation-split", "0", NULL));
  unjudged = run (&made, (EctopyTraining){ .training_path = made.beats_path }, &told, notes,
                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told.n_validation, ==, 0);
  g_assert_null (ectopy_model_get_card (unjudged, "validation-beats"));
  made_up_run_clear (&made);
}

/* Corrections read from a file give what labels corrected before give. */
static void
test_corrections (void)
{
  MadeUpRun made;
  Told told;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyCorrections) corrections = ectopy_corrections_new (MADE_UP_BEATS);
  g_autoptr (EctopyDataset) corrected = NULL;
  g_autoptr (EctopyModel) file = NULL;
  g_autoptr (EctopyModel) memory = NULL;
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;
  g_autofree char *no_note = NULL;
  g_autoptr (EctopyDataset) same = NULL;

  made_up_run_init (&made, "1");
  path = g_build_filename (made.folder, "corrections.json", NULL);
  /* A class that is accepted may differ from the label, one that is corrected may be it. */
  same = ectopy_training_correct (made.beats, corrections, &no_note, NULL);
  g_assert_null (no_note);
  for (size_t i = 0; i < 40; i++)
    ectopy_corrections_set (corrections, i,
                            i % 2 == 0 ? ECTOPY_VERDICT_CORRECTED : ECTOPY_VERDICT_ACCEPTED,
                            (ectopy_dataset_get_labels (made.beats)[i] + 1u) % ECTOPY_N_CLASSES);
  g_assert_true (ectopy_corrections_save (corrections, made.beats, path, NULL));
  corrected = ectopy_training_correct (made.beats, corrections, &note, NULL);
  g_assert_nonnull (strstr (note, " 40 beats"));
  g_assert_true (ectopy_stored_text_is_known (note));

  file = run (&made, (EctopyTraining){ .training_path = made.beats_path, .corrections_path = path },
              &told, notes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ectopy_model_get_card (file, "note-1"), ==, note);
  memory = run (&made, (EctopyTraining){ .training = corrected }, &told, notes, &error);
  g_assert_no_error (error);
  assert_same_parameters (file, memory);
  made_up_run_clear (&made);
}

static void
test_checkpoint_lost (void)
{
  MadeUpRun made;
  Told told;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) model = NULL;
  EctopyTraining training = { .checkpoint = "/no/such/folder/run.checkpoint" };

  made_up_run_init (&made, "2");
  training.training = made.beats;
  g_assert_null (run (&made, training, &told, notes, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  training.checkpoint_is_optional = TRUE;
  model = run (&made, training, &told, notes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (notes, 0), "checkpoint"));
  made_up_run_clear (&made);
}

static void
test_faults (void)
{
  MadeUpRun made;
  Told told;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyDataset) one = NULL;
  const size_t row = 0;

  made_up_run_init (&made, "1");
  g_assert_null (
      run (&made, (EctopyTraining){ .training_path = "no-such.csv" }, &told, notes, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  one = ectopy_dataset_select (made.beats, &row, 1, NULL);
  g_assert_null (run (&made, (EctopyTraining){ .training = one }, &told, notes, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);

  g_assert_null (run (&made,
                      (EctopyTraining){ .training = made.beats, .validation_path = "no-such.csv" },
                      &told, notes, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  g_assert_true (ectopy_fit_settings_set (&made.settings, "network", "no-such", NULL));
  g_assert_null (run (&made, (EctopyTraining){ .training = made.beats }, &told, notes, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_cmpuint (told.n_begun, ==, 0);
  made_up_run_clear (&made);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/training/file-and-memory-give-the-same", test_file_and_memory);
  g_test_add_func ("/run/training/validation-file-share-or-none", test_validation);
  g_test_add_func ("/run/training/corrections-in-a-file", test_corrections);
  g_test_add_func ("/run/training/an-optional-checkpoint-may-fail", test_checkpoint_lost);
  g_test_add_func ("/run/training/faults", test_faults);
  return g_test_run ();
}
