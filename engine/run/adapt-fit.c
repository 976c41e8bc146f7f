/* SPDX-License-Identifier: MIT */
#include "engine/run/adapt-private.h"

#include "engine/core/error.h"
#include "engine/learn/card.h"
#include "engine/learn/context-examples.h"
#include "engine/nn/gemm.h"

#include <glib/gi18n.h>
#include <string.h>

/* How a copy is trained: a few hundred steps, with a third of the rate that the model had. */
#define EPOCHS        10
#define BATCH_SIZE    32
#define EPOCH_BEATS   (32 * BATCH_SIZE)
#define LEARNING_RATE 1e-3
#define AUGMENT       0.5
#define SMOOTHING     0.02

static void
set_up (EctopyFitSettings *settings, guint64 seed)
{
  ectopy_fit_settings_init (settings);
  settings->seed = seed;
  settings->epochs = EPOCHS;
  settings->batch_size = BATCH_SIZE;
  settings->epoch_beats = EPOCH_BEATS;
  settings->learning_rate = LEARNING_RATE;
  settings->schedule = ECTOPY_SCHEDULE_COSINE;
  settings->warm_up = 0;
  settings->early_stop = 0;
  settings->best_by = ECTOPY_BEST_BY_LAST;
  settings->validation_split = 0;
  settings->smote = FALSE;
  settings->class_weights = ECTOPY_CLASS_WEIGHTS_NONE;
  settings->augment = AUGMENT;
  settings->label_smoothing = SMOOTHING;
  settings->weight_decay = 0;
  settings->clip_norm = 5;
  settings->average = 0;
  settings->members = 1;
}

/* ---- Time ---- */

/* Ends the fit when its time is over, or the caller wants no more. */
static void
look_at_clock (EctopyAdaptClock *clock)
{
  if (g_cancellable_is_cancelled (clock->cancellable))
    g_cancellable_cancel (clock->stop);
  if (g_get_monotonic_time () < clock->end)
    return;
  clock->is_cut_short = TRUE;
  g_cancellable_cancel (clock->stop);
}

static void
epoch_cb (const EctopyEpoch *epoch, gpointer user_data)
{
  EctopyAdaptClock *clock = user_data;
  const EctopyAdaptJob *job = clock->job;

  if (epoch->epoch < EPOCHS)
    look_at_clock (clock);
  if (job->progress != NULL)
    job->progress (clock->stage,
                   (clock->n_done + (double) epoch->epoch / EPOCHS) / MAX (clock->n_fits, 1),
                   job->progress_data);
}

static void
moment_cb (const EctopyFitMoment *moment, gpointer user_data)
{
  look_at_clock (user_data);
}

/* ---- A network ---- */

/* (transfer full) (nullable): a model of one network of another. */
static EctopyModel *
take_out (EctopyModel *model, guint member, GError **error)
{
  EctopyNetwork *network = ectopy_network_copy (ectopy_model_get_member (model, member), error);

  return network != NULL ? ectopy_model_new (network, ectopy_model_get_scaling (model),
                                             ectopy_model_get_scaler (model))
                         : NULL;
}

/* (transfer full) (nullable): the network @member, trained; as it was where there was no time. */
static EctopyModel *
fit_member (const EctopyExamples *examples,
            guint member,
            EctopyAdaptClock *clock,
            guint *n_learned,
            GError **error)
{
  EctopyModel *model = clock->job->model;
  g_autoptr (EctopyModel) start = take_out (model, member, error);
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  g_autoptr (GError) reason = NULL;
  EctopyFitSettings settings;
  EctopyFitJob job = {
    .training_examples = examples,
    .spec = ectopy_model_get_network (model)->spec,
    .start = start,
    .settings = &settings,
    .workers = clock->job->workers,
    .epoch_done = epoch_cb,
    .moment = moment_cb,
    .user_data = clock,
  };
  EctopyModel *fitted;

  if (start == NULL)
    return NULL;
  set_up (&settings, clock->job->seed + member);
  g_clear_object (&clock->stop);
  clock->stop = g_cancellable_new ();
  fitted = ectopy_fit (&job, log, NULL, NULL, clock->stop, &reason);
  ectopy_fit_settings_clear (&settings);
  clock->n_done++;
  if (g_cancellable_set_error_if_cancelled (clock->cancellable, error)) {
    g_clear_object (&fitted);
    return NULL;
  }
  if (fitted != NULL) {
    (*n_learned)++;
    return fitted;
  }
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&start);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

