/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/class-mark.h"

#include <string.h>

#define SIDE 60
#define SIZE 24

static Canvas
painted (guint beat_class, EctopyMarkState state, const EctopyPalette *palette)
{
  Canvas canvas = canvas_new (SIDE, SIDE, palette->background);

  ectopy_class_mark_paint (canvas.cr, beat_class, state, SIDE / 2.0, SIDE / 2.0, SIZE,
                           beat_class < ECTOPY_N_CLASSES ? palette->classes[beat_class]
                                                         : palette->muted);
  return canvas;
}

/* Whether pixels are inked alike, whatever the colour. */
static gboolean
same_ink (Canvas *a, Canvas *b)
{
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      if (canvas_ink (a, x, y, 1, 1) != canvas_ink (b, x, y, 1, 1))
        return FALSE;
  return TRUE;
}

static void
test_in_class_colour (void)
{
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      for (guint state = ECTOPY_MARK_PLAIN; state <= ECTOPY_MARK_RINGED; state++) {
        Canvas canvas = painted (c, state, &palette);

        g_assert_cmpuint (canvas_count (&canvas, 0, 0, SIDE, SIDE, palette.classes[c]), >, 20);
        canvas_clear (&canvas);
      }
  }
}

/* A person who sees no colour tells each from each: by shape, and by state. */
static void
test_told_apart_without_colour (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  Canvas all[3 * (ECTOPY_N_CLASSES + 1)];
  const guint n = G_N_ELEMENTS (all);

  /* The dash of no class has no inside that could be hollow. */
  for (guint i = 0; i < n; i++)
    all[i] = painted (i / 3 < ECTOPY_N_CLASSES ? i / 3 : ECTOPY_CLASS_NONE, i % 3, &palette);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (i != 3 * ECTOPY_N_CLASSES + ECTOPY_MARK_HOLLOW)
        g_assert_false (same_ink (&all[i], &all[j]));
  for (guint i = 0; i < n; i++)
    canvas_clear (&all[i]);
}

static void
test_within_its_square (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  for (guint c = 0; c <= ECTOPY_N_CLASSES; c++)
    for (guint state = ECTOPY_MARK_PLAIN; state <= ECTOPY_MARK_RINGED; state++) {
      const double reach = state == ECTOPY_MARK_RINGED ? SIZE * ECTOPY_MARK_RING : SIZE;
      const int room = (int) floor ((SIDE - reach) / 2);
      Canvas canvas = painted (c < ECTOPY_N_CLASSES ? c : ECTOPY_CLASS_NONE, state, &palette);

      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, SIDE, SIDE), ==,
                        canvas_ink (&canvas, room, room, SIDE - 2 * room, SIDE - 2 * room));
      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, SIDE, SIDE), >, 10);
      canvas_clear (&canvas);
    }
}

/* The middle of a hollow mark is ground; F is inked at its left and not at its right. */
static void
test_insides (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const int middle = SIDE / 2;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    Canvas plain = painted (c, ECTOPY_MARK_PLAIN, &palette);
    Canvas hollow = painted (c, ECTOPY_MARK_HOLLOW, &palette);
    const int x = c == ECTOPY_CLASS_F ? middle - 5 : middle - 1;

    g_assert_cmpuint (canvas_ink (&plain, x, middle - 1, 2, 2), ==, 4);
    g_assert_cmpuint (canvas_ink (&hollow, x, middle - 1, 2, 2), ==, 0);
    if (c == ECTOPY_CLASS_F)
      g_assert_cmpuint (canvas_ink (&plain, middle + 3, middle - 1, 2, 2), ==, 0);
    canvas_clear (&plain);
    canvas_clear (&hollow);
  }
}

/* What was in the caller's hands is as it was; the smallest marks still show. */
static void
test_leaves_no_trace (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_DARK);
  Canvas canvas = canvas_new (SIDE, SIDE, palette.background);

  cairo_set_line_width (canvas.cr, 7);
  cairo_move_to (canvas.cr, 1, 1);
  ectopy_class_mark_paint (canvas.cr, ECTOPY_CLASS_S, ECTOPY_MARK_RINGED, 30, 30, 5,
                           palette.classes[ECTOPY_CLASS_S]);
  g_assert_cmpfloat (cairo_get_line_width (canvas.cr), ==, 7);
  g_assert_false (cairo_has_current_point (canvas.cr));
  g_assert_cmpuint (canvas_ink (&canvas, 24, 24, 12, 12), >, 10);
  ectopy_class_mark_paint (canvas.cr, ECTOPY_CLASS_V, ECTOPY_MARK_HOLLOW, 5, 5, 0, palette.text);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/class-mark/in-class-colour", test_in_class_colour);
  g_test_add_func ("/paint/class-mark/told-apart-without-colour", test_told_apart_without_colour);
  g_test_add_func ("/paint/class-mark/within-its-square", test_within_its_square);
  g_test_add_func ("/paint/class-mark/insides", test_insides);
  g_test_add_func ("/paint/class-mark/leaves-the-context-as-it-was", test_leaves_no_trace);
  return g_test_run ();
}
