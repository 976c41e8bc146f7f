/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/record-figures.h"

#include <math.h>

enum {
  N = ECTOPY_CLASS_N,
  S = ECTOPY_CLASS_S,
  V = ECTOPY_CLASS_V,
  F = ECTOPY_CLASS_F,
  Q = ECTOPY_CLASS_Q
};

#define N_BEATS 12

static const guint8 labels[N_BEATS] = { N, V, V, S, F, N, N, S, S, Q, ECTOPY_CLASS_NONE, V };
static const guint8 given[N_BEATS] = { N, V, N, S, V, V, N, N, S, S, V, V };

static void
fill_probabilities (float *p)
{
  for (guint i = 0; i < N_BEATS; i++)
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      p[i * ECTOPY_N_CLASSES + c] = c == given[i] ? 0.8f : 0.05f;
}

static EctopyRecordsFigures *
figures_new (gboolean one_patient)
{
  const EctopyRecordBeats records[] = {
    { "a", "a", 0, 5, NAN },
    { "b", one_patient ? "a" : "b", 5, 4, 2.5 },
    { "c", one_patient ? "a" : "b", 9, 3, NAN },
  };
  float p[N_BEATS * ECTOPY_N_CLASSES];

  fill_probabilities (p);
  return ectopy_records_figures_new (records, 3, labels, p);
}

static void
test_gross (void)
{
  g_autoptr (EctopyRecordsFigures) all = figures_new (FALSE);
  const EctopyEctopicFigures *v = &all->gross[0], *s = &all->gross[1];

  g_assert_cmpuint (ectopy_confusion_total (&all->confusion), ==, 11);
  /* V: 2 of 3 found; given V: 2 right, F (forgiven by EC57) and N. */
  g_assert_cmpfloat_with_epsilon (v->sensitivity, 2 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (v->ppv, 2 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (v->precision, 2 / 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (v->f1, 4 / 7.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (v->false_positive_rate, 1 / 7.0, 1e-12);
  /* S: 2 of 3 found; given S: 2 right and Q (forgiven). */
  g_assert_cmpfloat_with_epsilon (s->sensitivity, 2 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (s->ppv, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (s->precision, 2 / 3.0, 1e-12);
}

static void
test_records (void)
{
  g_autoptr (EctopyRecordsFigures) all = figures_new (FALSE);
  const EctopyRecordFigures *a = &g_array_index (all->records, EctopyRecordFigures, 0);
  const EctopyRecordFigures *b = &g_array_index (all->records, EctopyRecordFigures, 1);
  const EctopyRecordFigures *c = &g_array_index (all->records, EctopyRecordFigures, 2);

  g_assert_cmpuint (all->records->len, ==, 3);
  g_assert_cmpstr (b->name, ==, "b");
  g_assert_cmpfloat_with_epsilon (a->accuracy, 3 / 5.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (b->accuracy, 2 / 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (c->accuracy, 1 / 2.0, 1e-12);
  g_assert_cmpuint (ectopy_confusion_total (&c->confusion), ==, 2); /* one has no label */
  g_assert_cmpfloat_with_epsilon (a->confidence, 0.8, 1e-6);
  g_assert_cmpfloat_with_epsilon (a->calibration_error, 0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (b->calibration_error, 0.3, 1e-6);
  g_assert_cmpuint (all->worst, ==, 1);
  g_assert_true (isnan (a->unlike));
  g_assert_cmpfloat (b->unlike, ==, 2.5);
  /* The mean of those that have the figure: V of a and c, S of a and b. */
  g_assert_cmpfloat_with_epsilon (all->average[0].sensitivity, (0.5 + 1) / 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (all->average[1].sensitivity, (1 + 0.5) / 2, 1e-12);
  /* S: 1 and 2 beats in two records. */
  g_assert_cmpfloat_with_epsilon (all->effective_records[S], 9 / 5.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (all->effective_records[F], 1, 1e-12);
}

static void
test_patients (void)
{
  g_autoptr (EctopyRecordsFigures) two = figures_new (FALSE);
  g_autoptr (EctopyRecordsFigures) again = figures_new (FALSE);
  g_autoptr (EctopyRecordsFigures) one = figures_new (TRUE);

  g_assert_cmpuint (two->n_patients, ==, 2);
  g_assert_cmpuint (one->n_patients, ==, 1);
  g_assert_true (isnan (one->accuracy.low));
  g_assert_true (isnan (one->f1[0].high));
  /* Patient a is right in 3 of 5, b in 3 of 6: both, or one of them twice. */
  g_assert_cmpfloat_with_epsilon (two->accuracy.low, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (two->accuracy.high, 0.6, 1e-12);
  g_assert_cmpfloat (two->macro_f1.low, ==, again->macro_f1.low);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/record-figures/gross", test_gross);
  g_test_add_func ("/evaluate/record-figures/records", test_records);
  g_test_add_func ("/evaluate/record-figures/patients", test_patients);
  return g_test_run ();
}
