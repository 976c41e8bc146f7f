/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-track.h"

G_BEGIN_DECLS

/* Runs of so many beats and longer ones are one length: a row or column of a matrix. */
#define ECTOPY_EC57_LONGEST_RUN 6

/* Lengths from 0 (none) to 6 (6 and more). */
#define ECTOPY_N_EC57_RUNS (ECTOPY_EC57_LONGEST_RUN + 1)

/**
 * EctopyEc57RunKind:
 * @ECTOPY_EC57_COUPLET: two beats
 * @ECTOPY_EC57_SHORT_RUN: three to five
 * @ECTOPY_EC57_LONG_RUN: six or more, or ventricular flutter
 */
typedef enum {
  ECTOPY_EC57_COUPLET,
  ECTOPY_EC57_SHORT_RUN,
  ECTOPY_EC57_LONG_RUN,
} EctopyEc57RunKind;

#define ECTOPY_N_EC57_RUN_KINDS 3

/**
 * EctopyEc57Runs:
 * @found: for each run of the reference, by its length (row), the longest of the test within its
 *   window (column)
 * @claimed: for each run of the test, by its length (column), the longest of the reference within
 *   its window (row)
 *
 * Runs of one kind of beat by their lengths. A plain value; all zero is the empty one.
 */
typedef struct {
  guint64 found[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS];
  guint64 claimed[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS];
} EctopyEc57Runs;

/**
 * ectopy_ec57_runs_compare:
 * @runs: (out): the matrices
 * @reference: the beats that are taken for true
 * @test: those that are judged
 * @label: %ECTOPY_EC57_V or %ECTOPY_EC57_S
 * @rate_hz: samples a second of both
 * @n_samples: of the recording, or 0
 * @options: as for ectopy_ec57_match()
 *
 * Compares run by run, as `rxr` does. A ventricular run is of V and F in a row, and flutter is a
 * long one; a supraventricular run is of S. Other beats and shutdowns end a run, flutter also one
 * of S. A run is looked for on the other side from a window before its first beat to a window after
 * its last; there counts what lies within. A run that no other beat ends before the comparison does
 * is left out: its length is not known.
 *
 * `rxr` also takes atrial fibrillation, where marks of rhythm (AFIB tell of it, for a
 * supraventricular run; here beats count as they are labelled. There are no reference figures for
 * runs as there are for beats: this follows the description. Any thread.
 *
 * Source: ANSI/AAMI EC57:1998; Moody, WFDB Applications Guide, rxr(1) and "Evaluating ECG
 * Analyzers".
 */
void ectopy_ec57_runs_compare (EctopyEc57Runs *runs,
                               const EctopyEc57Track *reference,
                               const EctopyEc57Track *test,
                               EctopyEc57Label label,
                               double rate_hz,
                               gint64 n_samples,
                               const EctopyEc57Options *options);

/* Adds the counts of @other. */
void ectopy_ec57_runs_add (EctopyEc57Runs *runs, const EctopyEc57Runs *other);

/* Runs of the reference of that kind in whose window the test has one, or one of a longer kind. */
EctopyEc57Share ectopy_ec57_runs_sensitivity (const EctopyEc57Runs *runs, EctopyEc57RunKind kind);

/* Runs of the test of that kind in whose window the reference has one, or one of a longer kind. */
EctopyEc57Share ectopy_ec57_runs_predictivity (const EctopyEc57Runs *runs, EctopyEc57RunKind kind);

/* (transfer none): "couplet", "short_run" or "long_run". */
const char *ectopy_ec57_run_kind_name (EctopyEc57RunKind kind);

G_END_DECLS
