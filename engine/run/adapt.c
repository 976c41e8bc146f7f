/* SPDX-License-Identifier: MIT */
#include "engine/run/adapt.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/core/rng.h"
#include "engine/learn/context-classify.h"
#include "engine/run/adapt-private.h"
#include "engine/run/classify-marks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FOLD_STREAM 0xada9

/* ---- What stands ---- */

EctopyAdaptInput *
ectopy_adapt_input_new (EctopyStudy *study)
{
  EctopyAdaptInput *input = g_new0 (EctopyAdaptInput, 1);
  size_t n;
  const guint32 *order = ectopy_study_get_order (study, &n);

  input->recording = g_object_ref (ectopy_study_get_recording (study));
  input->lead = ectopy_recording_find_lead (input->recording,
                                            ectopy_study_get_findings (study)->lead, NULL);
  if (input->lead == G_MAXSIZE)
    input->lead = 0;
  input->beats = g_array_new (FALSE, FALSE, sizeof (EctopyAdaptBeat));
  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);
    EctopyAdaptBeat beat = {
      .number = order[i],
      .sample = state.sample,
      .said = state.status != ECTOPY_BEAT_PREDICTED ? state.beat_class : ECTOPY_CLASS_NONE,
      .shown = state.beat_class,
    };

    if (state.status != ECTOPY_BEAT_REJECTED)
      g_array_append_val (input->beats, beat);
  }
  return input;
}

void
ectopy_adapt_input_free (EctopyAdaptInput *input)
{
  if (input == NULL)
    return;
  g_clear_object (&input->recording);
  g_clear_pointer (&input->beats, g_array_unref);
  g_free (input);
}

static const EctopyAdaptBeat *
get_beat (const EctopyAdaptJob *job, size_t i)
{
  return &g_array_index (job->input->beats, EctopyAdaptBeat, i);
}

static size_t
count_said (const EctopyAdaptJob *job)
{
  size_t n = 0;

  for (size_t i = 0; i < job->input->beats->len; i++)
    n += get_beat (job, i)->said < ECTOPY_N_CLASSES ? 1 : 0;
  return n;
}

/* ---- What is known before ---- */

static void
data_clear (EctopyAdaptData *data)
{
  g_free (data->said);
  g_free (data->fold);
  g_free (data->probabilities);
  g_free (data->hidden);
  g_clear_pointer (&data->set, ectopy_context_set_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EctopyAdaptData, data_clear)

static guint
list_leads (const EctopyAdaptData *data, const EctopyContext **leads)
{
  for (guint p = 0; p < data->set->parts->len; p++)
    leads[p] = ((const EctopyContextPart *) g_ptr_array_index (data->set->parts, p))->context;
  return data->set->parts->len;
}

/* The beats in each lead, without labels yet. */
static gboolean
look (const EctopyAdaptJob *job, EctopyAdaptData *data, GError **error)
{
  g_autofree gint64 *samples = g_new (gint64, data->n);
  g_autofree guint8 *labels = g_new (guint8, data->n);
  EctopyContext *contexts[ECTOPY_CONTEXT_MAX_LEADS];
  const EctopyMarks marks = {
    .recording = job->input->recording,
    .lead = job->input->lead,
    .samples = samples,
    .n = data->n,
  };
  guint n_leads;

  for (size_t i = 0; i < data->n; i++)
    samples[i] = get_beat (job, i)->sample;
  memset (labels, ECTOPY_CLASS_NONE, data->n);
  n_leads = ectopy_marks_look (&marks, job->workers, contexts, job->progress, job->progress_data,
                               error);
  if (n_leads == 0)
    return FALSE;
  data->set = ectopy_context_set_new ();
  for (guint i = 0; i < n_leads; i++)
    ectopy_context_set_add_take (data->set, &(EctopyContextPart){ .context = contexts[i] }, labels,
                                 NULL);
  return TRUE;
}

/* Beats of a class are spread evenly over the parts, in random order. */
static void
make_folds (const EctopyAdaptJob *job, EctopyAdaptData *data)
{
  g_autofree size_t *beats = g_new (size_t, data->n);
  EctopyRng rng;
  guint next = 0;

  ectopy_rng_init (&rng, job->seed, FOLD_STREAM);
  data->fold = g_new0 (guint8, data->n);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    size_t n = 0;

    for (size_t i = 0; i < data->n; i++)
      if (data->said[i] == c)
        beats[n++] = i;
    ectopy_rng_shuffle (&rng, beats, n);
    for (size_t k = 0; k < n; k++)
      data->fold[beats[k]] = (guint8) (next++ % ECTOPY_ADAPT_FOLDS);
  }
}

