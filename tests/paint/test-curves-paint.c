/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "tests/paint/ink.h"
#include "ui/paint/curves-paint.h"

#include <glib/gstdio.h>

#define WIDTH  500
#define HEIGHT 400

static EctopyTrainingLog *
made_up (guint n_epochs)
{
  EctopyTrainingLog *log = ectopy_training_log_new ();

  for (guint i = 1; i <= n_epochs; i++) {
    const EctopyEpoch epoch = { .epoch = i,
                                .loss = 1.0 / i,
                                .accuracy = 1 - 0.3 / i,
                                .val_loss = i == 3 ? NAN : 1.2 / i,
                                .val_accuracy = 1 - 0.4 / i };

    ectopy_training_log_append (log, &epoch);
  }
  return log;
}

static void
test_both_charts (void)
{
  g_autoptr (EctopyTrainingLog) log = made_up (20);

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    const EctopyCurves curves = { .epochs = log->epochs,
                                  .n_epochs = 20,
                                  .best_epoch = 11,
                                  .n_planned = 30 };
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

    ectopy_curves_paint (canvas.cr, &curves, &palette, WIDTH, HEIGHT);
    for (int half = 0; half < 2; half++) {
      g_assert_cmpuint (
          canvas_count (&canvas, 0, half * HEIGHT / 2, WIDTH, HEIGHT / 2, palette.accent), >, 50);
      g_assert_cmpuint (
          canvas_count (&canvas, 0, half * HEIGHT / 2, WIDTH, HEIGHT / 2, palette.validation), >,
          50);
    }
    canvas_clear (&canvas);
  }
}

static void
test_few_epochs (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  for (guint n = 0; n < 3; n++) {
    g_autoptr (EctopyTrainingLog) log = made_up (n);
    const EctopyCurves curves = { .epochs = log->epochs, .n_epochs = n };
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

    ectopy_curves_paint (canvas.cr, &curves, &palette, WIDTH, HEIGHT);
    g_assert_true ((canvas_count (&canvas, 0, 0, WIDTH, HEIGHT, palette.accent) > 0) == (n > 0));
    g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), >, 100);
    canvas_clear (&canvas);
  }
}

/* The pointer finds each epoch where it is painted, and nothing beside the charts. */
static void
test_epoch_at (void)
{
  g_autoptr (EctopyTrainingLog) log = made_up (20);
  EctopyCurves curves = { .epochs = log->epochs, .n_epochs = 20, .n_planned = 30 };
  guint last = 0;

  for (int x = 0; x < WIDTH; x++) {
    const guint epoch = ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, x, HEIGHT / 3.0);

    if (epoch == 0)
      continue;
    g_assert_cmpuint (epoch, >=, last);
    g_assert_cmpuint (epoch, <=, last + 1);
    last = epoch;
  }
  g_assert_cmpuint (last, ==, 20);
  g_assert_cmpuint (ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, -100, HEIGHT / 2.0), ==, 0);
  g_assert_cmpuint (ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, WIDTH / 2.0, -1), ==, 0);
  g_assert_cmpuint (ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, WIDTH / 2.0, HEIGHT), ==, 0);
  curves.n_epochs = 0;
  g_assert_cmpuint (ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, WIDTH / 2.0, HEIGHT / 2.0), ==,
                    0);
}

/* The table stays within the charts, at either end, and also where there is little room. */
static void
test_hover_stays_inside (void)
{
  static const int sizes[][2] = { { WIDTH, HEIGHT }, { 260, 240 }, { 120, 80 } };
  g_autoptr (EctopyTrainingLog) log = made_up (20);

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint epoch = 1; epoch <= 20; epoch++) {
        const EctopyPalette palette = ectopy_palette_get (k);
        const int w = sizes[i][0], h = sizes[i][1];
        const EctopyCurves curves = { .epochs = log->epochs,
                                      .n_epochs = 20,
                                      .best_epoch = 11,
                                      .hovered = epoch };
        Canvas canvas = canvas_new (w + 40, h + 40, palette.background);

        cairo_translate (canvas.cr, 20, 20);
        ectopy_curves_paint_hover (canvas.cr, &curves, &palette, w, h);
        g_assert_cmpuint (canvas_ink (&canvas, 20, 20, w, h), >, 100);
        g_assert_cmpuint (canvas_ink (&canvas, 0, 0, w + 40, 19), ==, 0);
        g_assert_cmpuint (canvas_ink (&canvas, 0, h + 21, w + 40, 19), ==, 0);
        g_assert_cmpuint (canvas_ink (&canvas, 0, 0, 19, h + 40), ==, 0);
        g_assert_cmpuint (canvas_ink (&canvas, w + 21, 0, 19, h + 40), ==, 0);
        canvas_clear (&canvas);
      }
}

