/* SPDX-License-Identifier: MIT */
#include "engine/nn/pass-private.h"

/* Floats of weights that one turn of a loop over weights takes. */
#define WEIGHT_CHUNK 16384

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
  const gboolean to_shortcut = has_shortcut && pass->plan->buffers[op->shortcut].wants_gradient;

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

  ectopy_dense_backward (
      &pass->states[index].dense, part, pass->values[op->in], pass->gradients[op->out],
      pass->n_items, pass->network->parameters + op->weight, !op->first_to_in,
      pass->plan->buffers[op->in].wants_gradient ? pass->gradients[op->in] : NULL,
      pass->step->gradients + op->weight);
}

void
ectopy_pass_plan_backward (EctopyPass *pass)
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
