/* SPDX-License-Identifier: MIT */
#include "engine/run/training-records.h"

#include "engine/core/error.h"
#include "engine/learn/context-classify.h"
#include "engine/learn/context-examples.h"
#include "engine/learn/temperature.h"
#include "engine/run/context-records.h"
#include "engine/run/record-groups.h"
#include "engine/run/record-set.h"
#include "engine/run/training-records-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define VALIDATION_SEED_STREAM 0x5eed

/* Networks of a fold at most: what folds are asked, one or two can tell. */
#define FOLD_MEMBERS 2

/* Made-up ventricular beats are but recorded ones in another place: a few suffice. */
#define MADE_UP_V 0.3

typedef EctopyRecordsRun Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->records, g_ptr_array_unref);
  g_clear_pointer (&run->set, ectopy_context_set_unref);
  g_clear_pointer (&run->folds, ectopy_records_figures_unref);
  g_free (run->is_training);
  g_free (run->is_validation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static const EctopyContextPart *
get_part (const Run *run, guint index)
{
  return g_ptr_array_index (run->set->parts, index);
}

/* ---- Data ---- */

/* Whether the network reads what there is of a beat. */
static gboolean
check_network (const Run *run, GError **error)
{
  const size_t n = ectopy_network_spec_count_inputs (run->spec);

  if (n == ECTOPY_CONTEXT_ROW || n == ECTOPY_CONTEXT_SHORT_ROW)
    return TRUE;
  g_set_error (
      error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
      _ ("the network “%s” reads %zu values; beats of recordings are %d, or %d without their "
         "samples: see the networks context and rhythm"),
      run->spec->name, n, ECTOPY_CONTEXT_ROW, ECTOPY_CONTEXT_SHORT_ROW);
  return FALSE;
}

static gboolean
load (Run *run, GError **error)
{
  const EctopyTraining *training = run->training;
  g_autofree char *list = g_strdup_printf ("%s %s", run->settings->records,
                                           run->settings->validation_records);
  char *folder[] = { (char *) training->training_path, NULL };
  EctopyContextRecords what = {
    .makes_up = run->settings->made_up > 0,
    .seed = run->settings->seed,
  };

  run->records = ectopy_record_set_find (training->recordings != NULL ? training->recordings
                                                                      : folder,
                                         list, training->patients_path, error);
  if (run->records == NULL || !check_network (run, error))
    return FALSE;
  what.records = run->records;
  run->set = ectopy_context_records_load (&what, training->workers, training->progress,
                                          training->user_data, run->cancellable, error);
  return run->set != NULL;
}

/* Which leads are for validation: of the records named, or of a share of the patients, or none. */
static gboolean
set_parts_aside (Run *run, GError **error)
{
  const guint n = run->set->parts->len;
  const gboolean is_named = !g_str_equal (run->settings->validation_records, "none");
  const double share = run->settings->validation_split;

  run->is_training = g_new0 (guint8, n);
  run->is_validation = g_new0 (guint8, n);
  if (!is_named && share > 0 && run->settings->folds < ECTOPY_FEWEST_FOLDS &&
      !ectopy_record_choose_share (run->set, share, run->settings->seed ^ VALIDATION_SEED_STREAM,
                                   run->is_validation)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("the recordings are of one patient: none can be set aside for validation"));
    return FALSE;
  }
  for (guint p = 0; p < n; p++) {
    gboolean matches = FALSE;

    if (is_named && !ectopy_record_list_matches (run->settings->validation_records,
                                                 get_part (run, p)->record, &matches, error))
      return FALSE;
    if (is_named)
      run->is_validation[p] = matches ? 1 : 0;
    run->is_training[p] = run->is_validation[p] ? 0 : 1;
    run->has_validation = run->has_validation || run->is_validation[p];
  }
  return TRUE;
}

/* ---- One fit ---- */

/* Floats of a row, which the network decides: with the samples or without. */
static size_t
n_floats (const Run *run)
{
  return ectopy_network_spec_count_inputs (run->spec);
}

