/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/text-paint.h"

#define WIDTH  400
#define HEIGHT 80

static const EctopyColor white = { 1, 1, 1, 1 };

/* Whether there is ink in the canvas from @left up to @right. */
static gboolean
has_ink (Canvas *canvas, int left, int right)
{
  return canvas_ink (canvas, left, 0, right - left, HEIGHT) > 0;
}

static Canvas
painted (EctopyAlign align, gboolean wrap, double x, const char *text)
{
  const EctopyTextStyle style = { .size = 16,
                                  .color = { 0, 0, 0, 1 },
                                  .align = align,
                                  .max_width = 300,
                                  .wrap = wrap };
  Canvas canvas = canvas_new (WIDTH, HEIGHT, white);

  ectopy_text_paint (canvas.cr, &style, x, 24, text);
  return canvas;
}

/* A line stands where the painter has its symbol or its cell, whichever way its words are read. */
static void
test_lines (gconstpointer text)
{
  Canvas canvas = painted (ECTOPY_ALIGN_START, FALSE, 50, text);

  g_assert_true (has_ink (&canvas, 50, 60));
  g_assert_false (has_ink (&canvas, 0, 48));
  g_assert_false (has_ink (&canvas, 150, WIDTH));
  canvas_clear (&canvas);

  canvas = painted (ECTOPY_ALIGN_END, FALSE, 350, text);
  g_assert_true (has_ink (&canvas, 340, 350));
  g_assert_false (has_ink (&canvas, 352, WIDTH));
  g_assert_false (has_ink (&canvas, 0, 250));
  canvas_clear (&canvas);

  canvas = painted (ECTOPY_ALIGN_CENTER, FALSE, 200, text);
  g_assert_true (has_ink (&canvas, 190, 210));
  g_assert_false (has_ink (&canvas, 0, 140));
  g_assert_false (has_ink (&canvas, 260, WIDTH));
  canvas_clear (&canvas);
}

/* A paragraph begins at the side from which it is read; what ends at a symbol ends there. */
static void
test_paragraphs (void)
{
  Canvas canvas = painted (ECTOPY_ALIGN_START, TRUE, 50, "beat");

  g_assert_true (has_ink (&canvas, 50, 60));
  g_assert_false (has_ink (&canvas, 150, WIDTH));
  canvas_clear (&canvas);

  canvas = painted (ECTOPY_ALIGN_END, TRUE, 350, "פעימה");
  g_assert_true (has_ink (&canvas, 340, 350));
  g_assert_false (has_ink (&canvas, 0, 250));
  canvas_clear (&canvas);

  canvas = painted (ECTOPY_ALIGN_START, TRUE, 50, "פעימה");
  g_assert_true (has_ink (&canvas, 340, 350));
  g_assert_false (has_ink (&canvas, 0, 250));
  canvas_clear (&canvas);
}

/* Never more than was asked, hardly less, and of few sizes. */
static void
test_sizes (void)
{
  g_autoptr (GHashTable)
      sizes = g_hash_table_new_full (g_double_hash, g_double_equal, g_free, NULL);

  for (guint i = 1; i <= 1000; i++) {
    const double most = 0.02 * i;
    const double size = ectopy_text_size (11, most);

    g_assert_cmpfloat (size, <=, most);
    g_assert_cmpfloat (size, >, MIN (most, 11) * 0.94);
    g_hash_table_add (sizes, g_memdup2 (&size, sizeof size));
  }
  g_assert_cmpuint (g_hash_table_size (sizes), <, 120);
  g_assert_cmpfloat (ectopy_text_size (11, 11), ==, 11);
  g_assert_cmpfloat (ectopy_text_size (11, 0), ==, 0);
  g_assert_cmpfloat (ectopy_text_size (11, -3), ==, -3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/paint/text/line-from-the-left", "beat", test_lines);
  g_test_add_data_func ("/paint/text/line-from-the-right", "פעימה", test_lines);
  g_test_add_func ("/paint/text/sizes", test_sizes);
  g_test_add_func ("/paint/text/paragraphs", test_paragraphs);
  return g_test_run ();
}
