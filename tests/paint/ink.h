/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

#include <math.h>

/* An image on which the tests look for ink. */
typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  EctopyColor ground;
} Canvas;

static inline Canvas
canvas_new (int width, int height, EctopyColor ground)
{
  Canvas canvas = { .surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height),
                    .ground = ground };

  canvas.cr = cairo_create (canvas.surface);
  ectopy_color_set (canvas.cr, ground);
  cairo_paint (canvas.cr);
  return canvas;
}

static inline void
canvas_clear (Canvas *canvas)
{
  g_assert_cmpint (cairo_status (canvas->cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (canvas->cr);
  cairo_surface_destroy (canvas->surface);
}

/* Pixels of the rectangle whose every channel is within 2 % of @color. */
static inline guint
canvas_count (Canvas *canvas, int x, int y, int width, int height, EctopyColor color)
{
  const double wanted[3] = { color.blue, color.green, color.red };
  const int stride = cairo_image_surface_get_stride (canvas->surface);
  const guint8 *data;
  guint n = 0;

  cairo_surface_flush (canvas->surface);
  data = cairo_image_surface_get_data (canvas->surface);
  for (int i = y; i < y + height; i++)
    for (int j = x; j < x + width; j++) {
      gboolean same = TRUE;

      for (int c = 0; c < 3; c++)
        if (fabs (data[i * stride + 4 * j + c] / 255.0 - wanted[c]) > 0.02)
          same = FALSE;
      n += same ? 1 : 0;
    }
  return n;
}

/* Pixels of the rectangle that are not the ground. */
static inline guint
canvas_ink (Canvas *canvas, int x, int y, int width, int height)
{
  return (guint) (width * height) - canvas_count (canvas, x, y, width, height, canvas->ground);
}
