/* SPDX-License-Identifier: MIT */
#include "engine/nn/pass.h"

#include "engine/nn/conv1d.h"
#include "engine/nn/dense.h"
#include "engine/nn/floats.h"
#include "engine/nn/pointwise.h"
#include "engine/nn/row-product.h"
#include "engine/nn/softmax-loss.h"

#include <math.h>
#include <string.h>

/* A shard runs a few items at a time through all steps up to the next barrier, so that what one step
 * leaves is still in the nearest caches when the next one wants it. */
#define BLOCK_ITEMS 4

/* Floats of weights that one turn of a loop over weights takes. */
#define WEIGHT_CHUNK 16384

/* What an op keeps besides its plan. */
typedef struct {
  EctopyConv1d conv;
  EctopyDense dense;
  EctopyPointwise form;
  float *packed;          /* weights for the forward product */
  float *packed_backward; /* weights for the backward product */
  float *transposed;      /* scratch of their packing */
  float *d_weight;        /* [shards, weights] */
  float *scale;           /* [7, channels]: scale, shift, mean, grad_z, grad_y, grad_1, 1 / std */
  double *sums;           /* [shards, 2, channels] */
} OpState;

typedef struct {
  EctopyPass *pass;
  size_t op;
  size_t first; /* items [first, end) */
  size_t end;
  size_t shard;
  gboolean is_first_block;
  guint thread;
} Piece;

typedef void (*PieceFunc) (const Piece *piece);
typedef void (*SerialFunc) (EctopyPass *pass, size_t op);
typedef size_t (*CountFunc) (const EctopyPass *pass, size_t op);
typedef void (*PartFunc) (EctopyPass *pass, size_t op, size_t part);

/* One step: for pieces of the batch, or once, or for parts of something else. */
typedef struct {
  size_t op;
  PieceFunc piece;
  SerialFunc serial;
  CountFunc count;
  PartFunc part;
} Step;

struct _EctopyPass {
  const EctopyNetwork *network;
  const EctopyPlan *plan;
  gboolean training;
  size_t capacity;
  size_t n_classes;
  guint n_threads;

  float *block;       /* all activations and gradients */
  float **values;     /* [n_buffers]: item 0 of each */
  float **gradients;  /* [n_buffers]: item 0 of each; a product's is its value */
  float *scratch;     /* [threads, scratch_len] */
  size_t scratch_len;
  float *probabilities; /* [capacity, n_classes] */
  double *losses;       /* [capacity] */
  float *packs;         /* all packed weights */
  float *coefficients;
  float *partials;
  double *sums;
  OpState *states;

  GArray *forward;  /* Step */
  GArray *backward; /* Step */

  /* of the batch at hand */
  size_t n_items;
  size_t shard_items;
  EctopyTrainStep *step;
  EctopyFillFunc fill;
  gpointer user_data;
  const Step *group; /* steps [group, group + n_group) run piece by piece */
  size_t n_group;
};

static float *
item_value (const EctopyPass *pass, size_t buffer, size_t item)
{
  const EctopyPlanBuffer *b = &pass->plan->buffers[buffer];

  return pass->values[buffer] + item * b->step * b->channels;
}

static float *
item_gradient (const EctopyPass *pass, size_t buffer, size_t item)
{
  const EctopyPlanBuffer *b = &pass->plan->buffers[buffer];

  return pass->gradients[buffer] + item * b->step * b->channels;
}

static float *
thread_scratch (const EctopyPass *pass, guint thread)
{
  return pass->scratch + thread * pass->scratch_len;
}

static size_t
in_channels (const EctopyPass *pass, const EctopyOp *op)
{
  return pass->plan->buffers[op->in].channels;
}

static size_t
n_weights (const EctopyPass *pass, const EctopyOp *op)
{
  return op->kernel * in_channels (pass, op) * pass->plan->buffers[op->out].channels;
}

static gboolean
has_norm (const EctopyOp *op)
{
  return op->gamma != ECTOPY_PLAN_NONE;
}

