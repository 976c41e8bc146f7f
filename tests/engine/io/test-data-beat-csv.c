/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv.h"

/* The rows of the published test file by class. */
static const size_t counts_of_test_file[ECTOPY_N_CLASSES] = { 18118, 556, 1448, 162, 1608 };

static void
test_published_file (void)
{
  const char *folder = g_getenv ("ECTOPY_CSV");
  g_autofree char *path = NULL;
  const EctopyBeatCsvOptions careful_options = { .careful = TRUE };
  g_autoptr (EctopyDataset) fast = NULL;
  g_autoptr (EctopyDataset) careful = NULL;
  g_autoptr (GError) error = NULL;
  size_t counts[ECTOPY_N_CLASSES];
  size_t n;

  if (folder == NULL) {
    g_test_skip ("ECTOPY_CSV does not name a folder with mitbih_test.csv");
    return;
  }
  path = g_build_filename (folder, "mitbih_test.csv", NULL);
  fast = ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (fast), ==, 21892);
  g_assert_cmpuint (ectopy_dataset_get_length (fast), ==, 187);
  ectopy_dataset_count_classes (fast, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpuint (counts[c], ==, counts_of_test_file[c]);

  careful = ectopy_beat_csv_read (path, &careful_options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  n = ectopy_dataset_get_n_rows (fast) * ectopy_dataset_get_length (fast) * sizeof (float);
  g_assert_cmpmem (ectopy_dataset_get_samples (fast), n, ectopy_dataset_get_samples (careful), n);
  n = ectopy_dataset_get_n_rows (fast);
  g_assert_cmpmem (ectopy_dataset_get_labels (fast), n, ectopy_dataset_get_labels (careful), n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/data-beat-csv/published-file", test_published_file);
  return g_test_run ();
}
