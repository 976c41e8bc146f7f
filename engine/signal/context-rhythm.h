/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyRhythm:
 * @n: beats
 * @rr: `[n]`: natural logarithm of the interval before each beat in seconds, the interval within 0.2 to 4 s;
 *   of the first beat that of the median interval
 * @local: `[n]`: median of @rr over the beat and 20 to each side
 * @long_: `[n]`: their 80 % point: the rhythm's interval even where most beats come early
 * @irregular: `[n]`: the median of how much @rr changes from beat to beat, over the same beats
 * @early: `[n]`: share of these beats whose interval is shorter than @long_ by a factor of exp (0.12)
 * @rank: `[n]`: share of these beats whose interval is shorter than the beat's own
 * @usual: median of all @rr
 * @q90: their 90 % point
 *
 * The rhythm around each beat. At the ends of the recording it goes on as in a mirror.
 */
typedef struct {
  size_t n;
  float *rr;
  float *local;
  float *long_;
  float *irregular;
  float *early;
  float *rank;
  float usual;
  float q90;
} EctopyRhythm;

/**
 * ectopy_rhythm_new:
 * @times: `[n]`: beats in seconds, in order
 * @n: at least 1
 *
 * Returns: (transfer full) (nullable): the rhythm; NULL if there is not enough memory. Takes n times the
 *   width of the windows. Any thread.
 */
EctopyRhythm *ectopy_rhythm_new (const double *times, size_t n);

void ectopy_rhythm_free (EctopyRhythm *rhythm);

/* The beat @by beats after @beat, up to 20 either way, as in a mirror beyond the ends. */
size_t ectopy_rhythm_mirrored (const EctopyRhythm *rhythm, size_t beat, int by);

/* The interval before the beat @by beats after @beat, as @rr; the usual one beyond the ends. */
float ectopy_rhythm_get (const EctopyRhythm *rhythm, size_t beat, int by);

/**
 * ectopy_sliding_quantiles:
 * @values: `[n]`, finite
 * @n: how many
 * @reach: values to each side that count, at most 60
 * @share: 0.5 for the median
 * @quantiles: (out caller-allocates): `[n]`: between neighbours by line; the values go on beyond the ends as
 *   in a mirror (or, of @reach values or fewer, as the last)
 */
void ectopy_sliding_quantiles (const float *values,
                               size_t n,
                               guint reach,
                               double share,
                               float *quantiles);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRhythm, ectopy_rhythm_free)

G_END_DECLS
