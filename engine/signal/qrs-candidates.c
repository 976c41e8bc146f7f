/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/signal/qrs-private.h"
#include "engine/signal/sliding-median.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BLOCK ECTOPY_QRS_BLOCK

#define LEAST_HEIGHT  0.08f
#define ALONE         12 /* working samples to either side with nothing higher */
#define SHARP_REACH   7
#define QUIET_REACH   9 /* blocks */
#define BLOCKS_A_HALF 5
#define THRESHOLD     0.33f
#define OF_QUIET      0.53f
#define SCORE_SLOPE   1.4f
#define LEAST_SCORE   (-2.5f)
#define LARGEST_SCORE 1.5f

/* ---- The sum of the leads ---- */

/* As it is up to 1; what is higher counts less and less, but never stops rising: a flat top would
 * have no maximum. */
static inline float
saturate (float x)
{
  const float over = x - 1;

  return x <= 1 ? x : 1 + 1.4f * over / (1.4f + over);
}

/* From the middle of a block to the middle of the next, gain and share run in straight lines. */
static void
add_stretch (const EctopyQrsWork *work,
             const EctopyQrsLead *lead,
             size_t block,
             size_t next,
             size_t first,
             size_t n,
             float start)
{
  const float *restrict e = lead->envelope + first;
  float *restrict f = work->fused + first;
  const float gain = 1 / lead->level[block], gain_step = (1 / lead->level[next] - gain) / BLOCK;
  const float share = lead->share[block], share_step = (lead->share[next] - share) / BLOCK;

  for (size_t i = 0; i < n; i++) {
    const float at = start + (float) (int) i;
    const float part = (share + share_step * at) * saturate (e[i] * (gain + gain_step * at));

    f[i] += part;
  }
}

void
ectopy_qrs_fuse (EctopyQrsWork *work)
{
  const size_t half = BLOCK / 2;

  memset (work->fused, 0, work->n * sizeof (float));
  for (guint l = 0; l < work->input->n_leads; l++) {
    const EctopyQrsLead *lead = &work->leads[l];

    add_stretch (work, lead, 0, 0, 0, MIN (half, work->n), 0);
    for (size_t b = 0; b < work->n_blocks; b++) {
      const size_t first = b * BLOCK + half;

      if (first < work->n)
        add_stretch (work, lead, b, MIN (b + 1, work->n_blocks - 1), first,
                     MIN (BLOCK, work->n - first), 0.5f);
    }
  }
}

/* ---- Maxima ---- */

/* The largest bend of the smoothed copy near @at. */
static float
measure_bend (const EctopyQrsWork *work, const EctopyQrsLead *lead, size_t at)
{
  const ptrdiff_t n = (ptrdiff_t) work->n;
  float s[2 * SHARP_REACH + 3];
  float largest = 0;

  for (int i = 0; i < 2 * SHARP_REACH + 3; i++) {
    const ptrdiff_t place = CLAMP ((ptrdiff_t) at + i - SHARP_REACH - 1, -8, n + 7);
    const float *w = lead->copy + place;

    s[i] = (w[-2] + 2 * w[-1] + 3 * w[0] + 2 * w[1] + w[2]) * (1.0f / 9);
  }
  for (int i = 1; i <= 2 * SHARP_REACH + 1; i++) {
    const float bend = fabsf (s[i - 1] - 2 * s[i] + s[i + 1]);

    if (bend > largest)
      largest = bend;
  }
  return largest;
}

static float
measure_sharpness (const EctopyQrsWork *work, size_t at)
{
  const size_t b = at / BLOCK;
  float sum = 0;

  for (guint l = 0; l < work->input->n_leads; l++) {
    const EctopyQrsLead *lead = &work->leads[l];

    sum += lead->share[b] * measure_bend (work, lead, at) / lead->level[b];
  }
  return sum;
}

/* Whether nothing near is higher; of equals the first counts. */
static gboolean
is_alone (const float *f, size_t n, size_t at)
{
  const size_t first = at > ALONE ? at - ALONE : 0;
  const size_t last = MIN (at + ALONE + 1, n);

  for (size_t i = first; i < at; i++)
    if (f[i] >= f[at])
      return FALSE;
  for (size_t i = at + 1; i < last; i++)
    if (f[i] > f[at])
      return FALSE;
  return TRUE;
}

/* Place of the maximum of block @b. */
static size_t
find_top (const EctopyQrsWork *work, size_t b)
{
  const size_t first = b * BLOCK, last = MIN (first + BLOCK, work->n);
  size_t top = first;

  for (size_t i = first + 1; i < last; i++)
    if (work->fused[i] > work->fused[top])
      top = i;
  return top;
}

/* Blocks without any signal are left out of the medians: they would make noise look quiet. */
static gboolean
measure_quiet (EctopyQrsWork *work, const float *tops)
{
  g_autofree float *medians = g_try_new (float, work->n_blocks);

  if (medians == NULL)
    return FALSE;
  ectopy_sliding_medians (tops, work->n_blocks, QUIET_REACH, FALSE, 0, medians);
  for (size_t h = 0; h < work->n_halves; h++)
    work->quiet[h] = medians[MIN (h * BLOCKS_A_HALF + BLOCKS_A_HALF / 2, work->n_blocks - 1)];
  return TRUE;
}

gboolean
ectopy_qrs_find_candidates (EctopyQrsWork *work, GError **error)
{
  g_autofree float *tops = g_try_new (float, work->n_blocks);
  g_autofree size_t *places = g_try_new (size_t, work->n_blocks);

  for (size_t b = 0; b < work->n_blocks && tops != NULL && places != NULL; b++) {
    const gboolean is_gap = work->gap_blocks[b + 1] > work->gap_blocks[b];

    places[b] = find_top (work, b);
    tops[b] = is_gap ? NAN : work->fused[places[b]];
  }
  work->candidates = g_try_new (EctopyQrsCandidate, work->n_blocks);
  if (tops == NULL || places == NULL || work->candidates == NULL || !measure_quiet (work, tops)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("There is not enough memory to find the beats of this recording."));
    return FALSE;
  }
  for (size_t b = 0; b < work->n_blocks; b++) {
    const size_t at = places[b];
    const float height = work->fused[at];
    const float threshold = THRESHOLD +
                            OF_QUIET * work->quiet[MIN (b / BLOCKS_A_HALF, work->n_halves - 1)];

    if (!(height > LEAST_HEIGHT) || !is_alone (work->fused, work->n, at))
      continue;
    work->candidates[work->n_candidates++] = (EctopyQrsCandidate){
      .at = at,
      .score = CLAMP (SCORE_SLOPE * logf (height / threshold), LEAST_SCORE, LARGEST_SCORE),
      .sharpness = measure_sharpness (work, at),
    };
  }
  return TRUE;
}
