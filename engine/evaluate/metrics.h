/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/confusion.h"

G_BEGIN_DECLS

/* A 95 % interval; NaN at both ends where the figure is undefined. */
typedef struct {
  double low;
  double high;
} EctopyInterval;

/**
 * EctopyClassMetrics:
 * @support: beats of this true class
 * @predicted: beats that were given it
 * @precision: share of @predicted that is right; NaN when @predicted is 0
 * @recall: share of @support that was found; NaN when @support is 0
 * @f1: `2 TP / (2 TP + FP + FN)`; NaN when the class occurs on neither side
 * @specificity: share of the other beats that were not given it; NaN when there are no others
 * @precision_interval: after Wilson
 * @recall_interval: after Wilson
 *
 * One class against the rest; shares from 0 to 1.
 */
typedef struct {
  guint64 support;
  guint64 predicted;
  double precision;
  double recall;
  double f1;
  double specificity;
  EctopyInterval precision_interval;
  EctopyInterval recall_interval;
} EctopyClassMetrics;

/* Means over the classes. */
typedef struct {
  double precision;
  double recall;
  double f1;
} EctopyMeanMetrics;

/**
 * EctopyMetrics:
 * @n: beats
 * @n_correct: beats whose class was found
 * @accuracy: share of @n
 * @accuracy_interval: after Wilson
 * @classes: in the order N S V F Q
 * @macro: plain means over the classes that occur, in the truth or among those given. What is
 *   undefined in such a class (the precision of one never given, the recall of one that is not in
 *   the truth) counts as 0, as in scikit-learn with `zero_division=0`
 * @weighted: means weighted by support, undefined likewise 0
 * @balanced_accuracy: mean recall of the classes in the truth
 * @kappa: Cohen's; NaN when chance alone would agree always
 * @mcc: Matthews correlation for many classes (Gorodkin 2004); NaN when all beats are of one class
 *   on either side
 * @macro_f1_interval: of `macro.f1`, by ectopy_bootstrap_confusion(); NaN from
 *   ectopy_metrics_compute()
 *
 * All figures that follow from the counts alone: a plain value. With no beats all are NaN.
 *
 * The intervals take beats as independent. Beats of one patient are not, so that an interval for
 * new patients would be far wider.
 */
typedef struct {
  guint64 n;
  guint64 n_correct;
  double accuracy;
  EctopyInterval accuracy_interval;
  EctopyClassMetrics classes[ECTOPY_N_CLASSES];
  EctopyMeanMetrics macro;
  EctopyMeanMetrics weighted;
  double balanced_accuracy;
  double kappa;
  double mcc;
  EctopyInterval macro_f1_interval;
} EctopyMetrics;

/* Computes @metrics from @confusion. Any thread; cannot fail. */
void ectopy_metrics_compute (EctopyMetrics *metrics, const EctopyConfusion *confusion);

/**
 * ectopy_wilson_interval:
 * @n_hits: successes
 * @n: trials
 *
 * Source: Wilson (1927), without correction for continuity, 95 %.
 *
 * Returns: the interval of the share `n_hits / n`; NaN when @n is 0
 */
EctopyInterval ectopy_wilson_interval (guint64 n_hits, guint64 n);

G_END_DECLS
