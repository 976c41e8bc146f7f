/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/time-axis.h"

static void
test_text (void)
{
  static const struct {
    double seconds;
    guint decimals;
    const char *text;
  } cases[] = {
    { 0, 0, "0:00" },       { 751.4, 1, "12:31.4" },        { 59.999, 1, "0:59.9" },
    { 0.3, 1, "0:00.3" }, /* not 0.2, which the binary 0.3 is a little below of */
    { 3600, 0, "1:00:00" }, { 86399.25, 2, "23:59:59.25" }, { NAN, 0, "0:00" },
    { -3, 0, "0:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_time_text (cases[i].seconds, cases[i].decimals);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_length_text (void)
{
  static const struct {
    double seconds;
    const char *text;
  } cases[] = {
    { 0.84, "0.84 s" }, { 2, "2 s" },    { 12.3, "12 s" },       { 119, "119 s" },
    { 300, "5 min" },   { 7200, "2 h" }, { 9000, "2 h 30 min" }, { 150, "2 min 30 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_time_length_text (cases[i].seconds);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_step (void)
{
  g_assert_cmpfloat (ectopy_time_step (0.15), ==, 0.2);
  g_assert_cmpfloat (ectopy_time_step (1), ==, 1);
  g_assert_cmpfloat (ectopy_time_step (61), ==, 120);
  g_assert_cmpfloat (ectopy_time_step (86401), ==, 172800);
}

/* Labels stay within the axis at any length. */
static void
test_stays_inside (void)
{
  static const double lengths[] = { 0.5, 3, 10, 60, 1805, 86400, 400000 };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    const EctopyTimeAxis axis = { 751.37, lengths[i], 50, 600, 2, 8, 20, 11 };
    Canvas canvas = canvas_new (700, 24, palette.background);

    ectopy_time_axis_paint (canvas.cr, &axis, &palette);
    g_assert_cmpuint (canvas_ink (&canvas, 50, 0, 600, 24), >, 30);
    g_assert_cmpuint (canvas_ink (&canvas, 0, 0, 49, 24), ==, 0);
    g_assert_cmpuint (canvas_ink (&canvas, 652, 0, 48, 24), ==, 0);
    canvas_clear (&canvas);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/time-axis/text", test_text);
  g_test_add_func ("/paint/time-axis/length-text", test_length_text);
  g_test_add_func ("/paint/time-axis/step", test_step);
  g_test_add_func ("/paint/time-axis/stays-inside", test_stays_inside);
  return g_test_run ();
}
