/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/signal/context.h"
#include "engine/signal/made-up-rhythm.h"

G_BEGIN_DECLS

/**
 * ectopy_made_up_lead:
 * @from: the beats of a recorded lead
 * @labels: `[from->n]`: their classes; of others than N and V nothing is taken
 * @kind: the rhythm to make
 * @rng: where chance comes from
 * @n: beats to make, at least 16
 * @classes: (out caller-allocates): `[n]`: N, S or V
 *
 * A lead made of pieces of a recorded one in another rhythm: normal beats in a row and ventricular ones as they
 * are, diastole cut or held so that they stand where the rhythm wants them, P waves where they belong: in
 * front of a premature atrial beat changed, in fibrillation and flutter none, but waves of 4 to 9 Hz. So a network can learn
 * what a rhythm looks like that its patients do not have, without learning whose beats go with it.
 *
 * Returns: (transfer full) (nullable): NULL if the lead has too few normal beats in a row, or, with @error
 *   set, if there is not enough memory
 */
EctopyContext *ectopy_made_up_lead (const EctopyContext *from,
                                    const guint8 *labels,
                                    EctopyMadeUpKind kind,
                                    EctopyRng *rng,
                                    size_t n,
                                    guint8 *classes,
                                    GError **error);

G_END_DECLS
