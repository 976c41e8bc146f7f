/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "tests/paint/ink.h"
#include "ui/paint/surface.h"
#include "ui/paint/trace-cursor.h"
#include "ui/paint/trace-layout.h"

#include <glib/gstdio.h>

#define WIDTH   800
#define HEIGHT  400
#define RATE    250
#define SECONDS 10
#define N       (RATE * SECONDS)
#define MM      4.0

/* Ten seconds of two leads, a beat in the middle of every second; the beat of 5.5 s is ventricular. */
typedef struct {
  float samples[N];
  float low[WIDTH];
  float high[WIDTH];
  EctopyTraceLead leads[2];
  EctopyTraceBeat beats[SECONDS];
  EctopyTraceScene scene;
  EctopyTraceLayout layout;
  EctopyPalette palette;
} Strip;

static void
strip_init (Strip *strip, guint palette)
{
  strip->palette = ectopy_palette_get (palette);
  for (guint i = 0; i < N; i++)
    strip->samples[i] = (float) exp (-pow ((i % RATE - RATE / 2.0) / 6, 2));
  for (guint k = 0; k < 2; k++)
    strip->leads[k] = (EctopyTraceLead){ .name = k == 0 ? "MLII" : "V1",
                                         .gain_mm = 10,
                                         .middle = 0.4,
                                         .samples = strip->samples,
                                         .n_samples = N,
                                         .rate_hz = RATE };
  for (guint i = 0; i < SECONDS; i++)
    strip->beats[i] = (EctopyTraceBeat){ .time_s = i + 0.5,
                                         .rr_before_s = i > 0 ? 1 : NAN,
                                         .beat_class = i == 5 ? ECTOPY_CLASS_V : ECTOPY_CLASS_N,
                                         .reference = ECTOPY_CLASS_NONE };
  strip->scene = (EctopyTraceScene){ .length_s = SECONDS,
                                     .mm = MM,
                                     .leads = strip->leads,
                                     .n_leads = 2,
                                     .beats = strip->beats,
                                     .n_beats = SECONDS,
                                     .n_in_view = SECONDS,
                                     .range = { NAN, NAN } };
  ectopy_trace_layout_init (&strip->layout, &strip->scene, WIDTH, HEIGHT);
}

/* The same by extremes. */
static void
strip_use_columns (Strip *strip)
{
  const size_t n_columns = (size_t) strip->layout.width;

  for (size_t k = 0; k < n_columns; k++) {
    strip->low[k] = INFINITY;
    strip->high[k] = -INFINITY;
    for (size_t i = k * N / n_columns; i <= (k + 1) * N / n_columns && i < N; i++) {
      strip->low[k] = MIN (strip->low[k], strip->samples[i]);
      strip->high[k] = MAX (strip->high[k], strip->samples[i]);
    }
  }
  for (guint k = 0; k < 2; k++) {
    strip->leads[k].samples = NULL;
    strip->leads[k].low = strip->low;
    strip->leads[k].high = strip->high;
    strip->leads[k].n_columns = n_columns;
  }
}

static Canvas
paint_signal (Strip *strip)
{
  Canvas canvas = canvas_new (WIDTH, HEIGHT, strip->palette.paper);

  ectopy_trace_paint_signal (canvas.cr, &strip->scene, &strip->palette, WIDTH, HEIGHT);
  return canvas;
}

static int
x_of (Strip *strip, double time_s)
{
  return (int) ectopy_trace_layout_x (&strip->layout, &strip->scene, time_s);
}

/* Pixels within 20 of the place that are like @color: strokes are blended, so it is not exactly it. */
static guint
count_near (Canvas *canvas, int x, double y, EctopyColor color)
{
  return canvas_count (canvas, MAX (x - 20, 0), (int) y - 20, 40, 40, color);
}

/* By samples or by extremes, on every palette: each lead is in trace ink, the ventricular beat in the
 * ink of its class, and its peak where the layout says. */
