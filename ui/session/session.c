/* SPDX-License-Identifier: MIT */
#include "ui/session/session.h"

#include "engine/review/corrections-file.h"
#include "engine/run/alone.h"
#include "engine/run/bundled.h"
#include "ui/session/session-jobs.h"
#include "ui/session/session-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Milliseconds from a verdict to the figures that follow from it; the counts follow at once. */
#define EVALUATION_DELAY 400

enum {
  PROP_0,
  PROP_STATE,
  PROP_SELECTED,
  PROP_MODEL,
  PROP_DATASET,
  PROP_EVALUATION,
  PROP_PROGRESS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum { BEATS_CHANGED, FACTS_CHANGED, MATRIX_CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopySession, ectopy_session, G_TYPE_OBJECT)

static void start_classifying (EctopySession *self);
static void start_judging (EctopySession *self);

/* ---- What follows from what ---- */

static void
notify (EctopySession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
fail (EctopySession *self, const char *title, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, title, error->message);
}

/* Facts of some rows are others now. */
static void
facts_changed (EctopySession *self, size_t first, size_t n)
{
  self->tallied = FALSE;
  g_signal_emit (self, signals[FACTS_CHANGED], 0, (guint64) first, (guint64) n);
  g_signal_emit (self, signals[MATRIX_CHANGED], 0);
}

static gboolean
judge_cb (gpointer data)
{
  EctopySession *self = data;

  self->judging_id = 0;
  start_judging (self);
  return G_SOURCE_REMOVE;
}

static void
judge_soon (EctopySession *self)
{
  g_clear_handle_id (&self->judging_id, g_source_remove);
  self->judging_id = g_timeout_add (EVALUATION_DELAY, judge_cb, self);
}

static void
verdict_cb (EctopyCorrections *corrections, guint64 row, gpointer data)
{
  EctopySession *self = data;

  facts_changed (self, (size_t) row, 1);
  judge_soon (self);
}

/* ---- Judging ---- */

static void
judged_cb (EctopyJob *job, gpointer result, const GError *error, gpointer data)
{
  EctopySession *self = data;

  g_clear_pointer (&self->judging, ectopy_job_drop);
  if (result == NULL) {
    fail (self, _ ("The model could not be judged"), error);
    return;
  }
  g_clear_object (&self->evaluation);
  self->evaluation = result;
  notify (self, PROP_EVALUATION);
}

static void
start_judging (EctopySession *self)
{
  static const EctopyJobKind kind = {
    .work = ectopy_session_judge,
    .done = judged_cb,
    .free_input = ectopy_session_judge_input_free,
    .free_result = g_object_unref,
  };
  EctopyJudgeInput *input;

  g_clear_pointer (&self->judging, ectopy_job_drop);
  if (self->predictions == NULL || self->predictions->n_done < self->predictions->n_rows)
    return;
  ectopy_session_tally (self);
  if (!self->has_truth) {
    g_clear_object (&self->evaluation);
    notify (self, PROP_EVALUATION);
    return;
  }
  input = g_new0 (EctopyJudgeInput, 1);
  input->dataset = g_object_ref (self->dataset);
  input->model = g_object_ref (self->model);
  input->predictions = ectopy_predictions_ref (self->predictions);
  input->truth = ectopy_session_dup_truth (self);
  input->protocol = self->protocol;
  self->judging = ectopy_job_start (&kind, input, self);
}

static void
drop_evaluation (EctopySession *self)
{
  g_clear_handle_id (&self->judging_id, g_source_remove);
  g_clear_pointer (&self->judging, ectopy_job_drop);
  if (self->evaluation != NULL) {
    g_clear_object (&self->evaluation);
    notify (self, PROP_EVALUATION);
  }
}

/* ---- Classifying ---- */

static void
classify_step_cb (EctopyJob *job, gpointer data)
{
  EctopySession *self = data;
  const size_t before = ectopy_predictions_advance (self->predictions,
                                                    ectopy_job_get_fraction (job));

  if (self->predictions->n_done > before)
    facts_changed (self, before, self->predictions->n_done - before);
  notify (self, PROP_PROGRESS);
}

/* The order of all beats by row does not depend on their classes. */
static gboolean
order_is_plain (const EctopySession *self)
{
  const EctopyBeatFilter *f = &self->filter;

  return f->sort == ECTOPY_SORT_ROW && f->classes == 0x3f && f->agreement == ECTOPY_AGREEMENT_ANY &&
         f->least_confidence <= 0 && f->most_confidence >= 1 && f->predicted == ECTOPY_CLASS_NONE;
}

static void
classified_cb (EctopyJob *job, gpointer result, const GError *error, gpointer data)
{
  EctopySession *self = data;

  if (result != NULL)
    classify_step_cb (job, self);
  self->has_shapes = result != NULL;
  g_clear_pointer (&self->classifying, ectopy_job_drop);
  notify (self, PROP_STATE);
  if (result == NULL) {
    fail (self, _ ("The beats could not be classified"), error);
    return;
  }
  if (!order_is_plain (self))
    ectopy_session_make_order (self);
  start_judging (self);
}

static void
start_classifying (EctopySession *self)
{
  static const EctopyJobKind kind = {
    .work = ectopy_session_classify,
    .step = classify_step_cb,
    .done = classified_cb,
    .free_input = ectopy_session_classify_input_free,
  };
  g_autoptr (GError) error = NULL;
  EctopyClassifyInput *input;

  drop_evaluation (self);
  self->has_shapes = FALSE;
  g_clear_pointer (&self->classifying, ectopy_job_drop);
  g_clear_pointer (&self->predictions, ectopy_predictions_unref);
  if (self->dataset == NULL || self->model == NULL)
    return;
  self->predictions = ectopy_predictions_new (ectopy_dataset_get_n_rows (self->dataset), &error);
  if (self->predictions == NULL) {
    fail (self, _ ("The beats could not be classified"), error);
    return;
  }
  input = g_new0 (EctopyClassifyInput, 1);
  input->dataset = g_object_ref (self->dataset);
  input->model = g_object_ref (self->model);
  input->predictions = ectopy_predictions_ref (self->predictions);
  input->n_threads = self->n_threads;
  self->classifying = ectopy_job_start (&kind, input, self);
  facts_changed (self, 0, self->predictions->n_rows);
  notify (self, PROP_STATE);
}

/* ---- Models ---- */

static void
model_loaded_cb (EctopyJob *job, gpointer result, const GError *error, gpointer data)
{
  EctopySession *self = data;
  g_autoptr (EctopyModel) model = result;

  g_clear_pointer (&self->loading, ectopy_job_drop);
  if (model != NULL)
    ectopy_session_set_model (self, model);
  else
    fail (self, _ ("The model could not be read"), error);
  self->loaded_once = self->model != NULL;
  /* One that was preferred and is gone leaves the beats to the one that is always there. */
  if (model == NULL && self->model == NULL && !self->loading_bundled)
    ectopy_session_load_model (self, NULL);
  notify (self, PROP_STATE);
}

void
ectopy_session_load_model (EctopySession *self, const char *path)
{
  static const EctopyJobKind kind = {
    .work = ectopy_session_load,
    .done = model_loaded_cb,
    .free_input = g_free,
    .free_result = g_object_unref,
  };

  self->loaded_once = TRUE;
  self->loading_bundled = path == NULL;
  g_clear_pointer (&self->loading, ectopy_job_drop);
  self->loading = ectopy_job_start (
      &kind, path != NULL ? g_strdup (path) : ectopy_bundled_path ("models", ECTOPY_BUNDLED_MODEL),
      self);
  notify (self, PROP_STATE);
}

EctopyModel *
ectopy_session_get_model (EctopySession *self)
{
  return self->model;
}

/* A model that cannot read the open beats does not take the place of one that can. */
static gboolean
fits (EctopySession *self, EctopyModel *model)
{
  g_autofree char *details = NULL;
  size_t length;

  if (self->dataset == NULL)
    return TRUE;
  length = ectopy_dataset_get_length (self->dataset);
  if (ectopy_model_get_length (model) == length)
    return TRUE;
  /* Translators: two numbers of samples. */
  details = g_strdup_printf (
      _ ("The model reads beats of %zu samples; those of this file have %zu. "
         "Choose a model that was trained on such beats."),
      ectopy_model_get_length (model), length);
  g_signal_emit (self, signals[FAILED], 0, _ ("The model does not fit these beats"), details);
  return FALSE;
}

void
ectopy_session_set_model (EctopySession *self, EctopyModel *model)
{
  if (!fits (self, model))
    return;
  self->loaded_once = TRUE;
  if (g_set_object (&self->model, model))
    notify (self, PROP_MODEL);
  start_classifying (self);
}

/* ---- Files ---- */

static void
take_corrections (EctopySession *self, EctopyCorrections *corrections)
{
  if (self->corrections != NULL)
    g_signal_handlers_disconnect_by_data (self->corrections, self);
  g_set_object (&self->corrections, corrections);
  if (corrections != NULL)
    g_signal_connect (corrections, "changed", G_CALLBACK (verdict_cb), self);
}

static void
opened_cb (EctopyJob *job, gpointer result, const GError *error, gpointer data)
{
  EctopySession *self = data;
  EctopyOpened *opened = result;

  g_clear_pointer (&self->reading, ectopy_job_drop);
  if (opened == NULL) {
    fail (self, _ ("The file could not be opened"), error);
    notify (self, PROP_STATE);
    return;
  }
  g_clear_pointer (&self->classifying, ectopy_job_drop);
  g_clear_pointer (&self->predictions, ectopy_predictions_unref);
  drop_evaluation (self);
  g_set_object (&self->dataset, opened->dataset);
  g_free (self->path);
  self->path = g_strdup (opened->path);
  g_clear_pointer (&self->beside, ectopy_known_file_unref);
  self->beside = ectopy_known_file_ref (opened->beside);
  take_corrections (self, opened->corrections);
  self->spares_file = opened->corrections_error != NULL;
  self->filter = ECTOPY_BEAT_FILTER_ALL;
  self->selected = 0;
  self->tallied = FALSE;
  /* Nobody may be told the rows of the file before. */
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->places, g_free);
  self->n_order = 0;
  g_signal_emit (self, signals[BEATS_CHANGED], 0);
  ectopy_session_make_order (self);
  notify (self, PROP_DATASET);
  notify (self, PROP_SELECTED);
  if (opened->corrections_error != NULL)
    fail (self, _ ("The corrections beside the file could not be read"), opened->corrections_error);
  ectopy_opened_free (opened);
  if (!self->loaded_once)
    ectopy_session_load_model (self, NULL);
  start_classifying (self);
  notify (self, PROP_STATE);
}

