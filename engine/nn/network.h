/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"
#include "engine/nn/plan.h"

G_BEGIN_DECLS

/**
 * EctopyNetwork:
 * @spec: the layers
 * @plan: how they are run
 * @parameters: `[plan->n_parameters]`: all that is trained, weights first
 * @states: `[plan->n_states]`: running means and variances
 *
 * A network and its numbers; each kind in one block. Fixed while anybody runs it.
 */
typedef struct {
  EctopyNetworkSpec *spec;
  EctopyPlan *plan;
  float *parameters;
  float *states;
} EctopyNetwork;

/**
 * ectopy_network_new:
 * @spec: (transfer full): the layers
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the network with weights 0, scales and variances 1
 */
EctopyNetwork *ectopy_network_new (EctopyNetworkSpec *spec, GError **error);

/* Returns: (transfer full) (nullable): a deep copy. */
EctopyNetwork *ectopy_network_copy (const EctopyNetwork *network, GError **error);

void ectopy_network_free (EctopyNetwork *network);

/**
 * ectopy_network_init_weights:
 * @network: a network nobody runs
 * @rng: where chance comes from
 *
 * Sets all parameters and states as the spec's `init` says.
 */
void ectopy_network_init_weights (EctopyNetwork *network, EctopyRng *rng);

/**
 * EctopyNetworkTensor:
 * @name: such as "conv2.weight" or "conv2.norm.mean": kinds are counted from 1
 * @n_dims: how many of @dims count
 * @dims: in storage order
 * @data: in the network's blocks
 *
 * One array of a network, for files.
 */
typedef struct {
  char *name;
  guint n_dims;
  size_t dims[3];
  float *data;
} EctopyNetworkTensor;

/* Returns: (transfer full) (element-type EctopyNetworkTensor): all arrays, in a fixed order; lent
 * from @network. */
GArray *ectopy_network_list_tensors (const EctopyNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyNetwork, ectopy_network_free)

G_END_DECLS
