/* SPDX-License-Identifier: MIT */
#include "ui/paint/hatch.h"

#include "ui/paint/ecg-paper.h"

#include <math.h>

#define PITCH 7.0 /* across, user units */
#define LINE  1.0
#define INK   0.55 /* opacity of the lines */
#define WASH  0.10 /* of the ground between them */

/* Lines that go up to the right, each where x + y is a multiple of the pitch. */
static void
stroke_lines (cairo_t *cr,
              EctopyColor color,
              double x,
              double y,
              double width,
              double height,
              double pitch)
{
  for (double at = ceil ((x + y) / pitch) * pitch; at <= x + y + width + height; at += pitch) {
    cairo_move_to (cr, at - y, y);
    cairo_line_to (cr, at - y - height, y + height);
  }
  ectopy_color_set (cr, color);
  cairo_stroke (cr);
}

/* On pixels: one square of the pattern is painted and then repeated, for slanted lines are slow. */
static void
fill_tiled (cairo_t *cr,
            EctopyColor color,
            double x,
            double y,
            double width,
            double height,
            double scale)
{
  const int side = (int) MAX (round (PITCH * scale), 2);
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *on_tile = cairo_create (tile);
  cairo_pattern_t *pattern;
  cairo_matrix_t matrix;

  cairo_set_line_width (on_tile, LINE * scale);
  stroke_lines (on_tile, color, -side, -side, 3 * side, 3 * side, side);
  cairo_destroy (on_tile);
  pattern = cairo_pattern_create_for_surface (tile);
  cairo_matrix_init_scale (&matrix, scale, scale);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_set_source (cr, pattern);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (tile);
}

void
ectopy_hatch_paint (cairo_t *cr,
                    const EctopyPalette *palette,
                    double origin,
                    double x,
                    double y,
                    double width,
                    double height)
{
  const double scale = ectopy_ecg_paper_scale (cr);
  EctopyColor color = palette->muted;

  if (!(width > 0 && height > 0))
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, x, y, width, height);
  color.alpha = WASH;
  ectopy_color_set (cr, color);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (scale > 0)
    origin = round (origin * scale) / scale;
  cairo_translate (cr, origin, 0);
  x -= origin;
  color.alpha = INK;
  cairo_set_line_width (cr, LINE);
  if (scale > 0)
    fill_tiled (cr, color, x, y, width, height, scale);
  else
    stroke_lines (cr, color, x, y, width, height, PITCH);
  cairo_restore (cr);
}
