/* SPDX-License-Identifier: MIT */
#include "engine/review/family-features.h"

#include "engine/core/rng.h"

#include <math.h>
#include <string.h>

#define SAMPLE     4000
#define ITERATIONS 24
#define SEED       42

/* A value that changes less than this is the same for all beats. */
#define LEAST_DEVIATION 1e-6

typedef struct {
  const EctopyFamilyBeats *beats;
  double *mean;  /* [n_hidden] */
  double *scale; /* [n_hidden]: 0 where there is nothing to see */
  double *axes;  /* [n_hidden, components]: orthonormal columns */
} Hidden;

size_t
ectopy_family_stride (size_t n)
{
  return MAX ((n + SAMPLE - 1) / SAMPLE, 1);
}

static void
find_scale (Hidden *hidden)
{
  const EctopyFamilyBeats *beats = hidden->beats;
  g_autofree double *squares = g_new0 (double, beats->n_hidden);

  for (size_t i = 0; i < beats->n; i++)
    for (size_t h = 0; h < beats->n_hidden; h++) {
      const double value = (double) beats->hidden[i * beats->n_hidden + h];

      hidden->mean[h] += value;
      squares[h] += value * value;
    }
  for (size_t h = 0; h < beats->n_hidden; h++) {
    double variance;

    hidden->mean[h] /= (double) beats->n;
    variance = squares[h] / (double) beats->n - hidden->mean[h] * hidden->mean[h];
    hidden->scale[h] = variance > LEAST_DEVIATION * LEAST_DEVIATION ? 1 / sqrt (variance) : 0;
  }
}

/* Gram and Schmidt, with columns in which nothing is left made 0. */
static void
make_orthonormal (double *axes, size_t n_rows)
{
  for (size_t c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++) {
    double norm = 0;

    for (size_t before = 0; before < c; before++) {
      double product = 0;

      for (size_t h = 0; h < n_rows; h++)
        product += axes[h * ECTOPY_FAMILY_COMPONENTS + c] *
                   axes[h * ECTOPY_FAMILY_COMPONENTS + before];
      for (size_t h = 0; h < n_rows; h++)
        axes[h * ECTOPY_FAMILY_COMPONENTS + c] -= product *
                                                  axes[h * ECTOPY_FAMILY_COMPONENTS + before];
    }
    for (size_t h = 0; h < n_rows; h++)
      norm += axes[h * ECTOPY_FAMILY_COMPONENTS + c] * axes[h * ECTOPY_FAMILY_COMPONENTS + c];
    norm = norm > 1e-18 ? 1 / sqrt (norm) : 0;
    for (size_t h = 0; h < n_rows; h++)
      axes[h * ECTOPY_FAMILY_COMPONENTS + c] *= norm;
  }
}

static void
project (const Hidden *hidden, size_t beat, double out[ECTOPY_FAMILY_COMPONENTS])
{
  const float *row = hidden->beats->hidden + beat * hidden->beats->n_hidden;

  for (size_t c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++)
    out[c] = 0;
  for (size_t h = 0; h < hidden->beats->n_hidden; h++) {
    const double value = ((double) row[h] - hidden->mean[h]) * hidden->scale[h];

    for (size_t c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++)
      out[c] += value * hidden->axes[h * ECTOPY_FAMILY_COMPONENTS + c];
  }
}

/* The axes of most variance: those that repeated products with the covariance turn any others to. */
static gboolean
find_axes (Hidden *hidden, GCancellable *cancellable)
{
  const EctopyFamilyBeats *beats = hidden->beats;
  const size_t n_axes = beats->n_hidden * ECTOPY_FAMILY_COMPONENTS;
  const size_t stride = ectopy_family_stride (beats->n);
  g_autofree double *next = g_new (double, n_axes + 1);
  EctopyRng rng;

  ectopy_rng_init (&rng, SEED, 0);
  for (size_t i = 0; i < n_axes; i++)
    hidden->axes[i] = ectopy_rng_normal (&rng);
  make_orthonormal (hidden->axes, beats->n_hidden);
  for (guint round = 0; round < ITERATIONS; round++) {
    if (g_cancellable_is_cancelled (cancellable))
      return FALSE;
    for (size_t i = 0; i < n_axes; i++)
      next[i] = 0;
    for (size_t i = 0; i < beats->n; i += stride) {
      const float *row = beats->hidden + i * beats->n_hidden;
      double scores[ECTOPY_FAMILY_COMPONENTS];

      project (hidden, i, scores);
      for (size_t h = 0; h < beats->n_hidden; h++) {
        const double value = ((double) row[h] - hidden->mean[h]) * hidden->scale[h];

        for (size_t c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++)
          next[h * ECTOPY_FAMILY_COMPONENTS + c] += value * scores[c];
      }
    }
    memcpy (hidden->axes, next, n_axes * sizeof *next);
    make_orthonormal (hidden->axes, beats->n_hidden);
  }
  return TRUE;
}

static float
rhythm_of (const EctopyFamilyBeats *beats, size_t beat, guint side)
{
  const float value = beats->rhythm[2 * beat + side];

  return isfinite (value) ? (float) ECTOPY_FAMILY_RHYTHM * CLAMP (value, -1, 1) : 0;
}

static float *
describe (const Hidden *hidden)
{
  const EctopyFamilyBeats *beats = hidden->beats;
  float *features = g_try_new (float, beats->n *ECTOPY_FAMILY_WIDTH);
  double power = 0, scale;

  if (features == NULL)
    return NULL;
  for (size_t i = 0; i < beats->n; i++) {
    float *row = features + i * ECTOPY_FAMILY_WIDTH;
    double scores[ECTOPY_FAMILY_COMPONENTS];

    project (hidden, i, scores);
    for (guint c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++) {
      power += scores[c] * scores[c];
      row[c] = (float) scores[c];
    }
    for (guint side = 0; side < 2; side++)
      row[ECTOPY_FAMILY_COMPONENTS + side] = rhythm_of (beats, i, side);
  }
  scale = power > 0 ? 1 / sqrt (power / (double) beats->n) : 0;
  for (size_t i = 0; i < beats->n; i++)
    for (guint c = 0; c < ECTOPY_FAMILY_COMPONENTS; c++)
      features[i * ECTOPY_FAMILY_WIDTH + c] *= (float) scale;
  return features;
}

float *
ectopy_family_features (const EctopyFamilyBeats *beats, GCancellable *cancellable)
{
  Hidden hidden = {
    .beats = beats,
    .mean = g_new0 (double, beats->n_hidden + 1),
    .scale = g_new0 (double, beats->n_hidden + 1),
    .axes = g_new (double, beats->n_hidden *ECTOPY_FAMILY_COMPONENTS + 1),
  };
  float *features = NULL;

  find_scale (&hidden);
  if (find_axes (&hidden, cancellable))
    features = describe (&hidden);
  g_free (hidden.mean);
  g_free (hidden.scale);
  g_free (hidden.axes);
  return features;
}