static EctopyContextDraw
draw_of (const EctopyFitSettings *settings)
{
  EctopyContextDraw draw = {
    .made_up = settings->made_up,
    .made_up_v = MADE_UP_V,
    .augment = settings->augment,
    .epoch_rows = settings->epoch_beats,
  };

  memcpy (draw.shares, settings->class_shares, sizeof draw.shares);
  return draw;
}

/* What a fit tells while it runs, in place of the caller's callbacks. */
typedef struct {
  const Run *run;
  const char *stage;
  double from;
  double share;
} FoldProgress;

static void
fold_moment_cb (const EctopyFitMoment *moment, gpointer user_data)
{
  const FoldProgress *progress = user_data;
  const double done = (moment->epoch - 1 + moment->fraction) / moment->n_epochs;

  if (progress->run->training->progress != NULL)
    progress->run->training->progress (progress->stage, progress->from + progress->share * done,
                                       progress->run->training->user_data);
}

static EctopyContextExamples *
draw_examples (const Run *run,
               const guint8 *takes_part,
               const EctopyContextDraw *draw,
               GError **error)
{
  return ectopy_context_examples_new (
      run->set, takes_part, n_floats (run), draw, NULL,
      _ ("the records to learn from have no beats of the five classes"), error);
}

/* A model of the leads that @takes_part has, of a fold. */
static EctopyModel *
fit_fold (const Run *run, const guint8 *takes_part, FoldProgress *progress, GError **error)
{
  const EctopyContextDraw draw = draw_of (run->settings);
  g_autoptr (EctopyContextExamples) examples = draw_examples (run, takes_part, &draw, error);
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  g_autoptr (EctopyModel) model = NULL;
  EctopyFitSettings settings = *run->settings; /* its strings stay the caller's */
  EctopyFitEnd end;
  EctopyFitJob job = {
    .spec = run->spec,
    .settings = &settings,
    .workers = run->training->workers,
    .moment = fold_moment_cb,
    .user_data = progress,
  };

  if (examples == NULL)
    return NULL;
  settings.members = MIN (settings.members, FOLD_MEMBERS);
  job.training_examples = ectopy_context_examples_get (examples);
  model = ectopy_fit (&job, log, NULL, &end, run->cancellable, error);
  if (model == NULL || g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return NULL;
  return g_steal_pointer (&model);
}

/* ---- Judging records ---- */

/* The leads of the record that begins at part @first. Returns: how many; *@next is the part behind them. */
static guint
leads_of (const Run *run, guint first, const EctopyContext **leads, guint *next)
{
  guint n = 0;

  for (*next = first; *next < run->set->parts->len; (*next)++) {
    const EctopyContextPart *part = get_part (run, *next);

    if (!g_str_equal (part->record, get_part (run, first)->record))
      break;
    if (!part->is_made_up && n < ECTOPY_CONTEXT_MAX_LEADS)
      leads[n++] = part->context;
  }
  return n;
}

/* Beats of records that were not learned from, with what was said of them. */
typedef struct {
  GArray *records; /* EctopyRecordBeats */
  GByteArray *labels;
  GArray *probabilities; /* float */
} Judged;

static void
judged_init (Judged *judged)
{
  judged->records = g_array_new (FALSE, FALSE, sizeof (EctopyRecordBeats));
  judged->labels = g_byte_array_new ();
  judged->probabilities = g_array_new (FALSE, FALSE, sizeof (float));
}

static void
judged_clear (Judged *judged)
{
  g_array_unref (judged->records);
  g_byte_array_unref (judged->labels);
  g_array_unref (judged->probabilities);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judged, judged_clear)

static gboolean
judge_record (const Run *run,
              EctopyClassifier *classifier,
              guint first,
              guint *next,
              Judged *judged,
              GError **error)
{
  const EctopyContext *leads[ECTOPY_CONTEXT_MAX_LEADS];
  const EctopyContextPart *part = get_part (run, first);
  const guint n_leads = leads_of (run, first, leads, next);
  const EctopyRecordBeats beats = {
    .name = part->record,
    .patient = part->patient,
    .first = judged->labels->len,
    .n = part->context->n,
    .unlike = NAN,
  };
  g_autofree float *p = g_new (float, beats.n *ECTOPY_N_CLASSES);

  if (!ectopy_context_classify (classifier, leads, n_leads, p, NULL, NULL, NULL, run->cancellable,
                                error))
    return FALSE;
  g_array_append_val (judged->records, beats);
  g_byte_array_append (judged->labels, run->set->labels + part->first, (guint) beats.n);
  g_array_append_vals (judged->probabilities, p, (guint) beats.n * ECTOPY_N_CLASSES);
  return TRUE;
}

/* Judges the records whose leads @is_chosen has. */
static gboolean
judge (const Run *run, EctopyModel *model, const guint8 *is_chosen, Judged *judged, GError **error)
{
  g_autoptr (EctopyClassifier)
      classifier = ectopy_classifier_new (model, run->training->workers, error);
  guint next;

  if (classifier == NULL)
    return FALSE;
  for (guint p = 0; p < run->set->parts->len; p = next) {
    next = p + 1;
    if (is_chosen[p] && !judge_record (run, classifier, p, &next, judged, error))
      return FALSE;
  }
  return TRUE;
}

/* Fits the temperature, and has the probabilities and figures be those under it. */
static void
settle (Run *run, Judged *judged)
{
  float *p = (float *) (gpointer) judged->probabilities->data;
  const size_t n = judged->labels->len;

  run->temperature = ectopy_temperature_fit (judged->labels->data, p, n);
  ectopy_temperature_apply (run->temperature, p, n);
  run->folds = ectopy_records_figures_new (
      (const EctopyRecordBeats *) (gpointer) judged->records->data, judged->records->len,
      judged->labels->data, p);
  if (run->training->judged != NULL)
    run->training->judged (run->folds, run->temperature, run->training->user_data);
}

static gboolean
run_folds (Run *run, GError **error)
{
  const guint n_parts = run->set->parts->len;
  g_autofree guint *groups = g_new (guint, n_parts);
  g_autofree guint8 *learned = g_new (guint8, n_parts);
  g_autofree guint8 *judged_now = g_new (guint8, n_parts);
  g_auto (Judged) judged = { 0 };
  const guint n = ectopy_record_groups (run->set, run->is_training, run->settings->folds,
                                        run->settings->seed, groups);

  judged_init (&judged);
  if (n < ECTOPY_FEWEST_FOLDS) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("folds want recordings of at least two patients"));
    return FALSE;
  }
  for (guint fold = 0; fold < n; fold++) {
    /* Translators: of the groups of patients, which are judged one after another. */
    g_autofree char *stage = g_strdup_printf (_ ("Fold %u of %u"), fold + 1, n);
    FoldProgress progress = { run, stage, (double) fold / n, 1.0 / n };
    g_autoptr (EctopyModel) model = NULL;

    for (guint p = 0; p < n_parts; p++) {
      judged_now[p] = groups[p] == fold;
      learned[p] = run->is_training[p] && !judged_now[p];
    }
    model = fit_fold (run, learned, &progress, error);
    if (model == NULL || !judge (run, model, judged_now, &judged, error))
      return FALSE;
  }
  settle (run, &judged);
  return TRUE;
}