static void
test_ink (gconstpointer data)
{
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    Strip strip;
    Canvas canvas;
    EctopyColor ventricular;

    strip_init (&strip, k);
    if (GPOINTER_TO_INT (data))
      strip_use_columns (&strip);
    canvas = paint_signal (&strip);
    ventricular = strip.palette.classes[ECTOPY_CLASS_V];
    for (size_t lead = 0; lead < 2; lead++) {
      const double foot = ectopy_trace_layout_y (&strip.layout, &strip.scene, lead, 0);
      const double peak = ectopy_trace_layout_y (&strip.layout, &strip.scene, lead, 1);

      g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 3.5) - 3, (int) peak - 3, 7, 7), >, 3);
      g_assert_cmpuint (count_near (&canvas, x_of (&strip, 5.6), foot, ventricular), >, 0);
      g_assert_cmpuint (count_near (&canvas, x_of (&strip, 3.6), foot, ventricular), ==, 0);
      g_assert_cmpuint (
          canvas_ink (&canvas, x_of (&strip, 3.9), (int) (foot - strip.layout.room / 3), 60, 10),
          ==, 0);
    }
    canvas_clear (&canvas);
  }
}

/* Marks and letters are above the beats they belong to; a struck-through one is not tinted. */
static void
test_marks (void)
{
  Strip strip;
  Canvas canvas;
  guint plain, n;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  canvas = paint_signal (&strip);
  for (guint i = 0; i < SECONDS; i++)
    g_assert_cmpuint (
        canvas_ink (&canvas, x_of (&strip, i + 0.5) - 5, (int) strip.layout.mark_y - 5, 10, 10), >,
        4);
  plain = canvas_count (&canvas, x_of (&strip, 5.5) - 8, 0, 16, 20,
                        strip.palette.classes[ECTOPY_CLASS_V]);
  g_assert_cmpuint (plain, >, 15);
  canvas_clear (&canvas);
  strip.beats[5].is_rejected = TRUE;
  canvas = paint_signal (&strip);
  n = canvas_count (&canvas, x_of (&strip, 5.5) - 8, 0, 16, 20,
                    strip.palette.classes[ECTOPY_CLASS_V]);
  g_assert_cmpuint (n, <, plain);
  g_assert_cmpuint (canvas_count (&canvas, x_of (&strip, 5.4), (int) strip.layout.top, 40,
                                  (int) strip.layout.room, strip.palette.classes[ECTOPY_CLASS_V]),
                    ==, 0);
  canvas_clear (&canvas);
}

/* With many beats normal ones lose first their letters, then their marks. */
static void
test_levels_of_detail (void)
{
  static const size_t n_in_view[] = { 10, ECTOPY_TRACE_FEW_BEATS + 1, ECTOPY_TRACE_MANY_BEATS + 1 };
  Strip strip;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  for (guint i = 0; i < 3; i++) {
    const int letter = (int) strip.layout.letter_baseline;
    Canvas canvas;

    strip.scene.n_in_view = n_in_view[i];
    canvas = paint_signal (&strip);
    for (guint beat = 3; beat < 6; beat += 2) { /* a normal one, the ventricular one */
      const int x = x_of (&strip, beat + 0.5);
      const guint mark = canvas_ink (&canvas, x - 5, (int) strip.layout.mark_y - 5, 10, 10);
      const guint text = canvas_ink (&canvas, x - 5, letter - 8, 10, 8);

      g_assert_true ((mark > 0) == (beat == 5 || i < 2));
      g_assert_true ((text > 0) == (i < (beat == 5 ? 2 : 1)));
    }
    canvas_clear (&canvas);
  }
}

/* Intervals stand between beats as long as there is room. */
static void
test_intervals (void)
{
  Strip strip;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  for (guint i = 0; i < 2; i++) {
    const int y = (int) strip.layout.rr_baseline;
    Canvas canvas;

    strip.scene.length_s = i == 0 ? 10 : 20;
    canvas = paint_signal (&strip);
    g_assert_true ((canvas_ink (&canvas, x_of (&strip, 3) - 10, y - 8, 20, 8) > 10) == (i == 0));
    g_assert_true ((canvas_ink (&canvas, 0, y - 8, (int) strip.layout.x - 5, 8) > 10) == (i == 0));
    canvas_clear (&canvas);
  }
}

/* A gap is blank but for a hairline, by samples and by extremes. */
static void
test_gap (void)
{
  for (guint i = 0; i < 2; i++) {
    Strip strip;
    Canvas canvas;

    strip_init (&strip, ECTOPY_PALETTE_LIGHT);
    for (guint s = 3 * RATE; s < 6 * RATE; s++)
      strip.samples[s] = NAN;
    strip.scene.n_beats = 0;
    if (i == 1)
      strip_use_columns (&strip);
    for (size_t k = 0; i == 1 && k < strip.leads[0].n_columns; k++)
      if (k > 0.31 * strip.layout.width && k < 0.59 * strip.layout.width)
        strip.low[k] = strip.high[k] = NAN;
    canvas = paint_signal (&strip);
    g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 3.5), (int) strip.layout.top, 100,
                                  (int) strip.layout.room),
                      >=, 100);
    g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 3.5), (int) strip.layout.top, 100,
                                  (int) strip.layout.room),
                      <=, 200);
    canvas_clear (&canvas);
  }
}

