/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

G_BEGIN_DECLS

/* Intervals in a row over which the smallest and largest heart rate are taken. */
#define ECTOPY_RATE_INTERVALS 8

/* Seconds over which a point of the trend is taken. */
#define ECTOPY_TREND_S 60.0

/* Confidence below which a class given by a model is in doubt. */
#define ECTOPY_DOUBTFUL 0.7

/**
 * EctopyRateRange:
 * @n: intervals between beats that count and follow each other in an analysable stretch
 * @mean: beats a minute over all of them; NaN without any
 * @least: smallest mean over %ECTOPY_RATE_INTERVALS intervals in a row; NaN where there are fewer
 * @least_s: when that began
 * @most: largest
 * @most_s: when that began
 *
 * Heart rates of a stretch: a plain value.
 */
typedef struct {
  size_t n;
  double mean;
  double least;
  double least_s;
  double most;
  double most_s;
} EctopyRateRange;

/**
 * EctopyHour:
 * @start_s: seconds from the recording's start
 * @length_s: 3600, the last less
 * @left_out_s: seconds that are not analysable
 * @counts: beats of each class
 * @n_runs: couplets and runs that begin in it, of V and of S beats
 * @n_pauses: pauses that begin in it
 * @rate: heart rates
 */
typedef struct {
  double start_s;
  double length_s;
  double left_out_s;
  size_t counts[ECTOPY_N_CLASSES];
  size_t n_runs[ECTOPY_N_CLASSES];
  size_t n_pauses;
  EctopyRateRange rate;
} EctopyHour;

/**
 * EctopyRunFigures:
 * @n_couplets: two beats of the class in a row
 * @n_runs: three or more
 * @longest: beats of the longest run, 0 without any
 * @longest_s: when it begins
 * @fastest: beats a minute of the fastest run; NaN without any
 * @fastest_s: when it begins
 */
typedef struct {
  size_t n_couplets;
  size_t n_runs;
  size_t longest;
  double longest_s;
  double fastest;
  double fastest_s;
} EctopyRunFigures;

/**
 * EctopyStudySummary:
 * @duration_s: of the recording
 * @left_out_s: seconds of it that are not analysable
 * @n_beats: beats that count
 * @counts: of each class
 * @n_by_hand: beats a person corrected, added, moved or rejected
 * @n_looked_at: beats a person said anything about
 * @n_by_model: beats that count and have the class a model gave them, on which no person said anything
 * @n_doubtful: of these, those with a confidence below %ECTOPY_DOUBTFUL
 * @mean_confidence: of these, 0 to 1; NaN without any
 * @rate: heart rates of the whole
 * @runs: of S and V beats; of the other classes nothing
 * @n_bigeminy: stretches of bigeminy
 * @n_trigeminy: of trigeminy
 * @n_pauses: of more than 2 s
 * @longest_pause_s: seconds; 0 without any
 * @longest_pause_at_s: when it begins
 * @sdnn_ms: standard deviation of the intervals between two normal beats; NaN below two of them
 * @rmssd_ms: root of the mean square of differences between two of these that follow each other
 * @hours: (element-type EctopyHour): at least one
 * @trend: (element-type gdouble): the mean rate of each minute, beats a minute; NaN where there is none
 *
 * What a report says of a recording, from the beats as they stand.
 *
 * Source of SDNN and RMSSD: Task Force of the ESC and NASPE (1996).
 */
typedef struct {
  double duration_s;
  double left_out_s;
  size_t n_beats;
  size_t counts[ECTOPY_N_CLASSES];
  size_t n_by_hand;
  size_t n_looked_at;
  size_t n_by_model;
  size_t n_doubtful;
  double mean_confidence;
  EctopyRateRange rate;
  EctopyRunFigures runs[ECTOPY_N_CLASSES];
  size_t n_bigeminy;
  size_t n_trigeminy;
  size_t n_pauses;
  double longest_pause_s;
  double longest_pause_at_s;
  double sdnn_ms;
  double rmssd_ms;
  GArray *hours;
  GArray *trend;
} EctopyStudySummary;

/* (transfer full): of what stands now. The thread of @study. */
EctopyStudySummary *ectopy_study_summary_new (EctopyStudy *study);

void ectopy_study_summary_free (EctopyStudySummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyStudySummary, ectopy_study_summary_free)

G_END_DECLS
