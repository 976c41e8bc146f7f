/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/overview-paint.h"
#include "ui/paint/rate-paint.h"

#define WIDTH  600
#define HEIGHT 120
#define N_MANY 100000

/* Beats a second apart; every tenth is ventricular, early, and followed by a long interval. */
typedef struct {
  double *times;
  float *rr;
  guint8 *classes;
  size_t n;
} Beats;

static Beats
beats_new (size_t n)
{
  Beats beats = { g_new (double, n), g_new (float, n), g_new (guint8, n), n };

  for (size_t i = 0; i < n; i++) {
    const gboolean is_early = i % 10 == 9;

    beats.times[i] = (double) i - (is_early ? 0.4 : 0);
    beats.classes[i] = is_early ? ECTOPY_CLASS_V : ECTOPY_CLASS_N;
    beats.rr[i] = i > 0 ? (float) (beats.times[i] - beats.times[i - 1]) : NAN;
  }
  return beats;
}

static void
beats_clear (Beats *beats)
{
  g_free (beats->times);
  g_free (beats->rr);
  g_free (beats->classes);
}

static EctopyRateScene
rate_of (const Beats *beats)
{
  return (EctopyRateScene){ .length_s = (double) beats->n,
                            .times = beats->times,
                            .rr_s = beats->rr,
                            .classes = beats->classes,
                            .n_beats = beats->n,
                            .low_s = 0.4,
                            .high_s = 1.6 };
}

/* Few, more and very many: always intervals by class, the trend and both scales. */
static void
test_rate (void)
{
  static const size_t counts[] = { 30, 900, N_MANY };

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
      const EctopyPalette palette = ectopy_palette_get (k);
      Beats beats = beats_new (counts[i]);
      const EctopyRateScene scene = rate_of (&beats);
      Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
      double x, width;

      ectopy_rate_place (&scene, WIDTH, &x, &width);
      ectopy_rate_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
      g_assert_cmpuint (
          canvas_count (&canvas, (int) x, 0, (int) width, HEIGHT, palette.classes[ECTOPY_CLASS_V]),
          >, 10);
      g_assert_cmpuint (canvas_ink (&canvas, (int) x, HEIGHT / 2 - 8, (int) width, 16), >, 300);
      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, (int) x, HEIGHT), >, 20);
      g_assert_cmpuint (canvas_ink (&canvas, (int) (x + width) + 1, 0, 30, HEIGHT), >, 20);
      canvas_clear (&canvas);
      beats_clear (&beats);
    }
}

/* A pause is a bar at the upper edge, and how long it is. */
static void
test_pause (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const EctopyTimeSpan pause = { 10, 12.4 };
  Beats beats = beats_new (30);
  EctopyRateScene scene = rate_of (&beats);
  guint ink[2];

  for (guint i = 0; i < 2; i++) {
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
    double x, width;

    scene.pauses = &pause;
    scene.n_pauses = i;
    ectopy_rate_place (&scene, WIDTH, &x, &width);
    ectopy_rate_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
    ink[i] = canvas_ink (&canvas, (int) (x + width * 10 / 30), 0, 100, 20);
    canvas_clear (&canvas);
  }
  g_assert_cmpuint (ink[1], >, ink[0] + 100);
  beats_clear (&beats);
}

/* The band is where the view is, seen even where that is less than a pixel. */
static void
test_view_band (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  Beats beats = beats_new (30);
  EctopyRateScene rate = rate_of (&beats);
  const EctopyOverviewScene overview = { .length_s = 30 };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 3; k++) {
      const EctopyTimeSpan view = { 12, k == 0 ? 18 : 12.0001 };
      Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
      double x, width;

      if (i == 0) {
        ectopy_rate_place (&rate, WIDTH, &x, &width);
        ectopy_rate_paint_view (canvas.cr, &rate, view, NAN, &palette, WIDTH, HEIGHT);
      } else {
        ectopy_overview_place (&overview, WIDTH, &x, &width);
        ectopy_overview_paint_view (canvas.cr, &overview, view, NAN, &palette, WIDTH, HEIGHT);
      }
      g_assert_cmpuint (
          canvas_ink (&canvas, (int) (x + 0.4 * width) - 3, 5, (int) (0.2 * width) + 6, 50), >, 50);
      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, (int) (x + 0.4 * width) - 4, HEIGHT), ==, 0);
      g_assert_cmpuint (canvas_ink (&canvas, (int) (x + 0.6 * width) + 4, 0, 100, HEIGHT), ==, 0);
      canvas_clear (&canvas);
    }
  beats_clear (&beats);
}

