/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* There are at most that many families. */
#define ECTOPY_MAX_FAMILIES 16

/**
 * EctopyFamilyBeats:
 * @n: how many
 * @n_hidden: values of the hidden layer
 * @hidden: `[n, n_hidden]`: what a network sees in each, in its last hidden layer
 * @rhythm: `[n, 2]`: natural logarithms of the intervals before and after each, relative to the usual
 *   one around it; NaN where there is none
 * @classes: `[n]`: their classes, or %ECTOPY_CLASS_NONE
 *
 * Beats to be grouped; all is lent.
 */
typedef struct {
  size_t n;
  size_t n_hidden;
  const float *hidden;
  const float *rhythm;
  const guint8 *classes;
} EctopyFamilyBeats;

/**
 * EctopyFamily:
 * @n_beats: how many
 * @counts: how many of each class
 * @beat_class: the most frequent, %ECTOPY_CLASS_NONE where none has one
 * @medoid: the beat nearest to the centre
 */
typedef struct {
  size_t n_beats;
  size_t counts[ECTOPY_N_CLASSES];
  guint beat_class;
  size_t medoid;
} EctopyFamily;

/**
 * EctopyFamilies:
 * @families: `[n_families]`: first those whose class is not normal, then the others; the larger before the
 *   smaller
 * @n_families: 1 to %ECTOPY_MAX_FAMILIES; 0 without beats
 * @n_beats: how many there are in all
 * @family: `[n_beats]`: the family of each beat
 * @distance: `[n_beats]`: how far each is from the centre of its family, in an arbitrary unit
 *
 * Beats that look alike to a network and stand alike in the rhythm.
 */
typedef struct {
  EctopyFamily *families;
  guint n_families;
  size_t n_beats;
  guint8 *family;
  float *distance;
} EctopyFamilies;

/**
 * ectopy_families_new:
 * @beats: beats
 * @cancellable: (nullable): a way to stop
 *
 * Groups beats: hidden values brought to one scale and to their principal components, with the rhythm
 * beside them; k-means (seeded as k-means++, with a seed that is always the same) into more groups than
 * there are families, with further ones for what is far from all; then the groups nearest to each
 * other, for how wide they are and for what classes they have, become one as long as there is no gap between
 * them. The same beats give the same families. About half a second for 100,000 beats. Any thread.
 *
 * Sources: Arthur and Vassilvitskii (2007), k-means++; Ward (1963) for what is merged to keep the limit.
 *
 * Returns: (transfer full) (nullable): families; NULL when cancelled, or without memory
 */
EctopyFamilies *ectopy_families_new (const EctopyFamilyBeats *beats, GCancellable *cancellable);

void ectopy_families_free (EctopyFamilies *families);

/* (transfer full): `[n]`: the beats of a family, those furthest from its centre first. */
guint32 *ectopy_families_list (const EctopyFamilies *families, guint family, size_t *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyFamilies, ectopy_families_free)

G_END_DECLS
