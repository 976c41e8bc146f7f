/* SPDX-License-Identifier: MIT */
#include "engine/signal/sliding-median.h"

#include <math.h>
#include <stdlib.h>

#define N 300

static int
compare (const void *a, const void *b)
{
  const float x = *(const float *) a, y = *(const float *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* The definition: sort what the window holds. */
static float
median (const float *values, size_t from, size_t to, float otherwise)
{
  float sorted[N];
  size_t n = 0;

  for (size_t i = from; i < to; i++)
    if (isfinite (values[i]))
      sorted[n++] = values[i];
  qsort (sorted, n, sizeof (float), compare);
  return n > 0 ? sorted[n / 2] : otherwise;
}

static void
test_against_definition (void)
{
  static const guint reaches[] = { 0, 1, 7, 15, 60 };
  float values[N], medians[N];

  for (guint k = 0; k < 40; k++) {
    const size_t n = (size_t) g_test_rand_int_range (1, N + 1);
    const guint reach = reaches[k % G_N_ELEMENTS (reaches)];
    const gboolean inwards = g_test_rand_bit () != 0;
    const size_t size = 2 * (size_t) reach + 1;

    for (size_t i = 0; i < n; i++)
      values[i] = g_test_rand_int_range (0, 6) == 0 ? NAN
                                                    : (float) g_test_rand_int_range (-9, 9) / 4;
    ectopy_sliding_medians (values, n, reach, inwards, -100, medians);
    for (size_t i = 0; i < n; i++) {
      size_t from = i > reach ? i - reach : 0, to = MIN (i + reach + 1, n);

      if (inwards) {
        from = n <= size ? 0 : MIN (from, n - size);
        to = n <= size ? n : MAX (to, size);
      }
      g_assert_cmpfloat (medians[i], ==, median (values, from, to, -100));
    }
  }
}

static void
test_add_remove (void)
{
  EctopySliding sliding = { 0 };

  g_assert_cmpfloat (ectopy_sliding_median (&sliding, 7), ==, 7);
  ectopy_sliding_add (&sliding, 3);
  ectopy_sliding_add (&sliding, 1);
  ectopy_sliding_add (&sliding, 3);
  g_assert_cmpfloat (ectopy_sliding_median (&sliding, 7), ==, 3);
  ectopy_sliding_remove (&sliding, 3);
  ectopy_sliding_remove (&sliding, 3);
  g_assert_cmpfloat (ectopy_sliding_median (&sliding, 7), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/sliding-median/against-definition", test_against_definition);
  g_test_add_func ("/signal/sliding-median/add-remove", test_add_remove);
  return g_test_run ();
}
