/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"
#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * ectopy_evaluation_check_card_name:
 * @name: what lines of a card are to begin with
 * @error: return location; %ECTOPY_ERROR_ARGUMENT
 *
 * Returns: whether it is a name of small letters and digits which the card does not use for other lines
 */
gboolean ectopy_evaluation_check_card_name (const char *name, GError **error);

/**
 * ectopy_evaluation_write_card:
 * @self: an evaluation with its provenance
 * @model: the model it judged, which nobody else uses yet
 * @name: (nullable): of the test set, as ectopy_evaluation_check_card_name() takes it; NULL for "test"
 *
 * Writes the figures into the model's card, in lines that begin with @name and a dash, in place of those of
 * an earlier evaluation of that name. Of recordings there are also those of VEB and SVEB, with intervals by
 * patients. Saving the model is the caller's.
 */
void ectopy_evaluation_write_card (EctopyEvaluation *self, EctopyModel *model, const char *name);

G_END_DECLS
