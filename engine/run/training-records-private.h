/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of training on recordings share. */
#include "engine/learn/context-set.h"
#include "engine/run/training-records.h"

G_BEGIN_DECLS

/* A run, and what has come of it so far. */
typedef struct {
  const EctopyTraining *training;
  const EctopyFitSettings *settings;
  const EctopyNetworkSpec *spec;
  GCancellable *cancellable;
  GPtrArray *records;
  EctopyContextSet *set;
  guint8 *is_training;   /* [parts] */
  guint8 *is_validation; /* [parts] */
  gboolean has_validation;
  double temperature;
  EctopyRecordsFigures *folds; /* nullable */
} EctopyRecordsRun;

/* training-records-card.c: beats of the records whose leads are chosen, each counted once. */
void ectopy_records_run_count (const EctopyRecordsRun *run,
                               const guint8 *is_chosen,
                               size_t counts[ECTOPY_N_CLASSES]);

/* training-records-card.c: what a later reader of the model must know. */
void ectopy_records_run_write_card (const EctopyRecordsRun *run,
                                    EctopyModel *model,
                                    const EctopyTrainingLog *log,
                                    const GPtrArray *notes);

/* Fewer folds are none. */
#define ECTOPY_FEWEST_FOLDS 2

G_END_DECLS
