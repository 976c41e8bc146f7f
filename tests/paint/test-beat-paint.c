/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/beat-paint.h"

#define LENGTH 187
#define END    100 /* samples before the padding */
#define WIDTH  200
#define HEIGHT 100
#define MARGIN 10 /* of the canvas, around the cell */

/* A wave, then padding. */
static const float *
samples (void)
{
  static float row[LENGTH];

  for (guint i = 0; i < END; i++)
    row[i] = (float) (0.5 + 0.49 * sin (0.3 * i));
  return row;
}

static EctopyBeatScene
plain_scene (void)
{
  return (EctopyBeatScene){ .samples = samples (),
                            .length = LENGTH,
                            .row = 12345,
                            .predicted = ECTOPY_CLASS_V,
                            .confidence = 0.97,
                            .label = ECTOPY_CLASS_V };
}

/* A cell with ground around it. */
static Canvas
cell (const EctopyBeatScene *scene, const EctopyPalette *palette, int width, int height)
{
  Canvas canvas = canvas_new (width + 2 * MARGIN, height + 2 * MARGIN, palette->background);

  cairo_translate (canvas.cr, MARGIN, MARGIN);
  ectopy_beat_cell_paint (canvas.cr, scene, palette, width, height, 0);
  return canvas;
}

static gboolean
same_pixels (Canvas *a, Canvas *b)
{
  const int height = cairo_image_surface_get_height (a->surface);
  const int stride = cairo_image_surface_get_stride (a->surface);

  cairo_surface_flush (a->surface);
  cairo_surface_flush (b->surface);
  return memcmp (cairo_image_surface_get_data (a->surface),
                 cairo_image_surface_get_data (b->surface), (gsize) (stride * height)) == 0;
}

/* Ink on the canvas but outside the inner rectangle. */
static guint
ink_outside (Canvas *canvas, int width, int height)
{
  return canvas_ink (canvas, 0, 0, width + 2 * MARGIN, height + 2 * MARGIN) -
         canvas_ink (canvas, MARGIN, MARGIN, width, height);
}

static void
test_scene (void)
{
  EctopyBeatScene scene = plain_scene ();

  g_assert_cmpuint (ectopy_beat_scene_class (&scene), ==, ECTOPY_CLASS_V);
  g_assert_false (ectopy_beat_scene_disagrees (&scene));
  scene.verdict = (EctopyVerdict){ ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_F, 1 };
  g_assert_cmpuint (ectopy_beat_scene_class (&scene), ==, ECTOPY_CLASS_F);
  g_assert_true (ectopy_beat_scene_disagrees (&scene));
  scene.label = ECTOPY_CLASS_NONE;
  g_assert_false (ectopy_beat_scene_disagrees (&scene));
  scene = plain_scene ();
  scene.predicted = 77;
  g_assert_cmpuint (ectopy_beat_scene_class (&scene), ==, ECTOPY_CLASS_NONE);
  g_assert_false (ectopy_beat_scene_disagrees (&scene));
}

static void
test_end (void)
{
  static const float zeros[3], one[3] = { 0, 1, 0 }, gap[3] = { 0, 0, NAN };

  g_assert_cmpuint (ectopy_beat_end (samples (), LENGTH), ==, END);
  g_assert_cmpuint (ectopy_beat_end (zeros, 3), ==, 0);
  g_assert_cmpuint (ectopy_beat_end (one, 3), ==, 2);
  g_assert_cmpuint (ectopy_beat_end (gap, 3), ==, 3);
  g_assert_cmpuint (ectopy_beat_end (NULL, 3), ==, 0);
}

