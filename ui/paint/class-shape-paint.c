/* SPDX-License-Identifier: MIT */
#include "ui/paint/class-shape-paint.h"

#include <math.h>

/* Counts to opacities; a surface in error for rows too long for an image. The root lifts what few
 * beats do above what the eye takes for nothing. */
static cairo_surface_t *
make_density (const EctopyClassShape *shape)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) shape->length,
                                                       ECTOPY_SHAPE_LEVELS);
  const int stride = cairo_image_surface_get_stride (image);
  guint8 *pixels = cairo_image_surface_get_data (image);

  if (pixels == NULL)
    return image;
  cairo_surface_flush (image);
  for (size_t i = 0; i < shape->length; i++)
    for (guint level = 0; level < ECTOPY_SHAPE_LEVELS; level++) {
      const double share = (double) shape->density[i * ECTOPY_SHAPE_LEVELS + level] /
                           shape->densest;

      pixels[(gsize) stride * (ECTOPY_SHAPE_LEVELS - 1 - level) + i] = (guint8) round (
          255 * ECTOPY_SHAPE_DENSEST * sqrt (CLAMP (share, 0, 1)));
    }
  cairo_surface_mark_dirty (image);
  return image;
}

static double
y_of (const EctopyTracePlace *place, double value)
{
  return place->y_low + CLAMP (value, -1, 2) * (place->y_high - place->y_low);
}

static gboolean
has_spread (const EctopyClassShape *shape, size_t i)
{
  return isfinite (shape->mean[i]) && isfinite (shape->deviation[i]);
}

/* Around each run of samples that have a spread: forth along its upper edge, back along the lower. */
static void
add_band (cairo_t *cr, const EctopyClassShape *shape, const EctopyTracePlace *place)
{
  size_t start = 0;

  while (start < shape->length) {
    size_t end = start;

    for (; end < shape->length && has_spread (shape, end); end++)
      cairo_line_to (cr, place->x + (double) end * place->step,
                     y_of (place, shape->mean[end] + shape->deviation[end]));
    for (size_t i = end; i > start; i--)
      cairo_line_to (cr, place->x + (double) (i - 1) * place->step,
                     y_of (place, shape->mean[i - 1] - shape->deviation[i - 1]));
    if (end > start)
      cairo_close_path (cr);
    cairo_new_sub_path (cr);
    start = end + 1;
  }
}

void
ectopy_class_shape_paint_mean (cairo_t *cr,
                               const EctopyClassShape *shape,
                               const EctopyTracePlace *place,
                               EctopyColor color)
{
  EctopyColor band = color;

  band.alpha = ECTOPY_SHAPE_BAND;
  cairo_new_path (cr);
  add_band (cr, shape, place);
  ectopy_color_set (cr, band);
  cairo_fill (cr);
  ectopy_ecg_trace_path (cr, shape->mean, shape->length, place);
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, ECTOPY_SHAPE_LINE);
  cairo_stroke (cr);
}

/* A column of the image stands around its sample, its rows share the range of 0 to 1. */
void
ectopy_class_shape_paint_density (cairo_t *cr,
                                  const EctopyClassShape *shape,
                                  const EctopyTracePlace *place,
                                  EctopyColor color)
{
  cairo_surface_t *image = make_density (shape);

  cairo_save (cr);
  cairo_translate (cr, place->x - place->step / 2, place->y_high);
  cairo_scale (cr, place->step, (place->y_low - place->y_high) / ECTOPY_SHAPE_LEVELS);
  ectopy_color_set (cr, color);
  /* An error would go over to the context, and nothing more be painted. */
  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    cairo_mask_surface (cr, image, 0, 0);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}