/* ---- Forward ---- */

static void
fill_input (const Piece *piece)
{
  EctopyPass *pass = piece->pass;

  for (size_t i = piece->first; i < piece->end; i++)
    pass->fill (i, item_value (pass, 0, i), piece->thread, pass->user_data);
}

static void
conv_forward (const Piece *piece)
{
  const EctopyOp *op = &piece->pass->plan->ops[piece->op];
  const OpState *state = &piece->pass->states[piece->op];

  ectopy_conv1d_forward (&state->conv, item_value (piece->pass, op->in, piece->first),
                         piece->end - piece->first, state->packed,
                         item_value (piece->pass, op->out, piece->first));
}

static size_t
count_forward_parts (const EctopyPass *pass, size_t op)
{
  return ectopy_dense_n_forward_parts (&pass->states[op].dense);
}

static void
dense_forward (EctopyPass *pass, size_t index, size_t part)
{
  const EctopyOp *op = &pass->plan->ops[index];
  const OpState *state = &pass->states[index];

  if (state->packed != NULL)
    ectopy_dense_forward_packed (&state->dense, part, pass->values[op->in], pass->n_items,
                                 state->packed, pass->values[op->out]);
  else
    ectopy_dense_forward (&state->dense, part, pass->values[op->in], pass->n_items,
                          pass->network->parameters + op->weight, pass->values[op->out]);
}

static void
norm_moments (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyOp *op = &pass->plan->ops[piece->op];
  const size_t n = in_channels (pass, op);
  double *sums = pass->states[piece->op].sums + piece->shard * 2 * n;

  if (piece->is_first_block)
    memset (sums, 0, 2 * n * sizeof *sums);
  for (size_t i = piece->first; i < piece->end; i++)
    ectopy_pointwise_moments (item_value (pass, op->in, i), pass->states[piece->op].form.in_length,
                              n, thread_scratch (pass, piece->thread), sums);
}

static size_t
n_shards (const EctopyPass *pass)
{
  return (pass->n_items + pass->shard_items - 1) / pass->shard_items;
}

/* Adds up the shards' sums, in order, into the first's. */
static void
add_shards (EctopyPass *pass, size_t index)
{
  double *sums = pass->states[index].sums;
  const size_t n = 2 * in_channels (pass, &pass->plan->ops[index]);

  for (size_t s = 1; s < n_shards (pass); s++)
    for (size_t c = 0; c < n; c++)
      sums[c] += sums[s * n + c];
}

/* z = (y - mean) / sqrt (variance + epsilon) * gamma + beta */
static void
set_affine (EctopyPass *pass, size_t index, size_t c, double mean, double variance)
{
  const EctopyOp *op = &pass->plan->ops[index];
  const float *parameters = pass->network->parameters;
  OpState *state = &pass->states[index];
  const size_t n = in_channels (pass, op);
  const double inv_std = 1 / sqrt (variance + op->epsilon);
  const double scale = (double) parameters[op->gamma + c] * inv_std;

  state->scale[c] = (float) scale;
  state->scale[n + c] = (float) ((double) parameters[op->beta + c] - mean * scale);
  state->scale[2 * n + c] = (float) mean;
  state->scale[6 * n + c] = (float) inv_std;
}

/* The batch's statistics; the running ones take their share. The variance is that of the batch as a
 * whole (divided by n, as Keras does). */
static void
norm_settle (EctopyPass *pass, size_t index)
{
  const EctopyOp *op = &pass->plan->ops[index];
  const double *sums = pass->states[index].sums;
  float *running = pass->step->network->states + op->running;
  const size_t n = in_channels (pass, op);
  const double count = (double) pass->n_items * (double) pass->states[index].form.in_length;

  add_shards (pass, index);
  for (size_t c = 0; c < n; c++) {
    const double mean = sums[c] / count;
    const double variance = MAX (sums[n + c] / count - mean * mean, 0);

    set_affine (pass, index, c, mean, variance);
    running[c] = (float) (op->momentum * (double) running[c] + (1 - op->momentum) * mean);
    running[n + c]
        = (float) (op->momentum * (double) running[n + c] + (1 - op->momentum) * variance);
  }
}