/* ---- The run ---- */

static void
tell_begun (const Run *run)
{
  EctopyTrainingParts parts = { .spec = run->spec };
  size_t validation[ECTOPY_N_CLASSES];

  ectopy_records_run_count (run, run->is_training, parts.counts);
  ectopy_records_run_count (run, run->is_validation, validation);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    parts.n_training += parts.counts[c];
    parts.n_validation += validation[c];
  }
  if (run->training->begun != NULL)
    run->training->begun (&parts, run->training->user_data);
}

static EctopyModel *
fit_all (Run *run, EctopyTrainingLog *log, GPtrArray *notes, EctopyFitEnd *end, GError **error)
{
  const EctopyTraining *training = run->training;
  const EctopyContextDraw draw = draw_of (run->settings);
  g_autoptr (EctopyContextExamples) examples = draw_examples (run, run->is_training, &draw, error);
  g_autoptr (EctopyContextExamples) validation = NULL;
  EctopyFitJob job = {
    .spec = run->spec,
    .settings = run->settings,
    .workers = training->workers,
    .checkpoint = training->checkpoint,
    .checkpoint_is_optional = training->checkpoint_is_optional,
    .resume = training->resume,
    .epoch_done = training->epoch_done,
    .moment = training->moment,
    .progress = training->progress,
    .user_data = training->user_data,
  };

  if (examples == NULL)
    return NULL;
  job.training_examples = ectopy_context_examples_get (examples);
  if (run->has_validation) {
    validation = ectopy_context_examples_new (
        run->set, run->is_validation, n_floats (run), NULL, job.training_examples->scaler,
        _ ("the validation records have no beats of the five classes"), error);
    if (validation == NULL)
      return NULL;
    job.validation_examples = ectopy_context_examples_get (validation);
  }
  return ectopy_fit (&job, log, notes, end, run->cancellable, error);
}

