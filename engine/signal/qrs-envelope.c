/* SPDX-License-Identifier: MIT */
#include "engine/signal/qrs-private.h"

#include <math.h>
#include <string.h>

/* Working samples at a time, so that what lies between copy and envelope stays in the cache. */
#define TILE 4096

/* The envelope at a place needs the copy this far to either side. */
#define REACH 10

/* ---- Working copy ---- */

/* Samples held over gaps: the value of @sample if it is finite, else the last one that was. */
static float
held (float sample, float *last, gboolean *is_gap)
{
  if (isfinite (sample))
    *last = sample;
  else
    *is_gap = TRUE;
  return *last;
}

/* Each working sample is the mean of its stretch of the recording, fractions at the ends counted. */
static void
copy_by_means (const EctopyQrsWork *work, const float *x, float start, EctopyQrsLead *lead)
{
  const double ratio = work->ratio;
  const size_t n_samples = work->input->n_samples;
  float last = start;
  double carried = 0; /* of the sample that two stretches share */
  size_t at = 0;

  for (size_t i = 0; i < work->n; i++) {
    const double end = (double) (i + 1) * ratio;
    const size_t whole = MIN ((size_t) end, n_samples);
    const double rest = end - (double) whole;
    double sum = carried;
    gboolean is_gap = FALSE;

    for (; at < whole; at++)
      sum += (double) held (x[at], &last, &is_gap);
    carried = 0;
    if (rest > 1e-9 && at < n_samples) {
      const double shared = (double) held (x[at], &last, &is_gap);

      sum += rest * shared;
      carried = (1 - rest) * shared;
      at++;
    }
    lead->copy[i] = (float) (sum / ratio);
    if (is_gap)
      lead->lost[i / ECTOPY_QRS_BLOCK] = 1;
  }
}

/* Three samples to one, without gaps: the usual case. */
static gboolean
copy_by_threes (const EctopyQrsWork *work, const float *restrict x, EctopyQrsLead *lead)
{
  float *restrict copy = lead->copy;
  float check = 0;

  if (work->ratio != 3)
    return FALSE;
  for (size_t i = 0; i < work->n; i++)
    copy[i] = (x[3 * i] + x[3 * i + 1] + x[3 * i + 2]) * (1.0f / 3);
  /* 0 x value is 0 of a finite value and NaN of any other. */
  for (size_t i = 0; i < work->n; i++)
    check += 0 * copy[i];
  return check == 0;
}

/* From a slower recording: straight lines between its samples. */
static void
copy_by_lines (const EctopyQrsWork *work, const float *x, float start, EctopyQrsLead *lead)
{
  const size_t n_samples = work->input->n_samples;
  float last = start;

  for (size_t i = 0; i < work->n; i++) {
    const double place = CLAMP (((double) i + 0.5) * work->ratio - 0.5, 0, (double) n_samples - 1);
    const size_t before = (size_t) place;
    const size_t after = MIN (before + 1, n_samples - 1);
    const double part = place - (double) before;
    gboolean is_gap = FALSE;
    const double a = (double) held (x[before], &last, &is_gap);
    const double b = isfinite (x[after]) ? (double) x[after] : a;

    lead->copy[i] = (float) (a + part * (b - a));
    if (is_gap || !isfinite (x[after]))
      lead->lost[i / ECTOPY_QRS_BLOCK] = 1;
  }
}

/* A gap also spoils the blocks beside it. */
static void
widen_gaps (guint8 *lost, size_t n_blocks)
{
  gboolean before = FALSE;

  for (size_t b = 0; b < n_blocks; b++) {
    const gboolean is_lost = lost[b] == 1;

    if (is_lost && b > 0 && lost[b - 1] == 0)
      lost[b - 1] = 2;
    if (!is_lost && before)
      lost[b] = 2;
    before = is_lost;
  }
  for (size_t b = 0; b < n_blocks; b++)
    lost[b] = lost[b] != 0;
}

static void
make_copy (const EctopyQrsWork *work, guint index)
{
  const float *x = work->input->leads[index];
  EctopyQrsLead *lead = &work->leads[index];
  float start = 0;
  size_t first = 0;

  while (first < work->input->n_samples && !isfinite (x[first]))
    first++;
  if (first < work->input->n_samples)
    start = x[first];
  if (!copy_by_threes (work, x, lead)) {
    if (work->ratio >= 1)
      copy_by_means (work, x, start, lead);
    else
      copy_by_lines (work, x, start, lead);
  }
  widen_gaps (lead->lost, work->n_blocks);
  for (size_t i = 1; i <= ECTOPY_QRS_PAD; i++) {
    lead->copy[-(ptrdiff_t) i] = lead->copy[0];
    lead->copy[work->n - 1 + i] = lead->copy[work->n - 1];
  }
}

/* ---- Envelope ---- */

/* A smoothed copy and two differences of it a quarter of a wave apart: the root of the sum of their
 * squares is the same wherever in the complex the slope is, and whichever way it points. */
static void
make_tile (const float *restrict w, float *restrict envelope, size_t n)
{
  float s[TILE + 2 * REACH], power[TILE + 2 * REACH];
  const size_t n_smooth = n + 16, n_power = n + 8;

  for (size_t i = 0; i < n_smooth; i++) {
    const float *at = w + i - 8;

    s[i] = (at[-2] + 2 * at[-1] + 3 * at[0] + 2 * at[1] + at[2]) * (1.0f / 9);
  }
  for (size_t i = 0; i < n_power; i++) {
    const float *at = s + i + 4;
    const float slope = 2 * (at[2] - at[-2]);
    const float bend = 2 * at[0] - at[-4] - at[4];

    power[i] = slope * slope + bend * bend;
  }
  for (size_t i = 0; i < n; i++) {
    const float *p = power + i;
    const float sum = p[0] + p[1] + p[2] + p[3] + p[4] + p[5] + p[6] + p[7] + p[8];

    envelope[i] = sqrtf (sum * (1.0f / 9));
  }
}

void
ectopy_qrs_make_envelope (const EctopyQrsWork *work, guint index)
{
  EctopyQrsLead *lead = &work->leads[index];

  make_copy (work, index);
  for (size_t first = 0; first < work->n; first += TILE)
    make_tile (lead->copy + first, lead->envelope + first, MIN (TILE, work->n - first));
  for (size_t b = 0; b < work->n_blocks; b++) {
    const size_t first = b * ECTOPY_QRS_BLOCK;
    const size_t n = MIN (ECTOPY_QRS_BLOCK, work->n - first);
    float top = 0;

    for (size_t i = 0; i < n; i++) {
      /* Amplitudes whose squares are infinite are no ECG. */
      if (lead->lost[b] || !isfinite (lead->envelope[first + i]))
        lead->envelope[first + i] = 0;
      top = MAX (top, lead->envelope[first + i]);
    }
    lead->top[b] = lead->lost[b] ? NAN : top;
  }
}
