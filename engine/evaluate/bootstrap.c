/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#define N_CELLS (ECTOPY_N_CLASSES * ECTOPY_N_CLASSES)

/* Log of k!. The reentrant form: the other writes a global. */
static double
log_factorial (double k)
{
  int sign;

  return lgamma_r (k + 1, &sign);
}

/* For few expected successes: trials are skipped from one success to the next. */
static guint64
draw_by_waiting (EctopyRng *rng, guint64 n, double p)
{
  const double scale = log1p (-p);
  double trial = 0;
  guint64 k = 0;

  for (;;) {
    trial += floor (log1p (-ectopy_rng_uniform (rng)) / scale) + 1;
    if (!(trial <= (double) n))
      return k;
    k++;
  }
}

/* For p <= 1/2 and n p >= 10: the density is squeezed under a transformed uniform one. The
 * constants are Hörmann's. */
static guint64
draw_by_rejection (EctopyRng *rng, guint64 n_trials, double p)
{
  const double n = (double) n_trials;
  const double deviation = sqrt (n * p * (1 - p));
  const double b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double alpha = (2.83 + 5.1 / b) * deviation;
  const double log_odds = log (p / (1 - p));
  const double mode = floor ((n + 1) * p);
  const double log_mode = log_factorial (mode) + log_factorial (n - mode);

  for (;;) {
    const double u = ectopy_rng_uniform (rng) - 0.5;
    const double v = ectopy_rng_uniform (rng);
    const double edge = 0.5 - fabs (u);
    const double k = floor ((2 * a / edge + b) * u + n * p + 0.5);

    if (edge >= 0.07 && v <= 0.92 - 4.2 / b)
      return (guint64) k;
    if (!(k >= 0 && k <= n))
      continue;
    if (log (v * alpha / (a / (edge * edge) + b)) <=
        log_mode - log_factorial (k) - log_factorial (n - k) + (k - mode) * log_odds)
      return (guint64) k;
  }
}

guint64
ectopy_draw_binomial (EctopyRng *rng, guint64 n, double p)
{
  g_assert (p >= 0 && p <= 1);

  if (n == 0 || p <= 0)
    return 0;
  if (p >= 1)
    return n;
  if (p > 0.5)
    return n - ectopy_draw_binomial (rng, n, 1 - p);
  return (double) n * p < 10 ? draw_by_waiting (rng, n, p) : draw_by_rejection (rng, n, p);
}

/* As many beats as in @from, drawn with replacement: cell by cell, each a binomial of what the
 * cells before left over. */
static void
draw_confusion (EctopyRng *rng, const EctopyConfusion *from, guint64 total, EctopyConfusion *drawn)
{
  guint64 beats_left = total, weight_left = total;

  for (guint cell = 0; cell < N_CELLS; cell++) {
    const guint t = cell / ECTOPY_N_CLASSES, p = cell % ECTOPY_N_CLASSES;
    const guint64 weight = from->counts[t][p];
    const double chance = weight_left > 0 ? (double) weight / (double) weight_left : 0;
    const guint64 k = ectopy_draw_binomial (rng, beats_left, chance);

    drawn->counts[t][p] = k;
    beats_left -= k;
    weight_left -= weight;
  }
}

static int
compare_doubles_cb (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

EctopyInterval
ectopy_bootstrap_percentiles (double *values, guint n)
{
  const double tails[2] = { 0.025, 0.975 };
  double ends[2];

  qsort (values, n, sizeof *values, compare_doubles_cb);
  for (guint i = 0; i < 2; i++) {
    const double at = tails[i] * (n - 1);
    const guint below = (guint) at;
    const guint above = MIN (below + 1, n - 1);

    ends[i] = values[below] + (at - below) * (values[above] - values[below]);
  }
  return (EctopyInterval){ ends[0], ends[1] };
}

void
ectopy_bootstrap_confusion (const EctopyConfusion *confusion,
                            guint n_replicates,
                            guint64 seed,
                            EctopyInterval *accuracy,
                            EctopyInterval *macro_f1)
{
  const guint64 total = ectopy_confusion_total (confusion);
  g_autofree double *accuracies = g_new (double, n_replicates);
  g_autofree double *f1s = g_new (double, n_replicates);
  EctopyRng rng;

  g_assert (n_replicates > 0);
  *accuracy = *macro_f1 = (EctopyInterval){ NAN, NAN };
  if (ectopy_confusion_correct (confusion) == total)
    return;
  ectopy_rng_init (&rng, seed, 0);
  for (guint i = 0; i < n_replicates; i++) {
    EctopyConfusion drawn;
    EctopyMetrics metrics;

    draw_confusion (&rng, confusion, total, &drawn);
    ectopy_metrics_compute (&metrics, &drawn);
    accuracies[i] = metrics.accuracy;
    f1s[i] = metrics.macro.f1;
  }
  *accuracy = ectopy_bootstrap_percentiles (accuracies, n_replicates);
  *macro_f1 = ectopy_bootstrap_percentiles (f1s, n_replicates);
}
