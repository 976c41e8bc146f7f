/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/class-mark.h"

/* Colours that are further apart than this are told apart at a glance; those nearer need a shape. */
#define FAR_ENOUGH 20.0

/* Of the ink of two marks laid over each other, the share that only one of them has. */
#define OTHER_SHAPE 0.2

#define SIDE       40
#define SMALL_MARK 8.0 /* about what the trace has at the usual size of text */

typedef struct {
  double lightness, a, b;
} Lab;

/* Linear RGB as seen without one kind of cone. Source: Machado, Oliveira and Fernandes (2009), "A
 * physiologically-based model for simulation of color vision deficiency", severity 1.0. */
static const struct {
  const char *name;
  double matrix[3][3];
} visions[] = {
  { "usual", { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
  { "protanopia",
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } } },
  { "deuteranopia",
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } } },
  { "tritanopia",
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } } },
};

static const char *const palette_names[ECTOPY_N_PALETTES] = {
  "light", "dark", "high contrast", "high contrast dark", "print",
};

/* ---- Colours as seen ---- */

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

/* What @color is in CIELAB (D65) for who sees by @matrix. */
static Lab
seen (EctopyColor color, const double matrix[3][3])
{
  const double rgb[3] = { linear (color.red), linear (color.green), linear (color.blue) };
  double s[3];
  double x, y, z;

  for (guint i = 0; i < 3; i++)
    s[i] = CLAMP (matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2], 0, 1);
  x = lab_curve ((0.4124564 * s[0] + 0.3575761 * s[1] + 0.1804375 * s[2]) / 0.95047);
  y = lab_curve (0.2126729 * s[0] + 0.7151522 * s[1] + 0.0721750 * s[2]);
  z = lab_curve ((0.0193339 * s[0] + 0.1191920 * s[1] + 0.9503041 * s[2]) / 1.08883);
  return (Lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
radians (double degrees)
{
  return degrees * G_PI / 180;
}

/* Degrees from 0 up to 360. */
static double
hue (double a, double b)
{
  const double degrees = a == 0 && b == 0 ? 0 : atan2 (b, a) * 180 / G_PI;

  return degrees < 0 ? degrees + 360 : degrees;
}

/* CIEDE2000. Source: Sharma, Wu and Dalal (2005), "The CIEDE2000 color-difference formula". */
static double
delta_e (Lab p, Lab q)
{
  const double mean_c7 = pow ((hypot (p.a, p.b) + hypot (q.a, q.b)) / 2, 7);
  const double stretch = 1 + 0.5 * (1 - sqrt (mean_c7 / (mean_c7 + pow (25, 7))));
  const double c1 = hypot (stretch * p.a, p.b), c2 = hypot (stretch * q.a, q.b);
  const double h1 = hue (stretch * p.a, p.b), h2 = hue (stretch * q.a, q.b);
  const gboolean is_gray = c1 * c2 == 0;
  const gboolean is_far = fabs (h1 - h2) > 180;
  const double turn = is_gray ? 0 : h2 - h1 - (is_far ? (h2 > h1 ? 360 : -360) : 0);
  const double dl = q.lightness - p.lightness, dc = c2 - c1;
  const double dh = 2 * sqrt (c1 * c2) * sin (radians (turn) / 2);
  const double l = (p.lightness + q.lightness) / 2, c = (c1 + c2) / 2;
  const double h = is_gray  ? h1 + h2
                   : is_far ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2
                            : (h1 + h2) / 2;
  const double t = 1 - 0.17 * cos (radians (h - 30)) + 0.24 * cos (radians (2 * h)) +
                   0.32 * cos (radians (3 * h + 6)) - 0.20 * cos (radians (4 * h - 63));
  const double c7 = pow (c, 7);
  const double rotation = -2 * sqrt (c7 / (c7 + pow (25, 7))) *
                          sin (radians (60 * exp (-pow ((h - 275) / 25, 2))));
  const double sl = 1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2));
  const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;

  return sqrt (pow (dl / sl, 2) + pow (dc / sc, 2) + pow (dh / sh, 2) +
               rotation * dc / sc * dh / sh);
}

/* ---- Shapes ---- */

static Canvas
painted (guint beat_class, EctopyMarkState state, double size)
{
  const EctopyColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };
  Canvas canvas = canvas_new (SIDE, SIDE, white);

  ectopy_class_mark_paint (canvas.cr, beat_class, state, SIDE / 2.0, SIDE / 2.0, size, black);
  cairo_surface_flush (canvas.surface);
  return canvas;
}

static double
ink_at (Canvas *canvas, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (canvas->surface);

  return 1 - data[y * cairo_image_surface_get_stride (canvas->surface) + 4 * x] / 255.0;
}

