/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/ecg-paper.h"

#define LENGTH 187
#define END    100
#define WIDTH  400
#define HEIGHT 300
#define MARGIN 10

/* A shape that lies at 0.9, away from the beat at 0.3. */
typedef struct {
  float samples[LENGTH];
  guint32 n[LENGTH];
  float mean[LENGTH];
  float deviation[LENGTH];
  guint32 density[LENGTH * ECTOPY_SHAPE_LEVELS];
  EctopyClassShape shape;
  EctopyBeatScene beat;
  EctopyBeatSheet sheet;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < LENGTH; i++) {
    fixture->samples[i] = i < END ? 0.3f : 0;
    fixture->n[i] = i < 150 ? 7223 : 0;
    fixture->mean[i] = i < 150 ? 0.9f : NAN;
    fixture->deviation[i] = i < 150 ? 0.05f : NAN;
    for (guint level = 54; level < 61; level++)
      fixture->density[i * ECTOPY_SHAPE_LEVELS + level] = i < 150 ? 7223 : 0;
  }
  fixture->shape = (EctopyClassShape){ .n_beats = 7223,
                                       .length = LENGTH,
                                       .n = fixture->n,
                                       .mean = fixture->mean,
                                       .deviation = fixture->deviation,
                                       .density = fixture->density,
                                       .densest = 7223 };
  fixture->beat = (EctopyBeatScene){ .samples = fixture->samples,
                                     .length = LENGTH,
                                     .row = 3,
                                     .predicted = ECTOPY_CLASS_V,
                                     .confidence = 0.9,
                                     .label = ECTOPY_CLASS_V };
  fixture->sheet = (EctopyBeatSheet){ .beat = &fixture->beat,
                                      .shape = &fixture->shape,
                                      .shape_class = ECTOPY_CLASS_V };
}

static Canvas
painted (const EctopyBeatSheet *sheet, const EctopyPalette *palette, int width, int height)
{
  Canvas canvas = canvas_new (width + 2 * MARGIN, height + 2 * MARGIN, palette->background);

  cairo_translate (canvas.cr, MARGIN, MARGIN);
  ectopy_beat_sheet_paint (canvas.cr, sheet, palette, width, height, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, width + 2 * MARGIN, height + 2 * MARGIN), ==,
                    canvas_ink (&canvas, MARGIN, MARGIN, width, height));
  return canvas;
}

static guint
count (Canvas *canvas, EctopyColor color)
{
  return canvas_count (canvas, MARGIN, MARGIN, WIDTH, HEIGHT, color);
}

static void
test_in_every_palette (Fixture *fixture, gconstpointer data)
{
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    const EctopyColor color = palette.classes[ECTOPY_CLASS_V];
    Canvas plain = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
    Canvas mean, density;

    fixture->sheet.shows_mean = TRUE;
    mean = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
    fixture->sheet.shows_mean = FALSE;
    fixture->sheet.shows_density = TRUE;
    density = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
    fixture->sheet.shows_density = FALSE;
    g_assert_cmpuint (count (&plain, palette.trace), >, 100);
    g_assert_cmpuint (count (&plain, palette.paper_coarse), >, 500);
    g_assert_cmpuint (count (&plain, color), ==, 0);
    g_assert_cmpuint (count (&mean, color), >, 100);
    g_assert_cmpuint (count (&mean, ectopy_color_mix (palette.paper, color, 0.22)), >, 500);
    /* where all beats run it is three quarters of the class's colour */
    g_assert_cmpuint (count (&plain, ectopy_color_mix (palette.paper, color, 0.75)), <, 20);
    g_assert_cmpuint (count (&density, ectopy_color_mix (palette.paper, color, 0.75)), >, 500);
    canvas_clear (&plain);
    canvas_clear (&mean);
    canvas_clear (&density);
  }
}

/* Pixels of the rectangle that differ. */
static guint
differences (Canvas *a, Canvas *b, int y, int height)
{
  const int stride = cairo_image_surface_get_stride (a->surface);
  guint n = 0;

  cairo_surface_flush (a->surface);
  cairo_surface_flush (b->surface);
  for (int i = y; i < y + height; i++)
    for (int j = 0; j < stride; j++)
      if (cairo_image_surface_get_data (a->surface)[i * stride + j] !=
          cairo_image_surface_get_data (b->surface)[i * stride + j])
        n++;
  return n;
}

