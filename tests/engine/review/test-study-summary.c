/* SPDX-License-Identifier: MIT */
#include "engine/review/study-summary.h"
#include "tests/support/test-study.h"

/* A beat a second; each of the six ventricular ones comes after 0.7 s and is followed by 1.3 s. */
static void
test_plain (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (EctopyStudySummary) summary = ectopy_study_summary_new (study);

  g_assert_cmpfloat (summary->duration_s, ==, 60);
  g_assert_cmpuint (summary->n_beats, ==, 60);
  g_assert_cmpuint (summary->counts[ECTOPY_CLASS_V], ==, 6);
  g_assert_cmpuint (summary->rate.n, ==, 59);
  g_assert_cmpfloat_with_epsilon (summary->rate.mean, 60, 1e-9);
  /* Eight intervals with one of 0.7 and none of 1.3 s, and the other way round. */
  g_assert_cmpfloat_with_epsilon (summary->rate.most, 60 * 8 / 7.7, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->rate.least, 60 * 8 / 8.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->sdnn_ms, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (summary->rmssd_ms, 0, 1e-6);
  g_assert_cmpuint (summary->hours->len, ==, 1);
  g_assert_cmpfloat (g_array_index (summary->hours, EctopyHour, 0).length_s, ==, 60);
  g_assert_cmpuint (g_array_index (summary->hours, EctopyHour, 0).counts[ECTOPY_CLASS_N], ==, 54);
  g_assert_cmpuint (summary->trend->len, ==, 1);
  g_assert_cmpuint (summary->n_by_hand, ==, 0);
  g_assert_cmpuint (summary->n_pauses, ==, 0);
  g_assert_cmpuint (summary->runs[ECTOPY_CLASS_V].n_runs, ==, 0);
}

static void
test_acts (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 run[] = { 20, 21, 22, 23 }, couplet[] = { 50, 51 }, accepted = 1;
  const guint32 gap[] = { 40, 41 };
  g_autoptr (EctopyStudySummary) summary = NULL;
  const EctopyRunFigures *runs;

  ectopy_study_relabel (study, run, 4, ECTOPY_CLASS_V);
  ectopy_study_relabel (study, couplet, 2, ECTOPY_CLASS_S);
  ectopy_study_reject (study, gap, 2);
  ectopy_study_accept (study, &accepted, 1);
  ectopy_study_exclude (study, 3000, 3200);
  summary = ectopy_study_summary_new (study);
  runs = &summary->runs[ECTOPY_CLASS_V];
  g_assert_cmpuint (runs->n_runs, ==, 1);
  g_assert_cmpuint (runs->longest, ==, 4);
  g_assert_cmpfloat_with_epsilon (runs->longest_s, 20.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (runs->fastest, 60, 1e-9);
  g_assert_cmpuint (summary->runs[ECTOPY_CLASS_S].n_couplets, ==, 1);
  g_assert_cmpuint (summary->n_pauses, ==, 1);
  g_assert_cmpfloat_with_epsilon (summary->longest_pause_s, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->longest_pause_at_s, 39.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->left_out_s, 2, 1e-9);
  g_assert_cmpuint (summary->n_by_hand, ==, 8);
  g_assert_cmpuint (summary->n_looked_at, ==, 9);
  g_assert_cmpuint (summary->n_beats, ==, 56);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/study-summary/plain", test_plain);
  g_test_add_func ("/review/study-summary/acts", test_acts);
  return g_test_run ();
}
