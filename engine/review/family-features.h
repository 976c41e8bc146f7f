/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/families.h"

G_BEGIN_DECLS

/* Principal components that are kept, and all numbers that describe a beat with its rhythm. */
#define ECTOPY_FAMILY_COMPONENTS 8
#define ECTOPY_FAMILY_WIDTH      (ECTOPY_FAMILY_COMPONENTS + 2)

/* What stands for an interval beside the hidden layer, whose part has a mean square of 1: a beat that comes
 * a third too early is as far from the others by that. */
#define ECTOPY_FAMILY_RHYTHM 2.0

/**
 * ectopy_family_features:
 * @beats: beats; at least 1
 * @cancellable: (nullable): a way to stop
 *
 * Brings each hidden value to a mean of 0 and a deviation of 1, these to their first principal components
 * (by iteration on at most 4,000 beats), and sets the rhythm beside them: intervals within a factor of e,
 * those unknown as usual. Any thread.
 *
 * Returns: (transfer full) (nullable): `[n, ECTOPY_FAMILY_WIDTH]`; NULL when cancelled, or
 *   without memory
 */
float *ectopy_family_features (const EctopyFamilyBeats *beats, GCancellable *cancellable);

/* Every how manieth of @n beats is taken where at most 4,000 can be. */
size_t ectopy_family_stride (size_t n);

G_END_DECLS
