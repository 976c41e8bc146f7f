/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-range.h"

#include "engine/io/edf-leads.h"

#include <math.h>

#define LOWEST  (-32768)
#define LARGEST 32767

/* What a text may be off and count as exact: rounding of the number, relative to the largest. */
#define ROUNDING 1e-13

/* Steps a unit of a lead that is zero throughout. */
#define STEPS_OF_NOTHING 1000.0

/* Finer steps are not tried: eight characters have no place for their extremes. */
#define FINEST 1e6

typedef struct {
  double low, high; /* of the samples that are finite; 0 and 0 for none */
  gboolean has_gaps;
} Extremes;

static Extremes
find_extremes (EctopyRecording *recording, size_t lead)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);
  const size_t n = ectopy_recording_get_n_samples (recording);
  Extremes found = { (double) INFINITY, -(double) INFINITY, FALSE };

  for (size_t i = 0; i < n; i++) {
    const double value = (double) samples[i];

    if (!isfinite (value)) {
      found.has_gaps = TRUE;
      continue;
    }
    found.low = MIN (found.low, value);
    found.high = MAX (found.high, value);
  }
  if (found.low > found.high)
    found.low = found.high = 0;
  return found;
}

/* The extreme nearest to @from, on the way to @to, that eight characters tell exactly; @from, and
 * what comes nearest to its value, where there is none. Returns: FALSE where nothing can be told. */
static gboolean
find_point (EctopyLeadScale scale, int from, int to, int *digital, char *text)
{
  const int step = from < to ? 1 : -1;

  for (int d = from; d != to + step; d += step) {
    const double value = (d - scale.zero) / scale.steps_per_unit;

    *digital = d;
    if (fabs (ectopy_edf_number_format (value, text) - value) <= ROUNDING * MAX (fabs (value), 1))
      return TRUE;
  }
  *digital = from;
  return isfinite (ectopy_edf_number_format ((from - scale.zero) / scale.steps_per_unit, text));
}

/* Whether the file would say just this scale. */
static gboolean
is_exact (const EctopyEdfRange *range)
{
  const EctopyEdfSignal signal = {
    .physical_min = g_ascii_strtod (range->physical_min, NULL),
    .physical_max = g_ascii_strtod (range->physical_max, NULL),
    .digital_min = range->digital_min,
    .digital_max = range->digital_max,
  };
  const EctopyLeadScale read = ectopy_edf_leads_scale (&signal, 1, 1);

  return read.steps_per_unit == range->scale.steps_per_unit && read.zero == range->scale.zero;
}

/* Takes @scale. Returns: FALSE where 16 bits do not hold the samples or a header not the extremes. */
static gboolean
try_scale (EctopyEdfRange *range, const Extremes *extremes, EctopyLeadScale scale)
{
  const double a = rint (extremes->low * scale.steps_per_unit + scale.zero);
  const double b = rint (extremes->high * scale.steps_per_unit + scale.zero);
  const int least = LOWEST + (extremes->has_gaps ? 1 : 0);

  if (!(MIN (a, b) >= least && MAX (a, b) <= LARGEST))
    return FALSE;
  range->scale = scale;
  range->has_gaps = extremes->has_gaps;
  return find_point (scale, LOWEST, (int) MIN (a, b) - (extremes->has_gaps ? 1 : 0),
                     &range->digital_min, range->physical_min) &&
         find_point (scale, LARGEST, (int) MAX (a, b), &range->digital_max, range->physical_max) &&
         range->digital_min < range->digital_max &&
         !g_str_equal (range->physical_min, range->physical_max);
}

/* The finest of 1, 2 or 5 times a power of ten that brings @largest within 16 bits. */
static double
finest_steps (double largest)
{
  double power;

  if (largest <= 0)
    return STEPS_OF_NOTHING;
  power = pow (10, floor (log10 (LARGEST / largest)));
  for (guint i = 0; i < 3; i++) {
    static const double times[] = { 5, 2, 1 };

    if (largest * power * times[i] <= LARGEST)
      return MIN (power * times[i], FINEST);
  }
  return MIN (power / 2, FINEST);
}

gboolean
ectopy_edf_range_choose (EctopyEdfRange *range, EctopyRecording *recording, size_t lead)
{
  const EctopyLeadScale own = ectopy_recording_get_lead_scale (recording, lead);
  const Extremes extremes = find_extremes (recording, lead);
  const double half = (extremes.high - extremes.low) / 2;
  const double middle = extremes.low + half;
  EctopyLeadScale scale = { 0 };

  if (own.steps_per_unit != 0 && try_scale (range, &extremes, own))
    return TRUE;
  /* Far from zero the integers begin in the middle, if a header can tell that. */
  if (fabs (middle) > 4 * half && half > 0) {
    scale.steps_per_unit = finest_steps (half * 1.01);
    scale.zero = -rint (middle * scale.steps_per_unit);
    if (try_scale (range, &extremes, scale) && is_exact (range))
      return TRUE;
  }
  scale.steps_per_unit = finest_steps (MAX (fabs (extremes.low), fabs (extremes.high)));
  scale.zero = 0;
  return try_scale (range, &extremes, scale);
}

gint16
ectopy_edf_range_to_digital (const EctopyEdfRange *range, float sample)
{
  const double steps = rint ((double) sample * range->scale.steps_per_unit + range->scale.zero);

  if (!isfinite (steps))
    return (gint16) range->digital_min;
  return (gint16) CLAMP (steps, range->digital_min + (range->has_gaps ? 1 : 0), range->digital_max);
}
