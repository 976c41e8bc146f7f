/* SPDX-License-Identifier: MIT */
#include "engine/learn/smote.h"
#include "engine/learn/stored-text.h"

#include "engine/core/error.h"
#include "engine/core/rng.h"

#include <math.h>
#include <string.h>

#define LENGTH 5

/* Rows of class c lie about 10 c. */
static EctopyDataset *
make_dataset (const size_t counts[ECTOPY_N_CLASSES])
{
  size_t n_rows = 0, left[ECTOPY_N_CLASSES];
  float *samples;
  guint8 *labels;
  EctopyRng rng;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n_rows += left[c] = counts[c];
  samples = g_malloc_n (n_rows, LENGTH * sizeof (float));
  labels = g_malloc (n_rows);
  ectopy_rng_init (&rng, 61, 0);
  for (size_t row = 0; row < n_rows; row++) {
    guint c = (guint) ectopy_rng_below (&rng, ECTOPY_N_CLASSES);

    while (left[c] == 0)
      c = (c + 1) % ECTOPY_N_CLASSES;
    left[c]--;
    labels[row] = (guint8) c;
    for (size_t i = 0; i < LENGTH; i++)
      samples[row * LENGTH + i] = (float) (10 * c + ectopy_rng_uniform (&rng));
  }
  return ectopy_dataset_new_take (n_rows, LENGTH, samples, labels);
}

/* Whether @row lies between two rows of @label: at one gap for all samples. */
static gboolean
lies_between (EctopyDataset *dataset, guint8 label, const float *row)
{
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  const guint8 *labels = ectopy_dataset_get_labels (dataset);

  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < n && labels[i] == label; k++) {
      const float *a = ectopy_dataset_get_row (dataset, i);
      const float *b = ectopy_dataset_get_row (dataset, k);
      const float gap = (row[0] - a[0]) / (b[0] - a[0]);
      size_t n_near = 0;

      if (labels[k] != label || i == k || !(gap >= -1e-4f && gap < 1.0001f))
        continue;
      while (n_near < LENGTH &&
             fabsf (a[n_near] + gap * (b[n_near] - a[n_near]) - row[n_near]) < 1e-4f)
        n_near++;
      if (n_near == LENGTH)
        return TRUE;
    }
  return FALSE;
}

static void
test_balances (void)
{
  static const size_t counts[] = { 60, 20, 0, 7, 60 };
  g_autoptr (EctopyDataset) dataset = make_dataset (counts);
  g_autoptr (EctopyDataset) balanced = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GError) error = NULL;
  const size_t n_old = ectopy_dataset_get_n_rows (dataset);
  size_t after[ECTOPY_N_CLASSES];

  balanced = ectopy_smote (dataset, 5, 1, NULL, NULL, NULL, NULL, &notes, &error);
  g_assert_no_error (error);
  ectopy_dataset_count_classes (balanced, after);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpuint (after[c], ==, counts[c] > 0 ? 60 : 0);
  g_assert_cmpmem (ectopy_dataset_get_samples (dataset), n_old * LENGTH * sizeof (float),
                   ectopy_dataset_get_samples (balanced), n_old * LENGTH * sizeof (float));
  g_assert_cmpmem (ectopy_dataset_get_labels (dataset), n_old, ectopy_dataset_get_labels (balanced),
                   n_old);
  for (size_t row = n_old; row < ectopy_dataset_get_n_rows (balanced); row++) {
    const guint8 label = ectopy_dataset_get_labels (balanced)[row];

    g_assert_true (row == n_old || label >= ectopy_dataset_get_labels (balanced)[row - 1]);
    g_assert_true (lies_between (dataset, label, ectopy_dataset_get_row (balanced, row)));
  }
  g_assert_cmpuint (notes->len, ==, 1); /* the empty class */
  g_assert_true (ectopy_stored_text_is_known (g_ptr_array_index (notes, 0)));
}

static void
test_same_on_any_number_of_threads (void)
{
  static const size_t counts[] = { 900, 300, 200, 3, 700 };
  g_autoptr (EctopyDataset) dataset = make_dataset (counts);
  g_autoptr (EctopyDataset) first = NULL;
  g_autoptr (EctopyDataset) other_seed = NULL;
  size_t size;

  first = ectopy_smote (dataset, 5, 9, NULL, NULL, NULL, NULL, NULL, NULL);
  size = ectopy_dataset_get_n_rows (first) * LENGTH * sizeof (float);
  for (guint n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
    g_autoptr (EctopyDataset)
        again = ectopy_smote (dataset, 5, 9, workers, NULL, NULL, NULL, NULL, NULL);

    g_assert_cmpmem (ectopy_dataset_get_samples (first), size, ectopy_dataset_get_samples (again),
                     size);
  }
  other_seed = ectopy_smote (dataset, 5, 10, NULL, NULL, NULL, NULL, NULL, NULL);
  g_assert_true (memcmp (ectopy_dataset_get_samples (first),
                         ectopy_dataset_get_samples (other_seed), size) != 0);
}

static void
test_small_classes (void)
{
  static const size_t counts[] = { 12, 1, 2, 5, 6 };
  g_autoptr (EctopyDataset) dataset = make_dataset (counts);
  g_autoptr (EctopyDataset) balanced = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  const size_t n_old = ectopy_dataset_get_n_rows (dataset);
  const float *only = NULL;

  balanced = ectopy_smote (dataset, 5, 1, NULL, NULL, NULL, NULL, &notes, NULL);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (balanced), ==, 60);
  g_assert_cmpuint (notes->len, ==, 3); /* six beats have five neighbours each */
  for (size_t row = 0; row < ectopy_dataset_get_n_rows (balanced); row++) {
    const guint8 label = ectopy_dataset_get_labels (balanced)[row];
    const float *samples = ectopy_dataset_get_row (balanced, row);

    if (label == 1 && row < n_old)
      only = samples;
    else if (label == 1)
      g_assert_cmpmem (samples, LENGTH * sizeof (float), only, LENGTH * sizeof (float));
    else if (row >= n_old)
      g_assert_true (lies_between (dataset, label, samples));
  }
}

static void
test_one_class (void)
{
  static const size_t counts[] = { 0, 0, 4, 0, 0 };
  g_autoptr (EctopyDataset) dataset = make_dataset (counts);
  g_autoptr (EctopyDataset)
      balanced = ectopy_smote (dataset, 5, 1, NULL, NULL, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (ectopy_dataset_get_n_rows (balanced), ==, 4);
}

static void
test_refuses (void)
{
  static const size_t counts[] = { 8, 4, 0, 0, 0 };
  g_autoptr (EctopyDataset) dataset = make_dataset (counts);
  g_autoptr (EctopyDataset) unlabelled = ectopy_dataset_new_take (2, 1, g_new0 (float, 2), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;

  g_assert_null (ectopy_smote (unlabelled, 5, 1, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_smote (dataset, 5, 1, NULL, NULL, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/smote/balances", test_balances);
  g_test_add_func ("/learn/smote/same-on-any-number-of-threads",
                   test_same_on_any_number_of_threads);
  g_test_add_func ("/learn/smote/small-classes", test_small_classes);
  g_test_add_func ("/learn/smote/one-class", test_one_class);
  g_test_add_func ("/learn/smote/refuses", test_refuses);
  return g_test_run ();
}
