/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/metrics.h"

#include <math.h>

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-10)

/* The counts and figures of make-reference.py. */
static const EctopyConfusion reference = { {
    { 55, 4, 4, 1, 0 },
    { 5, 36, 3, 2, 0 },
    { 2, 1, 9, 0, 0 },
    { 4, 2, 6, 32, 0 },
    { 5, 0, 1, 1, 27 },
} };

static void
test_reference (void)
{
  static const double expected[ECTOPY_N_CLASSES][3] = {
    { 0.774647887324, 0.859375, 0.814814814815 },
    { 0.837209302326, 0.782608695652, 0.808988764045 },
    { 0.391304347826, 0.75, 0.514285714286 },
    { 0.888888888889, 0.727272727273, 0.8 },
    { 1.0, 0.794117647059, 0.885245901639 },
  };
  EctopyMetrics metrics;

  ectopy_metrics_compute (&metrics, &reference);
  g_assert_cmpuint (metrics.n, ==, 200);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    assert_near (metrics.classes[c].precision, expected[c][0]);
    assert_near (metrics.classes[c].recall, expected[c][1]);
    assert_near (metrics.classes[c].f1, expected[c][2]);
  }
  /* By hand: of 136 beats that are not N, 16 were taken for it. */
  assert_near (metrics.classes[0].specificity, 120.0 / 136);
  assert_near (metrics.accuracy, 0.795);
  assert_near (metrics.macro.precision, 0.778410085273);
  assert_near (metrics.macro.recall, 0.782674813997);
  assert_near (metrics.macro.f1, 0.764667038957);
  assert_near (metrics.weighted.precision, 0.829479279904);
  assert_near (metrics.weighted.recall, 0.795);
  assert_near (metrics.weighted.f1, 0.804157102607);
  assert_near (metrics.balanced_accuracy, 0.782674813996745);
  assert_near (metrics.kappa, 0.7328990228013029);
  assert_near (metrics.mcc, 0.7364011274531405);
}

/* A class given but not true counts in the macro means, one on neither side does not. */
static void
test_missing_classes (void)
{
  const EctopyConfusion confusion = { { { 5 }, { 2, 0, 0, 1 } } };
  EctopyMetrics metrics;

  ectopy_metrics_compute (&metrics, &confusion);
  g_assert_true (isnan (metrics.classes[1].precision));
  g_assert_true (isnan (metrics.classes[3].recall));
  g_assert_cmpfloat (metrics.classes[3].f1, ==, 0);
  g_assert_true (isnan (metrics.classes[4].f1));
  assert_near (metrics.macro.precision, 0.2380952380952381);
  assert_near (metrics.macro.recall, 0.3333333333333333);
  assert_near (metrics.macro.f1, 0.27777777777777773);
  assert_near (metrics.weighted.precision, 0.44642857142857145);
  assert_near (metrics.weighted.f1, 0.5208333333333333);
  assert_near (metrics.balanced_accuracy, 0.5);
  assert_near (metrics.kappa, 0.1724137931034483);
  assert_near (metrics.mcc, 0.2439750182371333);
}

static void
test_nothing (void)
{
  const EctopyConfusion none = { 0 }, one_class = { .counts[2][2] = 7 };
  EctopyMetrics metrics;

  ectopy_metrics_compute (&metrics, &none);
  g_assert_true (isnan (metrics.accuracy) && isnan (metrics.macro.f1) && isnan (metrics.kappa));
  g_assert_true (isnan (metrics.accuracy_interval.low) && isnan (metrics.balanced_accuracy));
  ectopy_metrics_compute (&metrics, &one_class);
  g_assert_cmpfloat (metrics.accuracy, ==, 1);
  g_assert_cmpfloat (metrics.macro.f1, ==, 1);
  g_assert_true (isnan (metrics.kappa) && isnan (metrics.mcc));
  g_assert_true (isnan (metrics.classes[2].specificity));
}

/* 81 of 263: the example of Newcombe (1998), 0.2553 to 0.3662. */
static void
test_wilson (void)
{
  const EctopyInterval interval = ectopy_wilson_interval (81, 263);
  const EctopyInterval none = ectopy_wilson_interval (0, 10), all = ectopy_wilson_interval (10, 10);

  assert_near (interval.low, 0.2552885198782742);
  assert_near (interval.high, 0.36620957698280004);
  g_assert_cmpfloat (none.low, ==, 0);
  g_assert_cmpfloat (none.high, <, 0.3);
  g_assert_cmpfloat (all.high, ==, 1);
  assert_near (all.low, 1 - none.high);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/metrics/as-scikit-learn", test_reference);
  g_test_add_func ("/evaluate/metrics/missing-classes-as-scikit-learn", test_missing_classes);
  g_test_add_func ("/evaluate/metrics/undefined-is-nan", test_nothing);
  g_test_add_func ("/evaluate/metrics/wilson-as-published", test_wilson);
  return g_test_run ();
}
