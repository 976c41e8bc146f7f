/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/io/beat-csv.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Digits that tell any two floats apart. */
#define FLOAT_FORMAT "%.9g"

static gboolean
write_samples (EctopyAtomicFile *file,
               const float *samples,
               size_t length,
               size_t row,
               GError **error)
{
  for (size_t i = 0; i < length; i++) {
    char text[32] = ",";

    if (!isfinite (samples[i])) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   _ ("Beat %zu, sample %zu: a finite number was expected, but %s was found."),
                   row + 1, i + 1, isnan (samples[i]) ? _ ("no number") : _ ("infinity"));
      return FALSE;
    }
    g_ascii_formatd (text + 1, sizeof text - 1, FLOAT_FORMAT, (double) samples[i]);
    if (!ectopy_atomic_file_write (file, text + (i == 0), strlen (text) - (i == 0), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_row (EctopyAtomicFile *file, EctopyDataset *dataset, size_t row, GError **error)
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  char end[] = ",0\n";

  if (!write_samples (file, ectopy_dataset_get_row (dataset, row),
                      ectopy_dataset_get_length (dataset), row, error))
    return FALSE;
  if (labels == NULL)
    return ectopy_atomic_file_write (file, "\n", 1, error);
  if (labels[row] >= ECTOPY_N_CLASSES) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("Beat %zu has no class, while others have one."), row + 1);
    return FALSE;
  }
  end[1] = (char) ('0' + labels[row]);
  return ectopy_atomic_file_write (file, end, strlen (end), error);
}

EctopyAtomicFile *
ectopy_beat_csv_write_aside (EctopyDataset *dataset, const char *path, GError **error)
{
  g_autoptr (EctopyAtomicFile) file = NULL;

  g_return_val_if_fail (ECTOPY_IS_DATASET (dataset), NULL);

  file = ectopy_atomic_file_open (path, error);
  if (file == NULL)
    return NULL;
  for (size_t row = 0; row < ectopy_dataset_get_n_rows (dataset); row++)
    if (!write_row (file, dataset, row, error))
      return NULL;
  return g_steal_pointer (&file);
}

gboolean
ectopy_beat_csv_write (EctopyDataset *dataset, const char *path, GError **error)
{
  EctopyAtomicFile *file = ectopy_beat_csv_write_aside (dataset, path, error);

  return file != NULL && ectopy_atomic_file_commit (file, error);
}
