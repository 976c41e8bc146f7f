/* SPDX-License-Identifier: MIT */
/* Saves, as the window does, what the command line does not save, and tells what is in such files but
 * for the times in them. Errors are told as ectopy-cli tells them. */
#include "engine/core/atomic-file.h"
#include "engine/io/beat-csv.h"
#include "engine/model-file/safetensors.h"
#include "engine/review/corrections-file.h"
#include "engine/review/study-journal.h"
#include "tests/support/test-study.h"
#include "ui/pages/train/unfinished.h"
#include "ui/settings.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGEST "0123456789abcdef"

/* ---- Corrections ---- */

static EctopyDataset *
read_beats (const char *path, GError **error)
{
  const EctopyBeatCsvOptions options = { .labelled = ECTOPY_BEAT_CSV_LABELLED };

  return ectopy_beat_csv_read (path, &options, NULL, NULL, NULL, NULL, error);
}

/* @variant: "old" or "new": which beats are given which class. */
static EctopyCorrections *
make_corrections (EctopyDataset *beats, const char *variant)
{
  EctopyCorrections *corrections = ectopy_corrections_new (ectopy_dataset_get_n_rows (beats));
  const size_t step = g_str_equal (variant, "old") ? 3 : 2;

  for (size_t i = 0; i < ectopy_dataset_get_n_rows (beats); i += step)
    ectopy_corrections_set (corrections, i, ECTOPY_VERDICT_CORRECTED, (guint8) (i % 5));
  return corrections;
}

static gboolean
save_corrections (char **args, GError **error)
{
  g_autoptr (EctopyDataset) beats = read_beats (args[1], error);
  g_autoptr (EctopyCorrections) corrections = NULL;

  if (beats == NULL)
    return FALSE;
  corrections = make_corrections (beats, args[0]);
  return g_str_has_suffix (args[2], ".csv")
             ? ectopy_corrections_export_csv (corrections, beats, NULL, args[2], error)
             : ectopy_corrections_save (corrections, beats, args[2], error);
}

static gboolean
dump_corrections (char **args, GError **error)
{
  g_autoptr (EctopyDataset) beats = read_beats (args[0], error);
  g_autoptr (EctopyCorrections) corrections = NULL;

  if (beats == NULL || (corrections = ectopy_corrections_load (beats, args[1], error)) == NULL)
    return FALSE;
  for (size_t i = 0; i < ectopy_corrections_get_n_rows (corrections); i++) {
    const EctopyVerdict verdict = ectopy_corrections_get (corrections, i);

    printf ("%d %d\n", (int) verdict.kind, (int) verdict.beat_class);
  }
  return TRUE;
}

/* ---- Checkpoints ---- */

/* All but the epochs, which hold how long they took. */
static gboolean
dump_checkpoint (char **args, GError **error)
{
  g_autoptr (EctopySafetensors) file = ectopy_safetensors_read (args[0], error);

  if (file == NULL)
    return FALSE;
  for (const char *const *name = ectopy_safetensors_get_names (file); *name != NULL; name++) {
    const EctopyTensorView *view = ectopy_safetensors_lookup (file, *name);
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, view->data, view->size);

    if (!g_str_equal (*name, "epochs"))
      printf ("%s %s\n", *name, sum);
  }
  return TRUE;
}

/* ---- Studies ---- */

/* Act number @n, counted from 0, of a work that is always the same. */
static void
act (EctopyStudy *study, guint n)
{
  const guint32 beat = n;

  ectopy_study_relabel (study, &beat, 1, n % 2 == 0 ? ECTOPY_CLASS_F : ECTOPY_CLASS_S);
}

static void
print_log (EctopyStudy *study)
{
  const GPtrArray *log = ectopy_study_get_log (study);

  for (guint i = 0; i < log->len; i++) {
    const EctopyStudyEntry *entry = g_ptr_array_index (log, i);

    for (guint j = 0; entry->changes != NULL && j < entry->changes->len; j++) {
      const EctopyBeatChange *change = &g_array_index (entry->changes, EctopyBeatChange, j);

      printf ("%s %u %d\n", entry->act, change->beat, (int) change->after.beat_class);
    }
  }
}

static gboolean
write_study (EctopyStudy *study, const char *path, GError **error)
{
  g_autoptr (EctopyStudySnapshot) snapshot = ectopy_study_snapshot_new (study, DIGEST);

  return ectopy_study_snapshot_write (snapshot, path, error);
}

static gboolean
save_study (char **args, GError **error)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");

  for (guint n = 0; n < (g_str_equal (args[0], "old") ? 3u : 5u); n++)
    act (study, n);
  return write_study (study, args[1], error);
}

static gboolean
dump_study (char **args, GError **error)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  g_autoptr (EctopyStudy) study = ectopy_study_file_read (args[0], recording, DIGEST, error);

  if (study != NULL)
    print_log (study);
  return study != NULL;
}

/* The study in a folder, with what an ended program left beside it. */
static EctopyStudy *
open_study (const char *folder, char **path)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  EctopyStudy *study = NULL;

  *path = g_build_filename (folder, "record.study.json", NULL);
  if (g_file_test (*path, G_FILE_TEST_EXISTS))
    study = ectopy_study_file_read (*path, recording, DIGEST, NULL);
  if (study == NULL)
    study = test_study_new ("detector");
  ectopy_study_journal_recover (folder, recording, DIGEST, &study);
  return study;
}

