/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ECTOPY_SLIDING_MAX 128

/* Up to ECTOPY_SLIDING_MAX values kept in order, for medians of windows that move by a few values:
 * a plain value, all zero is the empty one. */
typedef struct {
  guint n;
  float sorted[ECTOPY_SLIDING_MAX];
} EctopySliding;

/* Takes a finite value in; there must be room. */
void ectopy_sliding_add (EctopySliding *sliding, float value);

/* Takes out a value that was taken in. */
void ectopy_sliding_remove (EctopySliding *sliding, float value);

/* The middle value, of an even number the upper one; @otherwise if there is none. */
float ectopy_sliding_median (const EctopySliding *sliding, float otherwise);

/**
 * ectopy_sliding_medians:
 * @values: `[n]`; those that are not finite are left out
 * @n: how many
 * @reach: values to either side that count, below half of ECTOPY_SLIDING_MAX
 * @inwards: whether windows at the ends are moved inwards, so that they are all of one size, rather
 *   than cut
 * @otherwise: where there is no value at all
 * @medians: (out caller-allocates): `[n]`
 *
 * The median around each value. Takes n times reach.
 */
void ectopy_sliding_medians (const float *values,
                             size_t n,
                             guint reach,
                             gboolean inwards,
                             float otherwise,
                             float *medians);

G_END_DECLS
