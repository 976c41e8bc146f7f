/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Samples in a bin of the lowest level. */
#define ECTOPY_PYRAMID_BIN 16

/**
 * EctopyPyramid:
 *
 * The smallest and largest samples of every 16, and of every 32, 64 and so on: any stretch of a day's
 * recording can be drawn from a few thousand of them. Fixed when built; any thread may read it.
 */
typedef struct _EctopyPyramid EctopyPyramid;

/**
 * ectopy_pyramid_new:
 * @samples: `[n_samples]`; not-a-number where there is none
 * @n_samples: at least 1
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the pyramid, a quarter of the size of the samples; NULL with
 *   %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyPyramid *ectopy_pyramid_new (const float *samples,
                                   size_t n_samples,
                                   GCancellable *cancellable,
                                   GError **error);

/* ---- In pieces, for samples that are made on the way ---- */

/* (transfer full) (nullable): a pyramid to be filled with ectopy_pyramid_add(), then closed; NULL with
 * %ECTOPY_ERROR_MEMORY. */
EctopyPyramid *ectopy_pyramid_begin (size_t n_samples, GError **error);

/* The next @n samples; a multiple of %ECTOPY_PYRAMID_BIN but for the last. */
void ectopy_pyramid_add (EctopyPyramid *self, const float *samples, size_t n);

/* All samples are there: makes the upper levels. */
void ectopy_pyramid_end (EctopyPyramid *self);

void ectopy_pyramid_free (EctopyPyramid *self);

/**
 * ectopy_pyramid_columns:
 * @self: a pyramid
 * @samples: (nullable): what it was built of; makes the edges of columns exact. NULL: edges are those
 *   of bins
 * @first: where the first column begins, in samples; may be before the first sample
 * @per_column: samples a column, at least 1
 * @n_columns: how many
 * @low: (out): `[n_columns]`: smallest sample of each column; NaN where it holds none
 * @high: (out): `[n_columns]`: largest
 *
 * Column k holds the samples from @first + k @per_column up to the next column's first.
 */
void ectopy_pyramid_columns (const EctopyPyramid *self,
                             const float *samples,
                             double first,
                             double per_column,
                             size_t n_columns,
                             float *low,
                             float *high);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyPyramid, ectopy_pyramid_free)

G_END_DECLS
