/* SPDX-License-Identifier: MIT */
#include "engine/signal/biquad.h"

#include <math.h>

EctopyBiquad
ectopy_biquad_high_pass (double f)
{
  const double k = tan (G_PI * f);
  const double norm = 1 / (1 + G_SQRT2 * k + k * k);

  g_assert (f > 0 && f < 0.5);
  return (EctopyBiquad){ norm, -2 * norm, norm, 2 * (k * k - 1) * norm,
                         (1 - G_SQRT2 * k + k * k) * norm };
}

EctopyBiquad
ectopy_biquad_low_pass_of_quality (double f, double quality)
{
  const double k = tan (G_PI * f);
  const double norm = 1 / (1 + k / quality + k * k);

  g_assert (f > 0 && f < 0.5 && quality > 0);
  return (EctopyBiquad){ k * k * norm, 2 * k * k * norm, k * k * norm, 2 * (k * k - 1) * norm,
                         (1 - k / quality + k * k) * norm };
}

EctopyBiquad
ectopy_biquad_low_pass (double f)
{
  return ectopy_biquad_low_pass_of_quality (f, (1 / G_SQRT2));
}

EctopyBiquad
ectopy_biquad_low_pass_of_first_order (double f)
{
  const double k = tan (G_PI * f);

  g_assert (f > 0 && f < 0.5);
  return (EctopyBiquad){ k / (1 + k), k / (1 + k), 0, (k - 1) / (k + 1), 0 };
}

EctopyBiquad
ectopy_biquad_notch (double f, double quality)
{
  const double k = tan (G_PI * f);
  const double norm = 1 / (1 + k / quality + k * k);

  g_assert (f > 0 && f < 0.5 && quality > 0);
  return (EctopyBiquad){ (1 + k * k) * norm, 2 * (k * k - 1) * norm, (1 + k * k) * norm,
                         2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm };
}

double
ectopy_biquad_memory (const EctopyBiquad *biquad, double share)
{
  /* The poles are a pair, each as far from the origin as the root of a2. */
  return log (share) / log (CLAMP (sqrt (fabs (biquad->a2)), 1e-3, 1 - 1e-12));
}

/* One step of the transposed second direct form. */
static inline double
step (const EctopyBiquad *biquad, double x, double state[2])
{
  const double y = biquad->b0 * x + state[0];

  state[0] = biquad->b1 * x - biquad->a1 * y + state[1];
  state[1] = biquad->b2 * x - biquad->a2 * y;
  return y;
}

/* What the state is after @x for ever. */
static void
settle (const EctopyBiquad *biquad, double x, double state[2])
{
  const double y = x * (biquad->b0 + biquad->b1 + biquad->b2) / (1 + biquad->a1 + biquad->a2);

  state[1] = biquad->b2 * x - biquad->a2 * y;
  state[0] = biquad->b1 * x - biquad->a1 * y + state[1];
}

void
ectopy_biquad_run (const EctopyBiquad *biquad, double *samples, size_t n)
{
  double state[2];

  if (n == 0)
    return;
  settle (biquad, samples[0], state);
  for (size_t i = 0; i < n; i++)
    samples[i] = step (biquad, samples[i], state);
}

void
ectopy_biquad_run_back (const EctopyBiquad *biquad, double *samples, size_t n)
{
  double state[2];

  if (n == 0)
    return;
  settle (biquad, samples[n - 1], state);
  for (size_t i = n; i-- > 0;)
    samples[i] = step (biquad, samples[i], state);
}
