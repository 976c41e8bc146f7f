/* SPDX-License-Identifier: MIT */
#include "engine/nn/pass-private.h"
#include "engine/nn/row-product.h"
#include "engine/nn/softmax-loss.h"

#include <math.h>

static void
fill_input (const Piece *piece)
{
  EctopyPass *pass = piece->pass;
  const EctopyNetworkSpec *spec = pass->network->spec;
  const size_t n = spec->in_length * spec->in_channels;
  float *input = thread_scratch (pass, piece->thread);

  for (size_t i = piece->first; i < piece->end; i++) {
    if (spec->n_side == 0) {
      pass->fill (i, item_value (pass, 0, i), piece->thread, pass->user_data);
      continue;
    }
    /* Samples and side values come together and lie apart. */
    pass->fill (i, input, piece->thread, pass->user_data);
    memcpy (item_value (pass, 0, i), input, n * sizeof *input);
    memcpy (item_value (pass, pass->plan->side, i), input + n, spec->n_side * sizeof *input);
  }
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
count_conv_parts (const EctopyPass *pass, size_t op)
{
  return ectopy_conv1d_n_forward_parts (&pass->states[op].conv);
}

static void
conv_forward_part (EctopyPass *pass, size_t index, size_t part)
{
  const EctopyOp *op = &pass->plan->ops[index];

  ectopy_conv1d_forward_part (&pass->states[index].conv, part, pass->values[op->in], pass->n_items,
                              pass->states[index].packed, pass->values[op->out]);
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
    running[n + c] = (float) (op->momentum * (double) running[n + c] +
                              (1 - op->momentum) * variance);
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

/* ---- Weights as the products want them ---- */

static size_t
count_ops (const EctopyPass *pass, size_t op)
{
  return pass->plan->n_ops;
}

void
ectopy_pass_pack (EctopyPass *pass, size_t index)
{
  const EctopyOp *op = &pass->plan->ops[index];
  OpState *state = &pass->states[index];
  const float *weight;

  if (op->kind == ECTOPY_OP_POINTWISE)
    return;
  weight = pass->network->parameters + op->weight;
  if (op->kind == ECTOPY_OP_CONV) {
    ectopy_conv1d_pack (&state->conv, weight, state->packed);
    if (state->packed_backward != NULL)
      ectopy_conv1d_pack_backward (&state->conv, weight, state->transposed, state->packed_backward);
  } else if (state->packed != NULL) {
    ectopy_row_product_pack (weight, state->dense.inputs, state->dense.units, state->packed);
  }
}

void
ectopy_pass_set_fixed_coefficients (EctopyPass *pass)
{
  for (size_t i = 0; i < pass->plan->n_ops; i++) {
    const EctopyOp *op = &pass->plan->ops[i];
    const size_t n = in_channels (pass, op);
    float *scale = pass->states[i].scale;

    if (op->kind != ECTOPY_OP_POINTWISE)
      continue;
    for (size_t c = 0; c < n; c++)
      if (!has_norm (op)) {
        scale[c] = scale[3 * n + c] = 1;
        scale[n + c] = op->bias != ECTOPY_PLAN_NONE ? pass->network->parameters[op->bias + c] : 0;
      } else if (!pass->training) {
        const float *running = pass->network->states + op->running;

        set_affine (pass, i, c, (double) running[c], (double) running[n + c]);
      }
  }
}

static void
pack_part (EctopyPass *pass, size_t unused, size_t part)
{
  ectopy_pass_pack (pass, part);
}

/* ---- The order of work ---- */

void
ectopy_pass_plan_forward (EctopyPass *pass)
{
  GArray *steps = pass->forward;

  if (pass->training)
    add_parts (steps, 0, count_ops, pack_part);
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

/* The same work for use, but with each product cut into parts and the rest done by the caller. */
void
ectopy_pass_plan_forward_few (EctopyPass *pass)
{
  GArray *steps = pass->forward_few;

  add_whole (steps, 0, fill_input);
  for (size_t i = 0; i < pass->plan->n_ops; i++)
    if (pass->plan->ops[i].kind == ECTOPY_OP_CONV)
      add_parts (steps, i, count_conv_parts, conv_forward_part);
    else if (pass->plan->ops[i].kind == ECTOPY_OP_DENSE)
      add_parts (steps, i, count_forward_parts, dense_forward);
    else
      add_whole (steps, i, pointwise_forward);
  add_whole (steps, 0, take_probabilities);
}
