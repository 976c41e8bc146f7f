/* SPDX-License-Identifier: MIT */
#include "engine/run/training-records.h"

#include "engine/core/error.h"
#include "engine/io/wfdb-write.h"
#include "engine/run/context-records.h"
#include "engine/run/record-groups.h"
#include "engine/run/record-set.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"

#include <string.h>

static const char *const names[] = { "101", "102", "201", "202", "301", "302", "303" };

/* A folder of made-up records, and settings to train on them in a moment. */
typedef struct {
  char *folder;
  char *output;
  EctopyFitSettings settings;
  EctopyWorkers *workers;
  EctopyTrainingLog *log;
  GPtrArray *notes;
  guint n_judged;
  guint n_records;
  guint n_patients;
} Fixture;

static void
set (Fixture *f, const char *name, const char *value)
{
  g_assert_true (ectopy_fit_settings_set (&f->settings, name, value, NULL));
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  EctopySynthesizeSettings how;

  f->folder = test_folder_new ();
  f->output = g_build_filename (f->folder, "m.safetensors", NULL);
  f->workers = ectopy_workers_new (2);
  f->log = ectopy_training_log_new ();
  f->notes = g_ptr_array_new_with_free_func (g_free);
  ectopy_synthesize_settings_init (&how);
  how.duration_s = 120;
  how.rate_hz = 250;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (f->folder, names[i], NULL);
    g_autoptr (EctopyRecording) recording = NULL;

    how.seed = i + 1;
    recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
    g_assert_true (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, NULL));
  }
  ectopy_fit_settings_init (&f->settings);
  set (f, "network", "rhythm");
  set (f, "epochs", "2");
  set (f, "members", "2");
  set (f, "best-by", "last");
  set (f, "early-stop", "0");
  set (f, "epoch-beats", "512");
  set (f, "augment", "1");
  set (f, "validation-split", "0");
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  ectopy_fit_settings_clear (&f->settings);
  ectopy_workers_free (f->workers);
  ectopy_training_log_free (f->log);
  g_ptr_array_unref (f->notes);
  test_folder_remove (f->folder);
  g_free (f->output);
}

static void
judged_cb (const EctopyRecordsFigures *figures, double temperature, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_judged++;
  f->n_records = figures->records->len;
  f->n_patients = figures->n_patients;
  g_assert_cmpfloat (temperature, >, 0.2);
  g_assert_cmpfloat (temperature, <, 5);
}

static EctopyModel *
train (Fixture *f, GError **error)
{
  const EctopyTraining training = {
    .training_path = f->folder,
    .settings = &f->settings,
    .workers = f->workers,
    .judged = judged_cb,
    .user_data = f,
  };

  ectopy_training_log_free (f->log);
  f->log = ectopy_training_log_new ();
  f->n_judged = 0;
  return ectopy_training_run (&training, f->log, f->notes, NULL, NULL, error);
}

static char *
train_to_bytes (Fixture *f, gsize *size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) model = train (f, &error);
  char *bytes;

  g_assert_no_error (error);
  g_assert_true (ectopy_model_save (model, f->output, NULL));
  g_assert_true (g_file_get_contents (f->output, &bytes, size, NULL));
  return bytes;
}

static void
test_same_bytes (Fixture *f, gconstpointer unused)
{
  g_autofree char *two = NULL, *one = NULL, *other = NULL;
  gsize size_two, size_one, size_other;

  g_setenv ("SOURCE_DATE_EPOCH", "1795824000", TRUE);
  set (f, "folds", "3");
  two = train_to_bytes (f, &size_two);
  ectopy_workers_free (f->workers);
  f->workers = ectopy_workers_new (1);
  one = train_to_bytes (f, &size_one);
  g_assert_cmpmem (two, size_two, one, size_one);
  set (f, "seed", "43");
  other = train_to_bytes (f, &size_other);
  g_assert_true (size_other != size_one || memcmp (other, one, size_one) != 0);
}

