/* SPDX-License-Identifier: MIT */
#include "engine/core/memory.h"
#include "engine/nn/floats.h"
#include "engine/nn/pass-private.h"
#include "engine/nn/row-product.h"

static EctopyConv1d
conv_geometry (const EctopyPlan *plan, const EctopyOp *op)
{
  const EctopyPlanBuffer *in = &plan->buffers[op->in];
  const EctopyPlanBuffer *out = &plan->buffers[op->out];

  return (EctopyConv1d){
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
  const size_t len = pass->capacity * b->item_step + 2 * b->margin * b->channels;

  return (len + ECTOPY_ROW_SLACK + 15) / 16 * 16;
}

static gboolean
allocate_buffers (EctopyPass *pass, GError **error)
{
  const EctopyPlan *plan = pass->plan;
  size_t total = 0, offset = 0;

  for (size_t i = 0; i < plan->n_buffers; i++)
    total += buffer_len (pass, &plan->buffers[i]) *
             (pass->training && !plan->buffers[i].is_product ? 2 : 1);
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
lay_out (EctopyPass *pass,
         size_t *n_packs,
         size_t *n_coefficients,
         size_t *n_partials,
         size_t *n_sums)
{
  *n_packs = *n_coefficients = *n_partials = *n_sums = 0;
  for (size_t i = 0; i < pass->plan->n_ops; i++) {
    const EctopyOp *op = &pass->plan->ops[i];
    const size_t n = in_channels (pass, op);
    OpState *state = &pass->states[i];

    if (op->kind != ECTOPY_OP_POINTWISE && pass->like != NULL) {
      state->packed = pass->like->states[i].packed;
    } else if (op->kind == ECTOPY_OP_CONV) {
      state->packed = carve (pass->packs, n_packs, ectopy_conv1d_packed_len (&state->conv));
      if (!pass->training)
        continue;
      state->d_weight = carve (pass->partials, n_partials,
                               ECTOPY_PASS_SHARDS * n_weights (pass, op));
      if (pass->plan->buffers[op->in].wants_gradient) {
        state->packed_backward = carve (pass->packs, n_packs,
                                        ectopy_conv1d_packed_backward_len (&state->conv));
        state->transposed = carve (pass->packs, n_packs, n_weights (pass, op));
      }
    } else if (op->kind == ECTOPY_OP_DENSE && !pass->training) {
      state->packed = carve (
          pass->packs, n_packs,
          ectopy_row_product_packed_len (state->dense.inputs, state->dense.units));
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
  pass->sums = g_try_new0 (double, n_sums + 1);
  if (pass->sums == NULL)
    return ectopy_memory_fail (n_sums + 1, sizeof (double), error);
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
    state->form = (EctopyPointwise){
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

gboolean
ectopy_pass_allocate (EctopyPass *pass, GError **error)
{
  const EctopyPlan *plan = pass->plan;

  pass->values = g_new0 (float *, plan->n_buffers);
  pass->gradients = g_new0 (float *, plan->n_buffers);
  pass->states = g_new0 (OpState, plan->n_ops);
  pass->losses = g_try_new0 (double, pass->capacity);
  pass->probabilities = g_try_new0 (float, pass->capacity * pass->n_classes);
  if (pass->losses == NULL || pass->probabilities == NULL)
    return ectopy_memory_fail (pass->capacity, sizeof (double) + pass->n_classes * sizeof (float),
                               error);
  for (size_t i = 0; i < plan->n_ops; i++) {
    pass->states[i].conv = conv_geometry (plan, &plan->ops[i]);
    pass->states[i].dense = (EctopyDense){
      .inputs = plan->buffers[plan->ops[i].in].channels,
      .input_step = plan->buffers[plan->ops[i].in].item_step,
      .units = plan->buffers[plan->ops[i].out].channels,
    };
  }
  if (!allocate_buffers (pass, error) || !allocate_ops (pass, error))
    return FALSE;
  set_forms (pass);
  pass->scratch_len = MAX (pass->scratch_len,
                           (ectopy_network_spec_count_inputs (pass->network->spec) + 15) / 16 * 16);
  pass->scratch = ectopy_floats_new (pass->n_threads * pass->scratch_len, error);
  return pass->scratch != NULL;
}
