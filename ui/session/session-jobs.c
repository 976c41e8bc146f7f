/* SPDX-License-Identifier: MIT */
#include "ui/session/session-jobs.h"

#include "config.h"
#include "engine/core/memory.h"
#include "engine/evaluate/figure-text.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/card.h"
#include "engine/review/corrections-file.h"

#include <glib/gi18n.h>

/* ---- Reading ---- */

gpointer
ectopy_session_read (EctopyJob *job, gpointer data, GError **error)
{
  const EctopyReadInput *input = data;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (input->n_threads);
  g_autoptr (EctopyDataset) dataset = ectopy_beat_csv_read (
      input->path, NULL, workers, ectopy_job_tell, job, ectopy_job_get_cancellable (job), error);
  g_autofree char *beside = NULL;
  EctopyOpened *opened;

  if (dataset == NULL)
    return NULL;
  opened = g_new0 (EctopyOpened, 1);
  opened->path = g_strdup (input->path);
  beside = ectopy_corrections_file_path (input->path);
  opened->beside = ectopy_known_file_new (beside);
  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    opened->corrections = ectopy_corrections_load (dataset, beside, &opened->corrections_error);
  if (opened->corrections == NULL)
    opened->corrections = ectopy_corrections_new (ectopy_dataset_get_n_rows (dataset));
  opened->dataset = g_steal_pointer (&dataset);
  return opened;
}

void
ectopy_session_read_input_free (gpointer data)
{
  EctopyReadInput *input = data;

  g_free (input->path);
  g_free (input);
}

void
ectopy_opened_free (gpointer data)
{
  EctopyOpened *opened = data;

  g_free (opened->path);
  g_object_unref (opened->dataset);
  g_object_unref (opened->corrections);
  g_clear_error (&opened->corrections_error);
  ectopy_known_file_unref (opened->beside);
  g_free (opened);
}

gpointer
ectopy_session_load (EctopyJob *job, gpointer path, GError **error)
{
  return ectopy_model_load (path, error);
}

/* ---- Classifying ---- */

gpointer
ectopy_session_classify (EctopyJob *job, gpointer data, GError **error)
{
  EctopyClassifyInput *input = data;

  return ectopy_predictions_fill (input->predictions, input->dataset, input->model,
                                  input->n_threads, job, error)
             ? input
             : NULL;
}

void
ectopy_session_classify_input_free (gpointer data)
{
  EctopyClassifyInput *input = data;

  g_object_unref (input->dataset);
  g_object_unref (input->model);
  ectopy_predictions_unref (input->predictions);
  g_free (input);
}

char *
ectopy_session_describe_classifying (size_t n_done, size_t n_rows, double seconds)
{
  const double rate = (double) n_done / MAX (seconds, 1e-3);
  g_autofree char *done = ectopy_text_count (n_done);
  g_autofree char *rows = ectopy_text_count (n_rows);
  g_autofree char *speed = ectopy_text_count ((guint64) rate);

  if (n_done == 0)
    return g_strdup_printf (_ ("Classifying %s beats"), rows);
  /* Translators: beats done, all beats, beats a second, seconds. */
  return g_strdup_printf (_ ("Classifying: %s of %s beats · %s beats/s · %.0f s left"), done, rows,
                          speed, (double) (n_rows - n_done) / rate);
}

/* ---- Judging ---- */

gpointer
ectopy_session_judge (EctopyJob *job, gpointer data, GError **error)
{
  const EctopyJudgeInput *input = data;
  GCancellable *cancellable = ectopy_job_get_cancellable (job);
  EctopyEvaluation *evaluation = ectopy_evaluation_new (
      input->truth, input->predictions->probabilities, input->predictions->n_rows);
  const char *source = ectopy_dataset_get_source (input->dataset);
  g_autofree char *name = source != NULL ? g_path_get_basename (source) : NULL;
  g_autofree char *date = ectopy_card_date ();
  /* A file that has changed or gone meanwhile is told without digest. */
  g_autofree char *digest = ectopy_dataset_digest_source (input->dataset, cancellable, NULL);

  if (evaluation == NULL) {
    ectopy_memory_fail_beats (input->predictions->n_rows, error);
    return NULL;
  }
  ectopy_evaluation_set_provenance (
      evaluation, &(EctopyProvenance){
                      .model_name = ectopy_model_get_name (input->model),
                      .model_digest = ectopy_model_get_digest (input->model),
                      .network_name = ectopy_model_get_network (input->model)->spec->name,
                      .data_name = name,
                      .data_digest = digest,
                      .date = date,
                      .version = ECTOPY_VERSION,
                      .protocol = input->protocol,
                  });
  return evaluation;
}

void
ectopy_session_judge_input_free (gpointer data)
{
  EctopyJudgeInput *input = data;

  g_object_unref (input->dataset);
  g_object_unref (input->model);
  ectopy_predictions_unref (input->predictions);
  g_free (input->truth);
  g_free (input);
}
