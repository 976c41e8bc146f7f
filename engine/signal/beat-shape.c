/* SPDX-License-Identifier: MIT */
#include "engine/signal/beat-shape.h"

#include <math.h>
#include <stdlib.h>

#define PEAK_S       0.08
#define LINE_S       0.25
#define BEFORE_S     0.10
#define AFTER_S      0.20
#define SHIFT_S      0.02
#define STEP_S       0.005 /* between two samples that are compared, and between two shifts */
#define LEAST_LIKE   0.9
#define LEAST_HEIGHT 0.6
#define MOST_HEIGHT  1.6

/* ---- Peaks ---- */

static int
compare_floats (const void *a, const void *b)
{
  const float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The median of what is known from @from up to before @to; NaN where nothing is. */
static float
median_of (const float *samples, size_t from, size_t to)
{
  g_autofree float *sorted = g_new (float, to - from + 1);
  size_t n = 0;

  for (size_t i = from; i < to; i++)
    if (isfinite (samples[i]))
      sorted[n++] = samples[i];
  if (n == 0)
    return NAN;
  qsort (sorted, n, sizeof *sorted, compare_floats);
  return sorted[n / 2];
}

size_t
ectopy_find_peak (const float *samples, size_t n_samples, double rate_hz, gint64 near)
{
  const gint64 end = (gint64) n_samples;
  const gint64 reach = (gint64) MIN (PEAK_S * rate_hz, 1e9);
  const gint64 around = (gint64) MIN (LINE_S * rate_hz, 1e9);
  const gint64 middle = CLAMP (near, 0, end - 1);
  const float line = median_of (samples, (size_t) MAX (middle - around, 0),
                                (size_t) MIN (middle + around + 1, end));
  size_t peak = (size_t) middle;
  float most = -1;

  for (gint64 i = MAX (middle - reach, 0); i <= MIN (middle + reach, end - 1); i++) {
    const float away = fabsf (samples[i] - line);

    if (away > most) {
      most = away;
      peak = (size_t) i;
    }
  }
  return peak;
}

/* ---- Likeness ---- */

/* The piece of a lead that is compared: how far before and after a mark, in steps. */
typedef struct {
  const float *samples;
  gint64 n_samples;
  gint64 step;
  gint64 before;
  guint n; /* steps */
} Pieces;

/* Sets @piece to the samples around @mark less their mean. Returns: the root of the sum of squares; 0
 * where a part of the piece is not known. */
static double
take_piece (const Pieces *pieces, gint64 mark, float *piece)
{
  const gint64 first = mark - pieces->before;
  double sum = 0, squares = 0;

  if (first < 0 || first + (gint64) (pieces->n - 1) * pieces->step >= pieces->n_samples)
    return 0;
  for (guint i = 0; i < pieces->n; i++) {
    piece[i] = pieces->samples[first + (gint64) i * pieces->step];
    sum += (double) piece[i];
  }
  if (!isfinite (sum))
    return 0;
  for (guint i = 0; i < pieces->n; i++) {
    piece[i] -= (float) (sum / pieces->n);
    squares += (double) (piece[i] * piece[i]);
  }
  return sqrt (squares);
}

static gboolean
is_like (const Pieces *pieces,
         gint64 shift,
         const float *like,
         double height,
         gint64 mark,
         float *piece)
{
  for (gint64 by = -shift; by <= shift; by += pieces->step) {
    const double mine = take_piece (pieces, mark + by, piece);
    double product = 0;

    if (mine < LEAST_HEIGHT * height || mine > MOST_HEIGHT * height)
      continue;
    for (guint i = 0; i < pieces->n; i++)
      product += (double) (like[i] * piece[i]);
    if (product >= LEAST_LIKE * mine * height)
      return TRUE;
  }
  return FALSE;
}

size_t
ectopy_beats_alike (const float *samples,
                    size_t n_samples,
                    double rate_hz,
                    gint64 like,
                    const gint64 *marks,
                    size_t n,
                    guint8 *is_alike)
{
  const gint64 step = MAX ((gint64) (STEP_S * rate_hz), 1);
  const Pieces pieces = {
    .samples = samples,
    .n_samples = (gint64) n_samples,
    .step = step,
    .before = (gint64) (BEFORE_S * rate_hz),
    .n = (guint) ((BEFORE_S + AFTER_S) * rate_hz / (double) step) + 1,
  };
  g_autofree float *first = g_new (float, pieces.n);
  g_autofree float *piece = g_new (float, pieces.n);
  const double height = take_piece (&pieces, like, first);
  size_t n_alike = 0;

  for (size_t i = 0; i < n; i++) {
    is_alike[i] = marks[i] == like || (height > 0 && is_like (&pieces, (gint64) (SHIFT_S * rate_hz),
                                                              first, height, marks[i], piece));
    n_alike += is_alike[i];
  }
  return n_alike;
}

/* ---- What beats have in common ---- */

size_t
ectopy_beats_mean (const float *samples,
                   size_t n_samples,
                   const gint64 *marks,
                   size_t n,
                   gint64 before,
                   size_t length,
                   float *mean)
{
  const Pieces pieces = {
    .samples = samples,
    .n_samples = (gint64) n_samples,
    .step = 1,
    .before = before,
    .n = (guint) length,
  };
  g_autofree float *piece = g_new (float, length);
  g_autofree double *sum = g_new0 (double, length);
  size_t n_taken = 0;

  for (size_t i = 0; i < n; i++) {
    if (!(take_piece (&pieces, marks[i], piece) > 0))
      continue;
    n_taken++;
    for (size_t k = 0; k < length; k++)
      sum[k] += (double) piece[k];
  }
  for (size_t k = 0; k < length; k++)
    mean[k] = n_taken > 0 ? (float) (sum[k] / (double) n_taken) : 0;
  return n_taken;
}
