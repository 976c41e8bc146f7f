/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/record-figures.h"
#include "engine/learn/fit.h"

G_BEGIN_DECLS

#define ECTOPY_TYPE_RUN (ectopy_run_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRun, ectopy_run, ECTOPY, RUN, GObject)

/**
 * ectopy_run_new:
 * @number: counts the runs of a session, from 1
 * @data: what it is trained on, for display
 * @settings: copied
 *
 * A run of training of this session: its settings, epochs, end and model. Main thread.
 *
 * Property: `compared`, whether it is shown behind another. Signal: `changed` with each epoch and at
 * the end.
 */
EctopyRun *ectopy_run_new (guint number, const char *data, const EctopyFitSettings *settings);

/* (transfer none): "Run 2", and what it was trained on. */
const char *ectopy_run_get_name (EctopyRun *self);
const char *ectopy_run_get_data (EctopyRun *self);

const EctopyFitSettings *ectopy_run_get_settings (EctopyRun *self);
const EctopyTrainingLog *ectopy_run_get_log (EctopyRun *self);

/* Takes over the epochs of @log that are new. */
void ectopy_run_update (EctopyRun *self, const EctopyTrainingLog *log);

/* (nullable) (transfer none): what became of recordings that were not learned from. */
void ectopy_run_set_figures (EctopyRun *self, EctopyRecordsFigures *figures);
EctopyRecordsFigures *ectopy_run_get_figures (EctopyRun *self);

/* It has ended; @model is NULL, and @failure says why, where nothing came of it. */
void ectopy_run_finish (EctopyRun *self,
                        EctopyFitEnd end,
                        EctopyModel *model,
                        GPtrArray *notes,
                        const char *failure);

gboolean ectopy_run_is_running (EctopyRun *self);

/* (nullable) (transfer none) */
EctopyModel *ectopy_run_get_model (EctopyRun *self);

gboolean ectopy_run_get_compared (EctopyRun *self);
void ectopy_run_set_compared (EctopyRun *self, gboolean compared);

/* (transfer full): what it was set to, in a line: "30 epochs, batch 128, rate 0.001". */
char *ectopy_run_describe_settings (EctopyRun *self);

/* (transfer full): what came of it, a sentence or two; of a run that goes on, how far it is. */
char *ectopy_run_describe_result (EctopyRun *self);

/* (transfer full) (nullable): sentences about the data that came with the result. */
char *ectopy_run_describe_notes (EctopyRun *self);

G_END_DECLS
