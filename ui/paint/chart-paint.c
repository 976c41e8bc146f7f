/* SPDX-License-Identifier: MIT */
/* A chart is laid out from outside in: titles, then the room that labels and line ends need, and
 * what is left is the plot. In a stack the rooms at the sides are the widest of all charts, so
 * that the plots line up. */
#include "ui/paint/chart-paint.h"

#include "ui/paint/chart-plot.h"

#include <math.h>

#define LEAST_SIZE 0.6 /* of a font, for words that have little room */

/* What the sides of the plot need, user units. */
typedef struct {
  double left;
  double right;
  double top;
  double bottom;
} Margins;

/* The range of all points in x or in y. Returns: whether there is a point. */
static gboolean
find_range (const EctopyChart *chart, gboolean of_x, double *low, double *high)
{
  gboolean found = FALSE;

  for (guint s = 0; s < chart->n_series; s++) {
    const EctopySeries *series = &chart->series[s];

    for (size_t i = 0; i < series->n; i++) {
      const double value = of_x ? ectopy_plot_x (series, i) : series->y[i];

      if (!ectopy_plot_is_point (series, i))
        continue;
      *low = found ? MIN (*low, value) : value;
      *high = found ? MAX (*high, value) : value;
      found = TRUE;
    }
  }
  return found;
}

static gboolean
is_empty (const EctopyChart *chart)
{
  double low, high;

  return !find_range (chart, TRUE, &low, &high);
}

/* The x axis, its places left at 0 to 1. */
static void
init_x (EctopyAxis *axis, const EctopyChart *chart)
{
  double low = 1, high = 10;

  if (chart->fixed_x) {
    low = chart->x_low;
    high = chart->x_high;
  } else if (find_range (chart, TRUE, &low, &high) && chart->whole_x && !(high > low)) {
    high = low + 1; /* the first epoch stands at the left end, not in the middle */
  }
  ectopy_axis_init (axis, low, high, 0, 1);
}

static void
init_y (EctopyAxis *axis, const EctopyChart *chart)
{
  double low = 0, high = 1;

  if (chart->fixed_y) {
    low = chart->y_low;
    high = chart->y_high;
  } else {
    find_range (chart, FALSE, &low, &high);
    if (chart->zero_y)
      low = MIN (low, 0);
  }
  ectopy_axis_init (axis, low, high, 0, 1);
}

/* The room above and below the plot; the sides come from measure_sides(). */
static Margins
measure_ends (const EctopyPlot *plot)
{
  const EctopyChart *chart = plot->chart;
  const gboolean titled = chart->title != NULL || chart->value != NULL;
  const gboolean marked = chart->mark_x > 0 && chart->mark_label != NULL;

  return (Margins){
    .top = (titled ? 2.4 : 0.8) * plot->font + (marked ? plot->font : 0),
    .bottom = !plot->shows_x           ? 0.9 * plot->font
              : chart->x_title != NULL ? 3.4 * plot->font
                                       : 1.9 * plot->font,
  };
}

/* Adds the room that the numbers of the y axis and the names at the line ends need. */
static void
measure_sides (const EctopyPlot *plot, double width, Margins *margins)
{
  const EctopyTextStyle plain = ectopy_plot_style (plot, ECTOPY_ALIGN_START, FALSE);
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  const guint n_ticks = ectopy_axis_ticks (&plot->y, plot->y_step, ticks);
  double labels = 0, names = 0;

  for (guint i = 0; i < n_ticks; i++) {
    g_autofree char *label = ectopy_axis_label (ticks[i], plot->y_step);

    labels = MAX (labels, ectopy_text_width (plot->cr, &plain, label));
  }
  if (plot->chart->legend == ECTOPY_LEGEND_LINE_ENDS)
    for (guint s = 0; s < plot->chart->n_series; s++)
      if (plot->chart->series[s].name != NULL)
        names = MAX (names, ectopy_text_width (plot->cr, &plain, plot->chart->series[s].name));
  margins->left = MAX (margins->left, labels + 0.6 * plot->font +
                                          (plot->chart->y_title != NULL ? 1.6 * plot->font : 0));
  names = names > 0 ? names + 0.8 * plot->font : 0.9 * plot->font;
  margins->right = MAX (margins->right, MIN (names, 0.3 * width));
}