/* The share of the ink of two marks, laid over each other, that only one of them has. */
static double
shape_difference (guint a, guint b, EctopyMarkState state, double size)
{
  Canvas first = painted (a, state, size), second = painted (b, state, size);
  double either = 0, only_one = 0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) {
      const double p = ink_at (&first, x, y), q = ink_at (&second, x, y);

      either += MAX (p, q);
      only_one += fabs (p - q);
    }
  canvas_clear (&first);
  canvas_clear (&second);
  g_assert_cmpfloat (either, >, 0);
  return only_one / either;
}

/* The smaller of the differences as plain and as hollow marks. */
static double
least_shape_difference (guint a, guint b)
{
  return MIN (shape_difference (a, b, ECTOPY_MARK_PLAIN, SMALL_MARK),
              shape_difference (a, b, ECTOPY_MARK_HOLLOW, SMALL_MARK));
}

/* ---- Tests ---- */

/* Pairs of the authors' supplementary data. */
static void
test_formula (void)
{
  static const struct {
    Lab p, q;
    double wanted;
  } pairs[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, -1, 2 }, { 50, 0, 0 }, 2.3669 },
    { { 50, 2.49, -0.001 }, { 50, -2.49, 0.0011 }, 7.2195 },
    { { 50, 2.5, 0 }, { 50, 0, -2.5 }, 4.3065 },
    { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 22.7233, 20.0904, -46.6940 }, { 23.0331, 14.9730, -42.5619 }, 2.0373 },
    { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_assert_cmpfloat_with_epsilon (delta_e (pairs[i].p, pairs[i].q), pairs[i].wanted, 1e-4);
    g_assert_cmpfloat_with_epsilon (delta_e (pairs[i].q, pairs[i].p), pairs[i].wanted, 1e-4);
  }
}

/* Greys stay grey in every vision, and red and green come nearer without one of their cones. */
static void
test_simulation (void)
{
  const EctopyColor gray = { 0.5, 0.5, 0.5, 1 };
  const EctopyColor red = { 0.8, 0.2, 0.1, 1 }, green = { 0.2, 0.5, 0.1, 1 };
  const double usual = delta_e (seen (red, visions[0].matrix), seen (green, visions[0].matrix));

  for (guint v = 0; v < G_N_ELEMENTS (visions); v++)
    g_assert_cmpfloat (delta_e (seen (gray, visions[v].matrix), seen (gray, visions[0].matrix)), <,
                       0.1);
  for (guint v = 1; v <= 2; v++)
    g_assert_cmpfloat (delta_e (seen (red, visions[v].matrix), seen (green, visions[v].matrix)), <,
                       usual / 2);
}

static void
test_pair_by_pair (void)
{
  for (guint v = 0; v < G_N_ELEMENTS (visions); v++)
    for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
      const EctopyPalette palette = ectopy_palette_get (k);
      g_autoptr (GString) line = g_string_new (NULL);
      double least = INFINITY;

      for (guint a = 0; a < ECTOPY_N_CLASSES; a++)
        for (guint b = a + 1; b < ECTOPY_N_CLASSES; b++) {
          const double difference = delta_e (seen (palette.classes[a], visions[v].matrix),
                                             seen (palette.classes[b], visions[v].matrix));

          least = MIN (least, difference);
          g_string_append_printf (line, " %c%c %.1f", ectopy_beat_class_letter (a),
                                  ectopy_beat_class_letter (b), difference);
          if (difference < FAR_ENOUGH)
            g_assert_cmpfloat (least_shape_difference (a, b), >=, OTHER_SHAPE);
        }
      g_test_message ("delta E 2000, %s, %s: least %.1f;%s", visions[v].name, palette_names[k],
                      least, line->str);
    }
}

static void
test_shapes (void)
{
  for (guint a = 0; a < ECTOPY_N_CLASSES; a++)
    for (guint b = a + 1; b < ECTOPY_N_CLASSES; b++) {
      const double difference = least_shape_difference (a, b);

      g_test_message ("shapes of %c and %c: %.0f %% of the ink is of one only",
                      ectopy_beat_class_letter (a), ectopy_beat_class_letter (b), 100 * difference);
      g_assert_cmpfloat (difference, >=, OTHER_SHAPE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/color-vision/formula-as-published", test_formula);
  g_test_add_func ("/paint/color-vision/simulation", test_simulation);
  g_test_add_func ("/paint/color-vision/each-pair-by-colour-or-shape", test_pair_by_pair);
  g_test_add_func ("/paint/color-vision/shapes", test_shapes);
  return g_test_run ();
}
