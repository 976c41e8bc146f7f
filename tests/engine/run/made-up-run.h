/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/beat-csv.h"
#include "engine/learn/fit-settings.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"

/* A network for beats of 187 samples that trains in a moment. */
#define MADE_UP_NETWORK                                                                            \
  "network tiny\ninput 187\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\nflatten\n"     \
  "dense 5\nsoftmax\n"

#define MADE_UP_BEATS 400

/* Made-up beats, in memory and in a file, and settings to train on them. */
typedef struct {
  char *folder;
  char *beats_path;
  char *network_path;
  EctopyDataset *beats;
  EctopyFitSettings settings;
} MadeUpRun;

static inline void
made_up_run_init (MadeUpRun *run, const char *epochs)
{
  EctopySynthesizeSettings how;
  g_autoptr (EctopyDataset) made = NULL;

  run->folder = test_folder_new ();
  run->beats_path = g_build_filename (run->folder, "beats.csv", NULL);
  run->network_path = g_build_filename (run->folder, "tiny.network", NULL);
  g_assert_true (g_file_set_contents (run->network_path, MADE_UP_NETWORK, -1, NULL));
  ectopy_synthesize_settings_init (&how);
  made = ectopy_synthesize_beats (&how, MADE_UP_BEATS, NULL, NULL, NULL, NULL);
  g_assert_true (ectopy_beat_csv_write (made, run->beats_path, NULL));
  run->beats = ectopy_beat_csv_read (run->beats_path, NULL, NULL, NULL, NULL, NULL, NULL);
  g_assert_nonnull (run->beats);
  ectopy_fit_settings_init (&run->settings);
  g_assert_true (ectopy_fit_settings_set (&run->settings, "network", run->network_path, NULL));
  g_assert_true (ectopy_fit_settings_set (&run->settings, "epochs", epochs, NULL));
  g_assert_true (ectopy_fit_settings_set (&run->settings, "batch-size", "32", NULL));
}

static inline void
made_up_run_clear (MadeUpRun *run)
{
  test_folder_remove (run->folder);
  g_free (run->beats_path);
  g_free (run->network_path);
  g_object_unref (run->beats);
  ectopy_fit_settings_clear (&run->settings);
}
