/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/context-set.h"

G_BEGIN_DECLS

/**
 * ectopy_record_groups:
 * @set: beats of records
 * @takes_part: (nullable): `[set->parts->len]`: which leads of it; NULL for all
 * @n_groups: how many groups; more than there are patients give each one of its own
 * @seed: decides among equals
 * @groups: (out caller-allocates): `[set->parts->len]`: the group of each lead, G_MAXUINT for those left out
 *
 * Parts the patients into groups of about as many beats, and about as many of S and of V. Records of one patient
 * stay together. Those with most go first, each to the group that has least.
 *
 * Returns: how many groups there are
 */
guint ectopy_record_groups (const EctopyContextSet *set,
                            const guint8 *takes_part,
                            guint n_groups,
                            guint64 seed,
                            guint *groups);

/**
 * ectopy_record_choose_share:
 * @set: beats of records
 * @share: of the patients, 0 to 1
 * @seed: of the choice
 * @is_chosen: (out caller-allocates): `[set->parts->len]`
 *
 * Chooses patients at random until their share is reached: at least one, and not all.
 *
 * Returns: FALSE with fewer than two patients
 */
gboolean ectopy_record_choose_share (const EctopyContextSet *set,
                                     double share,
                                     guint64 seed,
                                     guint8 *is_chosen);

G_END_DECLS
