/* SPDX-License-Identifier: MIT */
/* Writes a study, its journal, corrections and a checkpoint as the program would, about the recording, the
 * beats and the run that the fuzzing targets hold: make-study-seeds FOLDER. */
#include "engine/review/corrections-file.h"
#include "engine/review/study-journal.h"
#include "tests/fuzz/fuzz-checkpoint.h"
#include "tests/support/test-study.h"

static void
change (EctopyStudy *study)
{
  const guint32 beats[] = { 3, 4 };
  const guint32 rejected = 8;

  ectopy_study_relabel (study, beats, 2, ECTOPY_CLASS_S);
  ectopy_study_reject (study, &rejected, 1);
  ectopy_study_undo (study, NULL);
  ectopy_study_add (study, 333, ECTOPY_CLASS_V);
  ectopy_study_move (study, 12, 1266);
  ectopy_study_exclude (study, 2000, 2500);
}

static void
write_study (const char *folder)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autofree char *digest = ectopy_study_digest (ectopy_study_get_recording (study));
  g_autofree char *path = g_build_filename (folder, "study", NULL);
  g_autoptr (EctopyStudySnapshot) snapshot = NULL;

  change (study);
  snapshot = ectopy_study_snapshot_new (study, digest);
  g_assert_true (ectopy_study_snapshot_write (snapshot, path, NULL));
}

/* Of a study that has been saved once, so that it begins from another than the recording's. */
static void
write_journal (const char *folder)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autofree char *digest = ectopy_study_digest (ectopy_study_get_recording (study));
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, digest);
  g_autofree char *path = g_strdup_printf ("%s/%s.journal", folder, digest);
  g_autofree char *begin = g_strdup_printf ("%s/%s.begin.json", folder, digest);
  g_autofree char *seed = g_build_filename (folder, "journal", NULL);
  g_autofree char *text = NULL;
  g_autofree char *begun = NULL;
  g_autoptr (GString) both = NULL;
  gsize length;

  change (study);
  ectopy_study_set_saved (study, 2);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  ectopy_study_add (study, 4321, ECTOPY_CLASS_N);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  ectopy_study_journal_free (journal); /* waits for all that it writes */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (begin, &begun, &length, NULL));
  both = g_string_new (text);
  g_string_append_c (both, '\0');
  g_string_append_len (both, begun, (gssize) length);
  g_assert_true (g_file_set_contents (seed, both->str, (gssize) both->len, NULL));
}

static void
write_checkpoint (const char *folder)
{
  const EctopyEpoch epoch = { .epoch = 1, .loss = 1.5, .accuracy = 0.5, .learning_rate = 1e-3 };
  g_autofree char *path = g_build_filename (folder, "checkpoint", NULL);
  EctopyFitState state;

  fuzz_checkpoint_state (&state);
  ectopy_training_log_append (state.log, &epoch);
  ectopy_training_log_set_best (state.log, 1);
  state.epoch = 1;
  state.step = 4;
  g_assert_true (ectopy_fit_state_save (&state, FUZZ_CHECKPOINT_JOB, path, NULL));
}

static void
write_corrections (const char *folder)
{
  g_autoptr (EctopyDataset)
      dataset = ectopy_dataset_new_take (20, 4, g_new0 (float, 80), g_new0 (guint8, 20));
  g_autoptr (EctopyCorrections) corrections = ectopy_corrections_new (20);
  g_autofree char *path = g_build_filename (folder, "corrections", NULL);

  ectopy_corrections_set (corrections, 1, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_N);
  ectopy_corrections_set (corrections, 5, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V);
  ectopy_corrections_set (corrections, 6, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_F);
  g_assert_true (ectopy_corrections_save (corrections, dataset, path, NULL));
}

int
main (int argc, char **argv)
{
  g_assert_cmpint (argc, ==, 2);
  write_study (argv[1]);
  write_journal (argv[1]);
  write_corrections (argv[1]);
  write_checkpoint (argv[1]);
  return 0;
}