static gboolean
classify_before (const EctopyAdaptJob *job,
                 EctopyAdaptData *data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (job->model, job->workers, error);
  const EctopyContext *leads[ECTOPY_CONTEXT_MAX_LEADS];
  const guint n_leads = list_leads (data, leads);

  if (classifier == NULL)
    return FALSE;
  data->n_hidden = ectopy_classifier_get_n_hidden (classifier);
  data->probabilities = g_try_new (float, data->n *ECTOPY_N_CLASSES);
  data->hidden = g_try_new (float, data->n * data->n_hidden);
  if (data->probabilities == NULL || data->hidden == NULL)
    return ectopy_memory_fail_beats (data->n, error);
  return ectopy_context_classify (classifier, leads, n_leads, data->probabilities, data->hidden,
                                  NULL, NULL, cancellable, error);
}

static gboolean
prepare (const EctopyAdaptJob *job,
         EctopyAdaptData *data,
         GCancellable *cancellable,
         GError **error)
{
  data->n = job->input->beats->len;
  data->said = g_new (guint8, data->n);
  for (size_t i = 0; i < data->n; i++)
    data->said[i] = get_beat (job, i)->said;
  make_folds (job, data);
  if (!look (job, data, error) || !classify_before (job, data, cancellable, error))
    return FALSE;
  for (size_t row = 0; row < data->set->n_rows; row++) {
    const size_t i = row % data->n;

    data->set->labels[row] = data->said[i] < ECTOPY_N_CLASSES
                                 ? data->said[i]
                                 : (guint8) ectopy_classify_most_probable (data->probabilities +
                                                                           i * ECTOPY_N_CLASSES);
  }
  return TRUE;
}

/* ---- Whether it makes sense ---- */

static gboolean
check_job (const EctopyAdaptJob *job, GError **error)
{
  const size_t n = count_said (job);

  if (ectopy_model_get_scaling (job->model) != ECTOPY_SCALING_CONTEXT) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
        _ ("the model reads cut beats; only one that reads beats with what is around them can "
           "be adapted to a recording"));
    return FALSE;
  }
  if (!ectopy_model_suits_recordings (job->model, error))
    return FALSE;
  if (n >= ECTOPY_ADAPT_LEAST)
    return TRUE;
  g_set_error (
      error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
      ngettext ("%zu of the beats has been looked at; to learn from them, at least %d must be "
                "accepted, corrected or added",
                "%zu of the beats have been looked at; to learn from them, at least %d must be "
                "accepted, corrected or added",
                n),
      n, ECTOPY_ADAPT_LEAST);
  return FALSE;
}

/* Two classes, or one beat that the model gave another. */
static gboolean
check_lesson (const EctopyAdaptData *data, GError **error)
{
  guint first = ECTOPY_CLASS_NONE;

  for (size_t i = 0; i < data->n; i++) {
    const guint said = data->said[i];

    if (said >= ECTOPY_N_CLASSES)
      continue;
    if (first == ECTOPY_CLASS_NONE)
      first = said;
    if (said != first ||
        said != ectopy_classify_most_probable (data->probabilities + i * ECTOPY_N_CLASSES))
      return TRUE;
  }
  /* Translators: the name of a class, such as “normal”. */
  g_set_error (
      error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
      _ ("all beats looked at are %s, and the model gives them that class: there is nothing "
         "to learn. Correct a beat, or look at some of another class"),
      gettext (ectopy_beat_class_name (first)));
  return FALSE;
}

/* ---- Judging ---- */

static void
count_given (const EctopyAdaptData *data,
             const size_t *beats,
             size_t n,
             const float *probabilities,
             size_t table[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES])
{
  for (size_t i = 0; i < n; i++)
    table[data->said[beats[i]]]
         [ectopy_classify_most_probable (probabilities + i * ECTOPY_N_CLASSES)]++;
}

static size_t *
list_fold (const EctopyAdaptData *data, guint fold, size_t *n)
{
  size_t *beats = g_new (size_t, data->n + 1);

  *n = 0;
  for (size_t i = 0; i < data->n; i++)
    if (data->said[i] < ECTOPY_N_CLASSES && data->fold[i] == fold)
      beats[(*n)++] = i;
  return beats;
}

/* The beats of a part, by a copy that did not learn from them, and by the model as it was. */
static gboolean
judge_fold (const EctopyAdaptData *data,
            guint fold,
            EctopyAdaptClock *clock,
            gint64 deadline,
            EctopyAdaptation *adaptation,
            GError **error)
{
  g_autofree double *weights = ectopy_adapt_draw (data, fold);
  const EctopyContext *leads[ECTOPY_CONTEXT_MAX_LEADS];
  const guint n_leads = list_leads (data, leads);
  size_t n;
  g_autofree size_t *beats = list_fold (data, fold, &n);
  g_autofree float *p = g_new (float, MAX (n, 1) * ECTOPY_N_CLASSES);
  g_autoptr (EctopyModel) copy = NULL;
  g_autoptr (EctopyClassifier) classifier = NULL;
  guint n_learned;

  if (weights == NULL || n == 0)
    return TRUE;
  copy = ectopy_adapt_fit (data, weights, clock, deadline, &n_learned, error);
  if (copy == NULL)
    return FALSE;
  classifier = ectopy_classifier_new (copy, clock->job->workers, error);
  if (classifier == NULL || !ectopy_context_classify_some (classifier, leads, n_leads, beats, n, p,
                                                           clock->cancellable, error))
    return FALSE;
  count_given (data, beats, n, p, adaptation->after);
  for (size_t i = 0; i < n; i++)
    memcpy (p + i * ECTOPY_N_CLASSES, data->probabilities + beats[i] * ECTOPY_N_CLASSES,
            ECTOPY_N_CLASSES * sizeof *p);
  count_given (data, beats, n, p, adaptation->before);
  adaptation->n_said += n;
  return TRUE;
}

