/* SPDX-License-Identifier: MIT */
#include "engine/nn/weight-init.h"

#include <math.h>

static void
fill (float *values, size_t n, double value)
{
  for (size_t i = 0; i < n; i++)
    values[i] = (float) value;
}

void
ectopy_weight_init_norms (const EctopyPlan *plan, float *parameters, float *states)
{
  for (size_t i = 0; i < plan->n_ops; i++) {
    const EctopyOp *op = &plan->ops[i];
    const size_t n = plan->buffers[op->in].channels;

    if (op->kind != ECTOPY_OP_POINTWISE)
      continue;
    if (op->bias != ECTOPY_PLAN_NONE)
      fill (parameters + op->bias, n, 0);
    if (op->gamma != ECTOPY_PLAN_NONE) {
      fill (parameters + op->gamma, n, op->gamma_init);
      fill (parameters + op->beta, n, 0);
      fill (states + op->running, n, 0);
      fill (states + op->running + n, n, 1);
    }
  }
}

static gboolean
is_last_product (const EctopyPlan *plan, size_t index)
{
  for (size_t i = index + 1; i < plan->n_ops; i++)
    if (plan->ops[i].kind != ECTOPY_OP_POINTWISE)
      return FALSE;
  return TRUE;
}

void
ectopy_weight_init_products (const EctopyPlan *plan,
                             EctopyInit init,
                             EctopyRng *rng,
                             float *parameters)
{
  for (size_t i = 0; i < plan->n_ops; i++) {
    const EctopyOp *op = &plan->ops[i];
    const size_t fan_in = op->kernel * plan->buffers[op->in].channels;
    const size_t fan_out = op->kernel * plan->buffers[op->out].channels;
    const size_t n = fan_in * plan->buffers[op->out].channels;

    if (op->kind == ECTOPY_OP_POINTWISE)
      continue;
    for (size_t j = 0; j < n; j++)
      if (init == ECTOPY_INIT_HE && !is_last_product (plan, i))
        parameters[op->weight + j] = (float) (sqrt (2.0 / (double) fan_in) *
                                              ectopy_rng_normal (rng));
      else
        parameters[op->weight + j] = (float) (sqrt (6.0 / (double) (fan_in + fan_out)) *
                                              (2 * ectopy_rng_uniform (rng) - 1));
  }
}
