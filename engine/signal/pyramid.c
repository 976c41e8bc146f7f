/* SPDX-License-Identifier: MIT */
#include "engine/signal/pyramid.h"

#include "engine/core/memory.h"

#include <math.h>
#include <string.h>

#define BIN        ECTOPY_PYRAMID_BIN
#define MAX_LEVELS 64
#define PIECE      (1u << 20) /* samples between two looks at the cancellable */

/* The range of a bin, low above high where it holds no sample. Both lie side by side: a column reads
 * few bins, far apart. */
typedef struct {
  float low;
  float high;
} Range;

static const Range nothing = { INFINITY, -INFINITY };

/* Level k has bins of 16 2^k samples; the topmost has one bin. */
struct _EctopyPyramid {
  size_t n_samples;
  size_t n_added;
  guint n_levels;
  Range *levels[MAX_LEVELS]; /* all within one block, that of the first */
  size_t n_bins[MAX_LEVELS];
};

static Range
range_join (Range a, Range b)
{
  return (Range){ b.low < a.low ? b.low : a.low, b.high > a.high ? b.high : a.high };
}

/* Comparisons with not-a-number are false, so it changes nothing. */
static Range
range_of (const float *samples, size_t n)
{
  Range range = nothing;

  for (size_t i = 0; i < n; i++) {
    range.low = samples[i] < range.low ? samples[i] : range.low;
    range.high = samples[i] > range.high ? samples[i] : range.high;
  }
  return range;
}

/* The range of a whole bin: in lanes, which the compiler makes one register of. */
static Range
range_of_bin (const float *samples)
{
  float low[4], high[4];
  Range range = nothing;

  for (guint k = 0; k < 4; k++) {
    low[k] = nothing.low;
    high[k] = nothing.high;
  }
  for (guint i = 0; i < BIN; i += 4)
    for (guint k = 0; k < 4; k++) {
      low[k] = samples[i + k] < low[k] ? samples[i + k] : low[k];
      high[k] = samples[i + k] > high[k] ? samples[i + k] : high[k];
    }
  for (guint k = 0; k < 4; k++)
    range = range_join (range, (Range){ low[k], high[k] });
  return range;
}

EctopyPyramid *
ectopy_pyramid_begin (size_t n_samples, GError **error)
{
  EctopyPyramid *self = g_new0 (EctopyPyramid, 1);
  size_t total = 0;
  Range *next;

  g_assert (n_samples > 0);
  self->n_samples = n_samples;
  for (size_t n = (n_samples - 1) / BIN + 1;; n = (n + 1) / 2) {
    self->n_bins[self->n_levels++] = n;
    total += n;
    if (n == 1)
      break;
  }
  next = g_try_new (Range, total);
  if (next == NULL) {
    g_free (self);
    ectopy_memory_fail (total, sizeof *next, error);
    return NULL;
  }
  for (guint level = 0; level < self->n_levels; level++) {
    self->levels[level] = next;
    next += self->n_bins[level];
  }
  return self;
}

void
ectopy_pyramid_add (EctopyPyramid *self, const float *samples, size_t n)
{
  Range *bin = self->levels[0] + self->n_added / BIN;

  g_assert (self->n_added % BIN == 0 && n <= self->n_samples - self->n_added);
  for (size_t i = 0; i + BIN <= n; i += BIN)
    *bin++ = range_of_bin (samples + i);
  if (n % BIN > 0)
    *bin = range_of (samples + n - n % BIN, n % BIN);
  self->n_added += n;
}

void
ectopy_pyramid_end (EctopyPyramid *self)
{
  g_assert (self->n_added == self->n_samples);
  for (guint level = 1; level < self->n_levels; level++) {
    const Range *below = self->levels[level - 1];
    const size_t n_below = self->n_bins[level - 1];

    for (size_t i = 0; i < self->n_bins[level]; i++)
      self->levels[level][i] = range_join (below[2 * i],
                                           2 * i + 1 < n_below ? below[2 * i + 1] : nothing);
  }
}

EctopyPyramid *
ectopy_pyramid_new (const float *samples,
                    size_t n_samples,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (EctopyPyramid) self = ectopy_pyramid_begin (n_samples, error);

  for (size_t first = 0; self != NULL && first < n_samples; first += PIECE) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    ectopy_pyramid_add (self, samples + first, MIN (PIECE, n_samples - first));
  }
  if (self != NULL)
    ectopy_pyramid_end (self);
  return g_steal_pointer (&self);
}

void
ectopy_pyramid_free (EctopyPyramid *self)
{
  g_free (self->levels[0]);
  g_free (self);
}

/* Of the bins of the lowest level from @from up to before @to: as few and as large bins as make up
 * the stretch, from both its ends inwards. */
static Range
range_of_bins (const EctopyPyramid *self, size_t from, size_t to)
{
  Range range = nothing;

  for (guint level = 0; from < to; level++) {
    if (from % 2 == 1)
      range = range_join (range, self->levels[level][from++]);
    if (to % 2 == 1)
      range = range_join (range, self->levels[level][--to]);
    from /= 2;
    to /= 2;
  }
  return range;
}

/* Of the samples from @from up to before @to, which is further on. */
static Range
range_between (const EctopyPyramid *self, const float *samples, size_t from, size_t to)
{
  const size_t first = (from + BIN - 1) / BIN, last = to / BIN;
  Range range;

  if (samples == NULL)
    return range_of_bins (self, from / BIN, MAX (to / BIN, from / BIN + 1));
  if (first >= last)
    return range_of (samples + from, to - from);
  range = range_join (range_of (samples + from, first * BIN - from),
                      range_of (samples + last * BIN, to - last * BIN));
  return range_join (range, range_of_bins (self, first, last));
}

/* The first sample at or after @at, at most @n_samples. */
static size_t
sample_after (double at, size_t n_samples)
{
  return at > 0 ? (size_t) MIN (ceil (at), (double) n_samples) : 0;
}

void
ectopy_pyramid_columns (const EctopyPyramid *self,
                        const float *samples,
                        double first,
                        double per_column,
                        size_t n_columns,
                        float *low,
                        float *high)
{
  size_t from = sample_after (first, self->n_samples);

  for (size_t k = 0; k < n_columns; k++) {
    const size_t to = sample_after (first + (double) (k + 1) * per_column, self->n_samples);
    const Range range = from < to ? range_between (self, samples, from, to) : nothing;

    low[k] = range.low <= range.high ? range.low : NAN;
    high[k] = range.low <= range.high ? range.high : NAN;
    from = to;
  }
}
