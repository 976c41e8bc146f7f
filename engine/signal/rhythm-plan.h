/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/signal/ecg-patient.h"

G_BEGIN_DECLS

/**
 * EctopyRhythmPattern:
 * @ECTOPY_PATTERN_ISOLATED: one beat of the class between sinus beats
 * @ECTOPY_PATTERN_COUPLET: two in a row
 * @ECTOPY_PATTERN_BIGEMINY: each followed by one sinus beat
 * @ECTOPY_PATTERN_RUN: three or more in a row
 *
 * How the ectopic beats of an episode stand together.
 */
typedef enum {
  ECTOPY_PATTERN_ISOLATED,
  ECTOPY_PATTERN_COUPLET,
  ECTOPY_PATTERN_BIGEMINY,
  ECTOPY_PATTERN_RUN,
} EctopyRhythmPattern;

/**
 * EctopyPlannedEpisode:
 * @pattern: how its beats stand together
 * @beat_class: which they are; of N only @n_before counts
 * @n_beats: how many of that class; a bigeminy has `n_beats - 1` sinus beats in between
 * @n_before: sinus beats that lead to it
 *
 * One line of a schedule.
 */
typedef struct {
  EctopyRhythmPattern pattern;
  EctopyBeatClass beat_class;
  size_t n_beats;
  size_t n_before;
} EctopyPlannedEpisode;

/**
 * EctopyPlannedBeat:
 * @time_s: of its R event
 * @rr_s: the running mean of RR, by which the beat's slow waves stretch
 * @fusion: of a fusion beat the ventricular part, 0 to 1
 * @beat_class: an #EctopyBeatClass
 * @rhythm: the rhythm it belongs to, for ectopy_rhythm_plan_text()
 */
typedef struct {
  double time_s;
  float rr_s;
  float fusion;
  guint8 beat_class;
  guint8 rhythm;
} EctopyPlannedBeat;

/**
 * ectopy_rhythm_plan_draw:
 * @counts: `[ECTOPY_N_CLASSES]`: beats wanted of each class
 * @rng: draws patterns and order
 *
 * Draws a schedule. It holds exactly @counts beats of S, V, F and Q, and of N as many or, where
 * the others need more sinus beats around them than that, more: two before every episode.
 *
 * Returns: (transfer full) (element-type EctopyPlannedEpisode): a schedule
 */
GArray *ectopy_rhythm_plan_draw (const size_t counts[ECTOPY_N_CLASSES], EctopyRng *rng);

/* What the beats of a schedule come to, by class. */
void ectopy_rhythm_plan_count (const EctopyPlannedEpisode *episodes,
                               size_t n_episodes,
                               size_t counts[ECTOPY_N_CLASSES]);

/**
 * ectopy_rhythm_plan_beats:
 * @patient: whose heart
 * @episodes: `[n_episodes]`: a schedule
 * @n_episodes: how many, may be 0
 * @duration_s: at this time the plan ends, finished or not; where the schedule ends sooner, sinus
 *   beats follow. 0 for as long as the schedule takes, and three sinus beats more
 * @rng: draws the intervals
 *
 * Puts beats in time. Sinus beats follow an #EctopyRrModel. An atrial beat comes early and resets
 * the sinus node, so its pause is less than compensatory. A ventricular beat comes early and does
 * not: the next sinus beat comes when it would have come anyway, but for those that fall too
 * near. A fusion beat comes just before the sinus beat it meets; paced beats begin after a pause
 * and keep strict time. Any thread.
 *
 * Returns: (transfer full) (element-type EctopyPlannedBeat): beats in order of time, the first
 *   about half a second after 0
 */
GArray *ectopy_rhythm_plan_beats (const EctopyEcgPatient *patient,
                                  const EctopyPlannedEpisode *episodes,
                                  size_t n_episodes,
                                  double duration_s,
                                  EctopyRng *rng);

/* The rhythm's name in annotation files, such as "(VT" for a ventricular run; "(N" for sinus. */
const char *ectopy_rhythm_plan_text (guint rhythm);

G_END_DECLS
