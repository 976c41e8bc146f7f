/* SPDX-License-Identifier: MIT */
#include "ui/paint/chart-plot.h"

#include <math.h>

#define MAX_ENDS 16 /* names at line ends */

EctopyTextStyle
ectopy_plot_style (const EctopyPlot *plot, EctopyAlign align, gboolean muted)
{
  return (EctopyTextStyle){
    .size = plot->font,
    .align = align,
    .color = muted ? plot->palette->muted : plot->palette->text,
  };
}

double
ectopy_plot_x (const EctopySeries *series, size_t i)
{
  return series->x != NULL ? series->x[i] : (double) i + 1;
}

gboolean
ectopy_plot_is_point (const EctopySeries *series, size_t i)
{
  return isfinite (series->y[i]) && isfinite (ectopy_plot_x (series, i));
}

void
ectopy_plot_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

void
ectopy_plot_set_dash (const EctopyPlot *plot, guint dash)
{
  const struct {
    double lengths[4];
    int n;
  } dashes[] = { { { 0 }, 0 },
                 { { 5, 2.5 }, 2 },
                 { { 1.5, 2 }, 2 },
                 { { 7, 2, 1.5, 2 }, 4 },
                 { { 9, 3 }, 2 } };
  const gsize kind = MIN (dash, G_N_ELEMENTS (dashes) - 1);
  double lengths[4];

  for (int i = 0; i < dashes[kind].n; i++)
    lengths[i] = dashes[kind].lengths[i] * plot->font / ECTOPY_PLOT_FONT;
  cairo_set_dash (plot->cr, lengths, dashes[kind].n, 0);
}

/* Names beside the last points, pushed apart where these are close. */
void
ectopy_plot_paint_line_ends (const EctopyPlot *plot, double width)
{
  const EctopyChart *chart = plot->chart;
  const double distance = 1.25 * plot->font;
  double places[MAX_ENDS];
  guint order[MAX_ENDS], n = 0;

  for (guint s = 0; s < chart->n_series && n < MAX_ENDS; s++) {
    const EctopySeries *series = &chart->series[s];
    size_t last = series->n;
    guint k = n;
    double y;

    while (last > 0 && !ectopy_plot_is_point (series, last - 1))
      last--;
    if (last == 0 || series->name == NULL)
      continue;
    y = ectopy_axis_to_position (&plot->y, series->y[last - 1]);
    for (; k > 0 && places[k - 1] > y; k--) {
      places[k] = places[k - 1];
      order[k] = order[k - 1];
    }
    places[k] = y;
    order[k] = s;
    n++;
  }
  for (guint k = 1; k < n; k++)
    places[k] = MAX (places[k], places[k - 1] + distance);
  for (guint k = n; k > 0; k--) {
    const double limit = k == n ? plot->y.from : places[k] - distance;
    EctopyTextStyle name_style = ectopy_plot_style (plot, ECTOPY_ALIGN_START, FALSE);

    places[k - 1] = MIN (places[k - 1], limit);
    name_style.color = ectopy_color_as_text (chart->series[order[k - 1]].color,
                                             plot->palette->background);
    name_style.max_width = width - plot->x.to - 0.6 * plot->font;
    if (name_style.max_width > plot->font)
      ectopy_text_paint (plot->cr, &name_style, plot->x.to + 0.6 * plot->font,
                         places[k - 1] + 0.36 * plot->font, chart->series[order[k - 1]].name);
  }
}

/* A list of short lines and names in a corner, on the background so that curves do not cross it. */
void
ectopy_plot_paint_list (const EctopyPlot *plot)
{
  const EctopyChart *chart = plot->chart;
  const double row = 1.45 * plot->font, swatch = 2.2 * plot->font;
  EctopyTextStyle name_style = ectopy_plot_style (plot, ECTOPY_ALIGN_START, FALSE);
  double names = 0, x, y, list_width, list_height;
  EctopyColor ground = plot->palette->background;

  name_style.size = 0.92 * plot->font;
  for (guint s = 0; s < chart->n_series; s++)
    if (chart->series[s].name != NULL)
      names = MAX (names, ectopy_text_width (plot->cr, &name_style, chart->series[s].name));
  names = MIN (names, 0.7 * (plot->x.to - plot->x.from));
  list_width = swatch + 1.2 * plot->font + names;
  list_height = row * chart->n_series + 0.4 * plot->font;
  x = chart->legend == ECTOPY_LEGEND_LOWER_RIGHT ? plot->x.to - list_width - 0.5 * plot->font
                                                 : plot->x.from + 0.5 * plot->font;
  y = chart->legend == ECTOPY_LEGEND_UPPER_LEFT ? plot->y.to + 0.5 * plot->font
                                                : plot->y.from - list_height - 0.5 * plot->font;
  ground.alpha = 0.85;
  ectopy_color_set (plot->cr, ground);
  cairo_rectangle (plot->cr, x, y, list_width, list_height);
  cairo_fill (plot->cr);
  for (guint s = 0; s < chart->n_series; s++) {
    const EctopySeries *series = &chart->series[s];
    const double middle = y + row * (s + 0.5) + 0.2 * plot->font;

    ectopy_color_set (plot->cr, series->color);
    cairo_set_line_width (plot->cr, 0.15 * plot->font);
    ectopy_plot_set_dash (plot, series->dash);
    ectopy_plot_line (plot->cr, x + 0.3 * plot->font, middle, x + 0.3 * plot->font + swatch,
                      middle);
    cairo_set_dash (plot->cr, NULL, 0, 0);
    name_style.max_width = names + 1;
    ectopy_text_paint (plot->cr, &name_style, x + swatch + 0.8 * plot->font,
                       middle + 0.33 * plot->font, series->name != NULL ? series->name : "");
  }
}