static void
test_confidence_text (void)
{
  static const struct {
    double confidence;
    const char *text;
  } cases[] = { { 0.97, "97 %" }, { 0.994, "99 %" }, { 0.9951, ">99 %" }, { 1, ">99 %" },
                { 2, ">99 %" },   { 0.005, "1 %" },  { 0.0049, "<1 %" },  { 0, "<1 %" },
                { -1, "<1 %" },   { 0.125, "13 %" }, { NAN, "–" },        { INFINITY, "–" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_beat_confidence_text (cases[i].confidence);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* The trace ends where the padding starts, in every palette; mark and bar have the class's colour. */
static void
test_cell_in_every_palette (void)
{
  const EctopyBeatScene scene = plain_scene ();
  const int end = MARGIN + 9 + (WIDTH - 18) * END / LENGTH;

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    Canvas canvas = cell (&scene, &palette, WIDTH, HEIGHT);

    g_assert_cmpuint (
        canvas_count (&canvas, MARGIN + 9, MARGIN + 25, end - MARGIN - 9, 45, palette.trace), >,
        20);
    g_assert_cmpuint (
        canvas_count (&canvas, end + 3, MARGIN + 25, MARGIN + WIDTH - end - 10, 45, palette.paper),
        ==, (guint) (MARGIN + WIDTH - end - 10) * 45);
    g_assert_cmpuint (canvas_count (&canvas, MARGIN, MARGIN, 40, 24, palette.classes[2]), >, 8);
    /* 97 of 100 parts of a bar three pixels high */
    g_assert_cmpuint (canvas_count (&canvas, MARGIN, MARGIN + 70, WIDTH, 20, palette.classes[2]), >,
                      3 * (WIDTH - 18) * 96 / 100);
    g_assert_cmpuint (ink_outside (&canvas, WIDTH, HEIGHT), ==, 0);
    canvas_clear (&canvas);
  }
}

/* Each thing that a scene can say changes the picture. */
static void
test_cell_states (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  EctopyBeatScene scenes[12];
  Canvas all[G_N_ELEMENTS (scenes)];
  const guint n = G_N_ELEMENTS (scenes);

  for (guint i = 0; i < n; i++)
    scenes[i] = plain_scene ();
  scenes[1].selected = TRUE;
  scenes[2].focused = TRUE;
  scenes[3].selected = scenes[3].focused = TRUE;
  scenes[4].verdict = (EctopyVerdict){ ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_V, 1 };
  scenes[5].verdict = (EctopyVerdict){ ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V, 1 };
  scenes[6].verdict = (EctopyVerdict){ ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_N, 1 };
  scenes[7].label = ECTOPY_CLASS_N;
  scenes[8].label = ECTOPY_CLASS_NONE;
  scenes[9].predicted = ECTOPY_CLASS_NONE;
  scenes[10].confidence = 0.5;
  scenes[11].row = 12346;
  for (guint i = 0; i < n; i++)
    all[i] = cell (&scenes[i], &palette, WIDTH, HEIGHT);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      g_assert_false (same_pixels (&all[i], &all[j]));
  /* both frames are two pixels of the accent, one around the other */
  g_assert_cmpuint (canvas_count (&all[1], MARGIN, 60, 8, 1, palette.accent), ==, 2);
  g_assert_cmpuint (canvas_count (&all[2], MARGIN, 60, 8, 1, palette.accent), ==, 2);
  g_assert_cmpuint (canvas_count (&all[3], MARGIN, 60, 8, 1, palette.accent), ==, 4);
  g_assert_cmpuint (canvas_count (&all[0], MARGIN, 60, 8, 1, palette.accent), ==, 0);
  /* a label that agrees is quieter than one that does not */
  g_assert_cmpuint (canvas_count (&all[0], MARGIN + 160, MARGIN + 4, 36, 20, palette.text), ==, 0);
  g_assert_cmpuint (canvas_count (&all[7], MARGIN + 160, MARGIN + 4, 36, 20, palette.text), >, 5);
  for (guint i = 0; i < n; i++)
    canvas_clear (&all[i]);
}

/* Rows and numbers that nobody sends, in cells that nobody asks for. */
static void
test_cell_extremes (void)
{
  static const int sizes[][2] = { { 10, 100 }, { 200, 10 }, { 10, 10 },  { 7, 7 },
                                  { 1, 1 },    { 40, 84 },  { 260, 120 } };
  static const float zeros[LENGTH], one[1] = { 1 };
  static const float wild[] = { NAN, 1e30f, -1e30f, INFINITY, -INFINITY, 0.5f, NAN, 1e-30f };
  static float dense[5000];
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_DARK);
  EctopyBeatScene scenes[6];

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    scenes[i] = plain_scene ();
  for (guint i = 0; i < G_N_ELEMENTS (dense); i++)
    dense[i] = i == 2500 ? 1 : i % 7 == 0 ? NAN : 0.2f;
  scenes[0].samples = one;
  scenes[0].length = 1;
  scenes[1].samples = zeros;
  scenes[2].samples = wild;
  scenes[2].length = G_N_ELEMENTS (wild);
  scenes[2].confidence = NAN;
  scenes[3].samples = NULL;
  scenes[3].confidence = -INFINITY;
  scenes[3].label = 200;
  scenes[4].samples = dense;
  scenes[4].length = G_N_ELEMENTS (dense);
  scenes[4].row = G_MAXUINT64;
  scenes[4].confidence = 1e300;
  scenes[5].length = 0;
  scenes[5].predicted = 9;
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++) {
      const int width = sizes[j][0], height = sizes[j][1];
      Canvas canvas = cell (&scenes[i], &palette, width, height);

      g_assert_cmpuint (ink_outside (&canvas, width, height), ==, 0);
      if (width == 260)
        g_assert_cmpuint (canvas_ink (&canvas, 0, 0, 280, 140), >, 500);
      canvas_clear (&canvas);
    }
}

