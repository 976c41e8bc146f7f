/* SPDX-License-Identifier: MIT */
#include "engine/learn/temperature.h"

#include <math.h>

#define LEAST     0.2
#define MOST      5.0
#define PRECISION 1e-4 /* of its logarithm */

/* A probability counts as at least so much, so that its logarithm is finite. */
#define LEAST_PROBABILITY 1e-7

typedef struct {
  const guint8 *labels;
  const float *probabilities;
  size_t n;
} Beats;

static double
cross_entropy (const Beats *beats, double temperature)
{
  double sum = 0;

  for (size_t i = 0; i < beats->n; i++) {
    const float *p = beats->probabilities + i * ECTOPY_N_CLASSES;
    double all = 0;

    if (beats->labels[i] >= ECTOPY_N_CLASSES)
      continue;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      all += pow (MAX ((double) p[c], LEAST_PROBABILITY), 1 / temperature);
    sum += log (all) - log (MAX ((double) p[beats->labels[i]], LEAST_PROBABILITY)) / temperature;
  }
  return sum;
}

/* Golden section of the logarithm. Source: Kiefer (1953). */
double
ectopy_temperature_fit (const guint8 *labels, const float *probabilities, size_t n)
{
  const Beats beats = { labels, probabilities, n };
  const double ratio = (sqrt (5) - 1) / 2;
  double low = log (LEAST), high = log (MOST);
  double a = high - ratio * (high - low), b = low + ratio * (high - low);
  double at_a = cross_entropy (&beats, exp (a)), at_b = cross_entropy (&beats, exp (b));

  if (at_a == 0 && at_b == 0)
    return 1;
  while (high - low > PRECISION) {
    if (at_a <= at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - ratio * (high - low);
      at_a = cross_entropy (&beats, exp (a));
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + ratio * (high - low);
      at_b = cross_entropy (&beats, exp (b));
    }
  }
  return exp ((low + high) / 2);
}

void
ectopy_temperature_apply (double temperature, float *probabilities, size_t n)
{
  for (size_t i = 0; temperature != 1 && i < n; i++) {
    float *p = probabilities + i * ECTOPY_N_CLASSES;
    double powers[ECTOPY_N_CLASSES], sum = 0;

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      sum += powers[c] = pow ((double) p[c], 1 / temperature);
    for (guint c = 0; c < ECTOPY_N_CLASSES && sum > 0; c++)
      p[c] = (float) (powers[c] / sum);
  }
}