static void
pointwise_forward (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyOp *op = &pass->plan->ops[piece->op];

  for (size_t i = piece->first; i < piece->end; i++)
    ectopy_pointwise_forward (&pass->states[piece->op].form, item_value (pass, op->in, i),
                              op->shortcut != ECTOPY_PLAN_NONE ? item_value (pass, op->shortcut, i)
                                                               : NULL,
                              i, item_value (pass, op->out, i));
}

static void
take_probabilities (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const size_t logits = pass->plan->ops[pass->plan->n_ops - 1].out;
  const size_t n = pass->n_classes;

  for (size_t i = piece->first; i < piece->end; i++)
    if (pass->step == NULL)
      ectopy_softmax (item_value (pass, logits, i), n, pass->probabilities + i * n);
    else
      pass->losses[i] = ectopy_softmax_loss (
          item_value (pass, logits, i), pass->step->targets + i * n, n,
          1.0f / (float) pass->n_items, pass->probabilities + i * n,
          item_gradient (pass, logits, i));
}

/* ---- Backward ---- */

static const float *
shortcut_value (const EctopyPass *pass, const EctopyOp *op, size_t item)
{
  return op->shortcut != ECTOPY_PLAN_NONE ? item_value (pass, op->shortcut, item) : NULL;
}

static void
pointwise_sums (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyOp *op = &pass->plan->ops[piece->op];
  const size_t n = in_channels (pass, op);
  double *sums = pass->states[piece->op].sums + piece->shard * 2 * n;

  if (piece->is_first_block)
    memset (sums, 0, 2 * n * sizeof *sums);
  for (size_t i = piece->first; i < piece->end; i++)
    ectopy_pointwise_sums (&pass->states[piece->op].form, item_value (pass, op->in, i),
                           shortcut_value (pass, op, i), item_value (pass, op->out, i),
                           item_gradient (pass, op->out, i), i,
                           thread_scratch (pass, piece->thread), sums);
}

/* The gradients of bias or of scale and shift, and the coefficients of
 * dy = scale (dz - sum (dz) / n - (y - mean) / (variance + epsilon) sum (dz (y - mean)) / n). */
static void
pointwise_settle (EctopyPass *pass, size_t index)
{
  const EctopyOp *op = &pass->plan->ops[index];
  OpState *state = &pass->states[index];
  float *gradients = pass->step->gradients;
  const size_t n = in_channels (pass, op);
  const double count = (double) pass->n_items * (double) state->form.in_length;

  add_shards (pass, index);
  for (size_t c = 0; c < n; c++) {
    const double sum_dz = state->sums[c];
    const double sum_dz_y = state->sums[n + c];
    const double mean = (double) state->scale[2 * n + c];
    const double scale = (double) state->scale[c];
    double inv_std, by_y;

    if (op->bias != ECTOPY_PLAN_NONE)
      gradients[op->bias + c] = (float) sum_dz;
    if (!has_norm (op))
      continue;
    inv_std = (double) state->scale[6 * n + c];
    gradients[op->gamma + c] = (float) (inv_std * sum_dz_y);
    gradients[op->beta + c] = (float) sum_dz;
    by_y = -scale * inv_std * inv_std * sum_dz_y / count;
    state->scale[3 * n + c] = (float) scale;
    state->scale[4 * n + c] = (float) by_y;
    state->scale[5 * n + c] = (float) (-by_y * mean - scale * sum_dz / count);
  }
}

/* Behind an item of a product lie rows that its forward run left there: a convolution run backwards
 * wants zeros. */
static void
clear_gap (const EctopyPass *pass, size_t buffer, size_t item)
{
  const EctopyPlanBuffer *b = &pass->plan->buffers[buffer];

  memset (item_gradient (pass, buffer, item) + b->length * b->channels, 0,
          (b->step - b->length) * b->channels * sizeof (float));
}

