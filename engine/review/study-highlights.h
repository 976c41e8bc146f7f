/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study-summary.h"

G_BEGIN_DECLS

/* Why a place of a recording is worth a look. */
typedef enum {
  ECTOPY_HIGHLIGHT_PAUSE,        /* the longest */
  ECTOPY_HIGHLIGHT_LONGEST_RUN,  /* of V or of S beats */
  ECTOPY_HIGHLIGHT_FASTEST_RUN,  /* of V beats */
  ECTOPY_HIGHLIGHT_HIGHEST_RATE, /* over %ECTOPY_RATE_INTERVALS intervals */
  ECTOPY_HIGHLIGHT_LOWEST_RATE,
  ECTOPY_HIGHLIGHT_EXAMPLE,    /* an ectopic beat of which the model was most sure */
  ECTOPY_HIGHLIGHT_LEAST_SURE, /* a beat of which it was least sure */
  ECTOPY_HIGHLIGHT_START,      /* nothing stands out: how the recording begins */
} EctopyHighlightKind;

/**
 * EctopyHighlight:
 * @kind: why
 * @beat_class: of the beats, where it is about some
 * @from_s: where it begins, seconds from the recording's start
 * @to_s: where it ends; the same for a beat
 * @start_s: where a view of it begins
 * @n_beats: of a run
 * @rate: beats a minute of a run or a stretch
 * @confidence: of the class of a beat; not-a-number where a person gave it
 *
 * A place worth a look: a plain value.
 */
typedef struct {
  EctopyHighlightKind kind;
  guint8 beat_class;
  double from_s;
  double to_s;
  double start_s;
  size_t n_beats;
  double rate;
  double confidence;
} EctopyHighlight;

/**
 * ectopy_study_highlights:
 * @study: a study
 * @summary: of what stands in it now
 * @view_s: seconds that can be seen at once
 * @max: how many are wanted at most
 *
 * Chooses what a report shows when nobody has chosen: the longest pause, the longest and the fastest
 * run of V beats, the longest of S beats, the largest and the smallest rate, an example of each ectopic
 * class, classes that are not yet seen first; in what room is left, and in the last place in any case,
 * beats of which the model was not sure. No two views show the same place. The thread of @study.
 *
 * Returns: (transfer full) (element-type EctopyHighlight): the most telling first; at least one
 */
GArray *ectopy_study_highlights (EctopyStudy *study,
                                 const EctopyStudySummary *summary,
                                 double view_s,
                                 guint max);

G_END_DECLS
