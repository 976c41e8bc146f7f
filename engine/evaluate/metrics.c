/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/metrics.h"

#include <math.h>

#define Z_95 1.959963984540054 /* the normal distribution's 97.5 % point */

static double
share (guint64 part, guint64 whole)
{
  return whole > 0 ? (double) part / (double) whole : (double) NAN;
}

static double
zero_if_undefined (double value)
{
  return isnan (value) ? 0 : value;
}

EctopyInterval
ectopy_wilson_interval (guint64 n_hits, guint64 n)
{
  const double p = share (n_hits, n);
  const double trials = (double) n;
  double centre, half;

  if (n == 0)
    return (EctopyInterval){ NAN, NAN };
  centre = (p + Z_95 * Z_95 / (2 * trials)) / (1 + Z_95 * Z_95 / trials);
  half = Z_95 * sqrt (p * (1 - p) / trials + Z_95 * Z_95 / (4 * trials * trials)) /
         (1 + Z_95 * Z_95 / trials);
  /* At no or all hits the ends are 0 or 1 but for rounding. */
  return (EctopyInterval){ n_hits == 0 ? 0 : centre - half, n_hits == n ? 1 : centre + half };
}

static void
compute_class (EctopyClassMetrics *metrics, const EctopyConfusion *confusion, guint c, guint64 n)
{
  const guint64 hits = confusion->counts[c][c];

  metrics->support = ectopy_confusion_row_total (confusion, c);
  metrics->predicted = ectopy_confusion_column_total (confusion, c);
  metrics->precision = share (hits, metrics->predicted);
  metrics->recall = share (hits, metrics->support);
  metrics->f1 = share (2 * hits, metrics->support + metrics->predicted);
  metrics->specificity = share (n - metrics->support - (metrics->predicted - hits),
                                n - metrics->support);
  metrics->precision_interval = ectopy_wilson_interval (hits, metrics->predicted);
  metrics->recall_interval = ectopy_wilson_interval (hits, metrics->support);
}

static void
compute_means (EctopyMetrics *metrics)
{
  guint n_occurring = 0, n_true = 0;
  double recalls = 0;

  metrics->macro = metrics->weighted = (EctopyMeanMetrics){ 0, 0, 0 };
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &metrics->classes[c];
    const double weight = share (one->support, metrics->n);

    if (one->support + one->predicted == 0)
      continue;
    n_occurring++;
    metrics->macro.precision += zero_if_undefined (one->precision);
    metrics->macro.recall += zero_if_undefined (one->recall);
    metrics->macro.f1 += one->f1;
    metrics->weighted.precision += weight * zero_if_undefined (one->precision);
    metrics->weighted.recall += weight * zero_if_undefined (one->recall);
    metrics->weighted.f1 += weight * one->f1;
    if (one->support > 0) {
      n_true++;
      recalls += one->recall;
    }
  }
  metrics->macro.precision /= n_occurring;
  metrics->macro.recall /= n_occurring;
  metrics->macro.f1 /= n_occurring;
  metrics->balanced_accuracy = recalls / n_true;
}

/* Kappa and Matthews correlation both compare the agreement with what chance would give; shares
 * instead of counts keep the products within a double's exact range. */
static void
compute_agreement (EctopyMetrics *metrics)
{
  double chance = 0, truth = 0, given = 0, spread;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const double t = share (metrics->classes[c].support, metrics->n);
    const double p = share (metrics->classes[c].predicted, metrics->n);

    chance += t * p;
    truth += t * t;
    given += p * p;
  }
  /* Exactly 1 when one class has all beats, so these compare well. */
  spread = sqrt ((1 - truth) * (1 - given));
  metrics->kappa = chance < 1 ? (metrics->accuracy - chance) / (1 - chance) : (double) NAN;
  metrics->mcc = spread > 0 ? (metrics->accuracy - chance) / spread : (double) NAN;
}

void
ectopy_metrics_compute (EctopyMetrics *metrics, const EctopyConfusion *confusion)
{
  *metrics = (EctopyMetrics){
    .n = ectopy_confusion_total (confusion),
    .n_correct = ectopy_confusion_correct (confusion),
    .macro_f1_interval = { NAN, NAN },
  };
  metrics->accuracy = share (metrics->n_correct, metrics->n);
  metrics->accuracy_interval = ectopy_wilson_interval (metrics->n_correct, metrics->n);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    compute_class (&metrics->classes[c], confusion, c, metrics->n);
  compute_means (metrics);
  if (metrics->n > 0) {
    compute_agreement (metrics);
  } else {
    metrics->macro = metrics->weighted = (EctopyMeanMetrics){ NAN, NAN, NAN };
    metrics->balanced_accuracy = metrics->kappa = metrics->mcc = (double) NAN;
  }
}
