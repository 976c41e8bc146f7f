/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"

#include <math.h>

/* Sets @n values to even random numbers between -1 and 1. */
static inline void
fill_random (EctopyRng *rng, float *values, size_t n)
{
  for (size_t i = 0; i < n; i++)
    values[i] = (float) (2 * ectopy_rng_uniform (rng) - 1);
}

/* Returns: the norm of the difference over the norm of @expected, or of the former where that is 0. */
static inline double
relative_error (const float *found, const float *expected, size_t n)
{
  double difference = 0, norm = 0;

  for (size_t i = 0; i < n; i++) {
    const double d = (double) found[i] - (double) expected[i];

    difference += d * d;
    norm += (double) expected[i] * (double) expected[i];
  }
  return sqrt (difference / (norm > 0 ? norm : 1));
}
