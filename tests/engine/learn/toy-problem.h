/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/core/rng.h"
#include "engine/nn/network-spec.h"

#include <math.h>

#define TOY_LENGTH 32

/* A network that learns the toy problem in a second. */
#define TOY_NETWORK                                                                                \
  "network toy\ninput 32\nconv 8 kernel=5\nbatch-norm momentum=0.9\nrelu\nmax-pool 2\n"            \
  "dropout 0.1\nconv 12 kernel=3 stride=2\nbatch-norm momentum=0.9\nrelu\nflatten\ndense 16\n"     \
  "relu\ndense 5\nsoftmax\n"

static inline EctopyNetworkSpec *
toy_network (void)
{
  return ectopy_network_spec_parse (TOY_NETWORK, "toy", NULL);
}

/* Beats of five classes: a wave whose place and width tell the class, with some noise; class 0 is the
 * most frequent. */
static inline EctopyDataset *
toy_beats (size_t n, guint64 seed)
{
  float *samples = g_new (float, n *TOY_LENGTH);
  guint8 *labels = g_new (guint8, n);
  EctopyRng rng;

  ectopy_rng_init (&rng, seed, 0);
  for (size_t i = 0; i < n; i++) {
    const guint drawn = (guint) ectopy_rng_below (&rng, 8);
    const guint label = i < 5 ? (guint) i : drawn < 3 ? 0 : drawn - 3;
    const double centre = 5 + 5 * label + 1.5 * ectopy_rng_normal (&rng);
    const double width = label % 2 == 0 ? 1.5 : 3;

    labels[i] = (guint8) label;
    for (size_t t = 0; t < TOY_LENGTH; t++) {
      const double d = ((double) t - centre) / width;

      samples[i * TOY_LENGTH + t] = (float) (exp (-d * d / 2) + 0.1 * ectopy_rng_normal (&rng));
    }
  }
  return ectopy_dataset_new_take (n, TOY_LENGTH, samples, labels);
}
