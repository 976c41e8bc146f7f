/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/evaluate/confusion.h"
#include "engine/evaluate/metrics.h"
#include "engine/learn/classify.h"
#include "engine/learn/file-language.h"
#include "engine/learn/fit-job.h"
#include "engine/learn/fit-state.h"
#include "engine/learn/row-examples.h"
#include "engine/learn/smote.h"
#include "engine/learn/stored-text.h"
#include "engine/nn/adam.h"
#include "engine/nn/floats.h"
#include "engine/nn/pass.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Independent sequences of the seed; those that a run needs many of begin at a multiple. */
enum {
  STREAM_WEIGHTS = 1, /* of the first network */
  STREAM_SMOTE = 2,
  STREAM_MEMBER = 1 << 10,  /* + number of a further network: its weights */
  STREAM_ORDER = 1 << 20,   /* + epoch */
  STREAM_DROPOUT = 1 << 24, /* the steps' keys are drawn from it by number */
  STREAM_AUGMENT = 1 << 28, /* + epoch; then one sequence a row, or a place where rows are drawn */
};

#define VALIDATION_BLOCK 512

/* Microseconds between two moments told. */
#define MOMENT_INTERVAL 100000

typedef struct {
  const EctopyFitJob *job;
  const EctopyFitSettings *settings;
  const EctopyExamples *training;   /* after SMOTE */
  const EctopyExamples *validation; /* or NULL */
  EctopyRowExamples training_rows;  /* behind them, if they are of data sets */
  EctopyRowExamples validation_rows;
  EctopyScaler scaler;
  double class_weights[ECTOPY_N_CLASSES];
  char *identity; /* tells this run from others */
  gboolean has_lost_checkpoint;

  EctopyFitState state;
  EctopyAdam adam;
  EctopyPass *pass;
  EctopyPass *validation_pass; /* of the average, or of the network itself */
  float *gradients;
  float *targets; /* [batch_size, 5] */
  size_t *order;  /* rows of this epoch */
  size_t n_order;
  float *validation_probabilities;

  /* of the batch at hand */
  const EctopyExamples *source;
  const size_t *batch; /* rows, or NULL for those from first_row on */
  size_t first_row;
  gboolean is_training;
  guint64 augment_seed;
} Fit;

/* ---- What comes in ---- */

static void
fill (size_t item, float *input, guint thread, gpointer user_data)
{
  const Fit *fit = user_data;
  const EctopyExamples *source = fit->source;
  const size_t row = fit->batch != NULL ? fit->batch[item] : fit->first_row + item;
  EctopyRng rng;

  /* A row that is drawn twice in an epoch is changed twice. */
  if (fit->is_training)
    ectopy_rng_init (&rng, fit->augment_seed,
                     source->draw != NULL ? (guint64) (fit->batch + item - fit->order) : row);
  source->fill (source, row, fit->is_training ? &rng : NULL, thread, input);
}

static guint64
draw (guint64 seed, guint64 stream)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, seed, stream);
  return ectopy_rng_next (&rng);
}

/* The rows of an epoch in random order; easy ones take part now and then. */
static void
choose_rows (Fit *fit)
{
  const EctopyFitState *state = &fit->state;
  const gboolean all = fit->settings->easy_share >= 1 || state->epoch - state->first_epoch < 2;
  EctopyRng rng;

  ectopy_rng_init (&rng, fit->settings->seed, STREAM_ORDER + state->epoch);
  fit->n_order = 0;
  if (fit->training->draw != NULL) {
    fit->n_order = fit->training->epoch_rows;
    fit->training->draw (fit->training, &rng, fit->order);
    return;
  }
  for (size_t i = 0; i < state->n_rows; i++)
    if (all || (double) state->last_seen[i] < fit->settings->easy_above ||
        ectopy_rng_uniform (&rng) < fit->settings->easy_share)
      fit->order[fit->n_order++] = i;
  for (size_t i = 0; fit->n_order < 2; i++) /* all are easy: two, so that there is a step */
    fit->order[fit->n_order++] = i;
  ectopy_rng_shuffle (&rng, fit->order, fit->n_order);
}

