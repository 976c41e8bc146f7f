/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit-state.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/model-file/safetensors.h"
#include "engine/nn/floats.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FORMAT "ectopy-checkpoint-2"

/* Numbers of a log's epoch, and those of the state that are no arrays. */
enum { EPOCH_NUMBERS = 9, STATE_NUMBERS = 11 };

/* Floats of a finished network. */
static size_t
finished_len (const EctopyFitState *state)
{
  return state->network->plan->n_parameters + state->network->plan->n_states;
}

gboolean
ectopy_fit_state_init (EctopyFitState *state,
                       EctopyNetwork *network,
                       gboolean with_average,
                       guint n_members,
                       size_t n_rows,
                       EctopyTrainingLog *log,
                       GError **error)
{
  *state = (EctopyFitState){
    .network = network,
    .n_rows = n_rows,
    .n_members = n_members,
    .best_score = -INFINITY,
    .least_loss = INFINITY,
    .rate_factor = 1,
    .log = log,
  };
  if (with_average && (state->average = ectopy_network_copy (network, error)) == NULL)
    return FALSE;
  state->best = ectopy_network_copy (network, error);
  if (state->best == NULL)
    return FALSE;
  state->moments = ectopy_floats_new (2 * network->plan->n_parameters, error);
  if (state->moments == NULL)
    return FALSE;
  state->last_seen = ectopy_floats_new (n_rows, error);
  if (state->last_seen == NULL)
    return FALSE;
  state->finished = ectopy_floats_new ((n_members - 1) * finished_len (state), error);
  return state->finished != NULL;
}

void
ectopy_fit_state_clear (EctopyFitState *state)
{
  ectopy_network_free (state->network);
  ectopy_network_free (state->average);
  ectopy_network_free (state->best);
  ectopy_floats_free (state->moments);
  ectopy_floats_free (state->last_seen);
  ectopy_floats_free (state->finished);
  *state = (EctopyFitState){ 0 };
}

static void
copy_weights (EctopyNetwork *to, const float *parameters, const float *states)
{
  memcpy (to->parameters, parameters, to->plan->n_parameters * sizeof (float));
  memcpy (to->states, states, to->plan->n_states * sizeof (float));
}

void
ectopy_fit_state_next_member (EctopyFitState *state)
{
  const EctopyPlan *plan = state->network->plan;
  float *kept = state->finished + state->member * finished_len (state);

  g_assert (state->member + 1 < state->n_members);

  memcpy (kept, state->best->parameters, plan->n_parameters * sizeof (float));
  memcpy (kept + plan->n_parameters, state->best->states, plan->n_states * sizeof (float));
  if (state->average != NULL)
    copy_weights (state->average, state->network->parameters, state->network->states);
  memset (state->moments, 0, 2 * plan->n_parameters * sizeof (float));
  memset (state->last_seen, 0, state->n_rows * sizeof (float));
  state->member++;
  state->first_epoch = state->epoch;
  state->first_step = state->step;
  state->best_score = -INFINITY;
  state->least_loss = INFINITY;
  state->since_least = state->waited = 0;
  state->rate_factor = 1;
}

EctopyNetwork *
ectopy_fit_state_take_finished (const EctopyFitState *state, guint member, GError **error)
{
  const float *kept = state->finished + member * finished_len (state);
  EctopyNetwork *network = ectopy_network_copy (state->network, error);

  if (network != NULL)
    copy_weights (network, kept, kept + network->plan->n_parameters);
  return network;
}

typedef struct {
  const char *name;
  size_t n;
  float *data;
} FloatArray;

enum { MAX_ARRAYS = 9 };

/* The float arrays of the state, in the order of the file. */
static guint
list_arrays (const EctopyFitState *state, FloatArray arrays[MAX_ARRAYS])
{
  const size_t n_parameters = state->network->plan->n_parameters;
  const size_t n_states = state->network->plan->n_states;
  guint n = 0;

  arrays[n++] = (FloatArray){ "parameters", n_parameters, state->network->parameters };
  arrays[n++] = (FloatArray){ "states", n_states, state->network->states };
  arrays[n++] = (FloatArray){ "best.parameters", n_parameters, state->best->parameters };
  arrays[n++] = (FloatArray){ "best.states", n_states, state->best->states };
  arrays[n++] = (FloatArray){ "moments", 2 * n_parameters, state->moments };
  arrays[n++] = (FloatArray){ "last-seen", state->n_rows, state->last_seen };
  if (state->n_members > 1)
    arrays[n++] = (FloatArray){ "finished", (state->n_members - 1) * finished_len (state),
                                state->finished };
  if (state->average != NULL) {
    arrays[n++] = (FloatArray){ "average.parameters", n_parameters, state->average->parameters };
    arrays[n++] = (FloatArray){ "average.states", n_states, state->average->states };
  }
  return n;
}

static void
pack_epoch (const EctopyEpoch *epoch, double *numbers)
{
  const double all[EPOCH_NUMBERS] = {
    epoch->epoch,         epoch->loss,         epoch->accuracy,
    epoch->val_loss,      epoch->val_accuracy, epoch->val_macro_f1,
    epoch->learning_rate, epoch->seconds,      epoch->beats_per_second,
  };

  memcpy (numbers, all, sizeof all);
}

static EctopyEpoch
unpack_epoch (const double *numbers)
{
  return (EctopyEpoch){
    .epoch = (guint) numbers[0],
    .loss = numbers[1],
    .accuracy = numbers[2],
    .val_loss = numbers[3],
    .val_accuracy = numbers[4],
    .val_macro_f1 = numbers[5],
    .learning_rate = numbers[6],
    .seconds = numbers[7],
    .beats_per_second = numbers[8],
  };
}

