/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pictures that are made once and shown in many frames. They are nodes that hold an image: a node that
 * is painted into directly is painted anew in every frame that touches it, and textures are converted
 * by way of floats at every frame by the software renderer of GTK 4.8. */

/* (transfer full): what to paint on, @width by @height units of @scale pixels. */
cairo_t *ectopy_canvas_begin (int width, int height, int scale);

/* (transfer full): the same for a picture that covers all: it is shown by copying. */
cairo_t *ectopy_canvas_begin_opaque (int width, int height, int scale);

/* (transfer full): the picture. @cr is that of a beginning, with the same sizes; destroyed. */
GskRenderNode *ectopy_canvas_end (cairo_t *cr, int width, int height, int scale);

G_END_DECLS