static void
set_targets (Fit *fit, const size_t *rows, size_t n)
{
  const guint8 *labels = fit->training->labels;
  const double spread = fit->settings->label_smoothing;

  for (size_t i = 0; i < n; i++)
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      const guint label = labels[rows[i]];
      const double target = spread / ECTOPY_N_CLASSES + (c == label ? 1 - spread : 0);

      fit->targets[i * ECTOPY_N_CLASSES + c] = (float) (fit->class_weights[label] * target);
    }
}

/* ---- An epoch ---- */

/* @done: epochs, with the share of the present one. */
static double
learning_rate (const Fit *fit, double done)
{
  const EctopyFitSettings *s = fit->settings;
  double rate = s->learning_rate * fit->state.rate_factor;

  if (s->schedule == ECTOPY_SCHEDULE_PLATEAU)
    rate = MAX (rate, MIN (s->smallest_rate, s->learning_rate));
  if (s->schedule == ECTOPY_SCHEDULE_COSINE)
    rate *= 0.01 + 0.99 * (1 + cos (G_PI * done / s->epochs)) / 2;
  if (done < s->warm_up)
    rate *= MIN (1, 0.01 + done / s->warm_up);
  return rate;
}

typedef struct {
  gint64 begin; /* later by the time that was not spent on training */
  gint64 told;
  double loss; /* sums */
  size_t n_right;
  size_t n_seen;
  double rate;
} Tally;

static void
tell_moment (const Fit *fit, Tally *tally)
{
  const gint64 now = g_get_monotonic_time ();
  gint64 held;

  if (fit->job->moment == NULL || now - tally->told < MOMENT_INTERVAL)
    return;
  fit->job->moment (
      &(EctopyFitMoment){
          .epoch = fit->state.epoch + 1,
          .n_epochs = ectopy_fit_settings_count_epochs (fit->settings),
          .fraction = (double) tally->n_seen / (double) fit->n_order,
          .loss = tally->loss / (double) tally->n_seen,
          .accuracy = (double) tally->n_right / (double) tally->n_seen,
          .beats_per_second = (double) tally->n_seen * 1e6 / (double) MAX (now - tally->begin, 1),
          .learning_rate = tally->rate,
      },
      fit->job->user_data);
  held = g_get_monotonic_time () - now;
  tally->begin += held;
  tally->told = now + held;
}

static void
count_step (Fit *fit, const EctopyTrainStep *step, const size_t *rows, Tally *tally)
{
  const guint8 *labels = fit->training->labels;

  tally->loss += step->loss;
  tally->n_seen += step->n_items;
  for (size_t i = 0; i < step->n_items; i++) {
    const float *p = step->probabilities + i * ECTOPY_N_CLASSES;

    fit->state.last_seen[rows[i]] = p[labels[rows[i]]];
    tally->n_right += ectopy_classify_most_probable (p) == labels[rows[i]] ? 1 : 0;
  }
}

/* Returns: FALSE when a value is no longer finite. */
static gboolean
run_step (Fit *fit, const size_t *rows, size_t n, Tally *tally)
{
  EctopyFitState *state = &fit->state;
  EctopyNetwork *network = state->network;
  EctopyTrainStep step = {
    .n_items = n,
    .fill = fill,
    .user_data = fit,
    .targets = fit->targets,
    .key = draw (fit->settings->seed, (guint64) STREAM_DROPOUT * 256 + state->step),
    .network = network,
    .gradients = fit->gradients,
  };
  double norm;

  fit->source = fit->training;
  fit->batch = rows;
  fit->is_training = TRUE;
  set_targets (fit, rows, n);
  ectopy_pass_train (fit->pass, fit->job->workers, &step);
  tally->rate = learning_rate (fit, state->epoch - state->first_epoch +
                                        (double) tally->n_seen / (double) fit->n_order);
  count_step (fit, &step, rows, tally);
  if (!isfinite (step.loss))
    return FALSE;
  norm = ectopy_adam_step (&fit->adam, fit->job->workers, state->step - state->first_step + 1,
                           tally->rate, network->plan->n_parameters, network->plan->n_decayed,
                           fit->gradients, network->parameters, state->moments,
                           state->average != NULL ? state->average->parameters : NULL);
  if (!isfinite (norm))
    return FALSE;
  state->step++;
  if (state->average != NULL)
    ectopy_adam_average (&fit->adam, state->step - state->first_step, network->plan->n_states,
                         network->states, state->average->states);
  return TRUE;
}

