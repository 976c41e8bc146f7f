/* SPDX-License-Identifier: MIT */
#include "ui/widgets/canvas.h"

static cairo_t *
begin (cairo_format_t format, int width, int height, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (format, width * scale, height * scale);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_scale (cr, scale, scale);
  return cr;
}

cairo_t *
ectopy_canvas_begin (int width, int height, int scale)
{
  return begin (CAIRO_FORMAT_ARGB32, width, height, scale);
}

cairo_t *
ectopy_canvas_begin_opaque (int width, int height, int scale)
{
  return begin (CAIRO_FORMAT_RGB24, width, height, scale);
}

GskRenderNode *
ectopy_canvas_end (cairo_t *cr, int width, int height, int scale)
{
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_destroy (cr);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
}
