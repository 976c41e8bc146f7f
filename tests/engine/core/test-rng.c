/* SPDX-License-Identifier: MIT */
#include "engine/core/rng.h"

#include <math.h>

/* The first outputs of xoshiro256** from the state 1, 2, 3, 4, as its authors' C code gives them. */
static void
test_known_outputs (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520),
    G_GUINT64_CONSTANT (0),
    G_GUINT64_CONSTANT (1509978240),
    G_GUINT64_CONSTANT (1215971899390074240),
  };
  EctopyRng rng = { .state = { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (ectopy_rng_next (&rng), ==, expected[i]);
}

static void
test_seed_and_stream (void)
{
  EctopyRng a, b, other_seed, other_stream;
  guint n_equal = 0;

  ectopy_rng_init (&a, 7, 1);
  ectopy_rng_init (&b, 7, 1);
  ectopy_rng_init (&other_seed, 8, 1);
  ectopy_rng_init (&other_stream, 7, 2);
  for (guint i = 0; i < 1000; i++) {
    const guint64 x = ectopy_rng_next (&a);

    g_assert_cmpuint (x, ==, ectopy_rng_next (&b));
    n_equal += x == ectopy_rng_next (&other_seed);
    n_equal += x == ectopy_rng_next (&other_stream);
  }
  g_assert_cmpuint (n_equal, ==, 0);
}

static void
test_saved_state (void)
{
  EctopyRng a, copy;

  ectopy_rng_init (&a, 99, 0);
  for (guint i = 0; i < 10; i++)
    ectopy_rng_normal (&a);
  copy = a;
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat (ectopy_rng_normal (&a), ==, ectopy_rng_normal (&copy));
}

static void
test_uniform (void)
{
  EctopyRng rng;
  const guint n = 200000;
  double sum = 0, squares = 0;

  ectopy_rng_init (&rng, 1, 0);
  for (guint i = 0; i < n; i++) {
    const double x = ectopy_rng_uniform (&rng);

    g_assert_true (x >= 0 && x < 1);
    sum += x;
    squares += x * x;
  }
  g_assert_cmpfloat (fabs (sum / n - 0.5), <, 0.004);
  g_assert_cmpfloat (fabs (squares / n - 1.0 / 3), <, 0.004);
}

static void
test_normal (void)
{
  EctopyRng rng;
  const guint n = 200000;
  double sum = 0, squares = 0, fourth = 0;

  ectopy_rng_init (&rng, 2, 0);
  for (guint i = 0; i < n; i++) {
    const double x = ectopy_rng_normal (&rng);

    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  g_assert_cmpfloat (fabs (sum / n), <, 0.012);
  g_assert_cmpfloat (fabs (squares / n - 1), <, 0.02);
  g_assert_cmpfloat (fabs (fourth / n - 3), <, 0.15);
}

static void
test_below (void)
{
  EctopyRng rng;
  guint counts[7] = { 0 };
  const guint64 large = (G_GUINT64_CONSTANT (1) << 63) + 1;

  ectopy_rng_init (&rng, 3, 0);
  for (guint i = 0; i < 70000; i++)
    counts[ectopy_rng_below (&rng, 7)]++;
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat (fabs (counts[i] - 10000.0), <, 500);
  for (guint i = 0; i < 100; i++) {
    g_assert_cmpuint (ectopy_rng_below (&rng, 1), ==, 0);
    g_assert_cmpuint (ectopy_rng_below (&rng, large), <, large);
  }
}

static void
test_shuffle (void)
{
  EctopyRng rng;
  guint first[4] = { 0 };

  ectopy_rng_init (&rng, 4, 0);
  for (guint i = 0; i < 4000; i++) {
    size_t items[4] = { 0, 1, 2, 3 };
    guint seen = 0;

    ectopy_rng_shuffle (&rng, items, 4);
    for (guint k = 0; k < 4; k++)
      seen |= 1u << items[k];
    g_assert_cmpuint (seen, ==, 15);
    first[items[0]]++;
  }
  for (guint k = 0; k < 4; k++)
    g_assert_cmpfloat (fabs (first[k] - 1000.0), <, 150);
  ectopy_rng_shuffle (&rng, NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/rng/known-outputs", test_known_outputs);
  g_test_add_func ("/core/rng/seed-and-stream", test_seed_and_stream);
  g_test_add_func ("/core/rng/saved-state", test_saved_state);
  g_test_add_func ("/core/rng/uniform", test_uniform);
  g_test_add_func ("/core/rng/normal", test_normal);
  g_test_add_func ("/core/rng/below", test_below);
  g_test_add_func ("/core/rng/shuffle", test_shuffle);
  return g_test_run ();
}
