/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-summary.h"
#include "engine/evaluate/record-figures.h"

G_BEGIN_DECLS

/**
 * EctopyPositions:
 * @ECTOPY_POSITIONS_REFERENCE: those of the reference annotations
 * @ECTOPY_POSITIONS_DETECTED: those that Ectopy's detector found
 *
 * Where the beats of a recording that is judged were looked for.
 */
typedef enum {
  ECTOPY_POSITIONS_REFERENCE,
  ECTOPY_POSITIONS_DETECTED,
} EctopyPositions;

/* (transfer none): "reference" or "detected". */
const char *ectopy_positions_name (EctopyPositions positions);

/**
 * EctopyJudgedRecords:
 * @figures: (transfer full): by record; of detected beats only those that have a partner in the reference
 * @positions: where the beats were looked for
 * @options: which mark is of which class, where counting began, and what counts as one beat
 * @compared: (nullable) (element-type EctopyEc57Record): of detected beats, each record compared beat by beat,
 *   with those that were missed or invented
 * @learned: (element-type utf8): names of records judged here that the model learned from, or whose patient it
 *   learned from
 * @statements: (element-type utf8): sentences on how the figures came about, in the language of whoever judged
 * @stored: (element-type utf8): the same as files keep them, in English
 *
 * What an evaluation knows of the recordings behind it. It never changes once it is made; any thread may read it.
 */
typedef struct {
  EctopyRecordsFigures *figures;
  EctopyPositions positions;
  EctopyEc57Options options;
  GArray *compared;
  GPtrArray *learned;
  GPtrArray *statements;
  GPtrArray *stored;
} EctopyJudgedRecords;

/* (transfer full): without figures, records or statements yet. */
EctopyJudgedRecords *ectopy_judged_records_new (EctopyPositions positions,
                                                const EctopyEc57Options *options);

/* Adds a sentence to the statements. */
void ectopy_judged_records_say (EctopyJudgedRecords *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

EctopyJudgedRecords *ectopy_judged_records_ref (EctopyJudgedRecords *self);
void ectopy_judged_records_unref (EctopyJudgedRecords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyJudgedRecords, ectopy_judged_records_unref)

G_END_DECLS