EctopyModel *
ectopy_adapt_fit (const EctopyAdaptData *data,
                  const double *weights,
                  EctopyAdaptClock *clock,
                  gint64 deadline,
                  guint *n_learned,
                  GError **error)
{
  EctopyModel *model = clock->job->model;
  const EctopyContextDraw draw = {
    .augment = AUGMENT,
    .epoch_rows = EPOCH_BEATS,
    .weights = weights,
  };
  g_autoptr (EctopyContextExamples) examples = ectopy_context_examples_new (
      data->set, NULL, ectopy_model_get_length (model), &draw, ectopy_model_get_scaler (model),
      _ ("there are no beats to learn from"), error);
  g_autoptr (EctopyModel) copy = NULL;

  *n_learned = 0;
  if (examples == NULL)
    return NULL;
  for (guint m = 0; m < ectopy_model_get_n_members (model); m++) {
    const gint64 now = g_get_monotonic_time ();
    g_autoptr (EctopyModel) fitted = NULL;
    EctopyNetwork *network;

    clock->end = now + MAX (deadline - now, 0) / (gint64) MAX (clock->n_fits - clock->n_done, 1);
    fitted = fit_member (ectopy_context_examples_get (examples), m, clock, n_learned, error);
    if (fitted == NULL)
      return NULL;
    if (copy == NULL) {
      copy = g_steal_pointer (&fitted);
      continue;
    }
    network = ectopy_network_copy (ectopy_model_get_network (fitted), error);
    if (network == NULL)
      return NULL;
    ectopy_model_add_member (copy, network);
  }
  ectopy_model_set_temperature (copy, ectopy_model_get_temperature (model));
  ectopy_model_take_familiarity (copy,
                                 ectopy_familiarity_copy (ectopy_model_get_familiarity (model)));
  return g_steal_pointer (&copy);
}

/* ---- The card ---- */

G_GNUC_PRINTF (3, 4)
static void
set (EctopyModel *model, const char *key, const char *format, ...)
{
  va_list args;
  g_autofree char *value = NULL;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  ectopy_model_set_card (model, key, value);
}

/* What the model as it was says of itself; its figures are not those of the copy. */
static void
keep_original (EctopyModel *copy, EctopyModel *model)
{
  static const char *const same[] = { "network", "parameters", "known-failures", "notice", NULL };
  g_autoptr (GPtrArray) keys = ectopy_model_list_card (model);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    g_autofree char *name = g_strconcat ("original-", key, NULL);

    if (g_strv_contains (same, key))
      ectopy_model_set_card (copy, key, ectopy_model_get_card (model, key));
    else if (!g_str_has_prefix (key, "original-"))
      ectopy_model_set_card (copy, name, ectopy_model_get_card (model, key));
  }
}

/* (transfer full): "recordings (adapted)". */
static char *
name_of (EctopyModel *model)
{
  const char *name = ectopy_model_get_name (model);
  g_autofree char *stem = g_strdup (name != NULL ? name : "model");

  if (g_str_has_suffix (stem, ".safetensors"))
    stem[strlen (stem) - strlen (".safetensors")] = '\0';
  return g_str_has_suffix (stem, "(adapted)") ? g_steal_pointer (&stem)
                                              : g_strconcat (stem, " (adapted)", NULL);
}

void
ectopy_adapt_write_card (const EctopyAdaptJob *job, const EctopyAdaptation *adaptation)
{
  EctopyModel *copy = adaptation->model, *model = job->model;
  const char *digest = ectopy_model_get_digest (model);
  g_autofree char *date = ectopy_card_date ();
  g_autofree char *name = name_of (model);
  g_autofree char *settings_text = NULL;
  g_autoptr (GString) counts = g_string_new (NULL);
  EctopyFitSettings settings;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    size_t n = 0;

    for (guint k = 0; k < ECTOPY_N_CLASSES; k++)
      n += adaptation->before[c][k];
    g_string_append_printf (counts, " %c %zu", ectopy_beat_class_letter (c), n);
  }
  set_up (&settings, job->seed);
  settings_text = ectopy_fit_settings_to_text (&settings);
  ectopy_fit_settings_clear (&settings);
  set (copy, "program", "Ectopy %s", job->version);
  ectopy_model_set_card (copy, "date", date);
  set (copy, "adapted-from", "sha256:%s", digest != NULL ? digest : "unknown");
  set (copy, "adapted-on", "%zu beats of one recording that a person looked at:%s; %s",
       adaptation->n_said, counts->str, date);
  set (copy, "adapted-figures",
       "of these beats %zu had the class that the person gave before, %zu after, each judged by a "
       "copy that did not learn from it (%d-fold cross-validation)%s",
       ectopy_adapt_count_right (adaptation->before), ectopy_adapt_count_right (adaptation->after),
       ECTOPY_ADAPT_FOLDS, adaptation->is_cut_short ? "; cut short by the time limit" : "");
  ectopy_model_set_card (
      copy, "protocol",
      N_ ("Adapted to one recording by beats that a person looked at in it. Figures of an adapted "
          "model are never comparable to patient-wise ones: it has learned from the patient it is "
          "judged on, and nothing is known of it on others. What begins with “original” is of the "
          "model before."));
  set (copy, "seed", "%" G_GUINT64_FORMAT, job->seed);
  ectopy_model_set_card (copy, "settings", settings_text);
  ectopy_model_set_card (copy, "blas", ectopy_blas_describe ());
  keep_original (copy, model);
  ectopy_model_set_card (copy, "notice", "For research and education, not for diagnosis.");
  ectopy_model_set_name (copy, name);
}
