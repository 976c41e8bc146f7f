/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"
#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * ectopy_evaluation_write_card:
 * @self: an evaluation with its provenance
 * @model: the model it judged, which nobody else uses yet
 *
 * Writes the figures into the model's card, in lines that begin with "test-", in place of those of
 * an earlier evaluation. Saving the model is the caller's.
 */
void ectopy_evaluation_write_card (EctopyEvaluation *self, EctopyModel *model);

G_END_DECLS
