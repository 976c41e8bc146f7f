/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"
#include "engine/core/workers.h"
#include "engine/learn/familiarity.h"
#include "engine/learn/model.h"
#include "engine/review/findings.h"
#include "engine/review/review-queue.h"
#include "engine/signal/episodes.h"

G_BEGIN_DECLS

/**
 * EctopyRecordingBeat:
 * @sample: of the mark
 * @beat_class: the most probable class
 * @code: the #EctopyCode of the mark in the recording it was taken from, or 0
 * @probabilities: in the order N S V F Q
 * @is_unsure: whether it lies in a stretch that cannot be analysed
 */
typedef struct {
  gint64 sample;
  guint8 beat_class;
  guint8 code;
  float probabilities[ECTOPY_N_CLASSES];
  guint8 is_unsure;
} EctopyRecordingBeat;

/**
 * EctopyRecordingClasses:
 * @beats: (element-type EctopyRecordingBeat): in order
 * @episodes: (element-type EctopyEpisode): what they make together
 * @counts: beats of each class
 * @unsure: (element-type EctopySpan): stretches that cannot be analysed, in order, apart
 * @unsure_s: seconds of them
 * @lead: the lead that was classified
 * @unlike: how unlike what the model has learned from the recording is; NaN where the model does not tell
 *
 * The beats of a recording with their classes.
 */
typedef struct {
  GArray *beats;
  GArray *episodes;
  size_t counts[ECTOPY_N_CLASSES];
  GArray *unsure;
  size_t unsure_s;
  size_t lead;
  EctopyUnlike unlike;
} EctopyRecordingClasses;

/**
 * ectopy_classify_recording:
 * @recording: an ECG
 * @model: a model of cut beats (187 samples), or of beats with what is around them
 * @lead: (nullable): the lead to look at, by name or by number from 0; NULL for MLII or II, else the first
 *   in millivolts, and others too where the model looks at beats with what is around them
 * @uses_marks: whether the beats are those marked in the recording, rather than found
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Finds the beats and gives each its class: as it is cut for the published CSVs (a model of such rows knows
 * one lead of one recorder: on others its classes are guesses), or by itself and what is around it. Any thread.
 *
 * Returns: (transfer full) (nullable): the beats; NULL with %ECTOPY_ERROR_ARGUMENT (no such lead),
 *   %ECTOPY_ERROR_MISMATCH (a model of other rows), %ECTOPY_ERROR_EMPTY (no beat) and the errors of
 *   ectopy_detect()
 */
EctopyRecordingClasses *ectopy_classify_recording (EctopyRecording *recording,
                                                   EctopyModel *model,
                                                   const char *lead,
                                                   gboolean uses_marks,
                                                   EctopyWorkers *workers,
                                                   EctopyProgressFunc progress,
                                                   gpointer progress_data,
                                                   GCancellable *cancellable,
                                                   GError **error);

void ectopy_recording_classes_free (EctopyRecordingClasses *classes);

/**
 * ectopy_recording_classes_to_findings:
 * @classes: (nullable): beats; NULL for a recording in which there are none
 * @recording: whose they are
 * @model: what classified them
 * @uses_marks: as it was for ectopy_classify_recording()
 *
 * Returns: (transfer full): the same for a study
 */
EctopyFindings *ectopy_recording_classes_to_findings (const EctopyRecordingClasses *classes,
                                                      EctopyRecording *recording,
                                                      EctopyModel *model,
                                                      gboolean uses_marks);

/**
 * ectopy_recording_classes_write:
 * @classes: beats
 * @recording: whose they are
 * @review: (nullable): the order of review of a study made of them, for the column "review" of the table
 * @path: `.csv` for a table (sample, seconds, class, RR before, probabilities, unsure, expected cost of
 *   leaving the beat unlooked-at; empty where that is not known); `.edf` for an
 *   EDF+ file of the whole recording with the marks N, S, V, F and Q; any other ending for a WFDB
 *   annotation file with the same marks
 * @error: return location; %G_FILE_ERROR, and the errors of ectopy_edf_write()
 */
gboolean ectopy_recording_classes_write (const EctopyRecordingClasses *classes,
                                         EctopyRecording *recording,
                                         const EctopyReviewQueue *review,
                                         const char *path,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordingClasses, ectopy_recording_classes_free)

G_END_DECLS