static void
test_folds (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) model = NULL;

  set (f, "folds", "3");
  model = train (f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_judged, ==, 1);
  g_assert_cmpuint (f->n_records, ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (f->n_patients, ==, G_N_ELEMENTS (names) - 1); /* 201 and 202 are one */
  g_assert_cmpuint (f->log->n_epochs, ==, 4);
  g_assert_cmpuint (ectopy_model_get_n_members (model), ==, 2);
  g_assert_cmpfloat (ectopy_model_get_temperature (model), !=, 1);
  g_assert_nonnull (ectopy_model_get_familiarity (model));
  g_assert_nonnull (strstr (ectopy_model_get_card (model, "training-data"), "7 records: 101 102"));
  g_assert_nonnull (strstr (ectopy_model_get_card (model, "folds"), "VEB"));
  g_assert_nonnull (strstr (ectopy_model_get_card (model, "known-failures"), "record"));
  g_assert_nonnull (ectopy_model_get_card (model, "training-digest"));
}

static void
test_validation (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) model = NULL;

  set (f, "records", "1* 2*");
  set (f, "validation-records", "30?");
  model = train (f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_records, ==, 3);
  g_assert_nonnull (
      strstr (ectopy_model_get_card (model, "training-data"), "4 records: 101 102 201 202"));
  g_assert_nonnull (strstr (ectopy_model_get_card (model, "validation-data"), "3 records: 301"));
  g_assert_cmpfloat (f->log->epochs[0].val_loss, >, 0);
}

static void
test_refused (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  set (f, "network", "reference");
  g_assert_null (train (f, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_clear_error (&error);
  set (f, "network", "rhythm");
  set (f, "records", "nothing");
  g_assert_null (train (f, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  set (f, "records", "101");
  set (f, "folds", "2");
  g_assert_null (train (f, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  set (f, "folds", "0");
  set (f, "validation-split", "0.2");
  g_assert_null (train (f, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
}

/* Patients stay whole, and no group has most of the ectopic beats. */
static void
test_groups (Fixture *f, gconstpointer unused)
{
  char *folders[] = { f->folder, NULL };
  g_autoptr (GPtrArray) records = ectopy_record_set_find (folders, NULL, NULL, NULL);
  const EctopyContextRecords what = { .records = records };
  g_autoptr (EctopyContextSet)
      set = ectopy_context_records_load (&what, f->workers, NULL, NULL, NULL, NULL);
  g_autofree guint *groups = g_new (guint, set->parts->len);
  g_autofree guint8 *chosen = g_new (guint8, set->parts->len);
  guint of_pair = G_MAXUINT, n_chosen = 0, sizes[3] = { 0 };

  g_assert_cmpuint (set->parts->len, ==, 2 * G_N_ELEMENTS (names));
  g_assert_cmpuint (ectopy_record_groups (set, NULL, 3, 1, groups), ==, 3);
  for (guint p = 0; p < set->parts->len; p++) {
    const EctopyContextPart *part = g_ptr_array_index (set->parts, p);

    sizes[groups[p]]++;
    if (g_str_equal (part->patient, "201")) {
      g_assert_true (of_pair == G_MAXUINT || of_pair == groups[p]);
      of_pair = groups[p];
    }
  }
  for (guint g = 0; g < 3; g++)
    g_assert_cmpuint (sizes[g], >=, 4);
  g_assert_cmpuint (ectopy_record_groups (set, NULL, 99, 1, groups), ==, G_N_ELEMENTS (names) - 1);
  g_assert_true (ectopy_record_choose_share (set, 0.34, 5, chosen));
  for (guint p = 0; p < set->parts->len; p++)
    n_chosen += chosen[p];
  g_assert_cmpuint (n_chosen, >=, 4);
  g_assert_cmpuint (n_chosen, <=, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run/training-records/same-bytes", Fixture, NULL, set_up, test_same_bytes,
              tear_down);
  g_test_add ("/run/training-records/folds", Fixture, NULL, set_up, test_folds, tear_down);
  g_test_add ("/run/training-records/validation", Fixture, NULL, set_up, test_validation,
              tear_down);
  g_test_add ("/run/training-records/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/run/training-records/groups", Fixture, NULL, set_up, test_groups, tear_down);
  return g_test_run ();
}
