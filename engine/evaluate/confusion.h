/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/**
 * EctopyConfusion:
 * @counts: beats by true class (row) and given class (column), in the order N S V F Q
 *
 * A plain value; all zero is the empty one.
 */
typedef struct {
  guint64 counts[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES];
} EctopyConfusion;

/**
 * ectopy_confusion_add:
 * @confusion: the counts
 * @truth: the true class
 * @predicted: the class given
 *
 * Counts one beat; one without a class on either side is left out.
 *
 * Returns: whether it was counted
 */
gboolean ectopy_confusion_add (EctopyConfusion *confusion, guint truth, guint predicted);

/* Counts `[n]` beats as ectopy_confusion_add() does. Returns: how many were counted. */
size_t ectopy_confusion_add_labels (EctopyConfusion *confusion,
                                    const guint8 *truth,
                                    const guint8 *predicted,
                                    size_t n);

/* Adds the counts of @other. */
void ectopy_confusion_merge (EctopyConfusion *confusion, const EctopyConfusion *other);

/* All beats. */
guint64 ectopy_confusion_total (const EctopyConfusion *confusion);

/* Beats whose class was found: the diagonal. */
guint64 ectopy_confusion_correct (const EctopyConfusion *confusion);

/* Beats of that true class. @truth < %ECTOPY_N_CLASSES. */
guint64 ectopy_confusion_row_total (const EctopyConfusion *confusion, guint truth);

/* Beats that were given that class. @predicted < %ECTOPY_N_CLASSES. */
guint64 ectopy_confusion_column_total (const EctopyConfusion *confusion, guint predicted);

G_END_DECLS
