/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit-job.h"

#include "engine/core/error.h"

static gboolean
check_dataset (const EctopyFitJob *job, EctopyDataset *dataset, const char *what, GError **error)
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  const size_t length = ectopy_dataset_get_length (dataset);

  if (length != job->spec->in_length) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 "the network “%s” reads beats of %zu samples, the %s beats have %zu",
                 job->spec->name, job->spec->in_length, what, length);
    return FALSE;
  }
  for (size_t i = 0; labels != NULL && i < ectopy_dataset_get_n_rows (dataset); i++)
    if (labels[i] >= ECTOPY_N_CLASSES) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT, "%s beat %zu has no label", what, i);
      return FALSE;
    }
  if (labels == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT, "the %s beats have no labels", what);
    return FALSE;
  }
  return TRUE;
}

gboolean
ectopy_fit_job_check (const EctopyFitJob *job, GError **error)
{
  if (job->spec->in_channels != 1 ||
      ectopy_network_spec_get_n_classes (job->spec) != ECTOPY_N_CLASSES) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 "the network “%s” has %zu channels and %zu classes; expected 1 and %d",
                 job->spec->name, job->spec->in_channels,
                 ectopy_network_spec_get_n_classes (job->spec), ECTOPY_N_CLASSES);
    return FALSE;
  }
  if (ectopy_dataset_get_n_rows (job->training) < 2) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 "at least 2 training beats are needed");
    return FALSE;
  }
  return check_dataset (job, job->training, "training", error) &&
         (job->validation == NULL || check_dataset (job, job->validation, "validation", error));
}

static void
hash_dataset (GChecksum *checksum, EctopyDataset *dataset)
{
  const size_t sizes[2] = { ectopy_dataset_get_n_rows (dataset),
                            ectopy_dataset_get_length (dataset) };

  g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
  g_checksum_update (checksum, ectopy_dataset_get_labels (dataset), (gssize) sizes[0]);
  /* A row in sixteen tells one data set from another. */
  for (size_t i = 0; i < sizes[0]; i += 16)
    g_checksum_update (checksum, (const guchar *) ectopy_dataset_get_row (dataset, i),
                       (gssize) (sizes[1] * sizeof (float)));
}

char *
ectopy_fit_job_identify (const EctopyFitJob *job)
{
  g_autofree char *settings = ectopy_fit_settings_to_text (job->settings);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_dataset (checksum, job->training);
  if (job->validation != NULL)
    hash_dataset (checksum, job->validation);
  return g_strconcat (settings, "\n", job->spec->text, "\n", g_checksum_get_string (checksum),
                      NULL);
}
