/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/confusion.h"
#include "engine/evaluate/ec57.h"
#include "ui/widgets/paint-area.h"

G_BEGIN_DECLS

/**
 * EctopyConfusionView:
 *
 * A confusion matrix to walk in: arrows move from cell to cell, Enter, space or a click chooses one,
 * the pointer gets a sentence about the cell under it, and so do assistive tools about the one that
 * has the keyboard.
 *
 * Signal `chosen (guint truth, guint predicted)`. Actions `matrix.choose` and `matrix.move(s)`, of
 * "left", "right", "up", "down".
 */
#define ECTOPY_TYPE_CONFUSION_VIEW (ectopy_confusion_view_get_type ())
G_DECLARE_FINAL_TYPE (EctopyConfusionView,
                      ectopy_confusion_view,
                      ECTOPY,
                      CONFUSION_VIEW,
                      EctopyPaintArea)

/* Shows these counts: copied; NULL for an empty matrix. */
void ectopy_confusion_view_set (EctopyConfusionView *self, const EctopyConfusion *confusion);

/* Shows those of a comparison, seven by seven: the signal and the focus are then of #EctopyEc57Label. */
void ectopy_confusion_view_set_ec57 (EctopyConfusionView *self, const EctopyEc57Counts *counts);

/* Whether shares are of the class given rather than of the true one. */
void ectopy_confusion_view_set_share_of_given (EctopyConfusionView *self, gboolean of_given);

/* (transfer full): "37 of 18,118 normal beats were called ventricular." */
char *
ectopy_confusion_view_sentence (const EctopyConfusion *confusion, guint truth, guint predicted);

/* (transfer full): "37 of 1,586 normal beats were taken for ventricular." */
char *
ectopy_confusion_view_ec57_sentence (const EctopyEc57Counts *counts, guint reference, guint test);

G_END_DECLS
