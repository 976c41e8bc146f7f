/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/* The curves of an evaluation, on screen and in the report. */
typedef enum {
  ECTOPY_EVALUATION_CHART_ROC,
  ECTOPY_EVALUATION_CHART_PRECISION_RECALL,
  ECTOPY_EVALUATION_CHART_RELIABILITY,
} EctopyEvaluationChart;

/**
 * ectopy_evaluation_chart_paint:
 * @cr: where to; its origin is the upper left corner. Not cleared first
 * @evaluation: what was found
 * @kind: which chart
 * @palette: in which colours
 * @width: user units
 * @height: user units
 * @font_size: of the labels, user units; 0 for 11
 *
 * A square chart with both axes from 0 to 1. ROC and precision-recall have a line for each class
 * that occurs, told apart by colour, dashes and the letter in the legend, where the area stands
 * too; reliability has the accuracy of the beats of each confidence beside what it should be.
 */
void ectopy_evaluation_chart_paint (cairo_t *cr,
                                    EctopyEvaluation *evaluation,
                                    EctopyEvaluationChart kind,
                                    const EctopyPalette *palette,
                                    double width,
                                    double height,
                                    double font_size);

G_END_DECLS
