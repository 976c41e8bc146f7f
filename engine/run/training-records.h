/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/run/training.h"

G_BEGIN_DECLS

/**
 * ectopy_training_run_records:
 * @training: what and how, of recordings
 * @spec: the network: one of side values
 * @log: (inout): as for ectopy_fit()
 * @notes: (element-type utf8): likewise
 * @end: (out) (optional): likewise
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Training on annotated recordings, each beat with what is around it: reads them, sets records of some patients
 * aside, trains. Before that, if the settings have folds, each group of patients is judged by a model of the others,
 * and a temperature is fitted on all of them; without folds on the validation records.
 *
 * Returns: (transfer full) (nullable): the model with its card, not yet saved
 */
EctopyModel *ectopy_training_run_records (const EctopyTraining *training,
                                          EctopyNetworkSpec *spec,
                                          EctopyTrainingLog *log,
                                          GPtrArray *notes,
                                          EctopyFitEnd *end,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
