/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/family-paint.h"

#define RATE   100.0
#define WIDTH  140
#define HEIGHT 84

/* A spike of @height millivolts every second. */
static float *
make_lead (size_t n, float height)
{
  float *samples = g_new0 (float, n);

  for (size_t at = 50; at + 3 < n; at += 100)
    for (size_t k = 0; k < 3; k++)
      samples[at + k - 1] = k == 1 ? height : height / 2;
  return samples;
}

static void
test_cut (void)
{
  const gint64 marks[] = { 50, 150, 5 };
  g_autofree float *lead = make_lead (300, 1);
  size_t length;
  g_autofree float *pieces = ectopy_family_cut (lead, 300, RATE, marks, 3, &length);
  g_autofree float *mean = ectopy_family_mean (pieces, 2, length);

  g_assert_cmpuint (length, ==, 70);
  for (size_t k = 0; k < length; k++)
    g_assert_cmpfloat_with_epsilon (mean[k], pieces[k], 1e-6);
  /* The mark is where it should be, and the piece about its mean. */
  g_assert_cmpfloat_with_epsilon (mean[25], 1 - 2.0f / 70, 1e-5);
  g_assert_cmpfloat_with_epsilon (mean[0], -2.0f / 70, 1e-5);
  /* What lies before the lead is a gap. */
  g_assert_true (isnan (pieces[2 * length]));
  g_assert_true (isfinite (pieces[2 * length + 20]));
}

static Canvas
paint (const EctopyFamilyScene *scene, const EctopyPalette *palette)
{
  Canvas canvas = canvas_new (WIDTH + 20, HEIGHT + 20, palette->background);

  cairo_translate (canvas.cr, 10, 10);
  ectopy_family_paint (canvas.cr, palette, scene, WIDTH, HEIGHT);
  return canvas;
}

/* The mean is in the colour of its class, where it is; nothing is painted beside the card. */
static void
test_overlay (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const gint64 marks[] = { 50, 150, 250, 350 };
  g_autofree float *lead = make_lead (500, 1);
  size_t length;
  g_autofree float *pieces = ectopy_family_cut (lead, 500, RATE, marks, 4, &length);
  g_autofree float *mean = ectopy_family_mean (pieces, 4, length);
  EctopyFamilyScene scene = { .length = length,
                              .n_pieces = 4,
                              .pieces = pieces,
                              .mean = mean,
                              .low_mv = -0.2,
                              .high_mv = 1.2,
                              .beat_class = ECTOPY_CLASS_V };
  Canvas canvas = paint (&scene, &palette);
  const int peak = 10 + WIDTH * 25 / 69;

  g_assert_cmpuint (canvas_count (&canvas, 10, 10 + HEIGHT / 2, WIDTH, HEIGHT / 2,
                                  palette.classes[ECTOPY_CLASS_V]),
                    >, 40);
  g_assert_cmpuint (canvas_count (&canvas, peak - 4, 10 + HEIGHT / 4, 8, HEIGHT / 2,
                                  palette.classes[ECTOPY_CLASS_V]),
                    >, 8);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH + 20, 10), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, HEIGHT + 10, WIDTH + 20, 10), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, 10, HEIGHT + 20), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, WIDTH + 10, 0, 10, HEIGHT + 20), ==, 0);
  canvas_clear (&canvas);
  /* The mark and letter are there without a trace, and of a class alone. */
  scene.n_pieces = 0;
  scene.mean = NULL;
  canvas = paint (&scene, &palette);
  g_assert_cmpuint (canvas_count (&canvas, 10, 10, 30, 20, palette.classes[ECTOPY_CLASS_V]), >, 10);
  g_assert_cmpuint (canvas_count (&canvas, 10, 10, 30, 20, palette.text), >, 3);
  canvas_clear (&canvas);
  scene.beat_class = ECTOPY_CLASS_NONE;
  canvas = paint (&scene, &palette);
  g_assert_cmpuint (canvas_count (&canvas, 10, 10, 30, 20, palette.text), ==, 0);
  canvas_clear (&canvas);
}

/* A single beat is in the ink of the trace, before the mean; values without limit stay in the card. */
static void
test_single (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const gint64 mark = 50;
  g_autofree float *lead = make_lead (200, 1000);
  size_t length;
  g_autofree float *piece = ectopy_family_cut (lead, 200, RATE, &mark, 1, &length);
  const EctopyFamilyScene scene = { .length = length,
                                    .n_pieces = 1,
                                    .pieces = piece,
                                    .low_mv = 0,
                                    .high_mv = 1,
                                    .beat_class = ECTOPY_CLASS_N };
  Canvas canvas = paint (&scene, &palette);

  g_assert_cmpuint (canvas_count (&canvas, 10, 10, WIDTH, HEIGHT, palette.trace), >, 20);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH + 20, 10), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, HEIGHT + 10, WIDTH + 20, 10), ==, 0);
  canvas_clear (&canvas);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/family-paint/cut", test_cut);
  g_test_add_func ("/paint/family-paint/overlay", test_overlay);
  g_test_add_func ("/paint/family-paint/single", test_single);
  return g_test_run ();
}