/* What the copy says of the beats that nobody has looked at. */
static gboolean
judge_others (const EctopyAdaptData *data,
              const EctopyAdaptClock *clock,
              EctopyAdaptation *adaptation,
              GError **error)
{
  const EctopyAdaptJob *job = clock->job;
  g_autoptr (EctopyClassifier)
      classifier = ectopy_classifier_new (adaptation->model, job->workers, error);
  const EctopyContext *leads[ECTOPY_CONTEXT_MAX_LEADS];
  const guint n_leads = list_leads (data, leads);
  g_autofree float *p = g_new (float, data->n *ECTOPY_N_CLASSES);

  if (classifier == NULL || !ectopy_context_classify (classifier, leads, n_leads, p, NULL, NULL,
                                                      NULL, clock->cancellable, error))
    return FALSE;
  for (size_t i = 0; i < data->n; i++) {
    const EctopyAdaptBeat *beat = get_beat (job, i);
    const float *of = p + i * ECTOPY_N_CLASSES;
    EctopyGivenBeat says = {
      .beat = beat->number,
      .beat_class = (guint8) ectopy_classify_most_probable (of),
    };

    if (beat->said != ECTOPY_CLASS_NONE)
      continue;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      says.probabilities[c] = (guint16) lrintf (10000 * of[c]);
    g_array_append_val (adaptation->given->beats, says);
    adaptation->n_unlooked++;
    adaptation->moved[MIN (beat->shown, ECTOPY_N_CLASSES)][says.beat_class]++;
    adaptation->n_moved += says.beat_class != beat->shown ? 1 : 0;
  }
  return TRUE;
}

/* ---- All of it ---- */

static gboolean
run (const EctopyAdaptData *data,
     EctopyAdaptClock *clock,
     gint64 deadline,
     EctopyAdaptation *adaptation,
     GError **error)
{
  g_autofree double *weights = ectopy_adapt_draw (data, ECTOPY_ADAPT_FOLDS);
  guint n_learned;

  clock->stage = _ ("Judging by beats left out");
  for (guint fold = 0; fold < ECTOPY_ADAPT_FOLDS; fold++)
    if (!judge_fold (data, fold, clock, deadline, adaptation, error))
      return FALSE;
  clock->stage = _ ("Learning from all beats looked at");
  adaptation->model = ectopy_adapt_fit (data, weights, clock, deadline, &n_learned, error);
  if (adaptation->model == NULL)
    return FALSE;
  if (n_learned == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("the time was over before anything was learned"));
    return FALSE;
  }
  adaptation->is_cut_short = clock->is_cut_short;
  ectopy_adapt_write_card (clock->job, adaptation);
  adaptation->given = ectopy_adapted_new (ectopy_model_get_name (adaptation->model),
                                          ectopy_model_get_digest (adaptation->model));
  return judge_others (data, clock, adaptation, error);
}

EctopyAdaptation *
ectopy_adapt (const EctopyAdaptJob *job, GCancellable *cancellable, GError **error)
{
  const double limit_s = job->limit_s > 0 ? job->limit_s : ECTOPY_ADAPT_LIMIT_S;
  const gint64 start = g_get_monotonic_time ();
  gint64 deadline = start + (gint64) (limit_s * G_USEC_PER_SEC);
  g_auto (EctopyAdaptData) data = { 0 };
  g_autoptr (EctopyAdaptation) adaptation = g_new0 (EctopyAdaptation, 1);
  EctopyAdaptClock clock = {
    .job = job,
    .cancellable = cancellable,
    .n_fits = (ECTOPY_ADAPT_FOLDS + 1) * ectopy_model_get_n_members (job->model),
  };
  gint64 prepared;
  gboolean done;

  if (!check_job (job, error) || !prepare (job, &data, cancellable, error) ||
      !check_lesson (&data, error))
    return NULL;
  /* At the end all beats are classified once more. */
  prepared = g_get_monotonic_time () - start;
  deadline -= MIN (prepared, (deadline - start) / 2);
  done = run (&data, &clock, deadline, adaptation, error);
  g_clear_object (&clock.stop);
  adaptation->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return done ? g_steal_pointer (&adaptation) : NULL;
}

void
ectopy_adaptation_free (EctopyAdaptation *adaptation)
{
  if (adaptation == NULL)
    return;
  g_clear_object (&adaptation->model);
  g_clear_pointer (&adaptation->given, ectopy_adapted_free);
  g_free (adaptation);
}
