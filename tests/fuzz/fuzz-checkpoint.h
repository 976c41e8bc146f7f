/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/fit-state.h"

/* The run that the checkpoint target goes on with, and of which make-study-seeds writes one. */
#define FUZZ_CHECKPOINT_JOB "a run"

static inline void
fuzz_checkpoint_state (EctopyFitState *state)
{
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (
      "network a\ninput 8\nconv 2 kernel=3\nbatch-norm\nrelu\nflatten\ndense 5\nsoftmax\n", "a",
      NULL);
  EctopyNetwork *network = ectopy_network_new (spec, NULL);

  g_assert_true (
      ectopy_fit_state_init (state, network, TRUE, 2, 3, ectopy_training_log_new (), NULL));
}