/* How many beats there are stands in the legend, below all else, if their shape is drawn. */
static void
test_legend (Fixture *fixture, gconstpointer data)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const int legend = HEIGHT + MARGIN - 45;

  for (guint i = 0; i < 3; i++) {
    Canvas before, after;

    fixture->sheet.shows_mean = i == 1;
    fixture->sheet.shows_density = i == 2;
    fixture->shape.n_beats = 7223;
    before = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
    fixture->shape.n_beats = 4880;
    after = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
    g_assert_cmpuint (differences (&before, &after, 0, legend), ==, 0);
    if (i == 0)
      g_assert_cmpuint (differences (&before, &after, legend, 45), ==, 0);
    else
      g_assert_cmpuint (differences (&before, &after, legend, 45), >, 20);
    canvas_clear (&before);
    canvas_clear (&after);
  }
}

/* Nothing chosen, and a row without a beat: a sentence, no paper; the class alone is drawn. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_DARK);
  const float zeros[LENGTH] = { 0 };
  EctopyBeatSheet sheets[3] = { { 0 }, { .empty_text = "HHHHHHHHHHHHHHHHHHHHHHHHHHHH" } };
  EctopyBeatScene flat = fixture->beat;
  guint inks[3];
  Canvas canvas;

  flat.samples = zeros;
  sheets[2].beat = &flat;
  for (guint i = 0; i < 3; i++) {
    canvas = painted (&sheets[i], &palette, WIDTH, HEIGHT);
    inks[i] = canvas_ink (&canvas, MARGIN, 130, WIDTH, 60);
    g_assert_cmpuint (inks[i], >, 200);
    g_assert_cmpuint (inks[i], ==, canvas_ink (&canvas, MARGIN, MARGIN, WIDTH, HEIGHT));
    g_assert_cmpuint (count (&canvas, palette.paper_coarse), <, 50);
    canvas_clear (&canvas);
  }
  g_assert_true (inks[0] != inks[1] && inks[1] != inks[2] && inks[0] != inks[2]);
  fixture->sheet.beat = NULL;
  fixture->sheet.shows_mean = TRUE;
  canvas = painted (&fixture->sheet, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (count (&canvas, palette.classes[ECTOPY_CLASS_V]), >, 100);
  canvas_clear (&canvas);
}

/* Paper is as long as a row, whatever the rate; no rate is that of the published files. */
static void
test_rate (Fixture *fixture, gconstpointer data)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  EctopyBeatSheet sheet = { .beat = &fixture->beat };
  int ends[2];

  for (guint i = 0; i < END; i++)
    fixture->samples[i] = i % 8 < 4 ? 0.1f : 0.6f;
  fixture->beat.length = 150;
  for (guint i = 0; i < 2; i++) {
    Canvas canvas;

    sheet.rate_hz = i == 0 ? 25 : 250; /* 150 mm and 15 mm of paper for 150 and 15 mm of row */
    canvas = painted (&sheet, &palette, WIDTH, HEIGHT);
    ends[i] = 0;
    for (int x = 0; x < WIDTH; x++)
      if (canvas_count (&canvas, x, MARGIN, 1, HEIGHT - 60, palette.trace) > 0)
        ends[i] = x;
    canvas_clear (&canvas);
  }
  /* END of 150 samples both times, but for the rounding of squares to pixels */
  g_assert_cmpint (ends[0], >, 200);
  g_assert_cmpint (ends[1], >, 200);
  sheet.rate_hz = 0;
  fixture->beat.length = LENGTH;
  for (guint i = 0; i < 2; i++) {
    Canvas canvas = painted (&sheet, &palette, WIDTH, HEIGHT);

    /* 0 stands for 120: the same picture */
    ends[i] = (int) canvas_count (&canvas, MARGIN, MARGIN, WIDTH, HEIGHT, palette.trace);
    sheet.rate_hz = 120;
    canvas_clear (&canvas);
  }
  g_assert_cmpint (ends[0], ==, ends[1]);
}

static void
test_extremes (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 10, 10 },   { 10, 300 },   { 300, 10 }, { 60, 60 },
                                  { 100, 100 }, { 1200, 120 }, { 1, 1 } };
  static const double rates[] = { 0, -1, 1e-9, 1, 1e5, 1e9, NAN, INFINITY, 360 };
  static const float one[1] = { 1 };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_HIGH_CONTRAST);
  EctopyBeatScene scenes[2] = { fixture->beat, fixture->beat };

  scenes[0].samples = one;
  scenes[0].length = 1;
  scenes[1].row = G_MAXUINT64;
  fixture->sheet.shows_mean = fixture->sheet.shows_density = TRUE;
  fixture->sheet.shape_class = ECTOPY_CLASS_NONE;
  fixture->mean[3] = NAN;
  fixture->deviation[5] = INFINITY;
  fixture->mean[7] = 1e30f;
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (rates); j++)
      for (guint k = 0; k < 4; k++) {
        Canvas canvas;

        fixture->sheet.beat = &scenes[k % 2];
        fixture->sheet.shape = k / 2 == 0 ? NULL : &fixture->shape;
        fixture->sheet.rate_hz = rates[j];
        canvas = painted (&fixture->sheet, &palette, sizes[i][0], sizes[i][1]);
        canvas_clear (&canvas);
      }
}

