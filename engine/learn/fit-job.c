/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit-job.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>

static gboolean
check_dataset (const EctopyFitJob *job, EctopyDataset *dataset, GError **error)
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  const size_t length = ectopy_dataset_get_length (dataset);
  const gboolean is_training = dataset == job->training;

  if (length != job->spec->in_length) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        is_training ? _ ("the network “%s” reads beats of %zu samples, the training beats have %zu")
                    : _ ("the network “%s” reads beats of %zu samples, the validation beats have "
                         "%zu"),
        job->spec->name, job->spec->in_length, length);
    return FALSE;
  }
  for (size_t i = 0; labels != NULL && i < ectopy_dataset_get_n_rows (dataset); i++)
    if (labels[i] >= ECTOPY_N_CLASSES) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   is_training ? _ ("training beat %zu has no label")
                               : _ ("validation beat %zu has no label"),
                   i);
      return FALSE;
    }
  if (labels == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 is_training ? _ ("the training beats have no labels")
                             : _ ("the validation beats have no labels"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_examples (const EctopyFitJob *job, GError **error)
{
  const size_t n = ectopy_network_spec_count_inputs (job->spec);

  if (job->training_examples->n_floats != n ||
      ectopy_network_spec_get_n_classes (job->spec) != ECTOPY_N_CLASSES ||
      job->spec->n_side != job->training_examples->scaler->length) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        _ ("the network “%s” reads %zu values, %zu of them side values; beats with what is around "
           "them have %zu, %zu of them side values"),
        job->spec->name, n, job->spec->n_side, job->training_examples->n_floats,
        job->training_examples->scaler->length);
    return FALSE;
  }
  if (job->settings->smote) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        _ ("SMOTE makes up rows of a table; beats of recordings are drawn by class instead"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_start (const EctopyFitJob *job, GError **error)
{
  if (job->start == NULL ||
      (ectopy_model_get_n_members (job->start) == job->settings->members &&
       g_str_equal (ectopy_model_get_network (job->start)->spec->text, job->spec->text)))
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
               _ ("the model to start from has %u networks “%s”, %u of “%s” are to be trained"),
               ectopy_model_get_n_members (job->start),
               ectopy_model_get_network (job->start)->spec->name, job->settings->members,
               job->spec->name);
  return FALSE;
}

gboolean
ectopy_fit_job_check (const EctopyFitJob *job, GError **error)
{
  if (!check_start (job, error))
    return FALSE;
  if (job->training_examples != NULL)
    return check_examples (job, error);
  if (job->spec->in_channels != 1 || job->spec->n_side > 0 ||
      ectopy_network_spec_get_n_classes (job->spec) != ECTOPY_N_CLASSES) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        _ ("the network “%s” has %zu channels, %zu classes and %zu side values; expected 1, %d and "
           "none"),
        job->spec->name, job->spec->in_channels, ectopy_network_spec_get_n_classes (job->spec),
        job->spec->n_side, ECTOPY_N_CLASSES);
    return FALSE;
  }
  if (ectopy_dataset_get_n_rows (job->training) < 2) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("at least 2 training beats are needed"));
    return FALSE;
  }
  return check_dataset (job, job->training, error) &&
         (job->validation == NULL || check_dataset (job, job->validation, error));
}

char *
ectopy_fit_job_identify (const EctopyFitJob *job,
                         const EctopyExamples *training,
                         const EctopyExamples *validation)
{
  g_autofree char *settings = ectopy_fit_settings_to_text (job->settings);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  training->hash (training, checksum);
  if (validation != NULL)
    validation->hash (validation, checksum);
  return g_strconcat (settings, "\n", job->spec->text, "\n", g_checksum_get_string (checksum),
                      NULL);
}
