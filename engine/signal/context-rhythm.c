/* SPDX-License-Identifier: MIT */
#include "engine/signal/context-rhythm.h"

#include "engine/signal/sliding-median.h"

#include <math.h>
#include <string.h>

#define SHORTEST_S 0.2
#define LONGEST_S  4.0
#define REACH      20
#define LONG_SHARE 0.8
#define EARLY      0.12f

/* Where value @i lies of those that go on beyond the ends. */
static size_t
mirrored (gint64 i, size_t n, guint reach)
{
  const gint64 last = (gint64) n - 1;

  if (n <= reach)
    return (size_t) CLAMP (i, 0, last);
  if (i < 0)
    i = -i;
  return (size_t) (i > last ? 2 * last - i : i);
}

static float
quantile_of (const EctopySliding *window, double share)
{
  const double at = share * (double) (window->n - 1);
  const guint below = (guint) at;
  const guint above = MIN (below + 1, window->n - 1);

  return window->sorted[below] +
         (float) (at - below) * (window->sorted[above] - window->sorted[below]);
}

void
ectopy_sliding_quantiles (const float *values,
                          size_t n,
                          guint reach,
                          double share,
                          float *quantiles)
{
  EctopySliding window = { 0 };

  g_assert (2 * reach + 1 <= ECTOPY_SLIDING_MAX);
  for (gint64 k = -(gint64) reach; k <= (gint64) reach; k++)
    ectopy_sliding_add (&window, values[mirrored (k, n, reach)]);
  for (size_t i = 0; i < n; i++) {
    quantiles[i] = quantile_of (&window, share);
    if (i + 1 == n)
      break;
    ectopy_sliding_remove (&window, values[mirrored ((gint64) i - reach, n, reach)]);
    ectopy_sliding_add (&window, values[mirrored ((gint64) i + 1 + reach, n, reach)]);
  }
}

static int
compare_floats (const void *a, const void *b)
{
  const float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* Of all values at once. @sorted: `[n]`: scratch. */
static float
quantile_of_all (const float *values, size_t n, double share, float *sorted)
{
  const double at = share * (double) (n - 1);
  const size_t below = (size_t) at;

  memcpy (sorted, values, n * sizeof *values);
  qsort (sorted, n, sizeof *sorted, compare_floats);
  return sorted[below] +
         (float) (at - (double) below) * (sorted[MIN (below + 1, n - 1)] - sorted[below]);
}

static void
set_intervals (EctopyRhythm *self, const double *times, float *scratch)
{
  for (size_t i = 1; i < self->n; i++)
    self->rr[i] = (float) log (CLAMP (times[i] - times[i - 1], SHORTEST_S, LONGEST_S));
  self->usual = self->n > 1 ? quantile_of_all (self->rr + 1, self->n - 1, 0.5, scratch) : 0;
  self->rr[0] = self->usual;
  self->q90 = quantile_of_all (self->rr, self->n, 0.9, scratch);
}

static void
set_irregular (EctopyRhythm *self, float *steps)
{
  steps[0] = 0;
  for (size_t i = 1; i < self->n; i++)
    steps[i] = fabsf (self->rr[i] - self->rr[i - 1]);
  ectopy_sliding_quantiles (steps, self->n, REACH, 0.5, self->irregular);
}

/* Shares of the beats around that are early, and that are shorter than the one in the middle. */
static void
set_shares (EctopyRhythm *self)
{
  for (size_t i = 0; i < self->n; i++) {
    guint n_early = 0, n_shorter = 0;

    for (gint64 k = (gint64) i - REACH; k <= (gint64) i + REACH; k++) {
      const float rr = self->rr[mirrored (k, self->n, REACH)];

      n_early += rr < self->long_[i] - EARLY ? 1 : 0;
      n_shorter += rr < self->rr[i] ? 1 : 0;
    }
    self->early[i] = (float) n_early / (2 * REACH + 1);
    self->rank[i] = (float) n_shorter / (2 * REACH + 1);
  }
}

EctopyRhythm *
ectopy_rhythm_new (const double *times, size_t n)
{
  g_autoptr (EctopyRhythm) self = g_new0 (EctopyRhythm, 1);
  g_autofree float *scratch = g_try_new (float, n);

  g_assert (n > 0);
  self->n = n;
  self->rr = g_try_new (float, n);
  self->local = g_try_new (float, n);
  self->long_ = g_try_new (float, n);
  self->irregular = g_try_new (float, n);
  self->early = g_try_new (float, n);
  self->rank = g_try_new (float, n);
  if (scratch == NULL || self->rr == NULL || self->local == NULL || self->long_ == NULL ||
      self->irregular == NULL || self->early == NULL || self->rank == NULL)
    return NULL;
  set_intervals (self, times, scratch);
  ectopy_sliding_quantiles (self->rr, n, REACH, 0.5, self->local);
  ectopy_sliding_quantiles (self->rr, n, REACH, LONG_SHARE, self->long_);
  set_irregular (self, scratch);
  set_shares (self);
  return g_steal_pointer (&self);
}

void
ectopy_rhythm_free (EctopyRhythm *self)
{
  if (self == NULL)
    return;
  g_free (self->rr);
  g_free (self->local);
  g_free (self->long_);
  g_free (self->irregular);
  g_free (self->early);
  g_free (self->rank);
  g_free (self);
}

size_t
ectopy_rhythm_mirrored (const EctopyRhythm *self, size_t beat, int by)
{
  return mirrored ((gint64) beat + by, self->n, REACH);
}

float
ectopy_rhythm_get (const EctopyRhythm *self, size_t beat, int by)
{
  const gint64 at = (gint64) beat + by;

  return at >= 0 && at < (gint64) self->n ? self->rr[at] : self->usual;
}
