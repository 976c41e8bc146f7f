/* SPDX-License-Identifier: MIT */
#include "engine/nn/network.h"

#include "engine/nn/floats.h"
#include "engine/nn/weight-init.h"

#include <string.h>

EctopyNetwork *
ectopy_network_new (EctopyNetworkSpec *spec, GError **error)
{
  g_autoptr (EctopyNetwork) network = g_new0 (EctopyNetwork, 1);

  network->spec = spec;
  network->plan = ectopy_plan_new (spec);
  network->parameters = ectopy_floats_new (network->plan->n_parameters, error);
  if (network->parameters == NULL)
    return NULL;
  network->states = ectopy_floats_new (network->plan->n_states, error);
  if (network->states == NULL)
    return NULL;
  ectopy_weight_init_norms (network->plan, network->parameters, network->states);
  return g_steal_pointer (&network);
}

EctopyNetwork *
ectopy_network_copy (const EctopyNetwork *network, GError **error)
{
  EctopyNetwork *copy;
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (network->spec->text, network->spec->name,
                                                       error);

  if (spec == NULL)
    return NULL;
  copy = ectopy_network_new (spec, error);
  if (copy == NULL)
    return NULL;
  memcpy (copy->parameters, network->parameters, network->plan->n_parameters * sizeof (float));
  memcpy (copy->states, network->states, network->plan->n_states * sizeof (float));
  return copy;
}

void
ectopy_network_free (EctopyNetwork *network)
{
  if (network == NULL)
    return;
  ectopy_floats_free (network->parameters);
  ectopy_floats_free (network->states);
  ectopy_plan_free (network->plan);
  ectopy_network_spec_free (network->spec);
  g_free (network);
}

void
ectopy_network_init_weights (EctopyNetwork *network, EctopyRng *rng)
{
  ectopy_weight_init_norms (network->plan, network->parameters, network->states);
  ectopy_weight_init_products (network->plan, network->spec->init, rng, network->parameters);
}

static void
clear_tensor (gpointer tensor)
{
  g_free (((EctopyNetworkTensor *) tensor)->name);
}

/* Takes @name. */
static void
add (GArray *list, char *name, guint n_dims, size_t d0, size_t d1, size_t d2, float *data)
{
  const EctopyNetworkTensor tensor = {
    .name = name,
    .n_dims = n_dims,
    .dims = { d0, d1, d2 },
    .data = data,
  };

  g_array_append_val (list, tensor);
}

static void
add_pointwise (GArray *list, const EctopyNetwork *network, const EctopyOp *op, const char *of)
{
  const size_t n = network->plan->buffers[op->in].channels;
  float *parameters = network->parameters;

  if (op->bias != ECTOPY_PLAN_NONE)
    add (list, g_strdup_printf ("%s.bias", of), 1, n, 1, 1, parameters + op->bias);
  if (op->gamma == ECTOPY_PLAN_NONE)
    return;
  add (list, g_strdup_printf ("%s.norm.gamma", of), 1, n, 1, 1, parameters + op->gamma);
  add (list, g_strdup_printf ("%s.norm.beta", of), 1, n, 1, 1, parameters + op->beta);
  add (list, g_strdup_printf ("%s.norm.mean", of), 1, n, 1, 1, network->states + op->running);
  add (list, g_strdup_printf ("%s.norm.variance", of), 1, n, 1, 1,
       network->states + op->running + n);
}

GArray *
ectopy_network_list_tensors (const EctopyNetwork *network)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (EctopyNetworkTensor));
  g_autofree char *of = g_strdup ("input"); /* what a pointwise op belongs to */
  guint n_convs = 0, n_dense = 0, n_shortcuts = 0, n_norms = 0;

  g_array_set_clear_func (list, clear_tensor);
  for (size_t i = 0; i < network->plan->n_ops; i++) {
    const EctopyOp *op = &network->plan->ops[i];
    const EctopyPlanBuffer *in = &network->plan->buffers[op->in];
    const EctopyPlanBuffer *out = &network->plan->buffers[op->out];
    float *weight;

    if (op->kind == ECTOPY_OP_POINTWISE) {
      /* One that does not follow its product (a batch-norm before a convolution) has a name of its
       * own. */
      if (!in->is_product && op->gamma != ECTOPY_PLAN_NONE) {
        g_free (of);
        of = g_strdup_printf ("alone%u", ++n_norms);
      }
      add_pointwise (list, network, op, of);
      continue;
    }
    g_free (of);
    weight = network->parameters + op->weight;
    if (op->kind == ECTOPY_OP_DENSE) {
      of = g_strdup_printf ("dense%u", ++n_dense);
      add (list, g_strdup_printf ("%s.weight", of), 2, in->channels, out->channels, 1, weight);
    } else {
      of = op->is_shortcut ? g_strdup_printf ("shortcut%u", ++n_shortcuts)
                           : g_strdup_printf ("conv%u", ++n_convs);
      add (list, g_strdup_printf ("%s.weight", of), 3, op->kernel, in->channels, out->channels,
           weight);
    }
  }
  return list;
}