static void
test_excluded_and_chosen (void)
{
  const EctopyTimeSpan excluded = { 7, 9 };
  Strip strip;
  Canvas canvas;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  strip.scene.excluded = &excluded;
  strip.scene.n_excluded = 1;
  canvas = paint_signal (&strip);
  g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 7.05), (int) strip.layout.top + 20, 60, 40),
                    ==, 2400);
  canvas_clear (&canvas);
  canvas = canvas_new (WIDTH, HEIGHT, strip.palette.paper);
  ectopy_trace_paint_choice (canvas.cr, &strip.scene, &strip.palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), ==, 0);
  strip.scene.range = (EctopyTimeSpan){ 2, 2 };
  strip.beats[5].is_current = strip.beats[5].is_selected = TRUE;
  ectopy_trace_paint_choice (canvas.cr, &strip.scene, &strip.palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_count (&canvas, x_of (&strip, 2) - 1, 10, 3, 100, strip.palette.accent),
                    ==, 100);
  g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 5.4), 100, 20, 20), ==, 400);
  g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 7), 100, 20, 20), ==, 0);
  canvas_clear (&canvas);
}

/* What a place means, both ways, on lines of the paper. */
static void
test_layout (void)
{
  Strip strip;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  for (size_t lead = 0; lead < 2; lead++) {
    const double zero = ectopy_trace_layout_zero (&strip.layout, &strip.scene, lead);
    const double y = ectopy_trace_layout_y (&strip.layout, &strip.scene, lead, 0.7);

    g_assert_cmpfloat_with_epsilon (fmod (fabs (zero - strip.layout.base), MM), 0, 1e-9);
    g_assert_cmpfloat_with_epsilon (
        ectopy_trace_layout_value_at (&strip.layout, &strip.scene, lead, y), 0.7, 1e-9);
    g_assert_cmpuint (ectopy_trace_layout_lead_at (&strip.layout, &strip.scene, y), ==, lead);
  }
  g_assert_cmpfloat_with_epsilon (
      ectopy_trace_layout_time_at (&strip.layout, &strip.scene,
                                   ectopy_trace_layout_x (&strip.layout, &strip.scene, 4.2)),
      4.2, 1e-9);
  g_assert_cmpuint (ectopy_trace_layout_lead_at (&strip.layout, &strip.scene, -5), ==, 0);
  g_assert_cmpuint (ectopy_trace_layout_lead_at (&strip.layout, &strip.scene, 5000), ==, 1);
  g_assert_cmpfloat (ectopy_trace_fit_gain (-1, 1, 40), ==, 20);
  g_assert_cmpfloat (ectopy_trace_fit_gain (-1, 1, 39), ==, 10);
  g_assert_cmpfloat (ectopy_trace_fit_gain (-100, 100, 39), ==, 2.5);
}

/* Nothing is too small, too wide or too strange. */
static void
test_odd_scenes (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 24, 24 }, { 60, 30 }, { 900, 40 }, { 40, 900 } };
  static const double lengths[] = { 1e-3, 0.5, 1e5 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++)
      for (size_t n_leads = 0; n_leads < 3; n_leads++) {
        Canvas canvas;
        Strip strip;

        strip_init (&strip, ECTOPY_PALETTE_DARK);
        canvas = canvas_new (sizes[i][0], sizes[i][1], strip.palette.paper);
        strip.scene.length_s = lengths[k];
        strip.scene.n_leads = n_leads;
        strip.leads[1].unit = "mmHg";
        strip.leads[1].gain_mm = 0.01;
        strip.leads[0].n_samples = 1;
        strip.samples[0] = INFINITY;
        ectopy_trace_paint (canvas.cr, &strip.scene, &strip.palette, sizes[i][0], sizes[i][1]);
        canvas_clear (&canvas);
      }
}

static void
paint_page (cairo_t *cr, guint page, gpointer data)
{
  Strip *strip = data;

  ectopy_trace_paint (cr, &strip->scene, &strip->palette, WIDTH, HEIGHT);
}

