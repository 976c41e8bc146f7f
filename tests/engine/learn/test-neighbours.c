/* SPDX-License-Identifier: MIT */
#include "engine/learn/neighbours.h"

#include "engine/core/rng.h"

#include <string.h>

static double
distance (const float *a, const float *b, size_t length)
{
  double sum = 0;

  for (size_t i = 0; i < length; i++)
    sum += ((double) a[i] - (double) b[i]) * ((double) a[i] - (double) b[i]);
  return sum;
}

/* The definition: of the rows left, the nearest, the first of equals. */
static void
find_slowly (const float *samples,
             size_t n_rows,
             size_t length,
             size_t query,
             size_t k,
             size_t *out)
{
  g_autofree gboolean *taken = g_new0 (gboolean, n_rows);

  taken[query] = TRUE;
  for (size_t i = 0; i < k; i++) {
    double least = G_MAXDOUBLE;

    for (size_t row = 0; row < n_rows; row++) {
      const double d = distance (samples + query * length, samples + row * length, length);

      if (!taken[row] && d < least) {
        least = d;
        out[i] = row;
      }
    }
    taken[out[i]] = TRUE;
  }
}

typedef struct {
  const char *path;
  size_t n_rows, length, n_queries, k;
  double spread; /* of the samples about 1 */
} Case;

static void
test_equals_definition (gconstpointer data)
{
  const Case *test = data;
  const size_t n = test->n_rows * test->length;
  g_autofree float *samples = g_new (float, n);
  g_autofree size_t *queries = g_new (size_t, test->n_queries);
  g_autofree size_t *expected = g_new (size_t, test->k);
  EctopyRng rng;

  ectopy_rng_init (&rng, 51, 0);
  for (size_t i = 0; i < n; i++)
    samples[i] = (float) (1 + test->spread * ectopy_rng_normal (&rng));
  for (size_t i = 0; i < test->n_queries; i++)
    queries[i] = (size_t) ectopy_rng_below (&rng, test->n_rows);

  for (guint n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
    g_autofree size_t *found = g_new (size_t, test->n_queries * test->k);

    g_assert_true (ectopy_neighbours_find (samples, test->n_rows, test->length, queries,
                                           test->n_queries, test->k, workers, NULL, found));
    for (size_t i = 0; i < test->n_queries; i++) {
      find_slowly (samples, test->n_rows, test->length, queries[i], test->k, expected);
      g_assert_cmpmem (found + i * test->k, test->k * sizeof (size_t), expected,
                       test->k * sizeof (size_t));
    }
  }
}

static void
test_equal_rows (void)
{
  const float samples[8] = { 0 };
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  size_t found[2];

  g_assert_true (
      ectopy_neighbours_find (samples, 4, 2, (const size_t[]){ 1 }, 1, 2, workers, NULL, found));
  g_assert_cmpuint (found[0], ==, 0);
  g_assert_cmpuint (found[1], ==, 2);
}

static void
test_cancelled (void)
{
  const float samples[4] = { 1, 2, 3, 4 };
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  size_t found[1];

  g_cancellable_cancel (cancellable);
  g_assert_false (ectopy_neighbours_find (samples, 4, 1, (const size_t[]){ 1 }, 1, 1, workers,
                                          cancellable, found));
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "/learn/neighbours/blocks", 1100, 19, 150, 5, 1 },
    { "/learn/neighbours/two-rows", 2, 3, 2, 1, 1 },
    { "/learn/neighbours/all-others", 9, 4, 9, 8, 1 },
    { "/learn/neighbours/one-sample", 600, 1, 70, 3, 1 },
    { "/learn/neighbours/nearly-equal", 700, 187, 65, 5, 0.01 },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_equals_definition);
  g_test_add_func ("/learn/neighbours/equal-rows", test_equal_rows);
  g_test_add_func ("/learn/neighbours/cancelled", test_cancelled);
  return g_test_run ();
}
