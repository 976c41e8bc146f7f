/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/workers.h"
#include "engine/evaluate/evaluation.h"
#include "engine/io/recording-reader.h"
#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * EctopyRecordsToJudge:
 * @records: (element-type EctopyRecordEntry): annotated recordings, at least one
 * @options: (nullable): how to read each, and whose annotations are the reference; NULL for the defaults
 * @lead: (nullable): the only lead to classify by, by name or by number from 0; NULL as for
 *   ectopy_classify_recording()
 * @positions: where the beats are
 * @compare: which mark is of which class and where counting begins; the window is for detected beats
 * @patients_path: (nullable): a table of lines `record,patient`, for the records that the model learned from
 * @data_name: (nullable): what people call the records
 * @protocol: how they were kept apart from those learned from, heeded if the model's card does not tell
 *
 * What to judge a model by, and how; all lent.
 */
typedef struct {
  const GPtrArray *records;
  const EctopyRecordingOptions *options;
  const char *lead;
  EctopyPositions positions;
  EctopyEc57Options compare;
  const char *patients_path;
  const char *data_name;
  EctopyProtocol protocol;
} EctopyRecordsToJudge;

/**
 * EctopyJudgedPlace:
 * @name: of the record
 * @path: what it was read from
 * @first: its first beat
 * @n: how many
 * @unlike: how unlike what the model has learned from the record is; NaN where the model does not tell
 *
 * Which of the beats judged are of which record.
 */
typedef struct {
  char *name;
  char *path;
  size_t first;
  size_t n;
  double unlike;
} EctopyJudgedPlace;

/**
 * EctopyRecordsResult:
 * @evaluation: of all beats that count, with its provenance and the records' figures
 * @places: (element-type EctopyJudgedPlace): in the order of the records
 * @samples: (element-type gint64): where each beat is in its recording
 * @labels: its class in the reference, %ECTOPY_CLASS_NONE where it does not count
 * @probabilities: (element-type float): `[n, 5]`
 *
 * What came of judging. Rows of @evaluation are the beats in this order.
 */
typedef struct {
  EctopyEvaluation *evaluation;
  GArray *places;
  GArray *samples;
  GByteArray *labels;
  GArray *probabilities;
} EctopyRecordsResult;

/**
 * ectopy_evaluate_records:
 * @what: recordings, and how to judge by them
 * @model: a model that suits recordings
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location; those of reading and ectopy_classify_recording(), which name the record;
 *   %ECTOPY_ERROR_EMPTY where no beat counts
 *
 * Classifies the beats of annotated recordings and compares the classes with the reference, beat by beat. With
 * positions of the reference each of its beats is a row; with detected ones each beat found is, and has the class of
 * its partner after EC57. The protocol is patient-wise if the model's card names the recordings it learned from and
 * none is of a patient judged here.
 *
 * One recording is in memory at a time. Any thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
EctopyRecordsResult *ectopy_evaluate_records (const EctopyRecordsToJudge *what,
                                              EctopyModel *model,
                                              EctopyWorkers *workers,
                                              EctopyProgressFunc progress,
                                              gpointer progress_data,
                                              GCancellable *cancellable,
                                              GError **error);

void ectopy_records_result_free (EctopyRecordsResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordsResult, ectopy_records_result_free)

G_END_DECLS
