/* SPDX-License-Identifier: MIT */
#include "ui/paint/evaluation-charts.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/chart-paint.h"

#include <glib/gi18n.h>

/* All charts go from 0 to 1 both ways. */
static EctopyChart
unit_chart (const char *title, const char *x_title, const char *y_title, double font_size)
{
  return (EctopyChart){
    .title = title,
    .x_title = x_title,
    .y_title = y_title,
    .fixed_x = TRUE,
    .x_high = 1,
    .fixed_y = TRUE,
    .y_high = 1,
    .square = TRUE,
    .font_size = font_size,
  };
}

static void
paint_curves (cairo_t *cr,
              EctopyEvaluation *evaluation,
              gboolean of_roc,
              const EctopyPalette *palette,
              double width,
              double height,
              double font_size)
{
  EctopyChart chart = of_roc ? unit_chart (_ ("ROC, each class against the rest"),
                                           _ ("false alarms (1 − specificity)"), _ ("recall"),
                                           font_size)
                             : unit_chart (_ ("Precision and recall"), _ ("recall"),
                                           _ ("precision"), font_size);
  EctopySeries series[ECTOPY_N_CLASSES];
  char *names[ECTOPY_N_CLASSES];
  guint n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyRoc *roc = ectopy_evaluation_get_roc (evaluation, c);
    const EctopyRocCurve *curve = of_roc ? &roc->roc : &roc->precision_recall;
    g_autofree char *area = ectopy_text_area (of_roc ? roc->area : roc->average_precision, 3);

    if (curve->n_points == 0)
      continue;
    names[n] = g_strdup_printf ("%c  %s", ectopy_beat_class_letter (c), area);
    series[n] = (EctopySeries){
      .name = names[n],
      .x = curve->x,
      .y = curve->y,
      .n = curve->n_points,
      .color = palette->classes[c],
      .dash = c,
    };
    n++;
  }
  chart.series = series;
  chart.n_series = n;
  chart.legend = of_roc ? ECTOPY_LEGEND_LOWER_RIGHT : ECTOPY_LEGEND_LOWER_LEFT;
  chart.diagonal = of_roc;
  chart.empty_text = _ ("No class can be told from others here.");
  ectopy_chart_paint (cr, &chart, palette, width, height);
  for (guint i = 0; i < n; i++)
    g_free (names[i]);
}

static void
paint_reliability (cairo_t *cr,
                   EctopyEvaluation *evaluation,
                   const EctopyPalette *palette,
                   double width,
                   double height,
                   double font_size)
{
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (evaluation);
  EctopyChart chart = unit_chart (_ ("Reliability"), _ ("mean confidence"),
                                  _ ("share that is right"), font_size);
  double x[ECTOPY_CALIBRATION_BINS], y[ECTOPY_CALIBRATION_BINS];
  EctopySeries series = { .name = _ ("beats, in 15 bins"),
                          .x = x,
                          .y = y,
                          .color = palette->accent,
                          .markers = TRUE };

  /* Empty bins are passed over, so that the line goes on behind them. */
  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++) {
    if (calibration->bins[b].n == 0)
      continue;
    x[series.n] = calibration->bins[b].confidence;
    y[series.n] = calibration->bins[b].accuracy;
    series.n++;
  }
  chart.series = &series;
  chart.n_series = 1;
  chart.legend = ECTOPY_LEGEND_UPPER_LEFT;
  chart.diagonal = TRUE;
  chart.empty_text = _ ("There is no beat to be sure of.");
  ectopy_chart_paint (cr, &chart, palette, width, height);
}

void
ectopy_evaluation_chart_paint (cairo_t *cr,
                               EctopyEvaluation *evaluation,
                               EctopyEvaluationChart kind,
                               const EctopyPalette *palette,
                               double width,
                               double height,
                               double font_size)
{
  if (kind == ECTOPY_EVALUATION_CHART_RELIABILITY)
    paint_reliability (cr, evaluation, palette, width, height, font_size);
  else
    paint_curves (cr, evaluation, kind == ECTOPY_EVALUATION_CHART_ROC, palette, width, height,
                  font_size);
}
