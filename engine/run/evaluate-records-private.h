/* SPDX-License-Identifier: MIT */
#pragma once

/* For the files of evaluate-records.h only. */
#include "engine/run/evaluate-records.h"

G_BEGIN_DECLS

/**
 * EctopyJudgingTally:
 * @annotators: (element-type utf8 gpointer): whose annotations, and of how many records
 * @leads: likewise, which leads a record was classified by
 * @paced: (element-type utf8): names of records with paced beats
 * @n_early: beats before the counting begins
 * @n_no_class: beats with a mark that is of no class
 * @n_flutter: beats found where the reference has flutter
 * @n_missed: beats of the reference that were not found
 * @n_extra: beats found where the reference has none
 *
 * What is counted while records are judged, to be told in words.
 */
typedef struct {
  GHashTable *annotators;
  GHashTable *leads;
  GPtrArray *paced;
  size_t n_early;
  size_t n_no_class;
  size_t n_flutter;
  size_t n_missed;
  size_t n_extra;
} EctopyJudgingTally;

void ectopy_judging_tally_init (EctopyJudgingTally *tally);
void ectopy_judging_tally_clear (EctopyJudgingTally *tally);

/* In place of an annotator's name: the marks are in the recording's own file. */
#define ECTOPY_JUDGING_OF_THE_FILE "of the file"

/* Counts one record more with @text in @table. */
void ectopy_judging_tally_count (GHashTable *table, const char *text);

/* Tells in @judged how the figures came about, all but whose the patients are. */
void ectopy_judging_tell (EctopyJudgedRecords *judged, const EctopyJudgingTally *tally);

/**
 * ectopy_judging_tell_patients:
 * @judged: gets the names of records learned from, and sentences
 * @what: what was judged
 * @model: by which model: its card tells what it learned from
 * @protocol: (out): how patients were kept apart
 * @error: return location; that of the table of patients
 *
 * Returns: FALSE on failure
 */
gboolean ectopy_judging_tell_patients (EctopyJudgedRecords *judged,
                                       const EctopyRecordsToJudge *what,
                                       EctopyModel *model,
                                       EctopyProtocol *protocol,
                                       GError **error);

G_END_DECLS
