/* SPDX-License-Identifier: MIT */
#include "engine/run/classify-marks.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/learn/context-classify.h"
#include "engine/run/context-records.h"
#include "engine/signal/cut.h"

#include <glib/gi18n.h>
#include <math.h>

static gboolean
reads_context (EctopyModel *model)
{
  return ectopy_model_get_scaling (model) == ECTOPY_SCALING_CONTEXT;
}

gboolean
ectopy_model_suits_recordings (EctopyModel *model, GError **error)
{
  const size_t expected = reads_context (model) ? ECTOPY_CONTEXT_ROW : ECTOPY_CUT_LENGTH;

  if (ectopy_model_get_length (model) == expected ||
      (reads_context (model) && ectopy_model_get_length (model) == ECTOPY_CONTEXT_SHORT_ROW))
    return TRUE;
  if (reads_context (model))
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("the model reads %zu values of a beat and what is around it; this version of "
                    "Ectopy makes %zu"),
                 ectopy_model_get_length (model), expected);
  else
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("the model reads rows of %zu samples; beats of a recording are cut to %d"),
                 ectopy_model_get_length (model), ECTOPY_CUT_LENGTH);
  return FALSE;
}

size_t
ectopy_classify_count_hidden (EctopyModel *model)
{
  const EctopyPlan *plan = ectopy_model_get_network (model)->plan;

  return plan->buffers[plan->hidden].channels;
}

/* As the rows of the published beat CSVs. */
static float *
cut_rows (const EctopyMarks *marks, GError **error)
{
  const size_t end = ectopy_recording_get_n_samples (marks->recording);
  const float *samples = ectopy_recording_get_samples (marks->recording, marks->lead);
  const double rate = ectopy_recording_get_rate_hz (marks->recording);
  const EctopyLeadScale scale = ectopy_recording_get_lead_scale (marks->recording, marks->lead);
  float *rows = g_try_new (float, marks->n *ECTOPY_CUT_LENGTH);

  if (rows == NULL) {
    ectopy_memory_fail_beats (marks->n, error);
    return NULL;
  }
  for (size_t i = 0; i < marks->n; i++)
    ectopy_cut_row (samples, end, &scale, rate, marks->samples[i],
                    i + 1 < marks->n ? marks->samples[i + 1] : (gint64) end,
                    i + 2 < marks->n ? marks->samples[i + 2] : (gint64) end,
                    rows + i * ECTOPY_CUT_LENGTH);
  return rows;
}

guint
ectopy_marks_look (const EctopyMarks *marks,
                   EctopyWorkers *workers,
                   EctopyContext **contexts,
                   EctopyProgressFunc progress,
                   gpointer progress_data,
                   GError **error)
{
  size_t leads[ECTOPY_CONTEXT_MAX_LEADS];
  guint n_leads = marks->is_alone ? 0 : ectopy_context_choose_leads (marks->recording, leads);

  if (n_leads == 0) {
    leads[0] = marks->lead;
    n_leads = 1;
  }
  for (guint i = 0; i < n_leads; i++) {
    if (progress != NULL)
      progress (_ ("Looking at rhythm and shapes"), (double) i / n_leads, progress_data);
    contexts[i] = ectopy_context_new (ectopy_recording_get_samples (marks->recording, leads[i]),
                                      ectopy_recording_get_n_samples (marks->recording),
                                      ectopy_recording_get_rate_hz (marks->recording),
                                      marks->samples, marks->n, workers, error);
    if (contexts[i] == NULL) {
      while (i > 0)
        ectopy_context_free (contexts[--i]);
      return 0;
    }
  }
  return n_leads;
}

/* Each lead by itself, and what they say together. */
static gboolean
classify_in_context (const EctopyMarks *marks,
                     const EctopyFamiliarity *familiarity,
                     EctopyClassifier *classifier,
                     EctopyWorkers *workers,
                     float *probabilities,
                     float *hidden,
                     EctopyProgressFunc progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GError **error)
{
  EctopyContext *contexts[ECTOPY_CONTEXT_MAX_LEADS] = { NULL };
  const guint n_leads = ectopy_marks_look (marks, workers, contexts, progress, progress_data,
                                           error);
  gboolean done;

  if (n_leads == 0)
    return FALSE;
  done = ectopy_context_classify (classifier, (const EctopyContext *const *) contexts, n_leads,
                                  probabilities, hidden, progress, progress_data, cancellable,
                                  error);
  if (marks->unlike != NULL && familiarity != NULL)
    *marks->unlike = ectopy_familiarity_measure (familiarity,
                                                 (const EctopyContext *const *) contexts, n_leads);
  for (guint i = 0; i < n_leads; i++)
    ectopy_context_free (contexts[i]);
  return done;
}

gboolean
ectopy_classify_marks (const EctopyMarks *marks,
                       EctopyModel *model,
                       EctopyWorkers *workers,
                       float *probabilities,
                       float *hidden,
                       EctopyProgressFunc progress,
                       gpointer progress_data,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree float *rows = NULL;
  g_autoptr (EctopyClassifier) classifier = NULL;

  if (marks->unlike != NULL)
    *marks->unlike = (EctopyUnlike){ NAN, NAN };
  if (!ectopy_model_suits_recordings (model, error))
    return FALSE;
  classifier = ectopy_classifier_new (model, workers, error);
  if (classifier == NULL)
    return FALSE;
  if (reads_context (model))
    return classify_in_context (marks, ectopy_model_get_familiarity (model), classifier, workers,
                                probabilities, hidden, progress, progress_data, cancellable, error);
  ectopy_classifier_set_hidden (classifier, hidden);
  rows = cut_rows (marks, error);
  return rows != NULL && ectopy_classifier_run (classifier, rows, marks->n, probabilities, progress,
                                                progress_data, cancellable, error);
}