static void
pointwise_backward (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyOp *op = &pass->plan->ops[piece->op];
  const EctopyPlanBuffer *in = &pass->plan->buffers[op->in];
  const gboolean has_shortcut = op->shortcut != ECTOPY_PLAN_NONE;
  const gboolean to_shortcut
      = has_shortcut && pass->plan->buffers[op->shortcut].wants_gradient;

  for (size_t i = piece->first; i < piece->end; i++) {
    ectopy_pointwise_backward (
        &pass->states[piece->op].form, item_value (pass, op->in, i), shortcut_value (pass, op, i),
        item_value (pass, op->out, i), item_gradient (pass, op->out, i), i,
        thread_scratch (pass, piece->thread),
        in->wants_gradient ? item_gradient (pass, op->in, i) : NULL, !op->first_to_in,
        to_shortcut ? item_gradient (pass, op->shortcut, i) : NULL, !op->first_to_shortcut);
    if (in->is_product)
      clear_gap (pass, op->in, i);
  }
}

static void
conv_backward (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyOp *op = &pass->plan->ops[piece->op];
  const OpState *state = &pass->states[piece->op];
  const float *d_out = item_gradient (pass, op->out, piece->first);
  const size_t n = piece->end - piece->first;

  ectopy_conv1d_backward_weight (&state->conv, item_value (pass, op->in, piece->first), d_out, n,
                                 !piece->is_first_block,
                                 state->d_weight + piece->shard * n_weights (pass, op));
  if (pass->plan->buffers[op->in].wants_gradient)
    ectopy_conv1d_backward_input (&state->conv, d_out, n, state->packed_backward, !op->first_to_in,
                                  item_gradient (pass, op->in, piece->first));
}

static size_t
count_weight_chunks (const EctopyPass *pass, size_t op)
{
  return (n_weights (pass, &pass->plan->ops[op]) + WEIGHT_CHUNK - 1) / WEIGHT_CHUNK;
}

static void
conv_add_shards (EctopyPass *pass, size_t index, size_t part)
{
  const EctopyOp *op = &pass->plan->ops[index];
  const size_t n = n_weights (pass, op);
  const size_t first = part * WEIGHT_CHUNK;
  const size_t length = MIN (WEIGHT_CHUNK, n - first);
  float *restrict sum = pass->step->gradients + op->weight + first;

  memcpy (sum, pass->states[index].d_weight + first, length * sizeof *sum);
  for (size_t s = 1; s < n_shards (pass); s++) {
    const float *restrict shard = pass->states[index].d_weight + s * n + first;

    for (size_t i = 0; i < length; i++)
      sum[i] += shard[i];
  }
}

static size_t
count_backward_parts (const EctopyPass *pass, size_t op)
{
  return ectopy_dense_n_backward_parts (&pass->states[op].dense);
}

static void
dense_backward (EctopyPass *pass, size_t index, size_t part)
{
  const EctopyOp *op = &pass->plan->ops[index];

  ectopy_dense_backward (&pass->states[index].dense, part, pass->values[op->in],
                         pass->gradients[op->out], pass->n_items,
                         pass->network->parameters + op->weight, !op->first_to_in,
                         pass->plan->buffers[op->in].wants_gradient ? pass->gradients[op->in]
                                                                    : NULL,
                         pass->step->gradients + op->weight);
}

/* ---- Weights as the products want them ---- */

static size_t
count_ops (const EctopyPass *pass, size_t op)
{
  return pass->plan->n_ops;
}

static void
pack (EctopyPass *pass, size_t unused, size_t index)
{
  const EctopyOp *op = &pass->plan->ops[index];
  OpState *state = &pass->states[index];
  const float *weight = pass->network->parameters + op->weight;

  if (op->kind == ECTOPY_OP_CONV) {
    ectopy_conv1d_pack (&state->conv, weight, state->packed);
    if (state->packed_backward != NULL)
      ectopy_conv1d_pack_backward (&state->conv, weight, state->transposed,
                                   state->packed_backward);
  } else if (op->kind == ECTOPY_OP_DENSE && state->packed != NULL) {
    ectopy_row_product_pack (weight, state->dense.inputs, state->dense.units, state->packed);
  }
}

