/* SPDX-License-Identifier: MIT */
#include "engine/core/rng.h"
#include "engine/evaluate/roc.h"
#include "tests/engine/evaluate/made-up-beats.h"

#include <math.h>

/* roc_auc_score and average_precision_score of make-reference.py. */
static void
test_reference (void)
{
  static const double expected[ECTOPY_N_CLASSES][2] = {
    { 0.8758042279411766, 0.8494933098991002 }, { 0.9011151891586674, 0.8577889968361321 },
    { 0.7987588652482269, 0.6777108979002595 }, { 0.8564976689976689, 0.755759865257301 },
    { 0.9525159461374912, 0.9160345289702172 },
  };
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];

  make_up_beats (labels, probabilities);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    EctopyRoc roc;

    ectopy_roc_compute (&roc, labels, probabilities, N_MADE_UP, c);
    g_assert_cmpfloat_with_epsilon (roc.area, expected[c][0], 1e-12);
    g_assert_cmpfloat_with_epsilon (roc.average_precision, expected[c][1], 1e-12);
  }
}

/* Four beats, of which two share a probability: by hand. */
static void
test_by_hand (void)
{
  const guint8 labels[] = { 0, 1, 0, 1, ECTOPY_CLASS_NONE };
  const float rows[5][ECTOPY_N_CLASSES] = { { 0.9F }, { 0.5F }, { 0.5F }, { 0.1F }, { 1 } };
  EctopyRoc roc;

  ectopy_roc_compute (&roc, labels, rows[0], 5, 0);
  g_assert_cmpuint (roc.n_positive, ==, 2);
  g_assert_cmpuint (roc.n_negative, ==, 2);
  g_assert_cmpfloat (roc.area, ==, 0.875); /* 3 pairs won, 1 tied, of 4 */
  g_assert_cmpfloat_with_epsilon (roc.average_precision, 0.5 + 0.5 * 2 / 3, 1e-15);
  g_assert_cmpuint (roc.roc.n_points, ==, 4);
  g_assert_cmpfloat (roc.roc.y[1], ==, 0.5);
  g_assert_cmpfloat (roc.roc.x[2], ==, 0.5);
  g_assert_cmpfloat (roc.roc.y[3], ==, 1);
  g_assert_true (isinf (roc.roc.threshold[0]));
  g_assert_cmpfloat (roc.precision_recall.x[0], ==, 0.5);
  g_assert_cmpfloat (roc.precision_recall.y[0], ==, 1);
}

static void
test_thinned (void)
{
  const guint n = 20000;
  g_autofree guint8 *labels = g_new (guint8, n);
  g_autofree float *rows = g_new0 (float, 5 * 20000);
  EctopyRng rng;
  EctopyRoc roc;
  double area = 0;

  ectopy_rng_init (&rng, 3, 0);
  for (guint i = 0; i < n; i++) {
    labels[i] = (guint8) ectopy_rng_below (&rng, 2);
    rows[5 * i] = (float) (ectopy_rng_normal (&rng) - labels[i]);
  }
  ectopy_roc_compute (&roc, labels, rows, n, 0);
  g_assert_cmpuint (roc.roc.n_points, <=, ECTOPY_ROC_MAX_POINTS);
  g_assert_cmpuint (roc.roc.n_points, >, 100);
  g_assert_cmpuint (roc.precision_recall.n_points, <=, ECTOPY_ROC_MAX_POINTS);
  for (guint i = 1; i < roc.roc.n_points; i++) {
    g_assert_cmpfloat (roc.roc.x[i], >=, roc.roc.x[i - 1]);
    g_assert_cmpfloat (roc.roc.threshold[i], <, roc.roc.threshold[i - 1]);
    area += (roc.roc.x[i] - roc.roc.x[i - 1]) * (roc.roc.y[i] + roc.roc.y[i - 1]) / 2;
  }
  g_assert_cmpfloat (roc.roc.x[roc.roc.n_points - 1], ==, 1);
  g_assert_cmpfloat_with_epsilon (area, roc.area, 1e-3);
  g_assert_cmpfloat_with_epsilon (roc.area, 0.7602, 0.01); /* Phi (1 / sqrt 2) */
}

static void
test_undefined (void)
{
  const guint8 labels[] = { 0, 0, 1 };
  const float rows[3][ECTOPY_N_CLASSES] = { { 1 }, { 0.5F }, { NAN } };
  EctopyRoc roc;

  ectopy_roc_compute (&roc, labels, rows[0], 3, 0);
  g_assert_true (isnan (roc.area));
  g_assert_cmpfloat (roc.average_precision, ==, 1);
  g_assert_cmpuint (roc.roc.n_points, ==, 0);
  ectopy_roc_compute (&roc, labels, rows[0], 3, 4);
  g_assert_true (isnan (roc.average_precision));
  g_assert_cmpuint (roc.precision_recall.n_points, ==, 0);
  ectopy_roc_compute (&roc, labels, rows[0], 0, 0);
  g_assert_true (isnan (roc.area));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/roc/as-scikit-learn", test_reference);
  g_test_add_func ("/evaluate/roc/ties-by-hand", test_by_hand);
  g_test_add_func ("/evaluate/roc/thinned-keeps-the-area", test_thinned);
  g_test_add_func ("/evaluate/roc/undefined-is-nan", test_undefined);
  return g_test_run ();
}