/* What is painted with the charts is what is painted over them; an epoch there is not adds nothing. */
static void
test_hover_over_charts (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  g_autoptr (EctopyTrainingLog) log = made_up (20);
  EctopyCurves curves = { .epochs = log->epochs, .n_epochs = 20, .best_epoch = 11 };
  Canvas plain = canvas_new (WIDTH, HEIGHT, palette.background);
  Canvas whole = canvas_new (WIDTH, HEIGHT, palette.background);
  Canvas layers = canvas_new (WIDTH, HEIGHT, palette.background);
  gsize size;

  ectopy_curves_paint (plain.cr, &curves, &palette, WIDTH, HEIGHT);
  ectopy_curves_paint (layers.cr, &curves, &palette, WIDTH, HEIGHT);
  curves.hovered = 99;
  ectopy_curves_paint (whole.cr, &curves, &palette, WIDTH, HEIGHT);
  cairo_surface_flush (plain.surface);
  cairo_surface_flush (whole.surface);
  size = (gsize) cairo_image_surface_get_stride (plain.surface) * HEIGHT;
  g_assert_cmpmem (cairo_image_surface_get_data (plain.surface), size,
                   cairo_image_surface_get_data (whole.surface), size);
  curves.hovered = 7;
  ectopy_color_set (whole.cr, palette.background);
  cairo_paint (whole.cr);
  ectopy_curves_paint (whole.cr, &curves, &palette, WIDTH, HEIGHT);
  ectopy_curves_paint_hover (layers.cr, &curves, &palette, WIDTH, HEIGHT);
  cairo_surface_flush (layers.surface);
  cairo_surface_flush (whole.surface);
  g_assert_cmpmem (cairo_image_surface_get_data (layers.surface), size,
                   cairo_image_surface_get_data (whole.surface), size);
  canvas_clear (&plain);
  canvas_clear (&whole);
  canvas_clear (&layers);
}

/* Other runs are seen, also without one of now, and the axis reaches as far as the longest. */
static void
test_other_runs (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  g_autoptr (EctopyTrainingLog) log = made_up (10);
  g_autoptr (EctopyTrainingLog) longer = made_up (40);
  EctopyCurvesRun others[8];
  EctopyCurves curves = { .epochs = log->epochs, .n_epochs = 10, .n_planned = 10 };
  double x = 0;

  for (guint i = 0; i < 8; i++)
    others[i] = (EctopyCurvesRun){ i % 2 == 0 ? "Run 1" : NULL, longer->epochs, 5 * i };
  curves.others = others;
  for (guint n = 0; n <= 8; n += 2) {
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

    curves.n_others = n;
    for (guint own = 0; own <= 10; own += 5) {
      curves.n_epochs = own;
      ectopy_curves_paint (canvas.cr, &curves, &palette, WIDTH, HEIGHT);
    }
    g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), >, 100);
    canvas_clear (&canvas);
  }
  /* With 10 epochs planned the tenth stands at the right end; with a run of 25 it does not. */
  curves.n_epochs = 10;
  curves.n_others = 0;
  while (x < WIDTH && ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, x, HEIGHT / 3.0) < 10)
    x++;
  curves.n_others = 6;
  g_assert_cmpuint (ectopy_curves_epoch_at (&curves, WIDTH, HEIGHT, x / 2, HEIGHT / 3.0), ==, 10);
}

static void
test_write (void)
{
  static const char *const names[] = { "c.png", "c.svg", "c.pdf", "c.csv" };
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *other = g_build_filename (folder, "c.jpeg", NULL);
  g_autoptr (EctopyTrainingLog) log = made_up (5);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_assert_true (ectopy_curves_write (log, path, &error));
    g_assert_no_error (error);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_false (ectopy_curves_write (log, other, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "c.jpeg"));
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/curves/both-charts-have-both-lines", test_both_charts);
  g_test_add_func ("/paint/curves/none-one-two-epochs", test_few_epochs);
  g_test_add_func ("/paint/curves/the-pointer-finds-epochs", test_epoch_at);
  g_test_add_func ("/paint/curves/the-readout-stays-inside", test_hover_stays_inside);
  g_test_add_func ("/paint/curves/hover-over-or-with-the-charts", test_hover_over_charts);
  g_test_add_func ("/paint/curves/other-runs", test_other_runs);
  g_test_add_func ("/paint/curves/write-by-suffix", test_write);
  return g_test_run ();
}
