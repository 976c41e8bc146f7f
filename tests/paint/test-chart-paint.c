/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/chart-paint.h"

#define WIDTH  400
#define HEIGHT 240

/* A chart of one full line, axes from 0 to 10. */
static EctopyChart
plain_chart (const EctopySeries *series)
{
  return (EctopyChart){ .series = series,
                        .n_series = 1,
                        .legend = ECTOPY_LEGEND_NONE,
                        .fixed_x = TRUE,
                        .x_high = 10,
                        .fixed_y = TRUE,
                        .y_high = 10 };
}

static void
test_line_in_every_palette (void)
{
  const double x[] = { 0, 5, 10 }, y[] = { 1, 9, 1 };

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    const EctopySeries series = { .x = x, .y = y, .n = 3, .color = palette.accent };
    const EctopyChart chart = plain_chart (&series);
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

    ectopy_chart_paint (canvas.cr, &chart, &palette, WIDTH, HEIGHT);
    g_assert_cmpuint (canvas_count (&canvas, 0, 0, WIDTH, HEIGHT, palette.accent), >, 200);
    /* the peak is in the upper half of the middle, the ends in the lower half of the sides */
    g_assert_cmpuint (canvas_count (&canvas, 190, 0, 60, 60, palette.accent), >, 10);
    g_assert_cmpuint (canvas_count (&canvas, 0, 0, 90, 60, palette.accent), ==, 0);
    canvas_clear (&canvas);
  }
}

/* Between the two pieces, where the middle value is missing, there is no ink. */
static void
test_gap (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const double x[] = { 0, 3, 5, 7, 10 }, y[] = { 5, 5, NAN, 5, 5 };
  const EctopySeries series = { .x = x, .y = y, .n = 5, .color = palette.accent };
  EctopyChart chart = plain_chart (&series);
  Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

  chart.font_size = 20; /* so that the line is more than a pixel wide */
  ectopy_chart_paint (canvas.cr, &chart, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_count (&canvas, 60, 0, 80, HEIGHT, palette.accent), >, 40);
  g_assert_cmpuint (canvas_count (&canvas, 200, 0, 40, HEIGHT, palette.accent), ==, 0);
  g_assert_cmpuint (canvas_count (&canvas, 290, 0, 80, HEIGHT, palette.accent), >, 40);
  canvas_clear (&canvas);
}

static void
test_one_point (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const double y[] = { 0.4 };
  const EctopySeries series = { .name = "training", .y = y, .n = 1, .color = palette.accent };
  const EctopyChart chart = { .series = &series,
                              .n_series = 1,
                              .whole_x = TRUE,
                              .mark_x = 1,
                              .mark_label = "best: 1" };
  Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

  ectopy_chart_paint (canvas.cr, &chart, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, WIDTH, HEIGHT, palette.accent), >, 5);
  canvas_clear (&canvas);
}

/* Nothing yet: the sentence stands in the middle; not without it. */
static void
test_empty (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const double y[] = { NAN, INFINITY };
  const EctopySeries series = { .y = y, .n = 2, .color = palette.accent };
  EctopyChart chart = plain_chart (&series);
  Canvas with = canvas_new (WIDTH, HEIGHT, palette.background);
  Canvas without = canvas_new (WIDTH, HEIGHT, palette.background);

  ectopy_chart_paint (without.cr, &chart, &palette, WIDTH, HEIGHT);
  chart.empty_text = "The curve will be seen here.";
  ectopy_chart_paint (with.cr, &chart, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_ink (&with, 100, 80, 220, 70), >,
                    canvas_ink (&without, 100, 80, 220, 70) + 100);
  g_assert_cmpuint (canvas_count (&with, 0, 0, WIDTH, HEIGHT, palette.accent), ==, 0);
  canvas_clear (&with);
  canvas_clear (&without);
}

/* No series at all, and no room at all: nothing but no crash. */
static void
test_tiny (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_DARK);
  const EctopyChart chart = { .title = "Loss",
                              .value = "0.1",
                              .x_title = "Epoch",
                              .y_title = "loss" };
  Canvas canvas = canvas_new (20, 20, palette.background);

  ectopy_chart_paint (canvas.cr, &chart, &palette, 20, 20);
  ectopy_chart_paint (canvas.cr, &chart, &palette, 0, 0);
  canvas_clear (&canvas);
}

/* The names at the ends of two lines that end in one place do not overprint each other. */
static void
test_line_ends_apart (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const double y[] = { 1, 2 };
  const EctopySeries series[2] = {
    { .name = "HHHHHH", .y = y, .n = 2, .color = palette.accent },
    { .name = "HHHHHH", .y = y, .n = 2, .color = palette.validation },
  };
  const EctopyChart chart = { .series = series, .n_series = 2, .font_size = 20 };
  Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

  ectopy_chart_paint (canvas.cr, &chart, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_count (&canvas, 310, 0, 90, HEIGHT, palette.accent), >, 50);
  g_assert_cmpuint (canvas_count (&canvas, 310, 0, 90, HEIGHT, palette.validation), >, 50);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/chart/line-in-every-palette", test_line_in_every_palette);
  g_test_add_func ("/paint/chart/missing-value-is-a-gap", test_gap);
  g_test_add_func ("/paint/chart/one-point-is-a-dot", test_one_point);
  g_test_add_func ("/paint/chart/empty-says-what-will-be-seen", test_empty);
  g_test_add_func ("/paint/chart/no-room", test_tiny);
  g_test_add_func ("/paint/chart/line-ends-apart", test_line_ends_apart);
  return g_test_run ();
}
