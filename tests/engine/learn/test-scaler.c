/* SPDX-License-Identifier: MIT */
#include "engine/learn/scaler.h"

#include "engine/core/rng.h"

#include <math.h>

/* Columns: 1 2 3 4; all 5; 1e6 and one more; by hand. */
static void
test_by_hand (void)
{
  static const float samples[] = { 1, 5, 1e6f, 2, 5, 1e6f + 1, 3, 5, 1e6f, 4, 5, 1e6f + 1 };
  EctopyScaler scaler;
  float scaled[12];

  ectopy_scaler_init_fit (&scaler, samples, 4, 3);
  g_assert_cmpfloat (scaler.mean[0], ==, 2.5f);
  g_assert_cmpfloat_with_epsilon (scaler.scale[0], sqrtf (1.25f), 1e-7);
  g_assert_cmpfloat (scaler.mean[1], ==, 5);
  g_assert_cmpfloat (scaler.scale[1], ==, 1);
  g_assert_cmpfloat (scaler.mean[2], ==, 1000000.5f);
  g_assert_cmpfloat (scaler.scale[2], ==, 0.5f);
  ectopy_scaler_apply (&scaler, samples, 4, scaled);
  g_assert_cmpfloat_with_epsilon (scaled[0], -1.5f / sqrtf (1.25f), 1e-6);
  for (guint row = 0; row < 4; row++) {
    g_assert_cmpfloat (scaled[3 * row + 1], ==, 0);
    g_assert_cmpfloat (scaled[3 * row + 2], ==, row % 2 == 0 ? -1 : 1);
  }
  ectopy_scaler_clear (&scaler);
}

static void
test_scaled_is_standard (void)
{
  const size_t n_rows = 5000, length = 7;
  const size_t n = n_rows * length;
  g_autofree float *samples = g_new (float, n);
  EctopyScaler scaler;
  EctopyRng rng;

  ectopy_rng_init (&rng, 41, 0);
  for (size_t i = 0; i < n; i++)
    samples[i] = (float) (ectopy_rng_normal (&rng) * (double) (i % length + 1) + 100);
  ectopy_scaler_init_fit (&scaler, samples, n_rows, length);
  ectopy_scaler_apply (&scaler, samples, n_rows, samples);
  for (size_t column = 0; column < length; column++) {
    double sum = 0, squares = 0;

    for (size_t row = 0; row < n_rows; row++) {
      const double x = (double) samples[row * length + column];

      sum += x;
      squares += x * x;
    }
    g_assert_cmpfloat_with_epsilon (sum / (double) n_rows, 0, 1e-5);
    g_assert_cmpfloat_with_epsilon (squares / (double) n_rows, 1, 1e-5);
  }
  ectopy_scaler_clear (&scaler);
}

/* 0.1 is no sum of powers of two: its mean over many rows is off by a rounding. */
static void
test_constant_column (void)
{
  float samples[1001];
  EctopyScaler scaler;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    samples[i] = 0.1f;
  ectopy_scaler_init_fit (&scaler, samples, G_N_ELEMENTS (samples), 1);
  g_assert_cmpfloat (scaler.mean[0], ==, 0.1f);
  g_assert_cmpfloat (scaler.scale[0], ==, 1);
  ectopy_scaler_clear (&scaler);

  ectopy_scaler_init_fit (&scaler, samples, 1, 3);
  g_assert_cmpfloat (scaler.scale[2], ==, 1);
  ectopy_scaler_clear (&scaler);
}

static void
test_identity_and_copy (void)
{
  static const float samples[] = { 1.5f, -2, 0 };
  EctopyScaler scaler, copy;
  float scaled[3];

  ectopy_scaler_init_identity (&scaler, 3);
  ectopy_scaler_init_copy (&copy, &scaler);
  scaler.mean[0] = 7;
  ectopy_scaler_clear (&scaler);
  g_assert_null (scaler.mean);
  g_assert_cmpuint (copy.length, ==, 3);
  ectopy_scaler_apply (&copy, samples, 1, scaled);
  g_assert_cmpmem (samples, sizeof samples, scaled, sizeof scaled);
  ectopy_scaler_clear (&copy);
  ectopy_scaler_clear (&copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/scaler/by-hand", test_by_hand);
  g_test_add_func ("/learn/scaler/scaled-is-standard", test_scaled_is_standard);
  g_test_add_func ("/learn/scaler/constant-column", test_constant_column);
  g_test_add_func ("/learn/scaler/identity-and-copy", test_identity_and_copy);
  return g_test_run ();
}
