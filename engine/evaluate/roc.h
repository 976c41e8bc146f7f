/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

#define ECTOPY_ROC_MAX_POINTS 200

/* A curve in the unit square, thinned to what can be seen. */
typedef struct {
  guint n_points;
  double x[ECTOPY_ROC_MAX_POINTS];
  double y[ECTOPY_ROC_MAX_POINTS];
  double threshold[ECTOPY_ROC_MAX_POINTS]; /* positive from this probability on */
} EctopyRocCurve;

/**
 * EctopyRoc:
 * @n_positive: beats of the class
 * @n_negative: all others
 * @area: under the ROC curve before thinning, by trapezoids: the chance that a beat of the class
 *   has the higher probability, ties counting half; NaN when either kind is missing
 * @average_precision: mean precision over the steps of recall (no trapezoids), before thinning;
 *   NaN when there is no beat of the class
 * @roc: recall (y) over the share of others taken for it (x), from (0, 0), whose threshold is
 *   infinite, to (1, 1); empty when either kind is missing
 * @precision_recall: precision (y) over recall (x), rising recall; empty without beats of the class
 *
 * One class against the rest: a plain value.
 */
typedef struct {
  guint64 n_positive;
  guint64 n_negative;
  double area;
  double average_precision;
  EctopyRocCurve roc;
  EctopyRocCurve precision_recall;
} EctopyRoc;

/**
 * ectopy_roc_compute:
 * @roc: (out): the curves
 * @labels: `[n]`; beats with %ECTOPY_CLASS_NONE are left out
 * @probabilities: `[n, 5]`; beats with a value that is not finite are left out
 * @n: beats
 * @beat_class: which class against the rest, below %ECTOPY_N_CLASSES
 *
 * Beats of one probability make one step. Allocates `8 n` bytes. Any thread.
 *
 * Source: Fawcett (2006), algorithm 1.
 *
 * Returns: FALSE if there is not enough memory
 */
gboolean ectopy_roc_compute (EctopyRoc *roc,
                             const guint8 *labels,
                             const float *probabilities,
                             size_t n,
                             guint beat_class);

G_END_DECLS
