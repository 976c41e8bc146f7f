/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"

G_BEGIN_DECLS

/**
 * EctopyMadeUpKind:
 * @ECTOPY_MADE_UP_ATRIAL: sinus rhythm with premature atrial beats: single, every second or third, in runs, few
 *   or most of all beats
 * @ECTOPY_MADE_UP_SICK_SINUS: slow sinus rhythm with pauses, of which a third to nearly all beats are atrial
 *   ones at the usual rate, so that what is early for the patient is not so for others
 * @ECTOPY_MADE_UP_FIBRILLATION: intervals that have nothing to do with each other
 * @ECTOPY_MADE_UP_FLUTTER: intervals that are multiples of one, which changes little
 * @ECTOPY_MADE_UP_DROPPED: sinus rhythm in which beats are not conducted
 *
 * Rhythms that a data set has too few patients with.
 */
typedef enum {
  ECTOPY_MADE_UP_ATRIAL,
  ECTOPY_MADE_UP_SICK_SINUS,
  ECTOPY_MADE_UP_FIBRILLATION,
  ECTOPY_MADE_UP_FLUTTER,
  ECTOPY_MADE_UP_DROPPED,
  ECTOPY_N_MADE_UP_KINDS
} EctopyMadeUpKind;

/**
 * ectopy_made_up_rhythm:
 * @kind: which
 * @rng: where chance comes from
 * @n: beats, at least 16
 * @rr_s: (out caller-allocates): `[n]`: the interval before each beat in seconds, 0.26 to 3
 * @classes: (out caller-allocates): `[n]`: N, S or V; half of the rhythms have ventricular beats among the others
 */
void ectopy_made_up_rhythm (EctopyMadeUpKind kind,
                            EctopyRng *rng,
                            size_t n,
                            double *rr_s,
                            guint8 *classes);

G_END_DECLS