/* Returns: how the epoch ended: finished, interrupted or diverged. */
static EctopyFitEnd
run_epoch (Fit *fit, Tally *tally, GCancellable *cancellable)
{
  *tally = (Tally){ .begin = g_get_monotonic_time () };
  choose_rows (fit);
  fit->augment_seed = draw (fit->settings->seed, (guint64) STREAM_AUGMENT * 256 + fit->state.epoch);
  for (size_t first = 0; first < fit->n_order; first += fit->settings->batch_size) {
    const size_t n = MIN (fit->settings->batch_size, fit->n_order - first);

    /* The statistics of a small remainder would be chance; its beats come again, in another order. */
    if (first > 0 && n < MAX (2, fit->settings->batch_size / 8))
      break;
    if (!run_step (fit, fit->order + first, n, tally))
      return ECTOPY_FIT_DIVERGED;
    if (g_cancellable_is_cancelled (cancellable))
      return ECTOPY_FIT_INTERRUPTED;
    tell_moment (fit, tally);
  }
  return ECTOPY_FIT_FINISHED;
}

/* ---- Judging it ---- */

static const EctopyNetwork *
judged_network (const Fit *fit)
{
  return fit->state.average != NULL ? fit->state.average : fit->state.network;
}

static void
validate (Fit *fit, EctopyEpoch *epoch)
{
  const size_t n_rows = fit->validation->n_rows;
  const guint8 *labels = fit->validation->labels;
  EctopyConfusion confusion = { 0 };
  EctopyMetrics metrics;
  double loss = 0;

  ectopy_pass_prepare (fit->validation_pass);
  fit->source = fit->validation;
  fit->batch = NULL;
  fit->is_training = FALSE;
  for (size_t first = 0; first < n_rows; first += VALIDATION_BLOCK) {
    const size_t n = MIN (VALIDATION_BLOCK, n_rows - first);
    const float *p;

    fit->first_row = first;
    p = ectopy_pass_predict (fit->validation_pass, fit->job->workers, n, fill, fit);
    for (size_t i = 0; i < n; i++, p += ECTOPY_N_CLASSES) {
      loss -= log (MAX ((double) p[labels[first + i]], 1e-30));
      ectopy_confusion_add (&confusion, labels[first + i], ectopy_classify_most_probable (p));
    }
  }
  ectopy_metrics_compute (&metrics, &confusion);
  epoch->val_loss = loss / (double) n_rows;
  epoch->val_accuracy = metrics.accuracy;
  epoch->val_macro_f1 = metrics.macro.f1;
}

static double
score (const Fit *fit, const EctopyEpoch *epoch)
{
  if (fit->validation == NULL || fit->settings->best_by == ECTOPY_BEST_BY_LAST)
    return epoch->epoch;
  if (fit->settings->best_by == ECTOPY_BEST_BY_MACRO_F1)
    return epoch->val_macro_f1;
  return fit->settings->best_by == ECTOPY_BEST_BY_LOSS ? -epoch->val_loss : epoch->val_accuracy;
}

/* Keeps the best, and lets the schedule know. */
static void
settle_epoch (Fit *fit, const EctopyEpoch *epoch)
{
  EctopyFitState *state = &fit->state;
  const EctopyNetwork *judged = judged_network (fit);
  const double loss = fit->validation != NULL ? epoch->val_loss : epoch->loss;

  ectopy_training_log_append (state->log, epoch);
  if (score (fit, epoch) > state->best_score) {
    state->best_score = score (fit, epoch);
    memcpy (state->best->parameters, judged->parameters,
            judged->plan->n_parameters * sizeof (float));
    memcpy (state->best->states, judged->states, judged->plan->n_states * sizeof (float));
    ectopy_training_log_set_best (state->log, epoch->epoch);
  }
  if (loss < state->least_loss) {
    state->least_loss = loss;
    state->since_least = state->waited = 0;
    return;
  }
  state->since_least++;
  if (++state->waited >= fit->settings->plateau_patience &&
      fit->settings->schedule == ECTOPY_SCHEDULE_PLATEAU) {
    state->rate_factor *= fit->settings->plateau_factor;
    state->waited = 0;
  }
}

