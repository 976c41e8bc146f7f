/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/bootstrap.h"

#include <math.h>

/* As in test-metrics.c. */
static const EctopyConfusion reference = { {
    { 55, 4, 4, 1, 0 },
    { 5, 36, 3, 2, 0 },
    { 2, 1, 9, 0, 0 },
    { 4, 2, 6, 32, 0 },
    { 5, 0, 1, 1, 27 },
} };

/* Mean and variance of 20,000 draws lie within five standard errors of n p and n p (1 - p). */
static void
test_binomial (void)
{
  static const struct {
    guint64 n;
    double p;
  } cases[] = { { 10, 0.3 },  { 1000, 0.004 }, { 100, 0.2 },
                { 100, 0.5 }, { 100, 0.93 },   { 1000000, 0.25 } };
  const guint n_draws = 20000;
  EctopyRng rng;

  ectopy_rng_init (&rng, 11, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const double n = (double) cases[i].n, p = cases[i].p;
    const double mean = n * p, variance = n * p * (1 - p);
    double sum = 0, squares = 0;

    for (guint k = 0; k < n_draws; k++) {
      const guint64 drawn = ectopy_draw_binomial (&rng, cases[i].n, p);

      g_assert_cmpuint (drawn, <=, cases[i].n);
      sum += (double) drawn - mean;
      squares += ((double) drawn - mean) * ((double) drawn - mean);
    }
    g_assert_cmpfloat (fabs (sum / n_draws), <, 5 * sqrt (variance / n_draws));
    /* the relative variance of a sample variance is about 2 / n, and more for skewed draws */
    g_assert_cmpfloat (fabs (squares / n_draws / variance - 1), <, 5 * sqrt (2.5 / n_draws));
  }
  g_assert_cmpuint (ectopy_draw_binomial (&rng, 5, 0), ==, 0);
  g_assert_cmpuint (ectopy_draw_binomial (&rng, 5, 1), ==, 5);
  g_assert_cmpuint (ectopy_draw_binomial (&rng, 0, 0.5), ==, 0);
}

/* NumPy's multinomial, 20,000 replicates: accuracy 0.74 to 0.85, macro-F1 0.6961 to 0.8251. */
static void
test_reference (void)
{
  EctopyInterval accuracy, f1, again, f1_again;

  ectopy_bootstrap_confusion (&reference, 4000, 1, &accuracy, &f1);
  g_assert_cmpfloat_with_epsilon (accuracy.low, 0.74, 0.0051);
  g_assert_cmpfloat_with_epsilon (accuracy.high, 0.85, 0.0051);
  g_assert_cmpfloat_with_epsilon (f1.low, 0.69610462, 0.006);
  g_assert_cmpfloat_with_epsilon (f1.high, 0.82512507, 0.006);
  ectopy_bootstrap_confusion (&reference, 4000, 1, &again, &f1_again);
  g_assert_cmpfloat (accuracy.low, ==, again.low);
  g_assert_cmpfloat (f1.high, ==, f1_again.high);
}

static void
test_nothing (void)
{
  const EctopyConfusion none = { 0 }, right = { .counts[0][0] = 9 };
  EctopyInterval accuracy, f1;

  ectopy_bootstrap_confusion (&none, 10, 1, &accuracy, &f1);
  g_assert_true (isnan (accuracy.low) && isnan (f1.high));
  ectopy_bootstrap_confusion (&right, 1, 1, &accuracy, &f1);
  g_assert_true (isnan (accuracy.low) && isnan (f1.high));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/bootstrap/binomial-moments", test_binomial);
  g_test_add_func ("/evaluate/bootstrap/as-numpy", test_reference);
  g_test_add_func ("/evaluate/bootstrap/nothing-and-all-right", test_nothing);
  return g_test_run ();
}
