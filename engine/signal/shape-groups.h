/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ECTOPY_SHAPE_GROUPS 12

/**
 * EctopyShapeGroups:
 * @n: how many there are, at most %ECTOPY_SHAPE_GROUPS
 * @counts: beats of each
 * @of: `[n_beats]`: the group of each beat
 *
 * Beats of one lead, grouped by the shape of their QRS complexes.
 */
typedef struct {
  guint n;
  size_t counts[ECTOPY_SHAPE_GROUPS];
  guint8 *of;
} EctopyShapeGroups;

/**
 * ectopy_shape_groups_init:
 * @groups: (out): for ectopy_shape_groups_clear()
 * @pieces: `[n_beats, length]`: a piece around each beat, all of one scale
 * @n_beats: how many
 * @length: samples of a piece, at most 64
 *
 * Goes through the beats in order: each joins the group whose mean is nearest, the squared distance of both
 * (less their means) divided by the larger of their squared norms being below 0.3 (0.6 once there are
 * %ECTOPY_SHAPE_GROUPS), else begins one, in place of the smallest if that has fewer than three; means
 * follow their last 50 beats. Then each beat is given to the nearest mean.
 *
 * Source: Hartigan (1975), leader algorithm.
 *
 * Returns: FALSE if there is not enough memory
 */
gboolean ectopy_shape_groups_init (EctopyShapeGroups *groups,
                                   const float *pieces,
                                   size_t n_beats,
                                   size_t length);

void ectopy_shape_groups_clear (EctopyShapeGroups *groups);

G_END_DECLS
