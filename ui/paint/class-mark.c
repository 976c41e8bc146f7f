/* SPDX-License-Identifier: MIT */
#include "ui/paint/class-mark.h"

#include <math.h>

#define LINE      0.15 /* of hollow marks, in sizes */
#define RING_LINE 0.12 /* of the ring, in sizes */

/* Makes the outline of a class around the origin, @inset further in than the mark's edge: a stroke
 * twice as wide then ends where the filled mark does. Sizes are such that the marks look equally
 * large, the dot of N apart. */
static void
make_outline (cairo_t *cr, guint beat_class, double size, double inset)
{
  const double half = size / 2;
  double r;

  cairo_new_path (cr);
  switch (beat_class) {
  case ECTOPY_CLASS_N:
    cairo_arc (cr, 0, 0, MAX (0.6 * half - inset, 0), 0, 2 * G_PI);
    break;
  case ECTOPY_CLASS_S: /* equilateral; its middle lies a little below the square's */
    r = MAX (1.12 * half - 2 * inset, 0);
    for (guint i = 0; i < 3; i++) {
      const double angle = 2 * G_PI * i / 3 - G_PI_2;

      cairo_line_to (cr, r * cos (angle), r * sin (angle) + 0.22 * half);
    }
    cairo_close_path (cr);
    break;
  case ECTOPY_CLASS_V:
    r = MAX (half - G_SQRT2 * inset, 0);
    for (guint i = 0; i < 4; i++)
      cairo_line_to (cr, r * cos (G_PI_2 * i), r * sin (G_PI_2 * i));
    cairo_close_path (cr);
    break;
  case ECTOPY_CLASS_F:
    cairo_arc (cr, 0, 0, MAX (0.92 * half - inset, 0), 0, 2 * G_PI);
    break;
  default:
    r = MAX (0.8 * half - inset, 0);
    cairo_rectangle (cr, -r, -r, 2 * r, 2 * r);
    break;
  }
}

static void
paint_mark (cairo_t *cr, guint beat_class, gboolean hollow, double size)
{
  const double line = LINE * size;

  if (beat_class >= ECTOPY_N_CLASSES) {
    cairo_rectangle (cr, -0.3 * size, -line / 2, 0.6 * size, line);
    cairo_fill (cr);
  } else if (!hollow && beat_class != ECTOPY_CLASS_F) {
    make_outline (cr, beat_class, size, 0);
    cairo_fill (cr);
  } else {
    make_outline (cr, beat_class, size, line / 2);
    if (beat_class == ECTOPY_CLASS_F && hollow) {
      cairo_move_to (cr, 0, -0.46 * size + line / 2);
      cairo_line_to (cr, 0, 0.46 * size - line / 2);
    }
    cairo_set_line_width (cr, line);
    cairo_stroke (cr);
  }
  if (beat_class == ECTOPY_CLASS_F && !hollow) {
    cairo_arc (cr, 0, 0, 0.46 * size - line / 2, G_PI_2, 3 * G_PI_2);
    cairo_fill (cr);
  }
}

void
ectopy_class_mark_paint (cairo_t *cr,
                         guint beat_class,
                         EctopyMarkState state,
                         double x,
                         double y,
                         double size,
                         EctopyColor color)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_dash (cr, NULL, 0, 0);
  ectopy_color_set (cr, color);
  cairo_new_path (cr);
  paint_mark (cr, beat_class, state == ECTOPY_MARK_HOLLOW, size);
  if (state == ECTOPY_MARK_RINGED) {
    cairo_set_line_width (cr, RING_LINE * size);
    cairo_arc (cr, 0, 0, (ECTOPY_MARK_RING - RING_LINE) * size / 2, 0, 2 * G_PI);
    cairo_stroke (cr);
  }
  cairo_restore (cr);
}
