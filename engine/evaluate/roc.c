/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/roc.h"

#include <math.h>
#include <stdlib.h>

/* Two curve points closer than this (in x and y added) are one on any screen. A ROC curve is 2
 * long by that measure, so that its points fit in the array with room for both ends. */
#define MIN_STEP (2.0 / (ECTOPY_ROC_MAX_POINTS - 5))

typedef struct {
  float score;
  gboolean positive;
} Scored;

static int
compare_scores_cb (const void *a, const void *b)
{
  const float x = ((const Scored *) a)->score, y = ((const Scored *) b)->score;

  return (x < y) - (x > y);
}

static gboolean
is_usable (guint8 label, const float *probabilities)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (!isfinite (probabilities[c]))
      return FALSE;
  return label < ECTOPY_N_CLASSES;
}

/* Adds a point; unless it is an end, only when it is far enough from the last. */
static void
add_point (EctopyRocCurve *curve, double x, double y, double threshold, double step, gboolean end)
{
  const guint n = curve->n_points;

  if (!end && (step < MIN_STEP || n >= ECTOPY_ROC_MAX_POINTS - 1))
    return;
  g_assert (n < ECTOPY_ROC_MAX_POINTS);
  curve->x[n] = x;
  curve->y[n] = y;
  curve->threshold[n] = threshold;
  curve->n_points++;
}

static void
add_roc_point (EctopyRocCurve *curve, double x, double y, double threshold, gboolean end)
{
  const guint last = curve->n_points - 1;

  add_point (curve, x, y, threshold, x - curve->x[last] + y - curve->y[last], end);
}

/* Precision goes up and down, so that only the recall counts towards a step. */
static void
add_precision_point (EctopyRocCurve *curve,
                     double recall,
                     double precision,
                     double threshold,
                     gboolean end)
{
  const double step = curve->n_points > 0 ? recall - curve->x[curve->n_points - 1] : 1;

  add_point (curve, recall, precision, threshold, 2 * step, end);
}

/* Walks down the scores, one step for each distinct one. */
static void
walk (EctopyRoc *roc, const Scored *beats, size_t n)
{
  const double n_positive = (double) roc->n_positive, n_negative = (double) roc->n_negative;
  double hits = 0, false_alarms = 0, area = 0, sum = 0;

  if (n_positive > 0 && n_negative > 0)
    add_point (&roc->roc, 0, 0, INFINITY, 0, TRUE);
  for (size_t i = 0; i < n;) {
    const double hits_before = hits, false_alarms_before = false_alarms;
    const double threshold = (double) beats[i].score;
    const float score = beats[i].score;

    for (; i < n && beats[i].score >= score; i++) {
      hits += beats[i].positive ? 1 : 0;
      false_alarms += beats[i].positive ? 0 : 1;
    }
    area += (false_alarms - false_alarms_before) * (hits + hits_before) / 2;
    sum += (hits - hits_before) * hits / (hits + false_alarms);
    if (n_positive > 0 && n_negative > 0)
      add_roc_point (&roc->roc, false_alarms / n_negative, hits / n_positive, threshold, i == n);
    /* Behind full recall only the precision falls, to the share of the class. */
    if (n_positive > 0 && (hits > hits_before || i == n))
      add_precision_point (&roc->precision_recall, hits / n_positive, hits / (hits + false_alarms),
                           threshold, i == n);
  }
  roc->area = n_positive > 0 && n_negative > 0 ? area / (n_positive * n_negative) : (double) NAN;
  roc->average_precision = n_positive > 0 ? sum / n_positive : (double) NAN;
}

gboolean
ectopy_roc_compute (EctopyRoc *roc,
                    const guint8 *labels,
                    const float *probabilities,
                    size_t n,
                    guint beat_class)
{
  g_autofree Scored *beats = g_try_new (Scored, n + 1);
  size_t n_used = 0;

  g_assert (beat_class < ECTOPY_N_CLASSES);
  *roc = (EctopyRoc){ 0 };
  if (beats == NULL)
    return FALSE;
  for (size_t i = 0; i < n; i++) {
    const float *row = probabilities + i * ECTOPY_N_CLASSES;

    if (!is_usable (labels[i], row))
      continue;
    beats[n_used] = (Scored){ row[beat_class], labels[i] == beat_class };
    roc->n_positive += beats[n_used].positive ? 1 : 0;
    n_used++;
  }
  roc->n_negative = n_used - roc->n_positive;
  if (n_used > 0)
    qsort (beats, n_used, sizeof *beats, compare_scores_cb);
  walk (roc, beats, n_used);
  return TRUE;
}
