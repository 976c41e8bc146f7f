/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/calibration.h"
#include "tests/engine/evaluate/made-up-beats.h"

#include <math.h>

static void
test_reference (void)
{
  static const guint counts[] = { 0, 0, 0, 8, 19, 79, 44, 32, 15, 3, 0, 0, 0, 0, 0 };
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];
  EctopyCalibration calibration;

  make_up_beats (labels, probabilities);
  ectopy_calibration_compute (&calibration, labels, probabilities, N_MADE_UP);
  g_assert_cmpuint (calibration.n, ==, N_MADE_UP);
  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++)
    g_assert_cmpuint (calibration.bins[b].n, ==, counts[b]);
  g_assert_cmpfloat_with_epsilon (calibration.expected_error, 0.38763267695903775, 1e-12);
  g_assert_cmpfloat_with_epsilon (calibration.largest_error, 0.5012653367593884, 1e-12);
  g_assert_cmpfloat_with_epsilon (calibration.brier, 0.5571730752072438, 1e-12);
  g_assert_cmpfloat_with_epsilon (calibration.log_loss, 1.448926653834389, 1e-12);
}

/* Sure and right, sure and wrong; the others are left out. */
static void
test_by_hand (void)
{
  const guint8 labels[] = { 0, 1, ECTOPY_CLASS_NONE, 2 };
  const float rows[4][ECTOPY_N_CLASSES] = { { 1 }, { 1 }, { 1 }, { 0, INFINITY } };
  EctopyCalibration calibration;

  ectopy_calibration_compute (&calibration, labels, rows[0], 4);
  g_assert_cmpuint (calibration.n, ==, 2);
  g_assert_cmpuint (calibration.bins[14].n, ==, 2);
  g_assert_true (isnan (calibration.bins[0].accuracy));
  g_assert_cmpfloat (calibration.expected_error, ==, 0.5);
  g_assert_cmpfloat (calibration.brier, ==, 1);
  g_assert_cmpfloat_with_epsilon (calibration.log_loss, log (1e7) / 2, 1e-12);
}

static void
test_nothing (void)
{
  EctopyCalibration calibration;

  ectopy_calibration_compute (&calibration, NULL, NULL, 0);
  g_assert_true (isnan (calibration.expected_error) && isnan (calibration.largest_error));
  g_assert_true (isnan (calibration.brier) && isnan (calibration.log_loss));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/calibration/as-numpy", test_reference);
  g_test_add_func ("/evaluate/calibration/by-hand", test_by_hand);
  g_test_add_func ("/evaluate/calibration/nothing", test_nothing);
  return g_test_run ();
}
