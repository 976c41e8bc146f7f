/* SPDX-License-Identifier: MIT */
#include "engine/learn/scaler.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void
alloc (EctopyScaler *scaler, size_t length)
{
  scaler->length = length;
  scaler->mean = g_new0 (float, length);
  scaler->scale = g_new (float, length);
}

/* Rounding leaves a trace of variance where there is none. */
static gboolean
is_constant (double mean, double variance, double n_rows)
{
  const double trace = n_rows * mean * DBL_EPSILON;

  return variance <= n_rows * DBL_EPSILON * variance + trace * trace;
}

void
ectopy_scaler_init_identity (EctopyScaler *scaler, size_t length)
{
  alloc (scaler, length);
  for (size_t i = 0; i < length; i++)
    scaler->scale[i] = 1;
}

void
ectopy_scaler_init_fit (EctopyScaler *scaler, const float *samples, size_t n_rows, size_t length)
{
  g_autofree double *mean = g_new0 (double, length);
  g_autofree double *squares = g_new0 (double, length);
  const double n = (double) n_rows;

  g_return_if_fail (n_rows > 0 && length > 0);

  /* Twice over the rows: squares of what is left after the mean do not cancel. */
  for (size_t row = 0; row < n_rows; row++)
    for (size_t i = 0; i < length; i++)
      mean[i] += (double) samples[row * length + i];
  for (size_t i = 0; i < length; i++)
    mean[i] /= n;
  for (size_t row = 0; row < n_rows; row++)
    for (size_t i = 0; i < length; i++) {
      const double rest = (double) samples[row * length + i] - mean[i];

      squares[i] += rest * rest;
    }

  alloc (scaler, length);
  for (size_t i = 0; i < length; i++) {
    const double variance = squares[i] / n;
    const float scale = (float) sqrt (variance);

    scaler->mean[i] = (float) mean[i];
    scaler->scale[i] = is_constant (mean[i], variance, n) || scale < FLT_MIN ? 1 : scale;
  }
}

void
ectopy_scaler_init_copy (EctopyScaler *scaler, const EctopyScaler *other)
{
  scaler->length = other->length;
  scaler->mean = g_memdup2 (other->mean, other->length * sizeof (float));
  scaler->scale = g_memdup2 (other->scale, other->length * sizeof (float));
}

void
ectopy_scaler_clear (EctopyScaler *scaler)
{
  g_clear_pointer (&scaler->mean, g_free);
  g_clear_pointer (&scaler->scale, g_free);
  scaler->length = 0;
}

void
ectopy_scaler_apply (const EctopyScaler *scaler, const float *samples, size_t n_rows, float *output)
{
  const size_t length = scaler->length;

  for (size_t row = 0; row < n_rows; row++)
    for (size_t i = 0; i < length; i++) {
      const size_t at = row * length + i;

      output[at] = (samples[at] - scaler->mean[i]) / scaler->scale[i];
    }
}
