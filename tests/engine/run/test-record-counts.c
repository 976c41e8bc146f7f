/* SPDX-License-Identifier: MIT */
#include "engine/run/record-counts.h"

#include "engine/io/wfdb-write.h"
#include "engine/run/record-set.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-record.h"

#include <string.h>

/* A folder with a made-up record "b" and a record "a" whose samples are missing. */
static char *
make_folder (size_t counts[ECTOPY_N_CLASSES])
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "b", NULL);
  EctopySynthesizeSettings how;
  g_autoptr (EctopyRecording) recording = NULL;

  ectopy_synthesize_settings_init (&how);
  how.duration_s = 60;
  recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
  ectopy_recording_count_classes (recording, counts);
  g_assert_true (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, NULL));
  test_record_put_text (folder, "a.hea", "a 1 360 1000\na.dat 16 200 12 0 0 0 0 MLII\n");
  return folder;
}

static void
test_counts (void)
{
  size_t counts[ECTOPY_N_CLASSES];
  char *folder = make_folder (counts);
  char *paths[] = { folder, NULL };
  g_autoptr (GPtrArray) records = ectopy_record_set_find (paths, NULL, NULL, NULL);
  g_autoptr (GArray) found = ectopy_record_counts_read (records, NULL, NULL, NULL, NULL);
  const EctopyRecordCounts *bad, *good;

  g_assert_cmpuint (found->len, ==, 2);
  bad = &g_array_index (found, EctopyRecordCounts, 0);
  good = &g_array_index (found, EctopyRecordCounts, 1);
  g_assert_cmpstr (bad->name, ==, "a");
  g_assert_nonnull (strstr (bad->problem, "a"));
  g_assert_cmpstr (good->name, ==, "b");
  g_assert_null (good->problem);
  g_assert_cmpmem (good->counts, sizeof good->counts, counts, sizeof counts);
  test_folder_remove (folder);
}

static void
test_cancelled (void)
{
  size_t counts[ECTOPY_N_CLASSES];
  char *folder = make_folder (counts);
  char *paths[] = { folder, NULL };
  g_autoptr (GPtrArray) records = ectopy_record_set_find (paths, NULL, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_record_counts_read (records, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/record-counts/beats-by-class-and-what-is-amiss", test_counts);
  g_test_add_func ("/run/record-counts/cancelled", test_cancelled);
  return g_test_run ();
}
