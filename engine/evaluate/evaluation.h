/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/calibration.h"
#include "engine/evaluate/confusion.h"
#include "engine/evaluate/judged-records.h"
#include "engine/evaluate/metrics.h"
#include "engine/evaluate/roc.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Stands on every report. */
#define ECTOPY_NOTICE "For research and education, not for diagnosis."

/* (transfer none): it in the language of the user; ECTOPY_NOTICE is what files keep. */
const char *ectopy_notice (void);

/**
 * EctopyProtocol:
 * @ECTOPY_PROTOCOL_UNKNOWN: nobody has said
 * @ECTOPY_PROTOCOL_RANDOM_BEATS: the same patients may be on both sides
 * @ECTOPY_PROTOCOL_PATIENT_WISE: no patient is on both sides
 * @ECTOPY_PROTOCOL_MIXED: records are told apart, and some patients are on both sides
 *
 * How the beats that are judged were kept apart from those that were learned.
 */
typedef enum {
  ECTOPY_PROTOCOL_UNKNOWN,
  ECTOPY_PROTOCOL_RANDOM_BEATS,
  ECTOPY_PROTOCOL_PATIENT_WISE,
  ECTOPY_PROTOCOL_MIXED,
} EctopyProtocol;

/* (transfer none): "unknown", "random", "patient-wise" or "mixed". */
const char *ectopy_protocol_name (EctopyProtocol protocol);

/* (transfer none): what the protocol allows to conclude, a sentence. */
const char *ectopy_protocol_sentence (EctopyProtocol protocol);

/**
 * EctopyProvenance:
 * @model_name: (nullable): what people call the model
 * @model_digest: (nullable): SHA-256 of its file, hexadecimal
 * @network_name: (nullable): the kind of network
 * @data_name: (nullable): base name of the file judged on
 * @data_digest: (nullable): SHA-256 of that file, hexadecimal
 * @date: (nullable): when, as ISO 8601
 * @version: (nullable): of the program
 * @protocol: how the beats were split
 * @seconds: how long the classifying took; 0 or NaN when not measured
 * @beats_per_second: how fast it was; 0 or NaN when not measured
 *
 * Where the figures come from. Strings are UTF-8.
 */
typedef struct {
  const char *model_name;
  const char *model_digest;
  const char *network_name;
  const char *data_name;
  const char *data_digest;
  const char *date;
  const char *version;
  EctopyProtocol protocol;
  double seconds;
  double beats_per_second;
} EctopyProvenance;

#define ECTOPY_TYPE_EVALUATION (ectopy_evaluation_get_type ())
G_DECLARE_FINAL_TYPE (EctopyEvaluation, ectopy_evaluation, ECTOPY, EVALUATION, GObject)

/**
 * ectopy_evaluation_new:
 * @labels: `[n]`: the true classes
 * @probabilities: `[n, 5]`, in the order N S V F Q
 * @n: beats
 *
 * The figures of one model on one data set: counts, metrics with their intervals, curves and
 * calibration. The class given is the one of the highest probability, of several the first. Beats
 * without a label, and those with a probability that is not finite, are left out and counted as
 * skipped. Nothing of the arguments is kept.
 *
 * Takes about half a second for 100,000 beats. Any thread; the object never changes after
 * ectopy_evaluation_set_provenance() and ectopy_evaluation_set_records() and may then be read from any thread.
 *
 * Returns: (transfer full) (nullable): the evaluation; NULL if there is not enough memory
 */
EctopyEvaluation *
ectopy_evaluation_new (const guint8 *labels, const float *probabilities, size_t n);

/* Copies @provenance with its strings (those that are not UTF-8 are mended). Before the evaluation
 * is shown to others. */
void ectopy_evaluation_set_provenance (EctopyEvaluation *self, const EctopyProvenance *provenance);

/* (transfer none): all NULL and unknown until set. */
const EctopyProvenance *ectopy_evaluation_get_provenance (EctopyEvaluation *self);

/* Keeps a reference to @records: the recordings that the beats are of. Before the evaluation is shown to others. */
void ectopy_evaluation_set_records (EctopyEvaluation *self, EctopyJudgedRecords *records);

/* (transfer none) (nullable): NULL where the beats are not of recordings. */
EctopyJudgedRecords *ectopy_evaluation_get_records (EctopyEvaluation *self);

const EctopyConfusion *ectopy_evaluation_get_confusion (EctopyEvaluation *self);
const EctopyMetrics *ectopy_evaluation_get_metrics (EctopyEvaluation *self);
const EctopyCalibration *ectopy_evaluation_get_calibration (EctopyEvaluation *self);

/* One class against the rest; @beat_class < %ECTOPY_N_CLASSES. */
const EctopyRoc *ectopy_evaluation_get_roc (EctopyEvaluation *self, guint beat_class);

/* Rows handed to ectopy_evaluation_new(). */
size_t ectopy_evaluation_get_n_rows (EctopyEvaluation *self);

/* Rows that were left out. */
size_t ectopy_evaluation_get_n_skipped (EctopyEvaluation *self);

/* `[n_rows]`: the class given, %ECTOPY_CLASS_NONE for a row with a value that is not finite. */
const guint8 *ectopy_evaluation_get_predicted (EctopyEvaluation *self);

/* `[n_rows]`: its probability, NaN for a row with a value that is not finite. */
const float *ectopy_evaluation_get_confidence (EctopyEvaluation *self);

/**
 * ectopy_evaluation_dup_cell:
 * @self: an evaluation
 * @truth: true class, below %ECTOPY_N_CLASSES
 * @predicted: given class, below %ECTOPY_N_CLASSES
 * @n_rows: (out): how many
 *
 * The beats of one cell of the matrix.
 *
 * Returns: (transfer full) (array length=n_rows): rows, counted from 0, the most confident first
 */
size_t *
ectopy_evaluation_dup_cell (EctopyEvaluation *self, guint truth, guint predicted, size_t *n_rows);

/**
 * ectopy_evaluation_dup_summary:
 * @self: an evaluation
 *
 * Returns: (transfer full): the sentence that matters, such as "98.5 % of 21,892 beats right;
 *   worst: fusion, 139 of 162 found."
 */
char *ectopy_evaluation_dup_summary (EctopyEvaluation *self);

G_END_DECLS