static void
read_step_cb (EctopyJob *job, gpointer data)
{
  notify (data, PROP_PROGRESS);
}

void
ectopy_session_open (EctopySession *self, const char *path)
{
  static const EctopyJobKind kind = {
    .work = ectopy_session_read,
    .step = read_step_cb,
    .done = opened_cb,
    .free_input = ectopy_session_read_input_free,
    .free_result = ectopy_opened_free,
  };
  EctopyReadInput *input = g_new0 (EctopyReadInput, 1);

  g_clear_pointer (&self->reading, ectopy_job_drop);
  input->path = g_strdup (path);
  input->n_threads = self->n_threads;
  self->reading = ectopy_job_start (&kind, input, self);
  notify (self, PROP_STATE);
  notify (self, PROP_PROGRESS);
}

void
ectopy_session_cancel (EctopySession *self)
{
  g_clear_pointer (&self->reading, ectopy_job_drop);
  g_clear_pointer (&self->loading, ectopy_job_drop);
  g_clear_pointer (&self->classifying, ectopy_job_drop);
  self->loaded_once = self->model != NULL;
  notify (self, PROP_STATE);
}

static gboolean
write_corrections (const char *path, gpointer user_data, GError **error)
{
  EctopySession *self = user_data;

  return ectopy_corrections_save (self->corrections, self->dataset, path, error);
}

