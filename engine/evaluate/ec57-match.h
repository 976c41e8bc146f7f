/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-track.h"

G_BEGIN_DECLS

/* The mark of a side that has no beat. */
#define ECTOPY_EC57_NO_MARK G_MAXSIZE

/**
 * EctopyEc57Pair:
 * @sample: where the test has its beat, or the reference if the test has none
 * @reference: the mark of the reference, as an index, or %ECTOPY_EC57_NO_MARK
 * @test: that of the test, likewise
 * @reference_label: what the reference says; O and X where it has no beat
 * @test_label: what the test says, likewise
 *
 * One beat as both sides have it. A mismatch is a pair of two labels.
 */
typedef struct {
  gint64 sample;
  size_t reference;
  size_t test;
  EctopyEc57Label reference_label;
  EctopyEc57Label test_label;
} EctopyEc57Pair;

/**
 * EctopyEc57Result:
 * @counts: the pairs by cell
 * @rr_squares: sum of the squares of the differences of RR intervals, in samples
 * @n_rr: how many differences
 * @rate_hz: of the recording
 * @shutdown_s: how long the test had shut down, all of the recording
 * @pairs: (element-type EctopyEc57Pair): what was counted, in the order it was met
 *
 * What a comparison found.
 */
typedef struct {
  EctopyEc57Counts counts;
  double rr_squares;
  guint64 n_rr;
  double rate_hz;
  double shutdown_s;
  GArray *pairs;
} EctopyEc57Result;

/**
 * ectopy_ec57_match:
 * @reference: the marks that are taken for true
 * @test: those that are judged
 * @rate_hz: samples a second of both
 * @n_samples: of the recording; 0 where that is not known, then the last beat of the reference ends
 *   the comparison
 * @options: how to compare; the tracks are of its map and window
 *
 * Compares beat by beat. Of two beats the earlier one is the other's partner if they are no further
 * apart than the window, unless the next beat of its own side is nearer to that one and has no
 * nearer partner itself. What finds no partner is O or X on the other side; a beat of the test is
 * not counted at all where the reference has flutter.
 *
 * Where the counting begins later than the recording, the last beat of the test before it may still
 * be the partner of the first beat of the reference after it; and a beat of the test within the
 * window after it is passed over if the next one is nearer to that first beat, for its partner may
 * be before.
 *
 * Cells and RR errors are those of WFDB's `bxb` 10.7.0 on all 48 records of the MIT-BIH Arrhythmia
 * Database; see the tests. What it does beyond the standard is kept: the RR error is taken at every
 * step, also where a beat has no partner, so that a missed beat weighs heavily in it. Any thread;
 * time grows as the marks.
 *
 * Source: ANSI/AAMI EC57:1998; Moody, WFDB Applications Guide, bxb(1) and "Evaluating ECG
 * Analyzers".
 *
 * Returns: (transfer full): counts and pairs
 */
EctopyEc57Result *ectopy_ec57_match (const EctopyEc57Track *reference,
                                     const EctopyEc57Track *test,
                                     double rate_hz,
                                     gint64 n_samples,
                                     const EctopyEc57Options *options);

/* Root of the mean square of the RR errors, in milliseconds; NaN where there are none. */
double ectopy_ec57_result_rr_error_ms (const EctopyEc57Result *result);

void ectopy_ec57_result_free (EctopyEc57Result *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyEc57Result, ectopy_ec57_result_free)

G_END_DECLS