static EctopyEpoch
describe_epoch (const Fit *fit, const Tally *tally)
{
  const double seconds = (double) (g_get_monotonic_time () - tally->begin) * 1e-6;

  return (EctopyEpoch){
    .epoch = fit->state.epoch,
    .loss = tally->loss / (double) tally->n_seen,
    .accuracy = (double) tally->n_right / (double) tally->n_seen,
    .val_loss = NAN,
    .val_accuracy = NAN,
    .val_macro_f1 = NAN,
    .learning_rate = tally->rate,
    .seconds = seconds,
    .beats_per_second = (double) tally->n_seen / MAX (seconds, 1e-6),
  };
}

/* The loss of a step is judged before the step is made: what the last one led to shows here. */
static gboolean
is_finite_network (const EctopyNetwork *network)
{
  float sum = 0;

  /* 0 x value is 0 of a finite value and NaN of any other. */
  for (size_t i = 0; i < network->plan->n_parameters; i++)
    sum += 0 * network->parameters[i];
  for (size_t i = 0; i < network->plan->n_states; i++)
    sum += 0 * network->states[i];
  return sum == 0;
}

/* ---- The run ---- */

static EctopyFitEnd
end_with (Fit *fit, EctopyFitEnd end)
{
  EctopyTrainingLog *log = fit->state.log;
  g_autofree char *reason = NULL;

  if (end == ECTOPY_FIT_FINISHED)
    reason = g_strdup_printf ("all %u epochs done", fit->state.epoch);
  else if (end == ECTOPY_FIT_STOPPED)
    reason = g_strdup_printf ("no better validation loss for %u epochs", fit->state.since_least);
  else if (end == ECTOPY_FIT_INTERRUPTED)
    reason = g_strdup_printf ("interrupted in epoch %u", fit->state.epoch + 1);
  else
    reason = g_strdup_printf ("a value was no longer finite in epoch %u, step %" G_GUINT64_FORMAT,
                              fit->state.epoch + 1, fit->state.step + 1);
  ectopy_training_log_set_stop_reason (log, reason);
  return end;
}

/* Why it failed stands in a note, which the model's card keeps. */
static gboolean
save_for_note (const Fit *fit, GError **cause)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();

  return ectopy_fit_state_save (&fit->state, fit->identity, fit->job->checkpoint, cause);
}

/* Writes the checkpoint, if there is to be one. Returns: whether the run may go on. */
static gboolean
keep_state (Fit *fit, GPtrArray *notes, GError **error)
{
  const EctopyFitJob *job = fit->job;
  g_autoptr (GError) cause = NULL;

  if (job->checkpoint == NULL)
    return TRUE;
  if (!job->checkpoint_is_optional)
    return ectopy_fit_state_save (&fit->state, fit->identity, job->checkpoint, error);
  if (save_for_note (fit, &cause))
    return TRUE;
  if (notes != NULL && !fit->has_lost_checkpoint)
    g_ptr_array_add (notes,
                     g_strdup_printf ("the checkpoint could not be written: %s", cause->message));
  fit->has_lost_checkpoint = TRUE;
  return TRUE;
}

/* What a network begins with: weights of chance, or those of the model that the run starts from. */
static void
set_weights (const Fit *fit, EctopyNetwork *network, guint member, guint64 stream)
{
  EctopyRng rng;

  if (fit->job->start != NULL) {
    const EctopyNetwork *from = ectopy_model_get_member (fit->job->start, member);

    memcpy (network->parameters, from->parameters, from->plan->n_parameters * sizeof (float));
    memcpy (network->states, from->states, from->plan->n_states * sizeof (float));
    return;
  }
  ectopy_rng_init (&rng, fit->settings->seed, stream);
  ectopy_network_init_weights (network, &rng);
}

/* The next network of several: other weights, other draws, and nothing of the last one. */
static void
begin_member (Fit *fit)
{
  const guint member = fit->state.member + 1;

  set_weights (fit, fit->state.network, member, STREAM_MEMBER + member);
  ectopy_fit_state_next_member (&fit->state);
}