/* Rows longer than an image can be wide: the density is left out, the rest is there. */
static void
test_endless_rows (void)
{
  enum { N = 40000 };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  g_autofree float *wave = g_new (float, N);
  g_autofree guint32 *counts = g_new0 (guint32, (gsize) N * ECTOPY_SHAPE_LEVELS);
  const EctopyClassShape shape = { .n_beats = 2,
                                   .length = N,
                                   .n = counts,
                                   .mean = wave,
                                   .deviation = wave,
                                   .density = counts,
                                   .densest = 2 };
  const EctopyBeatScene beat = { .samples = wave, .length = N };
  const EctopyBeatSheet sheet = { .beat = &beat, .shape = &shape, .shows_density = TRUE };
  Canvas canvas;

  for (guint i = 0; i < N; i++)
    wave[i] = i % 2 == 0 ? 0.1f : 0.9f;
  canvas = painted (&sheet, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (count (&canvas, palette.trace), >, 10000);
  canvas_clear (&canvas);
}

/* Squares are squares, of whole pixels at either scale. */
static void
test_paper (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  for (int scale = 1; scale <= 2; scale++) {
    Canvas canvas = canvas_new (101 * scale, 101 * scale, palette.paper);

    cairo_scale (canvas.cr, scale, scale);
    ectopy_ecg_paper_paint (canvas.cr, &palette, 0, 0, 101, 101, 50, 5);
    for (int i = 1; i < 20; i++) {
      const EctopyColor color = i % 5 == 0 ? palette.paper_coarse : palette.paper_fine;
      const guint wanted = scale == 2 && i % 5 == 0 ? 2 : 1;

      /* between the lines the other way */
      g_assert_cmpuint (canvas_count (&canvas, (5 * i - 2) * scale, 2 * scale, 4 * scale, 1, color),
                        <=, wanted);
      g_assert_cmpuint (canvas_count (&canvas, (5 * i - 2) * scale, 2 * scale, 4 * scale, 1, color),
                        >=, 1);
      g_assert_cmpuint (canvas_count (&canvas, 2 * scale, (5 * i - 2) * scale, 1, 4 * scale, color),
                        >=, 1);
    }
    canvas_clear (&canvas);
  }
}

/* The path keeps to its samples, lifts at gaps and stays in range. */
static void
test_trace_path (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const EctopyTracePlace place = { .x = 0, .step = 10, .y_low = 90, .y_high = 10 };
  const float row[] = { 0, 0.5f, 1, NAN, 0.25f, 1e9f };
  Canvas canvas = canvas_new (100, 100, palette.background);
  cairo_path_t *path;
  double last_x = 0, last_y = 0;
  guint n_starts = 0;

  ectopy_ecg_trace_path (canvas.cr, row, G_N_ELEMENTS (row), &place);
  path = cairo_copy_path (canvas.cr);
  for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
    n_starts += path->data[i].header.type == CAIRO_PATH_MOVE_TO ? 1 : 0;
    last_x = path->data[i + 1].point.x;
    last_y = path->data[i + 1].point.y;
    g_assert_cmpfloat (last_y, >=, -20);
  }
  g_assert_cmpuint (n_starts, ==, 2);
  g_assert_cmpfloat (last_x, ==, 50);
  g_assert_cmpfloat (last_y, <, 10);
  cairo_path_destroy (path);
  canvas_clear (&canvas);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, NULL)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/paint/sheet/in-every-palette", test_in_every_palette);
  ADD ("/paint/sheet/legend-names-what-is-drawn", test_legend);
  ADD ("/paint/sheet/empty-says-so", test_empty);
  ADD ("/paint/sheet/rate", test_rate);
  ADD ("/paint/sheet/extremes", test_extremes);
  g_test_add_func ("/paint/sheet/endless-rows", test_endless_rows);
  g_test_add_func ("/paint/sheet/paper-of-whole-pixels", test_paper);
  g_test_add_func ("/paint/sheet/trace-keeps-to-its-samples", test_trace_path);
  return g_test_run ();
}
