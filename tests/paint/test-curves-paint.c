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
  g_test_add_func ("/paint/curves/write-by-suffix", test_write);
  return g_test_run ();
}