/* Gives the axes their places and ticks. */
static void
place_axes (EctopyPlot *plot, const Margins *margins, double width, double height)
{
  double plot_width = MAX (width - margins->left - margins->right, 1);
  double plot_height = MAX (height - margins->top - margins->bottom, 1);

  if (plot->chart->square)
    plot_width = plot_height = MIN (plot_width, plot_height);
  plot->x.from = margins->left;
  plot->x.to = margins->left + plot_width;
  plot->y.from = margins->top + plot_height;
  plot->y.to = margins->top;
  plot->x_step = ectopy_axis_step (&plot->x, (guint) CLAMP (plot_width / (4 * plot->font), 2, 12),
                                   plot->chart->whole_x);
}

/* The y axis's step and round ends must be known before its labels can be measured. */
static void
settle_y (EctopyPlot *plot, double height)
{
  const guint n = (guint) CLAMP (height / (2.6 * plot->font), 3, 7);

  plot->y_step = ectopy_axis_step (&plot->y, n, FALSE);
  if (!plot->chart->fixed_y)
    ectopy_axis_round_out (&plot->y, plot->y_step);
}

static void
paint_y_axis (const EctopyPlot *plot)
{
  cairo_t *cr = plot->cr;
  const EctopyTextStyle label_style = ectopy_plot_style (plot, ECTOPY_ALIGN_END, TRUE);
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  const guint n = ectopy_axis_ticks (&plot->y, plot->y_step, ticks);

  for (guint i = 0; i < n; i++) {
    const double y = ectopy_axis_to_position (&plot->y, ticks[i]);
    g_autofree char *label = ectopy_axis_label (ticks[i], plot->y_step);

    ectopy_color_set (cr, plot->palette->grid);
    ectopy_plot_line (cr, plot->x.from, y, plot->x.to, y);
    ectopy_text_paint (cr, &label_style, plot->x.from - 0.5 * plot->font, y + 0.36 * plot->font,
                       label);
  }
  if (plot->chart->y_title != NULL) {
    EctopyTextStyle title_style = ectopy_plot_style (plot, ECTOPY_ALIGN_CENTER, TRUE);

    title_style = ectopy_text_fitted (cr, &title_style, fabs (plot->y.to - plot->y.from),
                                      LEAST_SIZE, plot->chart->y_title);
    ectopy_text_paint_upwards (cr, &title_style, 0.9 * plot->font, (plot->y.from + plot->y.to) / 2,
                               plot->chart->y_title);
  }
}

static void
paint_x_axis (const EctopyPlot *plot)
{
  cairo_t *cr = plot->cr;
  EctopyTextStyle label_style = ectopy_plot_style (plot, ECTOPY_ALIGN_CENTER, TRUE);
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  const guint n = ectopy_axis_ticks (&plot->x, plot->x_step, ticks);

  ectopy_color_set (cr, plot->palette->rule);
  ectopy_plot_line (cr, plot->x.from, plot->y.from, plot->x.to, plot->y.from);
  for (guint i = 0; i < n; i++) {
    const double x = ectopy_axis_to_position (&plot->x, ticks[i]);
    g_autofree char *label = ectopy_axis_label (ticks[i], plot->x_step);

    ectopy_color_set (cr, plot->palette->rule);
    ectopy_plot_line (cr, x, plot->y.from, x, plot->y.from + 0.3 * plot->font);
    if (plot->shows_x)
      ectopy_text_paint (cr, &label_style, x, plot->y.from + 1.5 * plot->font, label);
  }
  if (plot->shows_x && plot->chart->x_title != NULL) {
    label_style = ectopy_text_fitted (cr, &label_style, plot->x.to - plot->x.from, LEAST_SIZE,
                                      plot->chart->x_title);
    ectopy_text_paint (cr, &label_style, (plot->x.from + plot->x.to) / 2,
                       plot->y.from + 3.0 * plot->font, plot->chart->x_title);
  }
}

static void
paint_marker (const EctopyPlot *plot, double x, double y)
{
  cairo_arc (plot->cr, x, y, 0.2 * plot->font, 0, 2 * G_PI);
  cairo_fill (plot->cr);
}

