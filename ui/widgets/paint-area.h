/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyPaintAreaFunc:
 * @cr: origin at the upper left corner
 * @palette: the theme's
 * @width: pixels of the widget
 * @height: pixels of the widget
 * @user_data: the caller's
 */
typedef void (*EctopyPaintAreaFunc) (cairo_t *cr,
                                     const EctopyPalette *palette,
                                     double width,
                                     double height,
                                     gpointer user_data);

#define ECTOPY_TYPE_PAINT_AREA (ectopy_paint_area_get_type ())
G_DECLARE_DERIVABLE_TYPE (EctopyPaintArea, ectopy_paint_area, ECTOPY, PAINT_AREA, GtkWidget)

/**
 * EctopyPaintAreaClass:
 * @paint: (nullable): what a kind of area paints; others are given a function
 *
 * A picture made by a painter of ui/paint in the theme's colours, kept until it is invalidated, the
 * size or the theme changes. Told to assistive tools as an image: give it a label and, with each
 * state, a description.
 */
struct _EctopyPaintAreaClass {
  GtkWidgetClass parent_class;

  void (*paint) (EctopyPaintArea *self,
                 cairo_t *cr,
                 const EctopyPalette *palette,
                 double width,
                 double height);
};

/* @func is called with @user_data, which must live as long as the widget. */
void
ectopy_paint_area_set_func (EctopyPaintArea *self, EctopyPaintAreaFunc func, gpointer user_data);

/* The picture is void. */
void ectopy_paint_area_invalidate (EctopyPaintArea *self);

/* Its least and natural size, pixels. */
void ectopy_paint_area_set_content_size (EctopyPaintArea *self,
                                         int min_width,
                                         int min_height,
                                         int width,
                                         int height);

/* Of that size, the heights are for text of the usual size and grow where it is larger. */
void ectopy_paint_area_grow_with_text (EctopyPaintArea *self);

/* A sentence that tells what is seen. */
void ectopy_paint_area_describe (EctopyPaintArea *self, const char *description);

/* The size of the widget's font, pixels: for painters. */
double ectopy_paint_area_font_size (GtkWidget *widget);

/* How many times the usual size that is, at least 1: for what needs the more room. */
double ectopy_paint_area_text_scale (GtkWidget *widget);

G_END_DECLS
