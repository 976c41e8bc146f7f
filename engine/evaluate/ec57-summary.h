/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-match.h"
#include "engine/evaluate/ec57-runs.h"

G_BEGIN_DECLS

/**
 * EctopyEc57Record:
 * @name: (transfer full): the record's
 * @result: (transfer full): of its beats
 * @ventricular: its runs of V
 * @supraventricular: its runs of S
 *
 * All that a comparison found in one record.
 */
typedef struct {
  char *name;
  EctopyEc57Result *result;
  EctopyEc57Runs ventricular;
  EctopyEc57Runs supraventricular;
} EctopyEc57Record;

/* Frees what @record owns: an element's clear function of a #GArray. */
void ectopy_ec57_record_clear (EctopyEc57Record *record);

/**
 * EctopyEc57Summary:
 * @n_records: how many
 * @counts: gross: of all records together
 * @ventricular: likewise
 * @supraventricular: likewise
 * @average: by #EctopyEc57Rate: the mean of the records that have the figure, each as heavy as any
 *   other; NaN where none has
 * @average_rr_error_ms: likewise
 * @sumstats_sveb_ppv: gross SVEB +P as `sumstats` prints it: see below
 * @sumstats_average_sveb_ppv: its average
 * @shutdown_s: of all records together
 *
 * Several records together, as `sumstats` has it: gross figures pool the beats, so that a record
 * counts by its beats; average figures count by patients. A plain value.
 *
 * The figures are those of `sumstats` but for one. It reads the tables of `bxb`, where Fs and Qs are
 * one number, and so leaves both out of the SVEB +P, where `bxb` itself counts Fs as false. Ours is
 * of the one definition for records, gross and average; what `sumstats` makes of it stands beside.
 */
typedef struct {
  size_t n_records;
  EctopyEc57Counts counts;
  EctopyEc57Runs ventricular;
  EctopyEc57Runs supraventricular;
  double average[ECTOPY_N_EC57_RATES];
  double average_rr_error_ms;
  double sumstats_sveb_ppv;
  double sumstats_average_sveb_ppv;
  double shutdown_s;
} EctopyEc57Summary;

/* Computes @summary of `[n]` @records. Any thread. */
void
ectopy_ec57_summary_compute (EctopyEc57Summary *summary, const EctopyEc57Record *records, size_t n);

G_END_DECLS
