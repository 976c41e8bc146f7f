/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

G_BEGIN_DECLS

/**
 * EctopyBeatTrack:
 * @n: beats that are seen, in order
 * @numbers: `[n]`: theirs in the study
 * @times: `[n]`: seconds from the recording's start
 * @rr_s: `[n]`: from the beat before; not-a-number where there is none
 * @classes: `[n]`
 * @references: `[n]`: classes in the file, %ECTOPY_CLASS_NONE for none
 * @statuses: `[n]`: of #EctopyBeatStatus
 * @is_moved: `[n]`
 * @counted_times: `[n_counted]`: seconds of the beats that count
 * @counted_rr_s: `[n_counted]`
 * @counted_classes: `[n_counted]`
 * @n_counted: how many
 * @excluded: (element-type EctopyTimeSpan): stretches that are not analysable
 * @pauses: (element-type EctopyTimeSpan)
 * @low_s: shortest interval of nearly all, for an axis
 * @high_s: longest
 *
 * What stands in a study, laid out for painters: a hundred thousand beats are looked through in a
 * frame.
 */
typedef struct {
  size_t n;
  guint32 *numbers;
  double *times;
  float *rr_s;
  guint8 *classes;
  guint8 *references;
  guint8 *statuses;
  guint8 *is_moved;
  double *counted_times;
  float *counted_rr_s;
  guint8 *counted_classes;
  size_t n_counted;
  GArray *excluded;
  GArray *pauses;
  double low_s;
  double high_s;
} EctopyBeatTrack;

/* (transfer none): of what stands now; lent until the next change of the study. All who ask share it. */
const EctopyBeatTrack *ectopy_beat_track_of (EctopyStudy *study);

/* Place of the first beat at or after @time_s; @n for none. */
size_t ectopy_beat_track_find (const EctopyBeatTrack *track, double time_s);

G_END_DECLS
