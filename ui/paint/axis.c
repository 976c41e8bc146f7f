/* SPDX-License-Identifier: MIT */
#include "ui/paint/axis.h"

#include "engine/evaluate/figure-text.h"

#include <math.h>

/* A tick this share of a step beyond an end still counts: it is there but for rounding. */
#define TOLERANCE 1e-6

void
ectopy_axis_init (EctopyAxis *axis, double low, double high, double from, double to)
{
  axis->low = isfinite (low) ? low : 0;
  axis->high = isfinite (high) ? high : axis->low;
  axis->from = from;
  axis->to = to;
  if (!(axis->high > axis->low)) {
    const double middle = axis->low;
    const double room = fabs (middle) > 0 ? fabs (middle) / 2 : 0.5;

    axis->low = middle - room;
    axis->high = middle + room;
  }
}

double
ectopy_axis_to_position (const EctopyAxis *axis, double value)
{
  return axis->from + (value - axis->low) / (axis->high - axis->low) * (axis->to - axis->from);
}

double
ectopy_axis_to_value (const EctopyAxis *axis, double position)
{
  return axis->low + (position - axis->from) / (axis->to - axis->from) * (axis->high - axis->low);
}

double
ectopy_axis_step (const EctopyAxis *axis, guint max_ticks, gboolean whole)
{
  static const double factors[] = { 1, 2, 5, 10 };
  const double rough = (axis->high - axis->low) / (CLAMP (max_ticks, 2, ECTOPY_AXIS_MAX_TICKS) - 1);
  const double power = pow (10, floor (log10 (rough)));
  double step = 10 * power;

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++) {
    if (factors[i] * power >= rough * (1 - TOLERANCE)) {
      step = factors[i] * power;
      break;
    }
  }
  return whole ? MAX (step, 1) : step;
}

void
ectopy_axis_round_out (EctopyAxis *axis, double step)
{
  axis->low = floor (axis->low / step + TOLERANCE) * step;
  axis->high = ceil (axis->high / step - TOLERANCE) * step;
}

guint
ectopy_axis_ticks (const EctopyAxis *axis, double step, double ticks[ECTOPY_AXIS_MAX_TICKS])
{
  const double first = ceil (axis->low / step - TOLERANCE);
  guint n = 0;

  /* Whole multiples, so that the tick at nought is nought. */
  while (n < ECTOPY_AXIS_MAX_TICKS && (first + n) * step <= axis->high + TOLERANCE * step) {
    ticks[n] = (first + n) * step + 0.0;
    n++;
  }
  return n;
}

char *
ectopy_axis_label (double value, double step)
{
  const double decimals = step > 0 && step < 1 ? ceil (-log10 (step) - TOLERANCE) : 0;

  if (decimals < 1 && value >= 0 && value < 1e15)
    return ectopy_text_count ((guint64) llround (value));
  return ectopy_text_decimals (value, (guint) MIN (decimals, 9));
}