static gboolean
run_epochs (Fit *fit,
            GPtrArray *notes,
            EctopyFitEnd *end,
            GCancellable *cancellable,
            GError **error)
{
  EctopyFitState *state = &fit->state;

  for (;;) {
    const gboolean is_over = state->epoch - state->first_epoch >= fit->settings->epochs;
    const gboolean is_stopped = !is_over && fit->validation != NULL &&
                                fit->settings->early_stop > 0 &&
                                state->since_least >= fit->settings->early_stop;
    EctopyEpoch epoch;
    Tally tally;

    if (is_over || is_stopped) {
      if (state->member + 1 == state->n_members) {
        *end = end_with (fit, is_over ? ECTOPY_FIT_FINISHED : ECTOPY_FIT_STOPPED);
        return TRUE;
      }
      begin_member (fit);
    }
    *end = run_epoch (fit, &tally, cancellable);
    if (*end == ECTOPY_FIT_FINISHED && !is_finite_network (state->network))
      *end = ECTOPY_FIT_DIVERGED;
    if (*end != ECTOPY_FIT_FINISHED) {
      end_with (fit, *end);
      return TRUE;
    }
    state->epoch++;
    epoch = describe_epoch (fit, &tally);
    if (fit->validation != NULL)
      validate (fit, &epoch);
    settle_epoch (fit, &epoch);
    if (!keep_state (fit, notes, error))
      return FALSE;
    if (fit->job->epoch_done != NULL)
      fit->job->epoch_done (&epoch, fit->job->user_data);
  }
}

static void
set_class_weights (Fit *fit)
{
  size_t counts[ECTOPY_N_CLASSES] = { 0 };
  const double n = (double) fit->training->n_rows;

  for (size_t i = 0; i < fit->training->n_rows; i++)
    counts[fit->training->labels[i]]++;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (fit->settings->class_weights == ECTOPY_CLASS_WEIGHTS_OWN)
      fit->class_weights[c] = fit->settings->own_weights[c];
    else if (fit->settings->class_weights == ECTOPY_CLASS_WEIGHTS_BALANCED && counts[c] > 0)
      fit->class_weights[c] = n / (ECTOPY_N_CLASSES * (double) counts[c]);
    else
      fit->class_weights[c] = 1;
}

static gboolean
prepare_data (Fit *fit, GPtrArray *notes, GCancellable *cancellable, GError **error)
{
  const EctopyFitJob *job = fit->job;
  const guint n_threads = ectopy_workers_get_n_threads (job->workers);
  g_autoptr (GPtrArray) said = NULL;
  g_autoptr (EctopyDataset) balanced = NULL;

  if (job->training_examples != NULL) {
    fit->training = job->training_examples;
    fit->validation = job->validation_examples;
    return TRUE;
  }
  ectopy_scaler_init_fit (&fit->scaler, ectopy_dataset_get_samples (job->training),
                          ectopy_dataset_get_n_rows (job->training),
                          ectopy_dataset_get_length (job->training));
  if (fit->settings->smote) {
    balanced = ectopy_smote (job->training, ECTOPY_SMOTE_NEIGHBOURS,
                             draw (fit->settings->seed, STREAM_SMOTE), job->workers, job->progress,
                             job->user_data, cancellable, &said, error);
    if (balanced == NULL)
      return FALSE;
  }
  for (guint i = 0; said != NULL && notes != NULL && i < said->len; i++)
    g_ptr_array_add (notes, g_strdup (g_ptr_array_index (said, i)));
  ectopy_row_examples_init (&fit->training_rows, balanced != NULL ? balanced : job->training,
                            fit->settings->scaling, &fit->scaler, fit->settings->augment,
                            n_threads);
  fit->training = &fit->training_rows.examples;
  if (job->validation == NULL)
    return TRUE;
  ectopy_row_examples_init (&fit->validation_rows, job->validation, fit->settings->scaling,
                            &fit->scaler, 0, n_threads);
  fit->validation = &fit->validation_rows.examples;
  return TRUE;
}

static gboolean
prepare_state (Fit *fit, EctopyTrainingLog *log, GError **error)
{
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (fit->job->spec->text, fit->job->spec->name,
                                                       error);
  EctopyNetwork *network;

  if (spec == NULL)
    return FALSE;
  network = ectopy_network_new (spec, error);
  if (network == NULL)
    return FALSE;
  set_weights (fit, network, 0, STREAM_WEIGHTS);
  return ectopy_fit_state_init (&fit->state, network, fit->settings->average > 0,
                                fit->settings->members, fit->training->n_rows, log, error);
}

