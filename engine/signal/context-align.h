/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"

G_BEGIN_DECLS

/**
 * ectopy_context_align:
 * @signal: `[n_signal]`: from ectopy_context_signal()
 * @n_signal: its length
 * @at: `[n]`: (inout): beats, in order; moved by up to 68 ms to where each fits the usual QRS complex
 * @n: how many
 * @workers: (nullable): a team to share the work
 * @is_good: (out caller-allocates): `[n]`: 1 for beats that fit it well
 * @n_good: (out): how many do
 *
 * The usual complex is the median over the beats (over 4001 of them, evenly spread, where there are more)
 * from 100 ms before to 124 ms after; a beat fits well where the correlation, less a little for the way,
 * is above 0.85. Done three times, the median each time from the beats that fitted.
 *
 * Returns: FALSE if there is not enough memory
 */
gboolean ectopy_context_align (const float *signal,
                               size_t n_signal,
                               gint64 *at,
                               size_t n,
                               EctopyWorkers *workers,
                               guint8 *is_good,
                               size_t *n_good);

/**
 * ectopy_context_median:
 * @signal: `[n_signal]`
 * @n_signal: its length
 * @at: `[n]`: beats
 * @level: (nullable): `[n]`: taken off the samples of each
 * @is_chosen: (nullable): `[n]`: which of them; NULL for all
 * @n: how many
 * @before: samples from the first of a piece to its beat
 * @step: samples from one of a piece to the next
 * @length: samples of a piece
 * @median: (out caller-allocates): `[length]`: the median of the pieces, at most 4001 of them, evenly
 *   spread; zeros without any
 *
 * Returns: FALSE if there is not enough memory
 */
gboolean ectopy_context_median (const float *signal,
                                size_t n_signal,
                                const gint64 *at,
                                const float *level,
                                const guint8 *is_chosen,
                                size_t n,
                                gint64 before,
                                gint64 step,
                                size_t length,
                                float *median);

/* The middle of `[n]` values, which are put in another order; of an even number the mean of both middle
 * ones. */
float ectopy_median_of (float *values, size_t n);

G_END_DECLS
