/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"

G_BEGIN_DECLS

/* Samples a second of what ectopy_context_signal() makes. */
#define ECTOPY_CONTEXT_RATE 250

/* How many samples ectopy_context_signal() makes of @n_samples at @rate_hz. */
size_t ectopy_context_signal_len (size_t n_samples, double rate_hz);

/**
 * ectopy_context_signal:
 * @samples: `[n_samples]`: a lead; what is not finite is bridged by a line
 * @n_samples: at least 1
 * @rate_hz: samples a second
 * @workers: (nullable): a team to share the work
 * @signal: (out caller-allocates): `[ectopy_context_signal_len()]`
 *
 * What beats of any recorder are looked at in: 0.5 to 40 Hz, forward and backward by Butterworth filters of
 * second and third order, at 250 samples a second by cubic interpolation (of Catmull and Rom). A corner
 * beyond what the rate can hold is left out. The same on any number of threads.
 *
 * Returns: FALSE if there is not enough memory
 */
gboolean ectopy_context_signal (const float *samples,
                                size_t n_samples,
                                double rate_hz,
                                EctopyWorkers *workers,
                                float *signal);

G_END_DECLS
