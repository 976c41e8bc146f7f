/* SPDX-License-Identifier: MIT */
#include "engine/learn/split.h"

#include "engine/core/beat-class.h"
#include "engine/core/rng.h"

#include <string.h>

#define N_ROWS 1003

/* Most of class 0, some of 1, three of 2, one of 3, two without a class. */
static void
fill_labels (guint8 labels[N_ROWS])
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 31, 0);
  for (size_t i = 0; i < N_ROWS; i++)
    labels[i] = ectopy_rng_below (&rng, 10) == 0;
  labels[10] = labels[500] = labels[1002] = 2;
  labels[77] = 3;
  labels[0] = labels[900] = ECTOPY_CLASS_NONE;
}

static void
count (const guint8 *labels, const size_t *rows, size_t n_rows, size_t counts[256])
{
  memset (counts, 0, 256 * sizeof *counts);
  for (size_t i = 0; i < n_rows; i++) {
    g_assert_cmpuint (rows[i], <, N_ROWS);
    g_assert_true (i == 0 || rows[i] > rows[i - 1]);
    counts[labels[rows[i]]]++;
  }
}

static void
test_stratified (void)
{
  static const double fractions[] = { 0.0001, 0.15, 0.2, 0.5, 0.9999 };
  guint8 labels[N_ROWS];

  fill_labels (labels);
  for (gsize f = 0; f < G_N_ELEMENTS (fractions); f++) {
    g_autofree size_t *train = NULL;
    g_autofree size_t *validation = NULL;
    size_t n_train, n_validation, in_train[256], in_validation[256];

    ectopy_split_stratified (labels, N_ROWS, fractions[f], 1, &train, &n_train, &validation,
                             &n_validation);
    g_assert_cmpuint (n_train + n_validation, ==, N_ROWS);
    count (labels, train, n_train, in_train);
    count (labels, validation, n_validation, in_validation);
    for (guint c = 0; c < 256; c++) {
      const size_t n = in_train[c] + in_validation[c];
      const double expected = (double) n * fractions[f];

      if (n >= 2) {
        g_assert_cmpuint (in_train[c], >=, 1);
        g_assert_cmpuint (in_validation[c], >=, 1);
      }
      if (n >= 2 && expected > 1 && expected < (double) n - 1)
        g_assert_cmpfloat_with_epsilon ((double) in_validation[c], expected, 0.501);
    }
    g_assert_cmpuint (in_train[3], ==, 1);
  }
}

static void
test_seed (void)
{
  guint8 labels[N_ROWS];
  size_t *train[3], *validation[3], n_train[3], n_validation[3];

  fill_labels (labels);
  for (guint i = 0; i < 3; i++)
    ectopy_split_stratified (labels, N_ROWS, 0.2, i == 2 ? 8 : 7, &train[i], &n_train[i],
                             &validation[i], &n_validation[i]);
  g_assert_cmpmem (validation[0], n_validation[0] * sizeof (size_t), validation[1],
                   n_validation[1] * sizeof (size_t));
  g_assert_cmpuint (n_validation[0], ==, n_validation[2]);
  g_assert_true (memcmp (validation[0], validation[2], n_validation[0] * sizeof (size_t)) != 0);
  for (guint i = 0; i < 3; i++) {
    g_free (train[i]);
    g_free (validation[i]);
  }
}

static void
test_without_labels (void)
{
  g_autofree size_t *train = NULL;
  g_autofree size_t *validation = NULL;
  size_t n_train, n_validation;

  ectopy_split_stratified (NULL, 10, 0.3, 1, &train, &n_train, &validation, &n_validation);
  g_assert_cmpuint (n_train, ==, 7);
  g_assert_cmpuint (n_validation, ==, 3);
}

static void
test_folds (void)
{
  guint8 labels[N_ROWS];

  fill_labels (labels);
  for (guint n_folds = 2; n_folds <= 10; n_folds += 4) {
    g_autofree guint *folds = ectopy_split_folds (labels, N_ROWS, n_folds, 5);
    g_autofree guint *again = ectopy_split_folds (labels, N_ROWS, n_folds, 5);
    size_t least[256], most[256] = { 0 }, smallest = N_ROWS, largest = 0;

    g_assert_cmpmem (folds, N_ROWS * sizeof *folds, again, N_ROWS * sizeof *again);
    for (guint c = 0; c < 256; c++)
      least[c] = N_ROWS;
    for (guint fold = 0; fold < n_folds; fold++) {
      g_autofree size_t *train = NULL;
      g_autofree size_t *validation = NULL;
      size_t n_train, n_validation, counts[256];

      ectopy_split_by_fold (folds, N_ROWS, fold, &train, &n_train, &validation, &n_validation);
      g_assert_cmpuint (n_train + n_validation, ==, N_ROWS);
      smallest = MIN (smallest, n_validation);
      largest = MAX (largest, n_validation);
      count (labels, validation, n_validation, counts);
      for (guint c = 0; c < 256; c++) {
        least[c] = MIN (least[c], counts[c]);
        most[c] = MAX (most[c], counts[c]);
      }
    }
    g_assert_cmpuint (largest - smallest, <=, 1);
    for (guint c = 0; c < 256; c++)
      g_assert_cmpuint (most[c] - least[c], <=, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/split/stratified", test_stratified);
  g_test_add_func ("/learn/split/seed", test_seed);
  g_test_add_func ("/learn/split/without-labels", test_without_labels);
  g_test_add_func ("/learn/split/folds", test_folds);
  return g_test_run ();
}