/* Nine acts, each told on standard output once it is said to be safe. After the fifth all is saved, but
 * by the time that it is, a sixth has come. */
static gboolean
work_on_study (char **args, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (EctopyStudy) study = open_study (args[0], &path);
  g_autoptr (EctopyStudyJournal) journal = ectopy_study_journal_new (args[0], DIGEST);
  g_autoptr (EctopyStudySnapshot) snapshot = NULL;

  for (guint n = 0; n < 9; n++) {
    g_autoptr (GError) failure = NULL;

    act (study, n);
    if (ectopy_study_journal_follow (journal, study, &failure))
      printf ("safe %u\n", ectopy_study_get_log (study)->len);
    else
      fprintf (stderr, "saver: %s\n", failure->message);
    if (n == 4)
      snapshot = ectopy_study_snapshot_new (study, DIGEST);
    if (n == 5 && !ectopy_study_snapshot_write (snapshot, path, error))
      return FALSE;
    if (n == 5) {
      ectopy_study_set_saved (study, ectopy_study_snapshot_get_n_entries (snapshot));
      ectopy_study_journal_saved (journal, study);
    }
  }
  return TRUE;
}

static gboolean
dump_work (char **args, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (EctopyStudy) study = open_study (args[0], &path);

  print_log (study);
  return TRUE;
}

/* All is saved, and the window is closed. */
static gboolean
end_study (char **args, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (EctopyStudy) study = open_study (args[0], &path);
  g_autoptr (EctopyStudyJournal) journal = ectopy_study_journal_new (args[0], DIGEST);

  if (!write_study (study, path, error))
    return FALSE;
  ectopy_study_set_saved (study, ectopy_study_get_log (study)->len);
  ectopy_study_journal_saved (journal, study);
  return TRUE;
}

/* ---- Runs that are not finished ---- */

/* A run is noted, does two epochs, and ends. */
static gboolean
run_training (char **args, GError **error)
{
  g_autoptr (EctopyDataset) beats = read_beats (args[0], error);
  g_autoptr (EctopyCorrections) corrections = NULL;
  EctopyFitSettings settings;
  const EctopyTrainerRequest request = { .settings = &settings, .n_threads = 1 };
  EctopyUnfinished *run;

  if (beats == NULL)
    return FALSE;
  corrections = make_corrections (beats, "new");
  ectopy_fit_settings_init (&settings);
  run = ectopy_unfinished_new (args[0], beats, corrections, &request, error);
  ectopy_fit_settings_clear (&settings);
  if (run == NULL)
    return FALSE;
  for (guint n = 1; n <= 2; n++) {
    if (!ectopy_atomic_write (run->checkpoint, "checkpoint", 10, error))
      return FALSE;
    ectopy_unfinished_set_done (run, n);
  }
  ectopy_unfinished_remove (run);
  return TRUE;
}

/* What the window does at its start, where the person asks not to go on. */
static gboolean
find_training (char **args, GError **error)
{
  EctopyUnfinished *run = ectopy_unfinished_find ();

  if (run == NULL)
    return TRUE;
  printf ("%u epochs of %s\n", run->n_done, run->training_path);
  ectopy_unfinished_remove (run);
  return TRUE;
}

/* ---- Preferences ---- */

static gboolean
set_preferences (char **args, GError **error)
{
  GSettings *settings = ectopy_settings ();

  g_settings_set_int (settings, "threads", g_str_equal (args[0], "old") ? 1 : 2);
  g_settings_set_string (settings, "model", args[0]);
  g_settings_sync ();
  return TRUE;
}

static gboolean
dump_preferences (char **args, GError **error)
{
  g_autofree char *model = g_settings_get_string (ectopy_settings (), "model");

  printf ("%d %s\n", g_settings_get_int (ectopy_settings (), "threads"), model);
  return TRUE;
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    int n_args;
    gboolean (*run) (char **args, GError **error);
  } commands[] = {
    { "save-corrections", 3, save_corrections },
    { "dump-corrections", 2, dump_corrections },
    { "dump-checkpoint", 1, dump_checkpoint },
    { "save-study", 2, save_study },
    { "dump-study", 1, dump_study },
    { "work-on-study", 1, work_on_study },
    { "dump-work", 1, dump_work },
    { "end-study", 1, end_study },
    { "run-training", 1, run_training },
    { "find-training", 0, find_training },
    { "set-preferences", 1, set_preferences },
    { "dump-preferences", 0, dump_preferences },
  };
  GError *error = NULL;

  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IONBF, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (argc != 2 + commands[i].n_args || !g_str_equal (argv[1], commands[i].name))
      continue;
    if (commands[i].run (argv + 2, &error))
      return EXIT_SUCCESS;
    fprintf (stderr, "saver: %s\n", error->message);
    g_error_free (error);
    return EXIT_FAILURE;
  }
  fprintf (stderr, "saver: there is no such command\n");
  return 2;
}
