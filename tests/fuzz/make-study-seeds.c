/* SPDX-License-Identifier: MIT */
/* Writes a study and corrections as the program would, about the recording and the beats that the
 * fuzzing targets hold: make-study-seeds FOLDER. */
#include "engine/review/corrections-file.h"
#include "engine/review/study-file.h"
#include "tests/support/test-study.h"

static void
write_study (const char *folder)
{
  const guint32 beats[] = { 3, 4 };
  const guint32 rejected = 8;
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autofree char *digest = ectopy_study_digest (ectopy_study_get_recording (study));
  g_autofree char *path = g_build_filename (folder, "study", NULL);
  g_autoptr (EctopyStudySnapshot) snapshot = NULL;

  ectopy_study_relabel (study, beats, 2, ECTOPY_CLASS_S);
  ectopy_study_reject (study, &rejected, 1);
  ectopy_study_undo (study, NULL);
  ectopy_study_add (study, 333, ECTOPY_CLASS_V);
  ectopy_study_move (study, 12, 1266);
  ectopy_study_exclude (study, 2000, 2500);
  snapshot = ectopy_study_snapshot_new (study, digest);
  g_assert_true (ectopy_study_snapshot_write (snapshot, path, NULL));
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
  write_corrections (argv[1]);
  return 0;
}
