/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/nn/pass.h"
#include "tests/engine/nn/made-up-numbers.h"

#include <string.h>

/* A network of random weights, scales, shifts and statistics. */
static inline EctopyNetwork *
network_from_text (const char *text, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (text, "test", &error);
  EctopyNetwork *network;
  EctopyRng rng;

  g_assert_no_error (error);
  network = ectopy_network_new (spec, &error);
  g_assert_no_error (error);
  ectopy_rng_init (&rng, seed, 0);
  ectopy_network_init_weights (network, &rng);
  for (size_t i = network->plan->n_decayed; i < network->plan->n_parameters; i++)
    network->parameters[i] += (float) (0.4 * ectopy_rng_uniform (&rng) - 0.2);
  for (size_t i = 0; i < network->plan->n_states; i++)
    network->states[i] += (float) (0.4 * ectopy_rng_uniform (&rng) - 0.2);
  return network;
}

/* Inputs of a network: `[n, floats]`. */
typedef struct {
  size_t floats;
  float *values;
} Inputs;

static inline Inputs
inputs_new (const EctopyNetwork *network, size_t n, guint64 seed)
{
  const size_t floats = ectopy_network_spec_count_inputs (network->spec);
  const Inputs inputs = { floats, g_new (float, n *floats) };
  EctopyRng rng;

  ectopy_rng_init (&rng, seed, 0);
  fill_random (&rng, inputs.values, n * floats);
  return inputs;
}

/* An EctopyFillFunc; @user_data are the inputs. */
static inline void
fill_input_cb (size_t item, float *input, guint thread, gpointer user_data)
{
  const Inputs *inputs = user_data;

  memcpy (input, inputs->values + item * inputs->floats, inputs->floats * sizeof *input);
}
