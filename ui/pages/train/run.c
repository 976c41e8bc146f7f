/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/run.h"

#include "engine/evaluate/figure-text.h"
#include "engine/learn/stored-text.h"

#include <glib/gi18n.h>
#include <math.h>

struct _EctopyRun {
  GObject parent_instance;

  char *name;
  char *data;
  EctopyFitSettings settings;
  EctopyTrainingLog *log;
  gboolean is_running;
  gboolean is_compared;
  EctopyFitEnd end;
  EctopyModel *model;
  EctopyRecordsFigures *figures;
  GPtrArray *notes;
  char *failure;
};

enum { PROP_0, PROP_COMPARED, N_PROPS };
static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (EctopyRun, ectopy_run, G_TYPE_OBJECT)

static void
ectopy_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPARED)
    ectopy_run_set_compared (ECTOPY_RUN (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPARED)
    g_value_set_boolean (value, ECTOPY_RUN (object)->is_compared);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_run_finalize (GObject *object)
{
  EctopyRun *self = ECTOPY_RUN (object);

  g_free (self->name);
  g_free (self->data);
  ectopy_fit_settings_clear (&self->settings);
  ectopy_training_log_free (self->log);
  g_clear_object (&self->model);
  g_clear_pointer (&self->figures, ectopy_records_figures_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self->failure);
  G_OBJECT_CLASS (ectopy_run_parent_class)->finalize (object);
}

static void
ectopy_run_class_init (EctopyRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ectopy_run_set_property;
  object_class->get_property = ectopy_run_get_property;
  object_class->finalize = ectopy_run_finalize;
  properties[PROP_COMPARED] = g_param_spec_boolean ("compared", NULL, NULL, TRUE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                        G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ectopy_run_init (EctopyRun *self)
{
  self->log = ectopy_training_log_new ();
  self->is_running = self->is_compared = TRUE;
}

EctopyRun *
ectopy_run_new (guint number, const char *data, const EctopyFitSettings *settings)
{
  EctopyRun *self = g_object_new (ECTOPY_TYPE_RUN, NULL);

  /* Translators: %u counts the runs of training, from 1. */
  self->name = g_strdup_printf (_ ("Run %u"), number);
  self->data = g_strdup (data);
  ectopy_fit_settings_copy (&self->settings, settings);
  return self;
}

const char *
ectopy_run_get_name (EctopyRun *self)
{
  return self->name;
}

const char *
ectopy_run_get_data (EctopyRun *self)
{
  return self->data;
}

const EctopyFitSettings *
ectopy_run_get_settings (EctopyRun *self)
{
  return &self->settings;
}

const EctopyTrainingLog *
ectopy_run_get_log (EctopyRun *self)
{
  return self->log;
}

void
ectopy_run_update (EctopyRun *self, const EctopyTrainingLog *log)
{
  for (size_t i = self->log->n_epochs; i < log->n_epochs; i++)
    ectopy_training_log_append (self->log, &log->epochs[i]);
  ectopy_training_log_set_best (self->log, log->best_epoch);
  ectopy_training_log_set_stop_reason (self->log, log->stop_reason);
  g_signal_emit (self, changed_signal, 0);
}

void
ectopy_run_set_figures (EctopyRun *self, EctopyRecordsFigures *figures)
{
  g_clear_pointer (&self->figures, ectopy_records_figures_unref);
  self->figures = figures != NULL ? ectopy_records_figures_ref (figures) : NULL;
}

EctopyRecordsFigures *
ectopy_run_get_figures (EctopyRun *self)
{
  return self->figures;
}

void
ectopy_run_finish (EctopyRun *self,
                   EctopyFitEnd end,
                   EctopyModel *model,
                   GPtrArray *notes,
                   const char *failure)
{
  self->is_running = FALSE;
  self->end = end;
  g_set_object (&self->model, model);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  self->notes = notes != NULL ? g_ptr_array_ref (notes) : NULL;
  g_free (self->failure);
  self->failure = g_strdup (failure);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
ectopy_run_is_running (EctopyRun *self)
{
  return self->is_running;
}

EctopyModel *
ectopy_run_get_model (EctopyRun *self)
{
  return self->model;
}

gboolean
ectopy_run_get_compared (EctopyRun *self)
{
  return self->is_compared;
}

void
ectopy_run_set_compared (EctopyRun *self, gboolean compared)
{
  if (self->is_compared == !!compared)
    return;
  self->is_compared = !!compared;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPARED]);
}

/* ---- Words ---- */

char *
ectopy_run_describe_settings (EctopyRun *self)
{
  const EctopyFitSettings *s = &self->settings;
  g_autofree char *network = g_path_get_basename (s->network);
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: data, network, epochs, beats a batch, learning rate such as 0.001. */
  g_string_append_printf (text, _ ("%s, network “%s”, %u epochs, batch %u, rate %.3g"), self->data,
                          network, ectopy_fit_settings_count_epochs (s), s->batch_size,
                          s->learning_rate);
  if (s->smote)
    g_string_append (text, _ (", SMOTE"));
  if (s->class_weights != ECTOPY_CLASS_WEIGHTS_NONE)
    g_string_append (text, _ (", weighted classes"));
  if (s->augment > 0)
    /* Translators: %.2g is the strength, such as 0.7. */
    g_string_append_printf (text, _ (", augmented %.2g"), s->augment);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is best about it; empty before the first epoch. */
static char *
describe_best (EctopyRun *self)
{
  const EctopyEpoch *best = ectopy_training_log_find (self->log, self->log->best_epoch);
  g_autofree char *accuracy = NULL;
  g_autofree char *f1 = NULL;

  if (best == NULL)
    return g_strdup ("");
  if (!isfinite (best->val_accuracy))
    /* Translators: number of an epoch. */
    return g_strdup_printf (_ ("The model is that of epoch %u."), best->epoch);
  accuracy = ectopy_text_percent (best->val_accuracy);
  f1 = ectopy_text_decimals (best->val_macro_f1, 3);
  /* Translators: number of an epoch, accuracy such as 98.9 %, macro-F1 such as 0.931. */
  return g_strdup_printf (_ ("Best: epoch %u, %s / macro-F1 %s."), best->epoch, accuracy, f1);
}

static char *
describe_end (EctopyRun *self)
{
  const guint n = (guint) self->log->n_epochs;

  switch (self->end) {
  case ECTOPY_FIT_FINISHED:
    /* Translators: %u is how many epochs were done, which is all that were asked for. */
    return g_strdup_printf (ngettext ("%u epoch done.", "All %u epochs done.", n), n);
  case ECTOPY_FIT_STOPPED:
    return g_strdup_printf (
        /* Translators: number of an epoch, then how many epochs were waited. */
        ngettext ("Stopped at epoch %u: no better validation loss for %u epoch.",
                  "Stopped at epoch %u: no better validation loss for %u epochs.",
                  self->settings.early_stop),
        n, self->settings.early_stop);
  case ECTOPY_FIT_INTERRUPTED:
    /* Translators: number of an epoch. */
    return g_strdup_printf (_ ("Stopped by hand in epoch %u."), n + 1);
  case ECTOPY_FIT_DIVERGED:
  default:
    return g_strdup_printf (
        /* Translators: number of an epoch. */
        _ ("Ended in epoch %u: a value was no longer finite. A smaller rate may help."), n + 1);
  }
}

char *
ectopy_run_describe_result (EctopyRun *self)
{
  g_autofree char *best = describe_best (self);
  g_autofree char *end = NULL;

  if (self->is_running)
    return self->log->n_epochs == 0
               ? g_strdup (_ ("Running."))
               /* Translators: epochs done, epochs asked for, a sentence about the best one. */
               : g_strdup_printf (_ ("Running: %u of %u epochs done. %s"),
                                  (guint) self->log->n_epochs,
                                  ectopy_fit_settings_count_epochs (&self->settings), best);
  if (self->failure != NULL)
    return g_strdup (self->failure);
  end = describe_end (self);
  if (self->figures != NULL) {
    g_autofree char *v = ectopy_text_decimals (self->figures->gross[0].f1, 3);
    g_autofree char *sv = ectopy_text_decimals (self->figures->gross[1].f1, 3);

    /* Translators: two sentences, a number of records, F1 of VEB, F1 of SVEB. */
    return g_strdup_printf (
        ngettext ("%s %s On %u record that was not learned from: F1 %s of VEB, %s of SVEB.",
                  "%s %s On %u records that were not learned from: F1 %s of VEB, %s of SVEB.",
                  self->figures->records->len),
        end, best, self->figures->records->len, v, sv);
  }
  /* Translators: two sentences: why the run ended, and which epoch was best. */
  return g_strdup_printf (_ ("%s %s"), end, best);
}

char *
ectopy_run_describe_notes (EctopyRun *self)
{
  GString *text;

  if (self->notes == NULL || self->notes->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < self->notes->len; i++) {
    g_autofree char *note = ectopy_stored_text_shown (g_ptr_array_index (self->notes, i));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", note);
  }
  return g_string_free (text, FALSE);
}
