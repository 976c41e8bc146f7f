/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/report-job.h"

#include "engine/evaluate/report.h"

static void
take_card (EctopyReportInput *input, EctopyModel *model)
{
  g_autoptr (GPtrArray) keys = ectopy_model_list_card (model);

  input->card = g_new0 (EctopyReportLine, MAX (keys->len, 1));
  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    char *name = g_strdup (key);
    char *value = g_strdup (ectopy_model_get_card (model, key));

    g_ptr_array_add (input->texts, name);
    g_ptr_array_add (input->texts, value);
    input->card[i] = (EctopyReportLine){ .key = name, .value = value };
  }
  input->report.card = input->card;
  input->report.n_card = keys->len;
}

EctopyReportInput *
ectopy_report_input_new (EctopySession *session, EctopyPaper paper, const char *path)
{
  EctopyReportInput *input = g_new0 (EctopyReportInput, 1);
  EctopyCorrections *corrections = ectopy_session_get_corrections (session);

  input->texts = g_ptr_array_new_with_free_func (g_free);
  input->path = g_strdup (path);
  input->truth = ectopy_session_dup_truth (session);
  input->note = ectopy_corrections_dup_note (corrections);
  input->report = (EctopyReport){
    .evaluation = g_object_ref (ectopy_session_get_evaluation (session)),
    .dataset = g_object_ref (ectopy_session_get_dataset (session)),
    .truth = input->truth,
    .corrections_note = input->note,
    .paper = paper,
  };
  take_card (input, ectopy_session_get_model (session));
  return input;
}

EctopyReportInput *
ectopy_report_input_new_of (EctopyEvaluation *evaluation,
                            EctopyModel *model,
                            EctopyPaper paper,
                            const char *path)
{
  EctopyReportInput *input = g_new0 (EctopyReportInput, 1);

  input->texts = g_ptr_array_new_with_free_func (g_free);
  input->path = g_strdup (path);
  input->report = (EctopyReport){ .evaluation = g_object_ref (evaluation), .paper = paper };
  take_card (input, model);
  return input;
}

void
ectopy_report_input_free (gpointer data)
{
  EctopyReportInput *input = data;

  g_object_unref (input->report.evaluation);
  g_clear_object (&input->report.dataset);
  g_ptr_array_unref (input->texts);
  g_free (input->card);
  g_free (input->truth);
  g_free (input->note);
  g_free (input->path);
  g_free (input);
}

gpointer
ectopy_report_input_write (EctopyJob *job, gpointer data, GError **error)
{
  const EctopyReportInput *input = data;
  const gboolean done = g_str_has_suffix (input->path, ".pdf")
                            ? ectopy_report_write_pdf (&input->report, input->path, error)
                            : ectopy_report_write (input->report.evaluation, input->path, error);

  return done ? data : NULL;
}
