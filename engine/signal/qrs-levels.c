/* SPDX-License-Identifier: MIT */
#include "engine/signal/qrs-private.h"
#include "engine/signal/sliding-median.h"

#include <math.h>

#define BLOCKS_A_SECOND 10

/* Reaches of the windows, to either side. */
#define LEVEL_SECONDS     13
#define LONG_TENS         30 /* of 10 s: 5 minutes */
#define BACKGROUND_BLOCKS 15
#define PRESENCE_BLOCKS   9

#define LEAST_OF_LONG 0.2f   /* of the level of minutes: so that a pause does not become a rhythm */
#define LEAST_LEVEL   0.001f /* mV */

#define ABSENT 0.4f /* presence over level below which a lead has lost its beats */
#define BURST  1.7f /* and above which something else is in it */

/* Values of seconds brought to blocks, by straight lines between the middles of the seconds. */
static void
spread (const float *seconds, size_t n_seconds, float *blocks, size_t n_blocks)
{
  for (size_t b = 0; b < n_blocks; b++) {
    const float place = ((float) b + 0.5f) / BLOCKS_A_SECOND - 0.5f;
    const size_t before = place > 0 ? MIN ((size_t) place, n_seconds - 1) : 0;
    const size_t after = MIN (before + 1, n_seconds - 1);
    const float part = CLAMP (place - (float) before, 0, 1);

    blocks[b] = seconds[before] + part * (seconds[after] - seconds[before]);
  }
}

static gboolean
measure_level (const EctopyQrsWork *work, EctopyQrsLead *lead)
{
  const size_t n = work->n_seconds;
  const size_t n_tens = (n + 9) / 10;
  g_autofree float *tops = g_try_new (float, n);
  g_autofree float *level = g_try_new (float, n);
  g_autofree float *tens = g_try_new (float, n_tens);
  g_autofree float *longs = g_try_new (float, n_tens);

  if (tops == NULL || level == NULL || tens == NULL || longs == NULL)
    return FALSE;
  for (size_t k = 0; k < n; k++) {
    const size_t last = MIN ((k + 1) * BLOCKS_A_SECOND, work->n_blocks);

    tops[k] = NAN;
    for (size_t b = k * BLOCKS_A_SECOND; b < last; b++)
      if (!isnan (lead->top[b]) && !(tops[k] >= lead->top[b]))
        tops[k] = lead->top[b];
  }
  ectopy_sliding_medians (tops, n, LEVEL_SECONDS, TRUE, 0, level);
  for (size_t t = 0; t < n_tens; t++)
    tens[t] = level[10 * t];
  ectopy_sliding_medians (tens, n_tens, LONG_TENS, FALSE, 0, longs);
  for (size_t k = 0; k < n; k++)
    level[k] = MAX (MAX (level[k], LEAST_OF_LONG * longs[k / 10]), LEAST_LEVEL);
  spread (level, n, lead->level, work->n_blocks);
  return TRUE;
}

static gboolean
measure_background (const EctopyQrsWork *work, EctopyQrsLead *lead)
{
  g_autofree float *medians = g_try_new (float, work->n_blocks);
  g_autofree float *seconds = g_try_new (float, work->n_seconds);

  if (medians == NULL || seconds == NULL)
    return FALSE;
  ectopy_sliding_medians (lead->top, work->n_blocks, BACKGROUND_BLOCKS, FALSE, 0, medians);
  for (size_t k = 0; k < work->n_seconds; k++)
    seconds[k] = medians[MIN (k * BLOCKS_A_SECOND + BLOCKS_A_SECOND / 2, work->n_blocks - 1)];
  spread (seconds, work->n_seconds, lead->background, work->n_blocks);
  return TRUE;
}

static void
measure_presence (const EctopyQrsWork *work, EctopyQrsLead *lead)
{
  for (size_t b = 0; b < work->n_blocks; b++) {
    const size_t first = b > PRESENCE_BLOCKS ? b - PRESENCE_BLOCKS : 0;
    const size_t last = MIN (b + PRESENCE_BLOCKS + 1, work->n_blocks);
    float largest = 0;

    for (size_t i = first; i < last; i++)
      if (lead->top[i] > largest)
        largest = lead->top[i];
    lead->presence[b] = largest;
  }
}

gboolean
ectopy_qrs_measure_levels (const EctopyQrsWork *work, guint index)
{
  EctopyQrsLead *lead = &work->leads[index];

  if (!measure_level (work, lead) || !measure_background (work, lead))
    return FALSE;
  measure_presence (work, lead);
  return TRUE;
}

/* How far the complexes of a lead stand out of what is between them. */
static float
weigh (const EctopyQrsLead *lead, size_t b)
{
  const float noise = lead->background[b] / lead->level[b];
  const float presence = lead->presence[b] / lead->level[b];
  float weight = 1 / (noise + 0.05f);

  if (lead->lost[b])
    return 1e-9f;
  if (noise > 0.4f) {
    const float clear = MAX (1 - noise, 0.02f) / 0.6f;

    weight *= clear * clear;
  }
  if (presence < ABSENT) {
    const float left = presence / ABSENT;

    weight = weight * left * left * left * left + 1e-6f;
  } else if (presence > BURST) {
    weight *= BURST / presence;
  }
  return weight;
}

void
ectopy_qrs_share_out (const EctopyQrsWork *work)
{
  for (size_t b = 0; b < work->n_blocks; b++) {
    float sum = 0;

    for (guint l = 0; l < work->input->n_leads; l++) {
      work->leads[l].share[b] = weigh (&work->leads[l], b);
      sum += work->leads[l].share[b];
    }
    for (guint l = 0; l < work->input->n_leads; l++)
      work->leads[l].share[b] /= sum;
  }
}