/* What the leads learned from look like. */
static EctopyFamiliarity *
learn_familiarity (const Run *run)
{
  const guint n_parts = run->set->parts->len;
  g_autofree const EctopyContext **leads = g_new (const EctopyContext *, n_parts);
  g_autofree const char **patients = g_new (const char *, n_parts);
  g_autofree const char **records = g_new (const char *, n_parts);
  size_t n = 0;

  for (guint p = 0; p < n_parts; p++) {
    const EctopyContextPart *part = get_part (run, p);

    if (!run->is_training[p] || part->is_made_up)
      continue;
    leads[n] = part->context;
    patients[n] = part->patient;
    records[n++] = part->record;
  }
  return ectopy_familiarity_learn (leads, patients, records, n);
}

/* The temperature of the validation records, where there were no folds. */
static gboolean
judge_validation (Run *run, EctopyModel *model, GError **error)
{
  g_auto (Judged) judged = { 0 };

  judged_init (&judged);
  if (!judge (run, model, run->is_validation, &judged, error))
    return FALSE;
  settle (run, &judged);
  return TRUE;
}

EctopyModel *
ectopy_training_run_records (const EctopyTraining *training,
                             EctopyNetworkSpec *spec,
                             EctopyTrainingLog *log,
                             GPtrArray *notes,
                             EctopyFitEnd *end,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (Run) run = {
    .training = training,
    .settings = training->settings,
    .spec = spec,
    .cancellable = cancellable,
    .temperature = 1,
  };
  g_autoptr (EctopyModel) model = NULL;

  if (training->corrections_path != NULL || training->validation_path != NULL) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        _ ("corrections and validation files are for beat CSVs; of recordings, name the validation "
           "records"));
    return NULL;
  }
  if (!load (&run, error) || !set_parts_aside (&run, error))
    return NULL;
  if (training->note != NULL)
    g_ptr_array_add (notes, g_strdup (training->note));
  tell_begun (&run);
  if (run.settings->folds >= ECTOPY_FEWEST_FOLDS && !run_folds (&run, error))
    return NULL;
  model = fit_all (&run, log, notes, end, error);
  if (model == NULL)
    return NULL;
  /* Not to be cancelled: whoever stops a run wants the model so far, card and all. */
  run.cancellable = NULL;
  if (run.folds == NULL && run.has_validation && !judge_validation (&run, model, error))
    return NULL;
  ectopy_model_set_temperature (model, run.temperature);
  ectopy_model_take_familiarity (model, learn_familiarity (&run));
  ectopy_records_run_write_card (&run, model, log, notes);
  return g_steal_pointer (&model);
}