gboolean
ectopy_fit_state_save (const EctopyFitState *state,
                       const char *job,
                       const char *path,
                       GError **error)
{
  g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
  g_autofree double *epochs = g_new0 (double, (state->log->n_epochs + 1) * EPOCH_NUMBERS);
  const double numbers[STATE_NUMBERS] = {
    (double) state->step, state->epoch,       state->best_score,          state->least_loss,
    state->since_least,   state->waited,      state->rate_factor,         state->log->best_epoch,
    state->member,        state->first_epoch, (double) state->first_step,
  };
  const EctopyTensorView epoch_view = {
    .dtype = ECTOPY_DTYPE_F64,
    .n_dims = 2,
    .dims = { state->log->n_epochs, EPOCH_NUMBERS },
    .data = epochs,
    .size = state->log->n_epochs * EPOCH_NUMBERS * sizeof *epochs,
  };
  const EctopyTensorView number_view = {
    .dtype = ECTOPY_DTYPE_F64,
    .n_dims = 1,
    .dims = { STATE_NUMBERS },
    .data = numbers,
    .size = sizeof numbers,
  };
  FloatArray arrays[MAX_ARRAYS];
  const guint n_arrays = list_arrays (state, arrays);

  for (size_t i = 0; i < state->log->n_epochs; i++)
    pack_epoch (&state->log->epochs[i], epochs + i * EPOCH_NUMBERS);
  ectopy_safetensors_builder_set_metadata (builder, "format", FORMAT);
  ectopy_safetensors_builder_set_metadata (builder, "job", job);
  ectopy_safetensors_builder_add (builder, "numbers", &number_view);
  ectopy_safetensors_builder_add (builder, "epochs", &epoch_view);
  for (guint i = 0; i < n_arrays; i++)
    ectopy_safetensors_builder_add_floats (builder, arrays[i].name, 1, &arrays[i].n,
                                           arrays[i].data);
  return ectopy_safetensors_builder_write (builder, path, error);
}

static const EctopyTensorView *
lookup_doubles (const EctopySafetensors *file, const char *name, guint n_dims, size_t last_dim)
{
  const EctopyTensorView *view = ectopy_safetensors_lookup (file, name);

  if (view == NULL || view->dtype != ECTOPY_DTYPE_F64 || view->n_dims != n_dims ||
      view->dims[n_dims - 1] != last_dim)
    return NULL;
  return view;
}

static gboolean
load_numbers (EctopyFitState *state, const EctopySafetensors *file)
{
  const EctopyTensorView *numbers = lookup_doubles (file, "numbers", 1, STATE_NUMBERS);
  const EctopyTensorView *epochs = lookup_doubles (file, "epochs", 2, EPOCH_NUMBERS);
  const double *n;

  if (numbers == NULL || epochs == NULL)
    return FALSE;
  n = numbers->data;
  for (guint i = 0; i < STATE_NUMBERS; i++)
    if (isnan (n[i]) ||
        (i != 2 && i != 3 && !(n[i] >= 0 && n[i] <= (i == 0 || i == 10 ? 1e15 : G_MAXUINT))))
      return FALSE;
  if (n[1] != (double) epochs->dims[0] || n[7] > n[1] || n[8] >= (double) state->n_members ||
      n[9] > n[1] || n[10] > n[0])
    return FALSE;
  state->step = (guint64) n[0];
  state->epoch = (guint) n[1];
  state->best_score = n[2];
  state->least_loss = n[3];
  state->since_least = (guint) n[4];
  state->waited = (guint) n[5];
  state->rate_factor = n[6];
  state->member = (guint) n[8];
  state->first_epoch = (guint) n[9];
  state->first_step = (guint64) n[10];
  for (size_t i = 0; i < epochs->dims[0]; i++) {
    const double *values = (const double *) epochs->data + i * EPOCH_NUMBERS;
    EctopyEpoch epoch;

    if (values[0] != (double) (i + 1))
      return FALSE;
    epoch = unpack_epoch (values);
    ectopy_training_log_append (state->log, &epoch);
  }
  ectopy_training_log_set_best (state->log, (guint) n[7]);
  return TRUE;
}

gboolean
ectopy_fit_state_load (EctopyFitState *state, const char *job, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (EctopySafetensors) file = ectopy_safetensors_read (path, error);
  const char *format, *saved;
  FloatArray arrays[MAX_ARRAYS];
  const guint n_arrays = list_arrays (state, arrays);

  if (file == NULL)
    return FALSE;
  /* The run may have ended while it wrote the next one. */
  ectopy_atomic_file_sweep (folder);
  format = ectopy_safetensors_get_metadata (file, "format");
  if (g_strcmp0 (format, FORMAT) != 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
                 _ ("%s: not a checkpoint: expected the format “%s”, found “%s”"), name, FORMAT,
                 /* Translators: no format. */
                 format != NULL ? format : _ ("none"));
    return FALSE;
  }
  saved = ectopy_safetensors_get_metadata (file, "job");
  if (g_strcmp0 (saved, job) != 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("%s: this checkpoint is of a run with other data, network or settings"), name);
    return FALSE;
  }
  for (guint i = 0; i < n_arrays; i++) {
    const float *data = ectopy_safetensors_lookup_floats (file, arrays[i].name, 1, &arrays[i].n,
                                                          error);

    if (data == NULL) {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
    memcpy (arrays[i].data, data, arrays[i].n * sizeof *data);
  }
  if (!load_numbers (state, file)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("%s: the numbers of this checkpoint make no sense"), name);
    return FALSE;
  }
  return TRUE;
}