/* Whether corrections may be written beside the file. */
static gboolean
check_beside (EctopySession *self, GError **error)
{
  g_autofree char *name = NULL;

  if (ectopy_file_is_alone (self->path)) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_ACCES,
                         _ ("Only the file that was chosen can be seen here, not its folder."));
    return FALSE;
  }
  if (!self->spares_file)
    return TRUE;
  name = g_filename_display_basename (ectopy_known_file_get_path (self->beside));
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES,
               _ ("“%s” lies there already and could not be read; it stays as it is. Save under "
                  "another name."),
               name);
  return FALSE;
}

gboolean
ectopy_session_save_corrections (EctopySession *self, const char *path, GError **error)
{
  g_return_val_if_fail (self->dataset != NULL, FALSE);
  if (path != NULL)
    return write_corrections (path, self, error);
  return check_beside (self, error) &&
         ectopy_known_file_write (self->beside, FALSE, write_corrections, self, error);
}

gboolean
ectopy_session_replace_corrections (EctopySession *self, GError **error)
{
  g_return_val_if_fail (self->dataset != NULL, FALSE);
  return check_beside (self, error) &&
         ectopy_known_file_write (self->beside, TRUE, write_corrections, self, error);
}

gboolean
ectopy_session_set_corrections_aside (EctopySession *self, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (self->dataset != NULL, FALSE);
  path = ectopy_known_file_spare_path (ectopy_known_file_get_path (self->beside));
  return write_corrections (path, self, error);
}

