/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/judge-job.h"

#include "engine/run/bundled.h"
#include "engine/run/record-set.h"

typedef struct {
  char *folder;
  char *list;
  EctopyJudgeRequest request;
} Input;

gpointer
ectopy_judge_input_new (const EctopyJudgeRequest *request)
{
  Input *input = g_new (Input, 1);

  *input = (Input){ g_strdup (request->folder), g_strdup (request->list), *request };
  if (request->model != NULL)
    g_object_ref (request->model);
  return input;
}

void
ectopy_judge_input_free (gpointer data)
{
  Input *input = data;

  g_free (input->folder);
  g_free (input->list);
  g_clear_object (&input->request.model);
  g_free (input);
}

void
ectopy_judged_free (gpointer data)
{
  EctopyJudged *judged = data;

  ectopy_records_result_free (judged->result);
  g_object_unref (judged->model);
  g_free (judged);
}

static EctopyModel *
take_model (const Input *input, GError **error)
{
  g_autofree char *path = NULL;

  if (input->request.model != NULL)
    return g_object_ref (input->request.model);
  path = ectopy_bundled_recordings_model ();
  return ectopy_model_load (path, error);
}

gpointer
ectopy_judge_work (EctopyJob *job, gpointer data, GError **error)
{
  const Input *input = data;
  char *folders[] = { input->folder, NULL };
  g_autoptr (GPtrArray) records = ectopy_record_set_find (folders, input->list, NULL, error);
  g_autoptr (EctopyModel) model = records != NULL ? take_model (input, error) : NULL;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (input->request.n_threads);
  g_autofree char *folder = g_filename_display_basename (input->folder);
  g_autofree char *name = NULL;
  EctopyRecordsResult *result;
  EctopyJudged *judged;

  if (model == NULL)
    return NULL;
  name = g_strdup_printf ("%u records of %s (%s)", records->len, folder, input->list);
  result = ectopy_evaluate_records (
      &(EctopyRecordsToJudge){
          .records = records,
          .positions = input->request.positions,
          .compare = input->request.compare,
          .data_name = name,
      },
      model, workers, ectopy_job_tell, job, ectopy_job_get_cancellable (job), error);
  if (result == NULL)
    return NULL;
  judged = g_new (EctopyJudged, 1);
  *judged = (EctopyJudged){ result, g_steal_pointer (&model) };
  return judged;
}