/* Of 5,000 samples on 180 pixels the single high one is still seen. */
static void
test_dense_peak (void)
{
  static float dense[5000];
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  EctopyBeatScene scene = plain_scene ();
  Canvas canvas;

  for (guint i = 0; i < G_N_ELEMENTS (dense); i++)
    dense[i] = i == 2500 ? 1 : 0.01f;
  scene.samples = dense;
  scene.length = G_N_ELEMENTS (dense);
  scene.predicted = scene.label = ECTOPY_CLASS_NONE;
  canvas = cell (&scene, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (WIDTH * 30 -
                        canvas_count (&canvas, MARGIN, MARGIN + 28, WIDTH, 30, palette.paper),
                    >, 2 * 30 + 25); /* the card's two sides, and the peak */
  canvas_clear (&canvas);
}

static gpointer
paint_in_thread (gpointer data)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const EctopyBeatScene scene = plain_scene ();

  *(Canvas *) data = cell (&scene, &palette, WIDTH, HEIGHT);
  return NULL;
}

/* Glyphs are kept by thread: another one comes to the same picture, and leaves nothing behind. */
static void
test_cell_on_threads (void)
{
  Canvas here, there;

  samples (); /* made before, for both */
  paint_in_thread (&here);
  g_thread_join (g_thread_new ("paint", paint_in_thread, &there));
  g_assert_true (same_pixels (&here, &there));
  canvas_clear (&here);
  canvas_clear (&there);
}

static void
test_bars (void)
{
  static const float shares[] = { 0.01f, 0.0001f, 0.97f, 0.0199f, 0 };
  static const float broken[] = { NAN, INFINITY, -3, 5, 0.5f };

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    const EctopyColor track = ectopy_beat_track_color (&palette, palette.background);
    Canvas full = canvas_new (WIDTH, 120, palette.background);
    Canvas empty = canvas_new (WIDTH, 120, palette.background);
    Canvas other = canvas_new (WIDTH, 120, palette.background);

    ectopy_probability_bars_paint (full.cr, shares, ECTOPY_CLASS_V, &palette, WIDTH, 110, 0);
    ectopy_probability_bars_paint (empty.cr, NULL, ECTOPY_CLASS_NONE, &palette, WIDTH, 110, 0);
    ectopy_probability_bars_paint (other.cr, broken, ECTOPY_CLASS_V, &palette, WIDTH, 110, 0);
    /* V in the third row of 22, nothing but marks in the empty ones */
    g_assert_cmpuint (canvas_count (&full, 28, 44, 140, 22, palette.classes[2]), >, 500);
    for (int c = 0; c < ECTOPY_N_CLASSES; c++) {
      g_assert_cmpuint (canvas_count (&empty, 28, 22 * c, 140, 22, palette.classes[c]), ==, 0);
      g_assert_cmpuint (canvas_count (&empty, 28, 22 * c, 140, 22, track), >, 500);
      g_assert_cmpuint (canvas_count (&empty, 0, 22 * c, 12, 22, palette.classes[c]), >, 5);
    }
    g_assert_cmpuint (canvas_ink (&empty, 165, 0, 35, 110), ==, 0);
    g_assert_cmpuint (canvas_ink (&full, 165, 0, 35, 110), >, 100);
    g_assert_cmpuint (canvas_ink (&full, 0, 110, WIDTH, 10), ==, 0);
    /* no bar for what is no number, a full one for what is too much */
    g_assert_cmpuint (canvas_count (&other, 28, 0, 130, 22, palette.classes[0]), ==, 0);
    g_assert_cmpuint (canvas_count (&other, 28, 66, 130, 22, track), ==, 0);
    canvas_clear (&full);
    canvas_clear (&empty);
    canvas_clear (&other);
  }
}

static void
test_bars_in_no_room (void)
{
  static const float shares[] = { 0.2f, 0.2f, 0.2f, 0.2f, 0.2f };
  static const int sizes[][2] = { { 0, 0 }, { 10, 100 }, { 100, 10 }, { 30, 30 }, { 1, 1 } };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const int width = sizes[i][0], height = sizes[i][1];
    Canvas canvas = canvas_new (width + 2 * MARGIN, height + 2 * MARGIN, palette.background);

    cairo_translate (canvas.cr, MARGIN, MARGIN);
    ectopy_probability_bars_paint (canvas.cr, shares, 3, &palette, width, height, 0);
    g_assert_cmpuint (ink_outside (&canvas, width, height), ==, 0);
    canvas_clear (&canvas);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/beat/class-shown-and-label", test_scene);
  g_test_add_func ("/paint/beat/end-before-padding", test_end);
  g_test_add_func ("/paint/beat/confidence-in-words", test_confidence_text);
  g_test_add_func ("/paint/beat/cell-in-every-palette", test_cell_in_every_palette);
  g_test_add_func ("/paint/beat/cell-states-differ", test_cell_states);
  g_test_add_func ("/paint/beat/cell-extremes", test_cell_extremes);
  g_test_add_func ("/paint/beat/cell-on-threads", test_cell_on_threads);
  g_test_add_func ("/paint/beat/dense-trace-keeps-its-peak", test_dense_peak);
  g_test_add_func ("/paint/beat/probabilities-in-every-palette", test_bars);
  g_test_add_func ("/paint/beat/probabilities-in-no-room", test_bars_in_no_room);
  return g_test_run ();
}
