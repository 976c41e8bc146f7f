/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/signal/qrs-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Seconds. */
#define SHORTEST       0.20
#define SHORT          0.30
#define T_WAVE         0.44
#define LONGEST        4.0 /* beats further back are one to another */
#define LONG_INTERVAL  3.0 /* is a pause, not a rhythm */
#define USUAL_INTERVAL 0.8

#define COST_OF_SHORT  12.0 /* a second below SHORT */
#define T_SHARPNESS    0.4  /* of the beat's before it: a T wave is blunter */
#define COST_OF_T      0.4
#define EARLY          0.6 /* of the usual interval */
#define COST_OF_EARLY  0.7
#define LATE           1.1
#define COST_OF_LATE   1.7
#define LARGEST_COST   3.0
#define HALF_OF_RHYTHM 6 /* intervals to either side that tell the usual one */

#define NONE G_MAXUINT32

typedef struct {
  double *best;        /* [n_candidates]: the best sum that ends there */
  guint32 *before;     /* [n_candidates]: the beat before it, or NONE */
  const float *rhythm; /* [n_candidates]: the usual interval there; NULL in the first pass */
} Sweep;

static double
seconds_of (const EctopyQrsWork *work, size_t candidate)
{
  return (double) work->candidates[candidate].at / ECTOPY_QRS_RATE;
}

/* Seconds between two candidates in which no lead had a signal. */
static double
gap_between (const EctopyQrsWork *work, size_t a, size_t b)
{
  const guint32 *gaps = work->gap_blocks;

  return 0.1 * (gaps[work->candidates[b].at / ECTOPY_QRS_BLOCK] -
                gaps[work->candidates[a].at / ECTOPY_QRS_BLOCK]);
}

/* What it costs that @b follows @a after @dt seconds, which are at least SHORTEST. */
static double
cost (const EctopyQrsWork *work, const Sweep *sweep, size_t a, size_t b, double dt)
{
  const double sharp_a = (double) work->candidates[a].sharpness;
  const double sharp_b = (double) work->candidates[b].sharpness;
  double sum = 0;

  if (dt < SHORT)
    sum += COST_OF_SHORT * (SHORT - dt);
  if (dt < T_WAVE && sharp_b < T_SHARPNESS * sharp_a)
    sum += COST_OF_T * (2 - sharp_b / (T_SHARPNESS * sharp_a));
  if (sweep->rhythm != NULL) {
    const double usual = (double) sweep->rhythm[b];

    if (dt < EARLY * usual)
      sum += COST_OF_EARLY * log (EARLY * usual / dt);
    else if (dt > LATE * usual) {
      const double heard = dt - gap_between (work, a, b);

      if (heard > LATE * usual)
        sum += MIN (COST_OF_LATE * log (heard / (LATE * usual)), LARGEST_COST);
    }
  }
  return sum;
}

/* Dynamic programming from the first to the last. Returns: where the best sequence ends. */
static guint32
run_sweep (const EctopyQrsWork *work, Sweep *sweep)
{
  guint32 old_best = NONE; /* of those too far back to be looked at one by one */
  guint32 end = NONE;
  size_t first = 0;

  for (size_t i = 0; i < work->n_candidates; i++) {
    const double now = seconds_of (work, i);
    double best = 0;

    sweep->before[i] = NONE;
    for (; first < i && now - seconds_of (work, first) > LONGEST; first++)
      if (old_best == NONE || sweep->best[first] > sweep->best[old_best])
        old_best = (guint32) first;
    if (old_best != NONE) {
      const double sum = sweep->best[old_best] - (sweep->rhythm != NULL ? LARGEST_COST : 0);

      if (sum > best) {
        best = sum;
        sweep->before[i] = old_best;
      }
    }
    for (size_t j = first; j < i; j++) {
      const double dt = now - seconds_of (work, j);
      double sum;

      if (dt < SHORTEST || sweep->best[j] <= best)
        continue;
      sum = sweep->best[j] - cost (work, sweep, j, i, dt);
      if (sum > best) {
        best = sum;
        sweep->before[i] = (guint32) j;
      }
    }
    sweep->best[i] = (double) work->candidates[i].score + best;
    if (sweep->best[i] > 0 && (end == NONE || sweep->best[i] > sweep->best[end]))
      end = (guint32) i;
  }
  return end;
}

/* Writes the sequence that ends at @end into @chosen. Returns: how many. */
static size_t
follow_back (const Sweep *sweep, guint32 end, guint32 *chosen)
{
  size_t n = 0;

  for (guint32 at = end; at != NONE; at = sweep->before[at])
    chosen[n++] = at;
  for (size_t i = 0; i < n / 2; i++) {
    const guint32 swapped = chosen[i];

    chosen[i] = chosen[n - 1 - i];
    chosen[n - 1 - i] = swapped;
  }
  return n;
}

static float
median_of (float *values, guint n)
{
  /* By insertion: there are twelve at most. */
  for (guint i = 1; i < n; i++)
    for (guint j = i; j > 0 && values[j - 1] > values[j]; j--) {
      const float swapped = values[j];

      values[j] = values[j - 1];
      values[j - 1] = swapped;
    }
  return values[n / 2];
}

/* The usual interval around each candidate, of those between the beats of the first pass. */
static void
measure_rhythm (const EctopyQrsWork *work, const guint32 *chosen, size_t n_chosen, float *rhythm)
{
  size_t next = 0; /* the first beat that is not before the candidate */

  for (size_t i = 0; i < work->n_candidates; i++) {
    float intervals[2 * HALF_OF_RHYTHM];
    size_t from, to;
    guint n = 0;

    while (next < n_chosen && chosen[next] < i)
      next++;
    from = next > HALF_OF_RHYTHM ? next - HALF_OF_RHYTHM : 0;
    to = MIN (next + HALF_OF_RHYTHM, n_chosen);
    for (size_t k = MAX (from, 1); k < to; k++) {
      const double interval = seconds_of (work, chosen[k]) - seconds_of (work, chosen[k - 1]);

      if (interval < LONG_INTERVAL)
        intervals[n++] = (float) interval;
    }
    rhythm[i] = n > 0 ? median_of (intervals, n) : (float) USUAL_INTERVAL;
  }
}

guint32 *
ectopy_qrs_choose (const EctopyQrsWork *work, size_t *n_chosen, GError **error)
{
  const size_t n = MAX (work->n_candidates, 1);
  g_autofree double *best = g_try_new (double, n);
  g_autofree guint32 *before = g_try_new (guint32, n);
  g_autofree guint32 *chosen = g_try_new (guint32, n);
  g_autofree float *rhythm = g_try_new (float, n);
  Sweep sweep = { best, before, NULL };

  if (best == NULL || before == NULL || chosen == NULL || rhythm == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("There is not enough memory to find the beats of this recording."));
    return NULL;
  }
  *n_chosen = follow_back (&sweep, run_sweep (work, &sweep), chosen);
  measure_rhythm (work, chosen, *n_chosen, rhythm);
  sweep.rhythm = rhythm;
  *n_chosen = follow_back (&sweep, run_sweep (work, &sweep), chosen);
  return g_steal_pointer (&chosen);
}
