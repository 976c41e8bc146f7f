/* SPDX-License-Identifier: MIT */
#include "engine/signal/pyramid.h"

#include <math.h>

#define N_COLUMNS 77

/* Samples with gaps, some of them long. */
static float *
made_up (size_t n, guint gap_of)
{
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    samples[i] = gap_of > 0 && (i / 37) % gap_of == 0 ? NAN
                                                      : (float) g_test_rand_double_range (-3, 3);
  return samples;
}

/* The definition. */
static void
look (const float *samples, size_t n, double from, double to, float *low, float *high)
{
  *low = *high = NAN;
  for (size_t i = 0; i < n; i++) {
    if ((double) i < from || (double) i >= to || isnan (samples[i]))
      continue;
    *low = isnan (*low) ? samples[i] : MIN (*low, samples[i]);
    *high = isnan (*high) ? samples[i] : MAX (*high, samples[i]);
  }
}

#define assert_same(a, b) g_assert_true ((isnan (a) && isnan (b)) || (a) == (b))

static void
assert_columns (const EctopyPyramid *pyramid,
                const float *samples,
                size_t n,
                double first,
                double per_column)
{
  float low[N_COLUMNS], high[N_COLUMNS];

  ectopy_pyramid_columns (pyramid, samples, first, per_column, N_COLUMNS, low, high);
  for (size_t k = 0; k < N_COLUMNS; k++) {
    float lowest, highest;

    look (samples, n, first + (double) k * per_column, first + (double) (k + 1) * per_column,
          &lowest, &highest);
    assert_same (low[k], lowest);
    assert_same (high[k], highest);
  }
}

static void
test_equals_definition (void)
{
  static const size_t sizes[] = { 1, 2, 15, 16, 17, 31, 32, 33, 255, 256, 257, 1000, 4099 };
  static const double widths[] = { 1, 1.5, 7, 15.9, 16, 17.3, 33, 100.25, 700 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint gap_of = 0; gap_of < 3; gap_of++) {
      const size_t n = sizes[i];
      g_autofree float *samples = made_up (n, gap_of);
      g_autoptr (EctopyPyramid) pyramid = ectopy_pyramid_new (samples, n, NULL, NULL);

      for (gsize k = 0; k < G_N_ELEMENTS (widths); k++) {
        assert_columns (pyramid, samples, n, 0, widths[k]);
        assert_columns (pyramid, samples, n, -20.75, widths[k]);
        assert_columns (pyramid, samples, n, (double) n - 3, widths[k]);
        assert_columns (pyramid, samples, n, g_test_rand_double_range (0, (double) n), widths[k]);
      }
    }
}

/* In pieces of any multiple of a bin, it is the same pyramid. */
static void
test_in_pieces (void)
{
  const size_t n = 5003;
  g_autofree float *samples = made_up (n, 4);
  g_autoptr (EctopyPyramid) pyramid = ectopy_pyramid_begin (n, NULL);

  for (size_t first = 0; first < n;) {
    const size_t some = (size_t) g_test_rand_int_range (1, 9) * ECTOPY_PYRAMID_BIN;
    const size_t piece = MIN (some, n - first);

    ectopy_pyramid_add (pyramid, samples + first, piece);
    first += piece;
  }
  ectopy_pyramid_end (pyramid);
  assert_columns (pyramid, samples, n, 11.5, 60.125);
}

/* Without samples no peak is lost, and none moves by more than a bin. */
static void
test_without_samples (void)
{
  const size_t n = 3001;
  const double first = 5.5, per_column = 41.3;
  g_autofree float *samples = made_up (n, 0);
  g_autoptr (EctopyPyramid) pyramid = ectopy_pyramid_new (samples, n, NULL, NULL);
  float low[N_COLUMNS], high[N_COLUMNS], least = INFINITY, most = -INFINITY, lowest, highest;

  ectopy_pyramid_columns (pyramid, NULL, first, per_column, N_COLUMNS, low, high);
  for (size_t k = 0; k < N_COLUMNS; k++) {
    const double from = first + (double) k * per_column, to = from + per_column;

    if (from >= (double) n)
      continue;
    look (samples, n, from - ECTOPY_PYRAMID_BIN, to + ECTOPY_PYRAMID_BIN, &lowest, &highest);
    g_assert_cmpfloat (low[k], >=, lowest);
    g_assert_cmpfloat (high[k], <=, highest);
    least = MIN (least, low[k]);
    most = MAX (most, high[k]);
  }
  look (samples, n, ECTOPY_PYRAMID_BIN, (double) n, &lowest, &highest);
  g_assert_cmpfloat (least, <=, lowest);
  g_assert_cmpfloat (most, >=, highest);
}

static void
test_all_gap (void)
{
  float samples[40], low[3], high[3];
  g_autoptr (EctopyPyramid) pyramid = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    samples[i] = NAN;
  samples[33] = 2;
  pyramid = ectopy_pyramid_new (samples, G_N_ELEMENTS (samples), NULL, NULL);
  ectopy_pyramid_columns (pyramid, samples, 0, 16, 3, low, high);
  g_assert_true (isnan (low[0]) && isnan (high[0]) && isnan (low[1]) && isnan (high[1]));
  g_assert_cmpfloat (low[2], ==, 2);
  g_assert_cmpfloat (high[2], ==, 2);
}

static void
test_cancelled (void)
{
  const float sample = 1;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_pyramid_new (&sample, 1, cancellable, NULL));
}

/* By hand, with -m perf: a day of one lead, built, and asked for as wide as a screen. */
static void
test_speed (void)
{
  const size_t n = 31104000, n_columns = 3200;
  g_autofree float *samples = NULL, *low = g_new (float, n_columns),
                   *high = g_new (float, n_columns);
  g_autoptr (EctopyPyramid) pyramid = NULL;

  if (!g_test_perf ()) {
    g_test_skip ("measured with -m perf");
    return;
  }
  samples = g_new (float, n);
  for (size_t i = 0; i < n; i++)
    samples[i] = (float) ((i * 2654435761u) % 4096) / 1000;
  g_test_timer_start ();
  pyramid = ectopy_pyramid_new (samples, n, NULL, NULL);
  g_test_message ("31.1 M samples: %.1f ms", g_test_timer_elapsed () * 1e3);
  for (size_t length = n; length > 30000; length /= 24) {
    g_test_timer_start ();
    for (guint i = 0; i < 20; i++)
      ectopy_pyramid_columns (pyramid, samples, 100.0 * i, (double) length / (double) n_columns,
                              n_columns, low, high);
    g_test_message ("3,200 columns of %.0f s: %.3f ms", (double) length / 360,
                    g_test_timer_elapsed () * 1e3 / 20);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/pyramid/equals-definition", test_equals_definition);
  g_test_add_func ("/signal/pyramid/in-pieces", test_in_pieces);
  g_test_add_func ("/signal/pyramid/without-samples", test_without_samples);
  g_test_add_func ("/signal/pyramid/nothing-but-a-gap", test_all_gap);
  g_test_add_func ("/signal/pyramid/cancelled", test_cancelled);
  g_test_add_func ("/signal/pyramid/speed", test_speed);
  return g_test_run ();
}