/* Ops without batch-norm, and all ops in use: what does not change from batch to batch. */
static void
set_fixed_coefficients (EctopyPass *pass)
{
  for (size_t i = 0; i < pass->plan->n_ops; i++) {
    const EctopyOp *op = &pass->plan->ops[i];
    const float *running = pass->network->states + op->running;
    const size_t n = in_channels (pass, op);
    float *scale = pass->states[i].scale;

    if (op->kind != ECTOPY_OP_POINTWISE)
      continue;
    for (size_t c = 0; c < n; c++)
      if (!has_norm (op)) {
        scale[c] = scale[3 * n + c] = 1;
        scale[n + c]
            = op->bias != ECTOPY_PLAN_NONE ? pass->network->parameters[op->bias + c] : 0;
      } else if (!pass->training) {
        set_affine (pass, i, c, (double) running[c], (double) running[n + c]);
      }
  }
}

/* ---- The order of work ---- */

static void
add_pieces (GArray *steps, size_t op, PieceFunc func)
{
  const Step step = { .op = op, .piece = func };

  g_array_append_val (steps, step);
}

static void
add_serial (GArray *steps, size_t op, SerialFunc func)
{
  const Step step = { .op = op, .serial = func };

  g_array_append_val (steps, step);
}

static void
add_parts (GArray *steps, size_t op, CountFunc count, PartFunc part)
{
  const Step step = { .op = op, .count = count, .part = part };

  g_array_append_val (steps, step);
}

static void
plan_forward (EctopyPass *pass)
{
  GArray *steps = pass->forward;

  if (pass->training)
    add_parts (steps, 0, count_ops, pack);
  add_pieces (steps, 0, fill_input);
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    switch (pass->plan->ops[i].kind) {
    case ECTOPY_OP_CONV:
      add_pieces (steps, i, conv_forward);
      break;
    case ECTOPY_OP_DENSE:
      add_parts (steps, i, count_forward_parts, dense_forward);
      break;
    case ECTOPY_OP_POINTWISE:
      if (pass->training && has_norm (&pass->plan->ops[i])) {
        add_pieces (steps, i, norm_moments);
        add_serial (steps, i, norm_settle);
      }
      add_pieces (steps, i, pointwise_forward);
      break;
    default:
      g_assert_not_reached ();
    }
  add_pieces (steps, 0, take_probabilities);
}

static void
plan_backward (EctopyPass *pass)
{
  GArray *steps = pass->backward;

  for (size_t i = pass->plan->n_ops; i-- > 0;) {
    const EctopyOp *op = &pass->plan->ops[i];

    if (op->kind == ECTOPY_OP_CONV) {
      add_pieces (steps, i, conv_backward);
    } else if (op->kind == ECTOPY_OP_DENSE) {
      add_parts (steps, i, count_backward_parts, dense_backward);
    } else {
      if (has_norm (op) || op->bias != ECTOPY_PLAN_NONE) {
        add_pieces (steps, i, pointwise_sums);
        add_serial (steps, i, pointwise_settle);
      }
      if (pass->plan->buffers[op->in].wants_gradient || op->shortcut != ECTOPY_PLAN_NONE)
        add_pieces (steps, i, pointwise_backward);
    }
  }
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    if (pass->plan->ops[i].kind == ECTOPY_OP_CONV)
      add_parts (steps, i, count_weight_chunks, conv_add_shards);
}