static gboolean
prepare_memory (Fit *fit, GError **error)
{
  const EctopyNetwork *network = fit->state.network;
  const guint n_threads = ectopy_workers_get_n_threads (fit->job->workers);

  fit->gradients = ectopy_floats_new (network->plan->n_parameters, error);
  if (fit->gradients == NULL)
    return FALSE;
  fit->pass = ectopy_pass_new (network, fit->settings->batch_size, n_threads, TRUE, error);
  if (fit->pass == NULL)
    return FALSE;
  fit->targets = g_try_new (float, fit->settings->batch_size *ECTOPY_N_CLASSES);
  fit->order = g_try_new (size_t, MAX (fit->state.n_rows, fit->training->epoch_rows));
  if (fit->targets == NULL || fit->order == NULL)
    return ectopy_memory_fail_beats (MAX (fit->state.n_rows, fit->training->epoch_rows), error);
  if (fit->validation == NULL)
    return TRUE;
  fit->validation_pass = ectopy_pass_new (judged_network (fit), VALIDATION_BLOCK, n_threads, FALSE,
                                          error);
  return fit->validation_pass != NULL;
}

static gboolean
prepare (Fit *fit,
         EctopyTrainingLog *log,
         GPtrArray *notes,
         GCancellable *cancellable,
         GError **error)
{
  const EctopyFitSettings *s = fit->settings;

  fit->adam = (EctopyAdam){
    .beta1 = 0.9,
    .beta2 = 0.999,
    .epsilon = s->adam_epsilon,
    .decay = s->weight_decay,
    .clip_norm = s->clip_norm,
    .average_decay = s->average,
  };
  if (!prepare_data (fit, notes, cancellable, error))
    return FALSE;
  fit->identity = ectopy_fit_job_identify (fit->job, fit->training, fit->validation);
  set_class_weights (fit);
  return prepare_state (fit, log, error) && prepare_memory (fit, error) &&
         (fit->job->resume == NULL ||
          ectopy_fit_state_load (&fit->state, fit->identity, fit->job->resume, error));
}

static void
clear (Fit *fit)
{
  ectopy_pass_free (fit->pass);
  ectopy_pass_free (fit->validation_pass);
  ectopy_fit_state_clear (&fit->state);
  ectopy_floats_free (fit->gradients);
  ectopy_scaler_clear (&fit->scaler);
  ectopy_row_examples_clear (&fit->training_rows);
  ectopy_row_examples_clear (&fit->validation_rows);
  g_free (fit->targets);
  g_free (fit->order);
  g_free (fit->identity);
}

static EctopyModel *
fail_before_first (const Fit *fit, EctopyFitEnd end, GError **error)
{
  g_autofree char *why = ectopy_stored_text_shown (fit->state.log->stop_reason);

  if (end == ECTOPY_FIT_INTERRUPTED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("interrupted before the first epoch was done"));
  else
    g_set_error_literal (error, ECTOPY_ERROR, ECTOPY_ERROR_DIVERGED, why);
  return NULL;
}

/* The best model, or why there is none. */
static EctopyModel *
take_best (Fit *fit, EctopyFitEnd end, GError **error)
{
  const gboolean is_half = fit->state.epoch == fit->state.first_epoch; /* of its first epoch */
  EctopyModel *model = NULL;

  if (fit->state.epoch == 0)
    return fail_before_first (fit, end, error);
  /* The network at hand counts if an epoch of it was done; finished ones always do. */
  for (guint m = 0; m <= fit->state.member; m++) {
    EctopyNetwork *network;

    if (m == fit->state.member && is_half)
      break;
    network = m < fit->state.member ? ectopy_fit_state_take_finished (&fit->state, m, error)
                                    : g_steal_pointer (&fit->state.best);
    if (network == NULL) {
      g_clear_object (&model);
      break;
    }
    if (model == NULL)
      model = ectopy_model_new (network, fit->training->scaling, fit->training->scaler);
    else
      ectopy_model_add_member (model, network);
  }
  return model;
}

EctopyModel *
ectopy_fit (const EctopyFitJob *job,
            EctopyTrainingLog *log,
            GPtrArray *notes,
            EctopyFitEnd *end,
            GCancellable *cancellable,
            GError **error)
{
  Fit fit = { .job = job, .settings = job->settings };
  EctopyFitEnd ended = ECTOPY_FIT_FINISHED;
  EctopyModel *model = NULL;

  if (!ectopy_fit_job_check (job, error))
    return NULL;
  if (prepare (&fit, log, notes, cancellable, error) &&
      run_epochs (&fit, notes, &ended, cancellable, error))
    model = take_best (&fit, ended, error);
  clear (&fit);
  if (end != NULL)
    *end = ended;
  return model;
}
