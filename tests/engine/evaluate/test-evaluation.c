/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation.h"
#include "tests/engine/evaluate/made-up-beats.h"

#include <math.h>

static EctopyEvaluation *
made_up (void)
{
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];

  make_up_beats (labels, probabilities);
  return ectopy_evaluation_new (labels, probabilities, N_MADE_UP);
}

static void
test_figures (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (evaluation);
  g_autofree char *summary = ectopy_evaluation_dup_summary (evaluation);

  g_assert_cmpfloat (metrics->accuracy, ==, 0.795);
  g_assert_cmpfloat (metrics->macro_f1_interval.low, <, metrics->macro.f1);
  g_assert_cmpfloat (metrics->macro_f1_interval.high, >, metrics->macro.f1);
  g_assert_cmpuint (ectopy_evaluation_get_confusion (evaluation)->counts[0][1], ==, 4);
  g_assert_cmpuint (ectopy_evaluation_get_calibration (evaluation)->n, ==, N_MADE_UP);
  g_assert_cmpuint (ectopy_evaluation_get_roc (evaluation, 2)->n_positive, ==, 12);
  g_assert_cmpuint (ectopy_evaluation_get_n_skipped (evaluation), ==, 0);
  g_assert_cmpstr (summary, ==, "79.5 % of 200 beats right; worst: fusion, 32 of 44 found.");
}

static void
test_cell (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  const float *confidence = ectopy_evaluation_get_confidence (evaluation);
  size_t n;
  g_autofree size_t *rows = ectopy_evaluation_dup_cell (evaluation, 0, 1, &n);
  g_autofree size_t *none = NULL;

  g_assert_cmpuint (n, ==, 4);
  for (size_t i = 0; i < n; i++) {
    g_assert_cmpuint (ectopy_evaluation_get_predicted (evaluation)[rows[i]], ==, 1);
    if (i > 0)
      g_assert_cmpfloat (confidence[rows[i]], <=, confidence[rows[i - 1]]);
  }
  none = ectopy_evaluation_dup_cell (evaluation, 0, 4, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_skipped (void)
{
  const guint8 labels[] = { 0, ECTOPY_CLASS_NONE, 2 };
  const float rows[3][ECTOPY_N_CLASSES] = { { 0.5F, 0.5F }, { 0, 1 }, { 0, 0, NAN } };
  g_autoptr (EctopyEvaluation) evaluation = ectopy_evaluation_new (labels, rows[0], 3);
  g_autoptr (EctopyEvaluation) empty = ectopy_evaluation_new (NULL, NULL, 0);
  g_autofree char *all = ectopy_evaluation_dup_summary (evaluation);
  g_autofree char *nothing = ectopy_evaluation_dup_summary (empty);

  g_assert_cmpuint (ectopy_evaluation_get_n_skipped (evaluation), ==, 2);
  g_assert_cmpuint (ectopy_evaluation_get_n_rows (evaluation), ==, 3);
  g_assert_cmpuint (ectopy_evaluation_get_predicted (evaluation)[0], ==, 0); /* first of two */
  g_assert_cmpuint (ectopy_evaluation_get_predicted (evaluation)[1], ==, 1);
  g_assert_cmpuint (ectopy_evaluation_get_predicted (evaluation)[2], ==, ECTOPY_CLASS_NONE);
  g_assert_cmpstr (all, ==, "The one beat is right.");
  g_assert_cmpstr (nothing, ==, "No beat has a known class: there is nothing to compare.");
}

static void
test_provenance (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  const EctopyProvenance source = { .model_name = "a",
                                    .data_name = "b\xff",
                                    .seconds = 2,
                                    .protocol = ECTOPY_PROTOCOL_RANDOM_BEATS };

  g_assert_cmpint (ectopy_evaluation_get_provenance (evaluation)->protocol, ==,
                   ECTOPY_PROTOCOL_UNKNOWN);
  ectopy_evaluation_set_provenance (evaluation, &source);
  ectopy_evaluation_set_provenance (evaluation, &source);
  g_assert_cmpstr (ectopy_evaluation_get_provenance (evaluation)->model_name, ==, "a");
  g_assert_true (
      g_utf8_validate (ectopy_evaluation_get_provenance (evaluation)->data_name, -1, NULL));
  g_assert_null (ectopy_evaluation_get_provenance (evaluation)->date);
  g_assert_cmpstr (ectopy_protocol_sentence (ECTOPY_PROTOCOL_RANDOM_BEATS), ==,
                   "Beats were split at random: this says nothing about new patients.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/evaluation/figures", test_figures);
  g_test_add_func ("/evaluate/evaluation/cell-most-confident-first", test_cell);
  g_test_add_func ("/evaluate/evaluation/skipped-rows-are-counted", test_skipped);
  g_test_add_func ("/evaluate/evaluation/provenance-is-copied", test_provenance);
  return g_test_run ();
}