static void
test_find_range (void)
{
  Beats beats = beats_new (2000);
  double low, high;

  beats.rr[50] = 9;
  ectopy_rate_find_range (beats.rr, beats.n, &low, &high);
  g_assert_cmpfloat (low, >=, 0.5 - 1e-9);
  g_assert_cmpfloat (low, <=, 0.6 + 1e-9);
  g_assert_cmpfloat (high, >=, 1.4 - 1e-9);
  g_assert_cmpfloat (high, <=, 1.5 + 1e-9);
  ectopy_rate_find_range (beats.rr, 0, &low, &high);
  g_assert_cmpfloat (high, >, low);
  beats_clear (&beats);
}

/* The envelope, a row for each class, and the hatch. */
static void
test_overview (void)
{
  enum { N_COLUMNS = 500 };
  float low[N_COLUMNS], high[N_COLUMNS];
  const EctopyTimeSpan excluded = { 200, 300 };

  for (guint k = 0; k < N_COLUMNS; k++) {
    low[k] = k < 100 ? NAN : -0.5f;
    high[k] = k < 100 ? NAN : 1.5f;
  }
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    Beats beats = beats_new (1000);
    const EctopyOverviewScene scene = { .length_s = 1000,
                                        .lead_name = "MLII",
                                        .low = low,
                                        .high = high,
                                        .n_columns = N_COLUMNS,
                                        .range_low = -0.5,
                                        .range_high = 1.5,
                                        .times = beats.times,
                                        .classes = beats.classes,
                                        .n_beats = beats.n,
                                        .excluded = &excluded,
                                        .n_excluded = 1 };
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
    double x, width;

    ectopy_overview_place (&scene, WIDTH, &x, &width);
    ectopy_overview_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
    g_assert_cmpuint (canvas_ink (&canvas, (int) x + 2, 5, (int) (width / 6), 30), ==, 0);
    g_assert_cmpuint (canvas_ink (&canvas, (int) (x + width / 2), 10, 100, 30), ==, 3000);
    g_assert_cmpuint (
        canvas_count (&canvas, (int) x, 0, (int) width, HEIGHT, palette.classes[ECTOPY_CLASS_V]), >,
        90 * 3);
    g_assert_cmpuint (
        canvas_count (&canvas, (int) x, 0, (int) width, HEIGHT, palette.classes[ECTOPY_CLASS_N]),
        ==, 0);
    canvas_clear (&canvas);
    beats_clear (&beats);
  }
}

static void
test_odd_sizes (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 20, 16 }, { 30, 200 }, { 900, 24 } };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_DARK);
  Beats beats = beats_new (100);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const int w = sizes[i][0], h = sizes[i][1];
    const EctopyTimeSpan view = { -5, 1e9 };
    EctopyRateScene rate = rate_of (&beats);
    const EctopyOverviewScene overview = { .length_s = 1e-3 };
    Canvas canvas = canvas_new (w, h, palette.background);

    ectopy_rate_paint (canvas.cr, &rate, &palette, w, h);
    ectopy_rate_paint_view (canvas.cr, &rate, view, 3, &palette, w, h);
    rate.n_beats = 0;
    rate.start_s = 1e6;
    ectopy_rate_paint (canvas.cr, &rate, &palette, w, h);
    ectopy_overview_paint (canvas.cr, &overview, &palette, w, h);
    ectopy_overview_paint_view (canvas.cr, &overview, view, 3, &palette, w, h);
    canvas_clear (&canvas);
  }
  beats_clear (&beats);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/rate/few-and-many", test_rate);
  g_test_add_func ("/paint/rate/pause", test_pause);
  g_test_add_func ("/paint/rate/view", test_view_band);
  g_test_add_func ("/paint/rate/find-range", test_find_range);
  g_test_add_func ("/paint/rate/odd-sizes", test_odd_sizes);
  g_test_add_func ("/paint/overview/envelope-and-rows", test_overview);
  return g_test_run ();
}
