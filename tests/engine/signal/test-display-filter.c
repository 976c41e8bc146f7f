/* SPDX-License-Identifier: MIT */
#include "engine/signal/display-filter.h"

#include <math.h>

static const EctopyDisplayFilter usual = { .high_pass_hz = 0.5, .notch_hz = 50, .low_pass_hz = 40 };
static const double rates[] = { 100, 128, 250, 360, 500, 1000 };

static float *
sine (double hz, double rate_hz, size_t n)
{
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    samples[i] = (float) sin (2 * G_PI * hz * (double) i / rate_hz + 0.4);
  return samples;
}

/* Root of the mean square of the middle half. */
static double
strength (const float *samples, size_t n)
{
  double sum = 0;

  for (size_t i = n / 4; i < n - n / 4; i++)
    sum += (double) samples[i] * (double) samples[i];
  return sqrt (sum / (double) (n - 2 * (n / 4)));
}

/* What is left of a sine, as a share. */
static double
left_of (const EctopyDisplayFilter *filter, double hz, double rate_hz)
{
  const size_t n = (size_t) (40 * rate_hz);
  g_autofree float *input = sine (hz, rate_hz, n), *output = g_new (float, n);

  ectopy_display_filter_apply (filter, rate_hz, input, n, 0, n, output);
  return strength (output, n) / strength (input, n);
}

static void
test_what_goes_and_stays (void)
{
  const EctopyDisplayFilter notch = { .notch_hz = 50 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_assert_cmpfloat (left_of (&usual, 0.1, rates[i]), <, 0.003);
    g_assert_cmpfloat_with_epsilon (left_of (&usual, 10, rates[i]), 1, 0.01);
    if (rates[i] > 100) {
      g_assert_cmpfloat (left_of (&usual, 50, rates[i]), <, 0.001);
      g_assert_cmpfloat (left_of (&notch, 50, rates[i]), <, 0.03); /* 30 dB */
      g_assert_cmpfloat_with_epsilon (left_of (&notch, 10, rates[i]), 1, 0.01);
    }
  }
}

/* A pulse stays where it is and as even as it was. */
static void
test_no_shift (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    const size_t n = (size_t) (20 * rates[i]) | 1;
    g_autofree float *input = g_new0 (float, n), *output = g_new (float, n);

    input[n / 2] = 1;
    ectopy_display_filter_apply (&usual, rates[i], input, n, 0, n, output);
    for (size_t k = 1; k < n / 4; k++) {
      g_assert_cmpfloat (output[n / 2 + k], <, output[n / 2]);
      g_assert_cmpfloat_with_epsilon (output[n / 2 + k], output[n / 2 - k], 1e-6f);
    }
  }
}

/* Wander, mains, an offset, noise and beats; with gaps short and long. */
static float *
made_up (double rate_hz, size_t n)
{
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++) {
    const double t = (double) i / rate_hz;

    samples[i] = (float) (4 + 2 * sin (2 * G_PI * 0.13 * t) + 0.2 * sin (2 * G_PI * 50 * t) +
                          exp (-pow ((fmod (t, 0.8) - 0.4) / 0.02, 2)) +
                          g_test_rand_double_range (-0.05, 0.05));
    if (fmod (t, 9) < 0.3 || (t > 41 && t < 47.5) || (t > 70 && t < 97) || t < 0.5)
      samples[i] = NAN;
  }
  return samples;
}

static void
test_pieces_equal_whole (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    const size_t n = (size_t) (130 * rates[i]);
    g_autofree float *input = made_up (rates[i], n), *whole = g_new (float, n);
    g_autofree float *piece = g_new (float, n);

    ectopy_display_filter_apply (&usual, rates[i], input, n, 0, n, whole);
    for (guint k = 0; k < 300; k++) {
      const size_t first = (size_t) g_test_rand_int_range (0, (gint32) n);
      const size_t some = (size_t) g_test_rand_int_range (1, 900);
      const size_t length = MIN (some, n - first);

      ectopy_display_filter_apply (&usual, rates[i], input, n, first, length, piece);
      for (size_t s = 0; s < length; s++) {
        g_assert_true (isnan (piece[s]) == isnan (input[first + s]));
        if (!isnan (piece[s]))
          g_assert_cmpfloat_with_epsilon (piece[s], whole[first + s], 1e-3f);
      }
    }
  }
}

