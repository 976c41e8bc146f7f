/* SPDX-License-Identifier: MIT */
#include "engine/signal/rr-model.h"

#include <math.h>

#define RATE_HZ 4
#define N       16384

/* Power of @x between two frequencies, by the definition of the Fourier transform. */
static double
band_power (const double *x, double from_hz, double to_hz)
{
  double power = 0;

  for (size_t k = (size_t) (from_hz * N / RATE_HZ); k < (size_t) (to_hz * N / RATE_HZ); k++) {
    double re = 0, im = 0;

    for (size_t i = 0; i < N; i++) {
      const double angle = 2 * G_PI * (double) (k * i % N) / N;

      re += x[i] * cos (angle);
      im += x[i] * sin (angle);
    }
    power += 2 * (re * re + im * im) / ((double) N * N);
  }
  return power;
}

static void
test_spectrum (void)
{
  EctopyRrModel model;
  EctopyRng rng;
  double x[N], lf, hf, variance = 0, mean = 0;

  ectopy_rng_init (&rng, 5, 0);
  ectopy_rr_model_init (&model, 60, 3, 0.5, &rng);
  for (size_t i = 0; i < N; i++) {
    x[i] = ectopy_rr_model_at (&model, (double) i / RATE_HZ);
    mean += x[i] / N;
  }
  for (size_t i = 0; i < N; i++) {
    x[i] -= mean;
    variance += x[i] * x[i] / N;
  }
  g_assert_cmpfloat_with_epsilon (mean, 1, 0.003);
  g_assert_cmpfloat_with_epsilon (sqrt (variance), 3.0 / 60, 0.004); /* 60 sd / rate^2 */

  lf = band_power (x, 0.06, 0.14);
  hf = band_power (x, 0.21, 0.29);
  g_assert_cmpfloat (lf + hf, >, 0.97 * variance);
  g_assert_cmpfloat_with_epsilon (lf / hf, 0.5, 0.1);
}

static void
test_steady (void)
{
  EctopyRrModel model;
  EctopyRng rng;

  ectopy_rng_init (&rng, 5, 0);
  ectopy_rr_model_init (&model, 80, 0, 0.5, &rng);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (ectopy_rr_model_at (&model, i), ==, 0.75);
}

/* Wild settings give intervals a heart could still have. */
static void
test_bounds (void)
{
  EctopyRrModel model;
  EctopyRng rng;

  ectopy_rng_init (&rng, 5, 0);
  ectopy_rr_model_init (&model, 60, 300, 1, &rng);
  for (guint i = 0; i < 1000; i++) {
    const double rr_s = ectopy_rr_model_at (&model, i);

    g_assert_true (rr_s >= 0.3 && rr_s <= 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/rr-model/spectrum", test_spectrum);
  g_test_add_func ("/signal/rr-model/steady", test_steady);
  g_test_add_func ("/signal/rr-model/bounds", test_bounds);
  return g_test_run ();
}