static void
run_shard (size_t shard, guint thread, gpointer user_data)
{
  EctopyPass *pass = user_data;
  const size_t begin = shard * pass->shard_items;
  const size_t end = MIN (begin + pass->shard_items, pass->n_items);

  for (size_t first = begin; first < end; first += BLOCK_ITEMS) {
    Piece piece = {
      .pass = pass,
      .first = first,
      .end = MIN (first + BLOCK_ITEMS, end),
      .shard = shard,
      .is_first_block = first == begin,
      .thread = thread,
    };

    for (size_t i = 0; i < pass->n_group; i++) {
      piece.op = pass->group[i].op;
      pass->group[i].piece (&piece);
    }
  }
}

static void
run_part (size_t part, guint thread, gpointer user_data)
{
  EctopyPass *pass = user_data;

  pass->group->part (pass, pass->group->op, part);
}

static void
run_items (EctopyWorkers *workers, size_t n, EctopyWorkFunc func, EctopyPass *pass)
{
  if (workers != NULL)
    ectopy_workers_run (workers, n, func, pass);
  else
    for (size_t i = 0; i < n; i++)
      func (i, 0, pass);
}

static void
run_steps (EctopyPass *pass, EctopyWorkers *workers, GArray *list)
{
  const Step *steps = (const Step *) (gpointer) list->data;

  for (size_t i = 0; i < list->len; i += pass->n_group) {
    pass->group = steps + i;
    pass->n_group = 1;
    if (steps[i].serial != NULL) {
      steps[i].serial (pass, steps[i].op);
    } else if (steps[i].part != NULL) {
      run_items (workers, steps[i].count (pass, steps[i].op), run_part, pass);
    } else {
      while (i + pass->n_group < list->len && steps[i + pass->n_group].piece != NULL)
        pass->n_group++;
      run_items (workers, n_shards (pass), run_shard, pass);
    }
  }
}

/* ---- Memory ---- */

static EctopyConv1d
conv_geometry (const EctopyPlan *plan, const EctopyOp *op)
{
  const EctopyPlanBuffer *in = &plan->buffers[op->in];
  const EctopyPlanBuffer *out = &plan->buffers[op->out];

  return (EctopyConv1d) {
    .in_length = in->length,
    .in_channels = in->channels,
    .in_step = in->step,
    .out_length = out->length,
    .out_channels = out->channels,
    .kernel = op->kernel,
    .stride = op->stride,
    .dilation = op->dilation,
    .pad_left = op->pad_left,
  };
}

static size_t
buffer_len (const EctopyPass *pass, const EctopyPlanBuffer *b)
{
  const size_t rows = pass->capacity * b->step + 2 * b->margin;

  return (rows * b->channels + ECTOPY_ROW_SLACK + 15) / 16 * 16;
}

static gboolean
allocate_buffers (EctopyPass *pass, GError **error)
{
  const EctopyPlan *plan = pass->plan;
  size_t total = 0, offset = 0;

  for (size_t i = 0; i < plan->n_buffers; i++)
    total += buffer_len (pass, &plan->buffers[i])
             * (pass->training && !plan->buffers[i].is_product ? 2 : 1);
  pass->block = ectopy_floats_new (total, error);
  if (pass->block == NULL)
    return FALSE;
  for (size_t i = 0; i < plan->n_buffers; i++) {
    const EctopyPlanBuffer *b = &plan->buffers[i];
    const size_t skip = (b->margin * b->channels + 15) / 16 * 16;

    pass->values[i] = pass->gradients[i] = pass->block + offset + skip;
    offset += buffer_len (pass, b);
    if (pass->training && !b->is_product) {
      pass->gradients[i] = pass->block + offset + skip;
      offset += buffer_len (pass, b);
    }
  }
  return TRUE;
}

/* Takes the next @n floats of a block; with no block yet only counts. */
static float *
carve (float *block, size_t *offset, size_t n)
{
  float *part = block != NULL ? block + *offset : NULL;

  *offset += (n + 15) / 16 * 16;
  return part;
}

