/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/calibration.h"
#include "engine/evaluate/confusion.h"
#include "engine/evaluate/metrics.h"

G_BEGIN_DECLS

/**
 * EctopyEctopicFigures:
 * @sensitivity: share of the class that was found
 * @ppv: +P after EC57: share of those given the class that is right, where what EC57 does not hold against
 *   a program is left out: F and Q taken for V, Q taken for S
 * @false_positive_rate: after EC57, of the beats that are not of the class
 * @precision: share of all that were given the class that is right
 * @f1: of @sensitivity and @precision
 *
 * One ectopic class against the rest, where the positions of the beats are given: shares of 1, NaN where
 * undefined.
 *
 * Source: ANSI/AAMI EC57; bxb of the WFDB Software Package.
 */
typedef struct {
  double sensitivity;
  double ppv;
  double false_positive_rate;
  double precision;
  double f1;
} EctopyEctopicFigures;

/* @beat_class is V or S. */
EctopyEctopicFigures ectopy_ectopic_figures (const EctopyConfusion *confusion, guint beat_class);

/**
 * EctopyRecordFigures:
 * @name: of the record
 * @patient: whose it is
 * @confusion: its beats
 * @accuracy: share of them that is right
 * @confidence: mean probability of the class given
 * @calibration_error: ECE of the record alone
 * @ventricular: of V
 * @supraventricular: of S
 * @unlike: how unlike what was learned from the record is, see #EctopyFamiliarity; NaN where not measured
 *
 * What became of one record.
 */
typedef struct {
  char *name;
  char *patient;
  EctopyConfusion confusion;
  double accuracy;
  double confidence;
  double calibration_error;
  EctopyEctopicFigures ventricular;
  EctopyEctopicFigures supraventricular;
  double unlike;
} EctopyRecordFigures;

/**
 * EctopyRecordsFigures:
 * @records: (element-type EctopyRecordFigures): in the order they were given
 * @n_patients: how many people they are of
 * @confusion: all beats
 * @gross: V and S of all beats together, a record as heavy as its beats
 * @average: V and S, the mean of the records that have the figure
 * @accuracy: 95 % interval by drawing patients
 * @macro_f1: likewise
 * @f1: of V and S, likewise
 * @effective_records: for each class, how many records it is spread over: the inverse Simpson index of its
 *   counts; 0 without such beats
 * @worst: the record with the largest calibration error
 *
 * V first, then S, in arrays of two.
 *
 * Patients are drawn with replacement, all records of one together, 1000 times with a fixed seed. With one
 * patient all intervals are NaN.
 *
 * Source: Efron (1979); Simpson (1949).
 */
typedef struct {
  GArray *records;
  guint n_patients;
  EctopyConfusion confusion;
  EctopyEctopicFigures gross[2];
  EctopyEctopicFigures average[2];
  EctopyInterval accuracy;
  EctopyInterval macro_f1;
  EctopyInterval f1[2];
  double effective_records[ECTOPY_N_CLASSES];
  guint worst;
} EctopyRecordsFigures;

/**
 * EctopyRecordBeats:
 * @name: of the record
 * @patient: whose it is
 * @first: its first beat
 * @n: how many
 * @unlike: see #EctopyRecordFigures
 *
 * Which of the beats are a record's; lent.
 */
typedef struct {
  const char *name;
  const char *patient;
  size_t first;
  size_t n;
  double unlike;
} EctopyRecordBeats;

/**
 * ectopy_records_figures_new:
 * @records: `[n_records]`; at least 1
 * @n_records: how many
 * @labels: the true classes of all beats, %ECTOPY_CLASS_NONE for those to leave out
 * @probabilities: `[n, 5]` of all beats
 *
 * Returns: (transfer full): the figures. Any thread; cannot fail.
 */
EctopyRecordsFigures *ectopy_records_figures_new (const EctopyRecordBeats *records,
                                                  guint n_records,
                                                  const guint8 *labels,
                                                  const float *probabilities);

EctopyRecordsFigures *ectopy_records_figures_ref (EctopyRecordsFigures *figures);
void ectopy_records_figures_unref (EctopyRecordsFigures *figures);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordsFigures, ectopy_records_figures_unref)

G_END_DECLS