/* A lead that stands still at any height is a line at nought, to its very ends and beside gaps. */
static void
test_edges (void)
{
  const size_t n = 5000;
  g_autofree float *input = g_new (float, n), *output = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    input[i] = i / 700 == 3 ? NAN : 7.5f;
  ectopy_display_filter_apply (&usual, 360, input, n, 0, n, output);
  for (size_t i = 0; i < n; i++)
    if (isfinite (input[i]))
      g_assert_cmpfloat_with_epsilon (output[i], 0, 1e-4f);
  for (size_t length = 1; length < 5; length++) {
    ectopy_display_filter_apply (&usual, 360, input, length, 0, length, output);
    g_assert_cmpfloat_with_epsilon (output[length - 1], 0, 1e-4f);
  }
  for (size_t i = 0; i < n; i++)
    input[i] = NAN;
  ectopy_display_filter_apply (&usual, 360, input, n, 0, n, output);
  g_assert_true (isnan (output[0]) && isnan (output[n - 1]));
}

/* Steps that a rate has no room for are left out, and without any the samples are as they were. */
static void
test_no_room (void)
{
  const EctopyDisplayFilter filter = { .notch_hz = 50, .low_pass_hz = 150 };
  const EctopyDisplayFilter none = { .high_pass_hz = 0 };
  g_autofree float *input = sine (3, 100, 500), *output = g_new (float, 500);

  ectopy_display_filter_apply (&filter, 100, input, 500, 0, 500, output);
  g_assert_cmpmem (input, 2000, output, 2000);
  g_assert_false (ectopy_display_filter_is_none (&filter));
  g_assert_true (ectopy_display_filter_is_none (&none));
}

static void
test_pyramid (void)
{
  const size_t n = 600001, n_columns = 50;
  g_autofree float *input = made_up (360, n), *whole = g_new (float, n);
  g_autoptr (EctopyPyramid) pyramid = NULL, exact = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  float low[50], high[50], exact_low[50], exact_high[50];

  pyramid = ectopy_display_filter_pyramid (&usual, 360, input, n, NULL, NULL, NULL, NULL);
  ectopy_display_filter_apply (&usual, 360, input, n, 0, n, whole);
  exact = ectopy_pyramid_new (whole, n, NULL, NULL);
  ectopy_pyramid_columns (pyramid, NULL, 0, 16 * 700, n_columns, low, high);
  ectopy_pyramid_columns (exact, NULL, 0, 16 * 700, n_columns, exact_low, exact_high);
  for (size_t k = 0; k < n_columns; k++) {
    g_assert_cmpfloat_with_epsilon (low[k], exact_low[k], 1e-3f);
    g_assert_cmpfloat_with_epsilon (high[k], exact_high[k], 1e-3f);
  }
  g_cancellable_cancel (cancellable);
  g_assert_null (
      ectopy_display_filter_pyramid (&usual, 360, input, n, NULL, NULL, cancellable, NULL));
}

static void
test_text (void)
{
  static const struct {
    EctopyDisplayFilter filter;
    const char *text;
  } cases[] = {
    { { 0, 0, 0 }, "no filter" },        { { 0.5, 50, 40 }, "0.5–40 Hz, 50 Hz notch" },
    { { 0.05, 0, 150 }, "0.05–150 Hz" }, { { 0.5, 0, 0 }, "from 0.5 Hz" },
    { { 0, 0, 40 }, "up to 40 Hz" },     { { 0, 60, 0 }, "60 Hz notch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_display_filter_text (&cases[i].filter);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_speed (void)
{
  const size_t n = 31104000;
  g_autofree float *input = NULL;
  g_autoptr (EctopyPyramid) pyramid = NULL;

  if (!g_test_perf ()) {
    g_test_skip ("measured with -m perf");
    return;
  }
  input = sine (1.3, 360, n);
  g_test_timer_start ();
  pyramid = ectopy_display_filter_pyramid (&usual, 360, input, n, NULL, NULL, NULL, NULL);
  g_test_message ("31.1 M samples filtered: %.2f s", g_test_timer_elapsed ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/display-filter/what-goes-and-what-stays", test_what_goes_and_stays);
  g_test_add_func ("/signal/display-filter/nothing-is-shifted", test_no_shift);
  g_test_add_func ("/signal/display-filter/pieces-equal-the-whole", test_pieces_equal_whole);
  g_test_add_func ("/signal/display-filter/edges", test_edges);
  g_test_add_func ("/signal/display-filter/steps-without-room", test_no_room);
  g_test_add_func ("/signal/display-filter/pyramid", test_pyramid);
  g_test_add_func ("/signal/display-filter/text", test_text);
  g_test_add_func ("/signal/display-filter/speed", test_speed);
  return g_test_run ();
}
