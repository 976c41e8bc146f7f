/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table-time.h"

#include <math.h>

#define DAY_S 86400.0

/* Of a step: what a row may be early or late. */
#define EVEN 0.05

/* What arithmetic may do beside, relative: on times, and on a rate. */
#define ROUNDING         1e-14
#define ROUNDING_OF_RATE 1e-9

guint64
ectopy_table_time_next (EctopyTableClock *clock, double time)
{
  double delta, steps;

  if (clock->n_samples == 0) {
    clock->first = clock->last = time;
    clock->n_samples = 1;
    return isfinite (time) ? 0 : G_MAXUINT64;
  }
  while (clock->wraps && time < clock->last - DAY_S / 2)
    time += DAY_S * MAX (1, floor ((clock->last - time) / DAY_S));
  delta = time - clock->last;
  steps = MAX (rint (delta / clock->step), delta > 0 ? 1 : 0);
  if (!(steps >= 1 && steps < 0x1p53) ||
      fabs (delta - steps * clock->step) > EVEN * clock->step + clock->quantum +
                                               ROUNDING * fabs (time) +
                                               /* the step is not known any better */
                                               (steps - 1) * EVEN * 0.01 * clock->step)
    return G_MAXUINT64;
  clock->last = time;
  clock->n_samples += (guint64) steps;
  return (guint64) steps - 1;
}

double
ectopy_table_time_rate (const EctopyTableClock *clock, double unit_s)
{
  static const double usual[] = { 360, 250,  500,  1000, 125, 128,  256,  200,  100,  300,  257,
                                  120, 180,  400,  512,  240, 480,  130,  150,  2000, 600,  50,
                                  64,  1024, 2048, 4000, 800, 1200, 4096, 5000, 1600, 10000 };
  const double span = (clock->last - clock->first) * unit_s;
  const double within = clock->quantum * unit_s;
  const double n = (double) clock->n_samples - 1;
  double low, high, rate, best = 0;

  if (!(n >= 1) || !(span > 0))
    return 0;
  rate = n / span;
  low = n / (span + within) * (1 - ROUNDING_OF_RATE);
  high = span > within ? n / (span - within) * (1 + ROUNDING_OF_RATE) : (double) INFINITY;
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (usual[i] >= low && usual[i] <= high && fabs (usual[i] - rate) < fabs (best - rate))
      best = usual[i];
  if (best > 0)
    return best;
  /* The fewest places that do. */
  for (double scale = 1; scale <= 1e4; scale *= 10) {
    const double near = rint (rate * scale) / scale;

    if (near > 0 && near >= low && near <= high)
      return near;
  }
  return rate;
}
