/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_find_peak:
 * @samples: `[n_samples]`: a lead
 * @n_samples: its length
 * @rate_hz: samples a second
 * @near: where to look
 *
 * The sample within 80 ms of @near that stands furthest from the line around it (the median of half a
 * second), up or down: where a beat that a person points at has its R peak.
 *
 * Returns: a sample; @near itself, brought within the lead, where nothing is known of the signal there
 */
size_t ectopy_find_peak (const float *samples, size_t n_samples, double rate_hz, gint64 near);

/**
 * ectopy_beats_alike:
 * @samples: `[n_samples]`: a lead
 * @n_samples: its length
 * @rate_hz: samples a second
 * @like: the mark of the beat that others are compared with
 * @marks: `[n]`: marks of the beats to compare
 * @n: how many
 * @is_alike: (out): `[n]`: 1 for beats whose shape from 100 ms before to 200 ms after the mark, moved
 *   by up to 20 ms, has a correlation of 0.9 or more with it, and 0.6 to 1.6 times its height
 *
 * Any thread.
 *
 * Returns: how many are alike
 */
size_t ectopy_beats_alike (const float *samples,
                           size_t n_samples,
                           double rate_hz,
                           gint64 like,
                           const gint64 *marks,
                           size_t n,
                           guint8 *is_alike);

/**
 * ectopy_beats_mean:
 * @samples: `[n_samples]`: a lead
 * @n_samples: its length
 * @marks: `[n]`: marks of beats
 * @n: how many
 * @before: samples of a piece before its mark
 * @length: samples of a piece
 * @mean: (out): `[length]`: the mean of the pieces, each less its own mean
 *
 * Pieces that reach beyond the lead or into a gap are left out. Any thread.
 *
 * Returns: pieces that were taken; @mean is all 0 without any
 */
size_t ectopy_beats_mean (const float *samples,
                          size_t n_samples,
                          const gint64 *marks,
                          size_t n,
                          gint64 before,
                          size_t length,
                          float *mean);

G_END_DECLS
