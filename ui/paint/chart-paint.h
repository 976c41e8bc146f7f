/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/axis.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/* Where a chart says which series is which. */
typedef enum {
  ECTOPY_LEGEND_LINE_ENDS,   /* beside the last point of each: for two or three that end apart */
  ECTOPY_LEGEND_LOWER_RIGHT, /* a list inside the plot */
  ECTOPY_LEGEND_LOWER_LEFT,
  ECTOPY_LEGEND_UPPER_LEFT,
  ECTOPY_LEGEND_NONE,
} EctopyLegend;

/**
 * EctopySeries:
 * @name: (nullable): for the legend
 * @x: (nullable): `[n]`, rising; NULL for 1, 2, 3 and so on
 * @y: `[n]`; a value that is not finite leaves a gap
 * @n: points
 * @color: of the line
 * @dash: 0 for a full line, 1 to 4 for four kinds of dashes: never is colour the only difference
 * @markers: whether the points are marked too
 * @thin: whether the line is half as wide, as suits what is only compared with
 *
 * One line of a chart: a plain value, all lent.
 */
typedef struct {
  const char *name;
  const double *x;
  const double *y;
  size_t n;
  EctopyColor color;
  guint dash;
  gboolean markers;
  gboolean thin;
} EctopySeries;

/**
 * EctopyChart:
 * @title: (nullable): what is shown, above the plot
 * @value: (nullable): the figures of now, large beside the title
 * @x_title: (nullable): below the axis
 * @y_title: (nullable): beside the axis, read upwards
 * @series: `[n_series]`
 * @n_series: how many
 * @legend: where the names of the series are
 * @fixed_x: whether the x axis goes from @x_low to @x_high; otherwise as the data do
 * @x_low: left end
 * @x_high: right end
 * @fixed_y: likewise for y
 * @y_low: lower end
 * @y_high: upper end
 * @zero_y: whether a y axis that goes as the data do starts at 0 at the highest
 * @whole_x: whether x counts something, so that only whole numbers are marked
 * @square: whether both axes are equally long
 * @diagonal: whether the line from corner to corner is drawn behind the data
 * @mark_x: where a vertical hairline stands; 0 for none
 * @mark_label: (nullable): what stands at it
 * @empty_text: (nullable): what will be seen, shown while there is no point
 * @font_size: of the labels, user units; 0 for 11
 *
 * A chart to be painted: a plain value, all lent.
 */
typedef struct {
  const char *title;
  const char *value;
  const char *x_title;
  const char *y_title;
  const EctopySeries *series;
  guint n_series;
  EctopyLegend legend;
  gboolean fixed_x;
  double x_low;
  double x_high;
  gboolean fixed_y;
  double y_low;
  double y_high;
  gboolean zero_y;
  gboolean whole_x;
  gboolean square;
  gboolean diagonal;
  double mark_x;
  const char *mark_label;
  const char *empty_text;
  double font_size;
} EctopyChart;

/**
 * ectopy_chart_paint:
 * @cr: where to; its origin is the chart's upper left corner. Not cleared first
 * @chart: what
 * @palette: in which colours
 * @width: user units
 * @height: user units
 *
 * Paints a chart. Too little room leaves labels out rather than over one another.
 */
void ectopy_chart_paint (cairo_t *cr,
                         const EctopyChart *chart,
                         const EctopyPalette *palette,
                         double width,
                         double height);

/**
 * ectopy_chart_paint_stack:
 * @cr: as for ectopy_chart_paint()
 * @charts: `[n_charts]`, from the top
 * @n_charts: how many, at least 1
 * @palette: in which colours
 * @width: of all
 * @height: of all
 *
 * Paints charts above each other so that their x axes are one: same range, same ends; only the
 * last has numbers and a title on it.
 */
void ectopy_chart_paint_stack (cairo_t *cr,
                               const EctopyChart *charts,
                               guint n_charts,
                               const EctopyPalette *palette,
                               double width,
                               double height);

/* Where the plot of a chart lies: values to places, from the upper left corner of the stack. */
typedef struct {
  EctopyAxis x;
  EctopyAxis y;
} EctopyChartPlace;

/**
 * ectopy_chart_measure_stack:
 * @cr: any context; nothing is painted
 * @charts: as for ectopy_chart_paint_stack()
 * @n_charts: how many, at least 1
 * @width: of all
 * @height: of all
 * @places: (out): `[n_charts]`
 *
 * Finds out where ectopy_chart_paint_stack() paints the plots, for what is laid over them and for
 * the pointer.
 */
void ectopy_chart_measure_stack (cairo_t *cr,
                                 const EctopyChart *charts,
                                 guint n_charts,
                                 double width,
                                 double height,
                                 EctopyChartPlace *places);

G_END_DECLS
