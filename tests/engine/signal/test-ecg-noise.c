/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-noise.h"

#include <math.h>

#define N       360000
#define RATE_HZ 360.0

typedef struct {
  float *baseline;
  float *fast;
} Samples;

static void
fill (const EctopyEcgNoise *noise, size_t piece, Samples *samples)
{
  EctopyEcgNoiseSource source;
  EctopyRng rng;

  samples->baseline = g_new (float, N);
  samples->fast = g_new (float, N);
  ectopy_rng_init (&rng, 3, 0);
  ectopy_ecg_noise_source_init (&source, noise, RATE_HZ, &rng);
  for (size_t i = 0; i < N; i += piece)
    ectopy_ecg_noise_source_fill (&source, MIN (piece, N - i), samples->baseline + i,
                                  samples->fast + i);
}

static void
clear (Samples *samples)
{
  g_free (samples->baseline);
  g_free (samples->fast);
}

static double
deviation (const float *x)
{
  double sum = 0, squares = 0;

  for (size_t i = 0; i < N; i++) {
    sum += (double) x[i];
    squares += (double) x[i] * (double) x[i];
  }
  return sqrt (squares / N - (sum / N) * (sum / N));
}

/* Height of the sine of one frequency in @x. */
static double
height_at (const float *x, double frequency_hz)
{
  double re = 0, im = 0;

  for (size_t i = 0; i < N; i++) {
    const double angle = 2 * G_PI * frequency_hz * (double) i / RATE_HZ;

    re += (double) x[i] * cos (angle);
    im += (double) x[i] * sin (angle);
  }
  return 2 * hypot (re, im) / N;
}

static void
test_none (void)
{
  static const EctopyEcgNoise none;
  Samples samples;

  fill (&none, N, &samples);
  g_assert_cmpfloat (deviation (samples.baseline), ==, 0);
  g_assert_cmpfloat (deviation (samples.fast), ==, 0);
  clear (&samples);
}

static void
test_strengths (void)
{
  Samples samples;

  fill (&(EctopyEcgNoise){ .white_mv = 0.02 }, N, &samples);
  g_assert_cmpfloat_with_epsilon (deviation (samples.fast), 0.02, 0.0005);
  g_assert_cmpfloat (deviation (samples.baseline), ==, 0);
  clear (&samples);

  fill (&(EctopyEcgNoise){ .muscle_mv = 0.02 }, N, &samples);
  g_assert_cmpfloat_with_epsilon (deviation (samples.fast), 0.02, 0.003);
  clear (&samples);

  fill (&(EctopyEcgNoise){ .wander_mv = 0.1 }, N, &samples);
  g_assert_cmpfloat_with_epsilon (deviation (samples.baseline), 0.1, 0.02);
  clear (&samples);
}

static void
test_frequencies (void)
{
  Samples samples;

  fill (&(EctopyEcgNoise){ .mains_mv = 0.05, .mains_hz = 50, .breathing_mv = 0.1 }, N, &samples);
  g_assert_cmpfloat_with_epsilon (height_at (samples.fast, 50), 0.05, 0.0005);
  g_assert_cmpfloat (height_at (samples.fast, 60), <, 0.0005);
  g_assert_cmpfloat_with_epsilon (height_at (samples.baseline, 0.25), 0.1, 0.001);
  clear (&samples);
}

static void
test_pieces (void)
{
  EctopyEcgNoise noise;
  Samples whole, pieces;

  ectopy_ecg_noise_init (&noise);
  fill (&noise, N, &whole);
  fill (&noise, 96, &pieces);
  g_assert_cmpmem (whole.fast, N * sizeof (float), pieces.fast, N * sizeof (float));
  g_assert_cmpmem (whole.baseline, N * sizeof (float), pieces.baseline, N * sizeof (float));
  clear (&whole);
  clear (&pieces);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/ecg-noise/none", test_none);
  g_test_add_func ("/signal/ecg-noise/strengths", test_strengths);
  g_test_add_func ("/signal/ecg-noise/frequencies", test_frequencies);
  g_test_add_func ("/signal/ecg-noise/pieces", test_pieces);
  return g_test_run ();
}