/* The line, in pieces where values are missing; a point without neighbours is a dot. */
static void
paint_series (const EctopyPlot *plot, const EctopySeries *series)
{
  cairo_t *cr = plot->cr;
  gboolean drawing = FALSE;

  ectopy_color_set (cr, series->color);
  cairo_set_line_width (cr, (series->thin ? 0.08 : 0.15) * plot->font);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ectopy_plot_set_dash (plot, series->dash);
  for (size_t i = 0; i < series->n; i++) {
    if (!ectopy_plot_is_point (series, i)) {
      drawing = FALSE;
      continue;
    }
    if (drawing)
      cairo_line_to (cr, ectopy_axis_to_position (&plot->x, ectopy_plot_x (series, i)),
                     ectopy_axis_to_position (&plot->y, series->y[i]));
    else
      cairo_move_to (cr, ectopy_axis_to_position (&plot->x, ectopy_plot_x (series, i)),
                     ectopy_axis_to_position (&plot->y, series->y[i]));
    drawing = TRUE;
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  for (size_t i = 0; i < series->n; i++) {
    const gboolean alone = ectopy_plot_is_point (series, i) &&
                           (i == 0 || !ectopy_plot_is_point (series, i - 1)) &&
                           (i + 1 == series->n || !ectopy_plot_is_point (series, i + 1));

    if (alone || (series->markers && ectopy_plot_is_point (series, i)))
      paint_marker (plot, ectopy_axis_to_position (&plot->x, ectopy_plot_x (series, i)),
                    ectopy_axis_to_position (&plot->y, series->y[i]));
  }
}

static void
paint_mark (const EctopyPlot *plot)
{
  const EctopyChart *chart = plot->chart;
  const double x = ectopy_axis_to_position (&plot->x, chart->mark_x);
  EctopyTextStyle label_style = ectopy_plot_style (plot, ECTOPY_ALIGN_CENTER, FALSE);
  double half;

  if (!(chart->mark_x > 0) || x < plot->x.from - 0.5 || x > plot->x.to + 0.5)
    return;
  ectopy_color_set (plot->cr, plot->palette->text);
  cairo_set_line_width (plot->cr, 0.06 * plot->font);
  ectopy_plot_line (plot->cr, x, plot->y.to - 0.3 * plot->font, x, plot->y.from);
  if (chart->mark_label == NULL)
    return;
  label_style.size = 0.92 * plot->font;
  half = ectopy_text_width (plot->cr, &label_style, chart->mark_label) / 2;
  /* At an end of the plot the label moves inwards rather than out of the chart. */
  ectopy_text_paint (plot->cr, &label_style, CLAMP (x, plot->x.from + half, MAX (plot->x.to, half)),
                     plot->y.to - 0.55 * plot->font, chart->mark_label);
}

static void
paint_title (const EctopyPlot *plot, double width)
{
  const EctopyChart *chart = plot->chart;
  EctopyTextStyle title_style = ectopy_plot_style (plot, ECTOPY_ALIGN_START, FALSE);
  EctopyTextStyle value_style = ectopy_plot_style (plot, ECTOPY_ALIGN_END, FALSE);
  double value_width = 0, right;

  value_style.size = 1.35 * plot->font;
  if (chart->value != NULL) {
    value_width = MIN (ectopy_text_width (plot->cr, &value_style, chart->value), 0.6 * width);
    value_style.max_width = value_width + 1;
    ectopy_text_paint (plot->cr, &value_style, plot->x.to, 1.25 * plot->font, chart->value);
  }
  if (chart->title == NULL)
    return;
  right = chart->value != NULL ? plot->x.to : MAX (width, plot->x.to);
  title_style.bold = TRUE;
  title_style = ectopy_text_fitted (
      plot->cr, &title_style, MAX (right - plot->x.from - value_width - plot->font, plot->font),
      LEAST_SIZE, chart->title);
  ectopy_text_paint (plot->cr, &title_style, plot->x.from, 1.2 * plot->font, chart->title);
}

static void
paint_empty (const EctopyPlot *plot)
{
  EctopyTextStyle text_style = ectopy_plot_style (plot, ECTOPY_ALIGN_CENTER, TRUE);

  if (plot->chart->empty_text == NULL)
    return;
  text_style.wrap = TRUE;
  text_style.max_width = MAX (0.8 * (plot->x.to - plot->x.from), plot->font);
  ectopy_text_paint (plot->cr, &text_style, (plot->x.from + plot->x.to) / 2,
                     (plot->y.from + plot->y.to) / 2, plot->chart->empty_text);
}

static void
paint_plot (const EctopyPlot *plot, double width)
{
  cairo_t *cr = plot->cr;

  cairo_save (cr);
  paint_title (plot, width);
  cairo_set_line_width (cr, 0.07 * plot->font);
  paint_y_axis (plot);
  cairo_set_line_width (cr, 0.09 * plot->font);
  paint_x_axis (plot);
  if (plot->chart->diagonal && !is_empty (plot->chart)) {
    ectopy_color_set (cr, plot->palette->rule);
    ectopy_plot_line (cr, plot->x.from, plot->y.from, plot->x.to, plot->y.to);
  }
  if (is_empty (plot->chart)) {
    paint_empty (plot);
    cairo_restore (cr);
    return;
  }
  paint_mark (plot);
  cairo_save (cr);
  cairo_rectangle (cr, plot->x.from - plot->font, plot->y.to - plot->font,
                   plot->x.to - plot->x.from + 2 * plot->font,
                   plot->y.from - plot->y.to + 2 * plot->font);
  cairo_clip (cr);
  for (guint s = 0; s < plot->chart->n_series; s++)
    paint_series (plot, &plot->chart->series[s]);
  cairo_restore (cr);
  if (plot->chart->legend == ECTOPY_LEGEND_LINE_ENDS)
    ectopy_plot_paint_line_ends (plot, width);
  else if (plot->chart->legend != ECTOPY_LEGEND_NONE)
    ectopy_plot_paint_list (plot);
  cairo_restore (cr);
}

/* The range of x that all charts share. */
static void
share_x (EctopyPlot *plots, guint n)
{
  gboolean found = FALSE;
  EctopyAxis all = plots[0].x;

  for (guint i = 0; i < n; i++) {
    if (is_empty (plots[i].chart) && !plots[i].chart->fixed_x)
      continue;
    all.low = found ? MIN (all.low, plots[i].x.low) : plots[i].x.low;
    all.high = found ? MAX (all.high, plots[i].x.high) : plots[i].x.high;
    found = TRUE;
  }
  for (guint i = 0; i < n; i++)
    plots[i].x = all;
}

/* Lays out all of the stack; @plots and @totals (heights) are `[n_charts]`. */
static void
lay_out_stack (cairo_t *cr,
               const EctopyChart *charts,
               guint n_charts,
               const EctopyPalette *palette,
               double width,
               double height,
               EctopyPlot *plots,
               double *totals)
{
  g_autofree Margins *margins = g_new0 (Margins, n_charts);
  double left = 0, right = 0, used = 0, each;

  g_assert (n_charts > 0);
  for (guint i = 0; i < n_charts; i++) {
    plots[i] = (EctopyPlot){ .cr = cr,
                             .chart = &charts[i],
                             .palette = palette,
                             .shows_x = i + 1 == n_charts };
    plots[i].font = charts[i].font_size > 0 ? charts[i].font_size : ECTOPY_PLOT_FONT;
    init_x (&plots[i].x, &charts[i]);
    init_y (&plots[i].y, &charts[i]);
    margins[i] = measure_ends (&plots[i]);
    used += margins[i].top + margins[i].bottom;
  }
  each = MAX ((height - used) / n_charts, 1);
  share_x (plots, n_charts);
  for (guint i = 0; i < n_charts; i++) {
    settle_y (&plots[i], each);
    measure_sides (&plots[i], width, &margins[i]);
    left = MAX (left, margins[i].left);
    right = MAX (right, margins[i].right);
  }
  for (guint i = 0; i < n_charts; i++) {
    totals[i] = margins[i].top + each + margins[i].bottom;
    margins[i].left = left;
    margins[i].right = right;
    place_axes (&plots[i], &margins[i], width, totals[i]);
  }
}

void
ectopy_chart_paint_stack (cairo_t *cr,
                          const EctopyChart *charts,
                          guint n_charts,
                          const EctopyPalette *palette,
                          double width,
                          double height)
{
  g_autofree EctopyPlot *plots = g_new0 (EctopyPlot, n_charts);
  g_autofree double *totals = g_new0 (double, n_charts);

  lay_out_stack (cr, charts, n_charts, palette, width, height, plots, totals);
  cairo_save (cr);
  for (guint i = 0; i < n_charts; i++) {
    paint_plot (&plots[i], width);
    cairo_translate (cr, 0, totals[i]);
  }
  cairo_restore (cr);
}

void
ectopy_chart_measure_stack (cairo_t *cr,
                            const EctopyChart *charts,
                            guint n_charts,
                            double width,
                            double height,
                            EctopyChartPlace *places)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  g_autofree EctopyPlot *plots = g_new0 (EctopyPlot, n_charts);
  g_autofree double *totals = g_new0 (double, n_charts);
  double top = 0;

  lay_out_stack (cr, charts, n_charts, &palette, width, height, plots, totals);
  for (guint i = 0; i < n_charts; i++) {
    places[i] = (EctopyChartPlace){ .x = plots[i].x, .y = plots[i].y };
    places[i].y.from += top;
    places[i].y.to += top;
    top += totals[i];
  }
}

void
ectopy_chart_paint (cairo_t *cr,
                    const EctopyChart *chart,
                    const EctopyPalette *palette,
                    double width,
                    double height)
{
  ectopy_chart_paint_stack (cr, chart, 1, palette, width, height);
}