/* On paper the line is a line: some hundred points, not pixels. */
static void
test_pdf (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "strip.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  Strip strip;
  EctopyPicture picture = { .width = WIDTH,
                            .height = HEIGHT,
                            .n_pages = 1,
                            .paint = paint_page,
                            .user_data = &strip };
  gsize size;

  strip_init (&strip, ECTOPY_PALETTE_PRINT);
  g_assert_true (ectopy_surface_write (&picture, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (size, <, 80000);
  g_assert_null (g_strstr_len (contents, (gssize) size, "/Subtype /Image"));
  g_remove (path);
  g_rmdir (folder);
}

/* ---- Cursor and calipers ---- */

static void
test_cursor_text (void)
{
  static const struct {
    EctopyTraceCursor cursor;
    const char *unit;
    const char *text;
  } cases[] = {
    { { .from_s = 1, .to_s = 1.612, .to_value = 0.84 }, NULL, "612 ms · 98 bpm · 0.84 mV" },
    { { .from_s = 3, .to_s = 2 }, NULL, "1,000 ms · 60 bpm" },
    { { .from_s = 0, .to_s = 0.04 }, NULL, "40 ms" },
    { { .from_s = 0, .to_s = 90, .from_value = -20, .to_value = 100 }, "mmHg", "90 s · 120 mmHg" },
    { { .from_s = 5, .to_s = 5 }, NULL, "0 ms" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_trace_cursor_text (&cases[i].cursor, cases[i].unit);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_cursor (void)
{
  EctopyTraceCursor cursor = { .hover_s = NAN };
  guint n_before, n_hair;
  Strip strip;
  Canvas canvas;

  strip_init (&strip, ECTOPY_PALETTE_LIGHT);
  canvas = canvas_new (WIDTH, HEIGHT, strip.palette.paper);
  ectopy_trace_cursor_paint (canvas.cr, &strip.scene, &cursor, &strip.palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), ==, 0);
  cursor.hover_s = 20; /* out of view */
  ectopy_trace_cursor_paint (canvas.cr, &strip.scene, &cursor, &strip.palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), ==, 0);
  cursor = (EctopyTraceCursor){ 3, TRUE, 6, 5, 1, 0, 0.8, NULL, 0 };
  ectopy_trace_cursor_paint (canvas.cr, &strip.scene, &cursor, &strip.palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 3) - 1, 100, 3, 50), ==, 50);
  for (guint i = 5; i < 7; i++)
    g_assert_cmpuint (canvas_count (&canvas, x_of (&strip, i) - 1, 60, 3, 50, strip.palette.accent),
                      ==, 50);

  /* A hint: a broken hair, and words. */
  cursor = (EctopyTraceCursor){ .hover_s = NAN, .hint = "reference: N", .hint_s = 7 };
  n_before = canvas_ink (&canvas, x_of (&strip, 7) - 60, 60, 120, 300);
  ectopy_trace_cursor_paint (canvas.cr, &strip.scene, &cursor, &strip.palette, WIDTH, HEIGHT);
  n_hair = canvas_ink (&canvas, x_of (&strip, 7) - 1, 60, 3, 50);
  g_assert_cmpuint (n_hair, >, 40);
  g_assert_cmpuint (n_hair, <, 130);
  g_assert_cmpuint (canvas_ink (&canvas, x_of (&strip, 7) - 60, 60, 120, 300), >, n_before + 500);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/paint/trace/ink-of-samples", GINT_TO_POINTER (FALSE), test_ink);
  g_test_add_data_func ("/paint/trace/ink-of-extremes", GINT_TO_POINTER (TRUE), test_ink);
  g_test_add_func ("/paint/trace/marks", test_marks);
  g_test_add_func ("/paint/trace/levels-of-detail", test_levels_of_detail);
  g_test_add_func ("/paint/trace/intervals", test_intervals);
  g_test_add_func ("/paint/trace/gap", test_gap);
  g_test_add_func ("/paint/trace/excluded-and-chosen", test_excluded_and_chosen);
  g_test_add_func ("/paint/trace/layout", test_layout);
  g_test_add_func ("/paint/trace/odd-scenes", test_odd_scenes);
  g_test_add_func ("/paint/trace/pdf", test_pdf);
  g_test_add_func ("/paint/trace/cursor-text", test_cursor_text);
  g_test_add_func ("/paint/trace/cursor", test_cursor);
  return g_test_run ();
}