/* Lays out packed weights, coefficients and shards' gradients; called twice, to count and to set. */
static void
lay_out (EctopyPass *pass, size_t *n_packs, size_t *n_coefficients, size_t *n_partials, size_t *n_sums)
{
  *n_packs = *n_coefficients = *n_partials = *n_sums = 0;
  for (size_t i = 0; i < pass->plan->n_ops; i++) {
    const EctopyOp *op = &pass->plan->ops[i];
    const size_t n = in_channels (pass, op);
    OpState *state = &pass->states[i];

    if (op->kind == ECTOPY_OP_CONV) {
      state->packed = carve (pass->packs, n_packs, ectopy_conv1d_packed_len (&state->conv));
      if (!pass->training)
        continue;
      state->d_weight
          = carve (pass->partials, n_partials, ECTOPY_PASS_SHARDS * n_weights (pass, op));
      if (pass->plan->buffers[op->in].wants_gradient) {
        state->packed_backward
            = carve (pass->packs, n_packs, ectopy_conv1d_packed_backward_len (&state->conv));
        state->transposed = carve (pass->packs, n_packs, n_weights (pass, op));
      }
    } else if (op->kind == ECTOPY_OP_DENSE && !pass->training) {
      state->packed = carve (pass->packs, n_packs,
                             ectopy_row_product_packed_len (state->dense.inputs,
                                                            state->dense.units));
    } else if (op->kind == ECTOPY_OP_POINTWISE) {
      state->scale = carve (pass->coefficients, n_coefficients, 7 * n);
      if (pass->sums != NULL)
        state->sums = pass->sums + *n_sums;
      *n_sums += pass->training ? ECTOPY_PASS_SHARDS * 2 * n : 0;
    }
  }
}

static gboolean
allocate_ops (EctopyPass *pass, GError **error)
{
  size_t n_packs, n_coefficients, n_partials, n_sums;

  lay_out (pass, &n_packs, &n_coefficients, &n_partials, &n_sums);
  pass->packs = ectopy_floats_new (n_packs, error);
  if (pass->packs == NULL)
    return FALSE;
  pass->coefficients = ectopy_floats_new (n_coefficients, error);
  if (pass->coefficients == NULL)
    return FALSE;
  pass->partials = ectopy_floats_new (n_partials, error);
  if (pass->partials == NULL)
    return FALSE;
  pass->sums = g_new0 (double, n_sums + 1);
  lay_out (pass, &n_packs, &n_coefficients, &n_partials, &n_sums);
  return TRUE;
}

static void
set_forms (EctopyPass *pass)
{
  for (size_t i = 0; i < pass->plan->n_ops; i++) {
    const EctopyOp *op = &pass->plan->ops[i];
    const EctopyPlanBuffer *in = &pass->plan->buffers[op->in];
    OpState *state = &pass->states[i];
    const size_t n = in->channels;
    const double rate = pass->training ? op->drop : 0;

    if (op->kind != ECTOPY_OP_POINTWISE)
      continue;
    state->form = (EctopyPointwise) {
      .in_length = in->length,
      .out_length = op->out_length,
      .channels = n,
      .scale = state->scale,
      .shift = state->scale + n,
      .mean = state->scale + 2 * n,
      .grad_z = state->scale + 3 * n,
      .grad_y = state->scale + 4 * n,
      .grad_1 = state->scale + 5 * n,
      .relu = op->relu,
      .pool = op->pool,
      .pool_size = op->pool_size,
      .pool_stride = op->pool_stride,
      .pool_left = op->pool_left,
      .drop_below = (guint32) (rate * 4294967296.0),
      .keep_scale = (float) (1 / (1 - rate)),
    };
    pass->scratch_len = MAX (pass->scratch_len, ECTOPY_POINTWISE_SCRATCH (n) + 16);
  }
}

