/* SPDX-License-Identifier: MIT */
/* Beats cut from recordings, by both readers, which must agree. */
#include "engine/io/beat-csv.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static EctopyWorkers *workers = NULL;
  const char *path = fuzz_put ("x.csv", data, size);
  const EctopyBeatCsvOptions careful = { .labelled = ECTOPY_BEAT_CSV_AUTO, .careful = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) careful_error = NULL;
  g_autoptr (EctopyDataset) one = NULL;
  g_autoptr (EctopyDataset) other = NULL;

  if (workers == NULL)
    workers = ectopy_workers_new (1);
  one = ectopy_beat_csv_read (path, NULL, workers, NULL, NULL, NULL, &error);
  other = ectopy_beat_csv_read (path, &careful, NULL, NULL, NULL, NULL, &careful_error);
  fuzz_check (one, error);
  fuzz_check (other, careful_error);
  g_assert_cmpint (one != NULL, ==, other != NULL);
  if (one != NULL) {
    const size_t n = ectopy_dataset_get_n_rows (one), length = ectopy_dataset_get_length (one);

    g_assert_cmpuint (ectopy_dataset_get_n_rows (other), ==, n);
    g_assert_cmpuint (ectopy_dataset_get_length (other), ==, length);
    for (size_t i = 0; i < n; i++)
      g_assert_cmpmem (ectopy_dataset_get_row (one, i), length * sizeof (float),
                       ectopy_dataset_get_row (other, i), length * sizeof (float));
  } else {
    g_assert_cmpstr (error->message, ==, careful_error->message);
  }
  return 0;
}
