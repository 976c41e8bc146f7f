/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For each sample position of a beat, what is taken off and what it is divided by. */
typedef struct {
  size_t length;
  float *mean;  /* [length], in the samples' unit */
  float *scale; /* [length], likewise, never 0 */
} EctopyScaler;

/* Makes @scaler one that changes nothing, for ectopy_scaler_clear(). */
void ectopy_scaler_init_identity (EctopyScaler *scaler, size_t length);

/**
 * ectopy_scaler_init_fit:
 * @scaler: (out): for ectopy_scaler_clear()
 * @samples: `[n_rows, length]`, finite
 * @n_rows: at least 1
 * @length: samples a beat
 *
 * Mean and standard deviation (of the population, divided by @n_rows) of each position, summed in
 * double. A position that is the same in all rows, to rounding, is divided by 1: as the
 * StandardScaler of scikit-learn does. Fit on the training part only. Any thread.
 */
void
ectopy_scaler_init_fit (EctopyScaler *scaler, const float *samples, size_t n_rows, size_t length);

/* Makes @scaler a copy of @other, for ectopy_scaler_clear(). */
void ectopy_scaler_init_copy (EctopyScaler *scaler, const EctopyScaler *other);

/* Frees what @scaler holds; all zero is a clear scaler. */
void ectopy_scaler_clear (EctopyScaler *scaler);

/**
 * ectopy_scaler_apply:
 * @scaler: fitted
 * @samples: `[n_rows, length]`
 * @n_rows: how many
 * @output: `[n_rows, length]`, overwritten; may be @samples
 *
 * (sample - mean) / scale. Allocates nothing; any thread, several at once.
 */
void ectopy_scaler_apply (const EctopyScaler *scaler,
                          const float *samples,
                          size_t n_rows,
                          float *output);

G_END_DECLS