static gboolean
allocate (EctopyPass *pass, GError **error)
{
  const EctopyPlan *plan = pass->plan;

  pass->values = g_new0 (float *, plan->n_buffers);
  pass->gradients = g_new0 (float *, plan->n_buffers);
  pass->states = g_new0 (OpState, plan->n_ops);
  pass->losses = g_new0 (double, pass->capacity);
  pass->probabilities = g_new0 (float, pass->capacity * pass->n_classes);
  for (size_t i = 0; i < plan->n_ops; i++) {
    pass->states[i].conv = conv_geometry (plan, &plan->ops[i]);
    pass->states[i].dense = (EctopyDense) {
      .inputs = plan->buffers[plan->ops[i].in].channels,
      .units = plan->buffers[plan->ops[i].out].channels,
    };
  }
  if (!allocate_buffers (pass, error) || !allocate_ops (pass, error))
    return FALSE;
  set_forms (pass);
  pass->scratch = ectopy_floats_new (pass->n_threads * pass->scratch_len, error);
  return pass->scratch != NULL;
}

EctopyPass *
ectopy_pass_new (const EctopyNetwork *network,
                 size_t capacity,
                 guint n_threads,
                 gboolean training,
                 GError **error)
{
  g_autoptr (EctopyPass) pass = g_new0 (EctopyPass, 1);

  pass->network = network;
  pass->plan = network->plan;
  pass->training = training;
  pass->capacity = capacity;
  pass->n_threads = n_threads;
  pass->n_classes = ectopy_network_spec_get_n_classes (network->spec);
  pass->forward = g_array_new (FALSE, FALSE, sizeof (Step));
  pass->backward = g_array_new (FALSE, FALSE, sizeof (Step));
  if (!allocate (pass, error))
    return NULL;
  plan_forward (pass);
  if (training)
    plan_backward (pass);
  return g_steal_pointer (&pass);
}

void
ectopy_pass_free (EctopyPass *pass)
{
  if (pass == NULL)
    return;
  ectopy_floats_free (pass->block);
  ectopy_floats_free (pass->scratch);
  ectopy_floats_free (pass->packs);
  ectopy_floats_free (pass->coefficients);
  ectopy_floats_free (pass->partials);
  g_free (pass->sums);
  g_free (pass->values);
  g_free (pass->gradients);
  g_free (pass->states);
  g_free (pass->losses);
  g_free (pass->probabilities);
  g_array_unref (pass->forward);
  g_array_unref (pass->backward);
  g_free (pass);
}

/* Shards of as equal a size as the batch allows. */
static void
begin_batch (EctopyPass *pass, size_t n_items, EctopyFillFunc fill, gpointer user_data)
{
  g_assert (n_items > 0 && n_items <= pass->capacity);
  pass->n_items = n_items;
  pass->shard_items = (n_items + ECTOPY_PASS_SHARDS - 1) / ECTOPY_PASS_SHARDS;
  pass->fill = fill;
  pass->user_data = user_data;
}

void
ectopy_pass_prepare (EctopyPass *pass, const EctopyPass *like)
{
  g_assert (!pass->training);

  set_fixed_coefficients (pass);
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    if (like != NULL)
      pass->states[i].packed = like->states[i].packed;
    else
      pack (pass, 0, i);
}

const float *
ectopy_pass_predict (EctopyPass *pass,
                     EctopyWorkers *workers,
                     size_t n_items,
                     EctopyFillFunc fill,
                     gpointer user_data)
{
  begin_batch (pass, n_items, fill, user_data);
  pass->step = NULL;
  run_steps (pass, workers, pass->forward);
  return pass->probabilities;
}

void
ectopy_pass_train (EctopyPass *pass, EctopyWorkers *workers, EctopyTrainStep *step)
{
  EctopyRng rng;

  g_assert (pass->training);
  g_assert (step->network == pass->network);

  begin_batch (pass, step->n_items, step->fill, step->user_data);
  pass->step = step;
  ectopy_rng_init (&rng, step->key, 0);
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    pass->states[i].form.drop_key = (guint32) ectopy_rng_next (&rng);
  set_fixed_coefficients (pass);
  run_steps (pass, workers, pass->forward);
  run_steps (pass, workers, pass->backward);

  step->loss = 0;
  for (size_t i = 0; i < step->n_items; i++)
    step->loss += pass->losses[i];
  step->probabilities = pass->probabilities;
}