gboolean
ectopy_session_has_unsaved (EctopySession *self)
{
  return self->corrections != NULL && !ectopy_corrections_is_saved (self->corrections);
}

/* ---- Class ---- */

static double
progress (EctopySession *self)
{
  if (self->reading != NULL)
    return ectopy_job_get_fraction (self->reading);
  return self->classifying != NULL ? ectopy_job_get_fraction (self->classifying) : 0;
}

static void
ectopy_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopySession *self = ECTOPY_SESSION (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_uint (value, ectopy_session_get_state (self));
    break;
  case PROP_SELECTED:
    g_value_set_uint64 (value, self->selected == ECTOPY_NO_ROW ? G_MAXUINT64 : self->selected);
    break;
  case PROP_MODEL:
    g_value_set_object (value, self->model);
    break;
  case PROP_DATASET:
    g_value_set_object (value, self->dataset);
    break;
  case PROP_EVALUATION:
    g_value_set_object (value, self->evaluation);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, progress (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_session_dispose (GObject *object)
{
  EctopySession *self = ECTOPY_SESSION (object);

  g_clear_handle_id (&self->judging_id, g_source_remove);
  g_clear_pointer (&self->reading, ectopy_job_drop);
  g_clear_pointer (&self->loading, ectopy_job_drop);
  g_clear_pointer (&self->classifying, ectopy_job_drop);
  g_clear_pointer (&self->judging, ectopy_job_drop);
  take_corrections (self, NULL);
  g_clear_pointer (&self->predictions, ectopy_predictions_unref);
  g_clear_object (&self->dataset);
  g_clear_object (&self->model);
  g_clear_object (&self->evaluation);
  G_OBJECT_CLASS (ectopy_session_parent_class)->dispose (object);
}

static void
ectopy_session_finalize (GObject *object)
{
  EctopySession *self = ECTOPY_SESSION (object);

  g_free (self->path);
  g_clear_pointer (&self->beside, ectopy_known_file_unref);
  g_free (self->order);
  g_free (self->places);
  G_OBJECT_CLASS (ectopy_session_parent_class)->finalize (object);
}

static void
ectopy_session_class_init (EctopySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = ectopy_session_get_property;
  object_class->dispose = ectopy_session_dispose;
  object_class->finalize = ectopy_session_finalize;
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, ECTOPY_SESSION_READY, 0,
                                              flags);
  properties[PROP_SELECTED] = g_param_spec_uint64 ("selected", NULL, NULL, 0, G_MAXUINT64,
                                                   G_MAXUINT64, flags);
  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, ECTOPY_TYPE_MODEL, flags);
  properties[PROP_DATASET] = g_param_spec_object ("dataset", NULL, NULL, ECTOPY_TYPE_DATASET,
                                                  flags);
  properties[PROP_EVALUATION] = g_param_spec_object ("evaluation", NULL, NULL,
                                                     ECTOPY_TYPE_EVALUATION, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[BEATS_CHANGED] = g_signal_new ("beats-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
  signals[FACTS_CHANGED] = g_signal_new ("facts-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
  g_signal_new ("order-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MATRIX_CHANGED] = g_signal_new ("matrix-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
ectopy_session_init (EctopySession *self)
{
  self->filter = ECTOPY_BEAT_FILTER_ALL;
  self->selected = ECTOPY_NO_ROW;
  self->protocol = ECTOPY_PROTOCOL_UNKNOWN;
}

EctopySession *
ectopy_session_new (void)
{
  return g_object_new (ECTOPY_TYPE_SESSION, NULL);
}

EctopySessionState
ectopy_session_get_state (EctopySession *self)
{
  if (self->reading != NULL)
    return ECTOPY_SESSION_READING;
  if (self->dataset == NULL)
    return ECTOPY_SESSION_EMPTY;
  return self->loading != NULL || self->classifying != NULL ? ECTOPY_SESSION_CLASSIFYING
                                                            : ECTOPY_SESSION_READY;
}

char *
ectopy_session_dup_progress_text (EctopySession *self)
{
  const double fraction = progress (self);

  if (self->reading != NULL) {
    /* Translators: the share of the file that has been read. */
    return g_strdup_printf (_ ("Reading the file: %.0f %%"), 100 * fraction);
  }
  if (self->loading != NULL && self->dataset != NULL)
    return g_strdup (_ ("Reading the model"));
  if (self->classifying == NULL)
    return NULL;
  return ectopy_session_describe_classifying (self->predictions->n_done, self->predictions->n_rows,
                                              ectopy_job_get_seconds (self->classifying));
}

void
ectopy_session_set_n_threads (EctopySession *self, guint n_threads)
{
  self->n_threads = n_threads;
}

EctopyDataset *
ectopy_session_get_dataset (EctopySession *self)
{
  return self->dataset;
}

const char *
ectopy_session_get_path (EctopySession *self)
{
  return self->path;
}

EctopyCorrections *
ectopy_session_get_corrections (EctopySession *self)
{
  return self->corrections;
}

/* ---- Judging ---- */

const EctopyConfusion *
ectopy_session_get_confusion (EctopySession *self)
{
  ectopy_session_tally (self);
  return self->has_truth ? &self->confusion : NULL;
}

EctopyEvaluation *
ectopy_session_get_evaluation (EctopySession *self)
{
  return self->evaluation;
}

EctopyProtocol
ectopy_session_get_protocol (EctopySession *self)
{
  return self->protocol;
}

void
ectopy_session_set_protocol (EctopySession *self, EctopyProtocol protocol)
{
  if (self->protocol == protocol)
    return;
  self->protocol = protocol;
  start_judging (self);
}

guint8 *
ectopy_session_dup_truth (EctopySession *self)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);
  guint8 *truth = g_malloc (MAX (facts.n_rows, 1));

  for (size_t row = 0; row < facts.n_rows; row++)
    truth[row] = (guint8) ectopy_beat_facts_truth (&facts, row);
  return truth;
}
