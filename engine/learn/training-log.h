/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/epoch.h"

G_BEGIN_DECLS

/**
 * EctopyTrainingLog:
 * @epochs: `[n_epochs]`, in the order they were run
 * @n_epochs: how many
 * @capacity: how many @epochs has room for
 * @best_epoch: number of the epoch whose parameters are kept, 0 for none yet
 * @stop_reason: (nullable): why the run ended, a word or a sentence as files keep it: see
 *   ectopy_stored_text_shown(); NULL while it runs
 *
 * What a run of training came to. To be read by all, changed by the functions below only; one
 * thread at a time.
 */
typedef struct {
  EctopyEpoch *epochs;
  size_t n_epochs;
  size_t capacity;
  guint best_epoch;
  char *stop_reason;
} EctopyTrainingLog;

EctopyTrainingLog *ectopy_training_log_new (void);
EctopyTrainingLog *ectopy_training_log_copy (const EctopyTrainingLog *log);
void ectopy_training_log_free (EctopyTrainingLog *log);

/* Adds a copy of @epoch behind the others. */
void ectopy_training_log_append (EctopyTrainingLog *log, const EctopyEpoch *epoch);

/* Names the epoch whose parameters are kept; 0 for none. */
void ectopy_training_log_set_best (EctopyTrainingLog *log, guint epoch);

/* Says why the run ended; @reason (nullable) is copied. */
void ectopy_training_log_set_stop_reason (EctopyTrainingLog *log, const char *reason);

/* (nullable): the epoch of that number; lives until the next ectopy_training_log_append(). */
const EctopyEpoch *ectopy_training_log_find (const EctopyTrainingLog *log, guint epoch);

/**
 * ectopy_training_log_to_csv:
 * @log: a run
 *
 * One line an epoch after RFC 4180, columns as in #EctopyEpoch and `best` (1 for the epoch kept,
 * 0 for others); what was not measured is empty. The same in every locale.
 *
 * Returns: (transfer full): ASCII, ending in a newline
 */
char *ectopy_training_log_to_csv (const EctopyTrainingLog *log);

/**
 * ectopy_training_log_to_json:
 * @log: a run
 * @model: (nullable): the model's file or name, for the member of that name
 *
 * One object as the command line promises it for `train`. What was not measured is null.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_training_log_to_json (const EctopyTrainingLog *log, const char *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyTrainingLog, ectopy_training_log_free)

G_END_DECLS
