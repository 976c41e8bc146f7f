/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of the chart painter share; for "ui/paint/chart-paint.c" and its legends only. */
#include "ui/paint/axis.h"
#include "ui/paint/chart-paint.h"
#include "ui/paint/text-paint.h"

G_BEGIN_DECLS

#define ECTOPY_PLOT_FONT 11.0 /* user units, when a chart names none */

/* A chart laid out. */
typedef struct {
  cairo_t *cr;
  const EctopyChart *chart;
  const EctopyPalette *palette;
  double font;
  EctopyAxis x;
  EctopyAxis y;
  double x_step;
  double y_step;
  gboolean shows_x; /* numbers and title on the x axis */
} EctopyPlot;

/* Plain text in the chart's size. */
EctopyTextStyle ectopy_plot_style (const EctopyPlot *plot, EctopyAlign align, gboolean muted);

/* The x of a point. */
double ectopy_plot_x (const EctopySeries *series, size_t i);

/* Whether both of its values are finite. */
gboolean ectopy_plot_is_point (const EctopySeries *series, size_t i);

/* Strokes from one place to another. */
void ectopy_plot_line (cairo_t *cr, double x0, double y0, double x1, double y1);

/* Makes strokes dashed in one of the ways of #EctopySeries. */
void ectopy_plot_set_dash (const EctopyPlot *plot, guint dash);

/* Names beside the last points; @width is the chart's. */
void ectopy_plot_paint_line_ends (const EctopyPlot *plot, double width);

/* Names in a corner of the plot. */
void ectopy_plot_paint_list (const EctopyPlot *plot);

G_END_DECLS
