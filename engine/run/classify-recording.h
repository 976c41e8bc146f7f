/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"
#include "engine/core/workers.h"
#include "engine/learn/model.h"
#include "engine/signal/episodes.h"

G_BEGIN_DECLS

/**
 * EctopyRecordingBeat:
 * @sample: of the mark
 * @beat_class: the most probable class
 * @probabilities: in the order N S V F Q
 * @is_unsure: whether it lies in a stretch that cannot be analysed
 */
typedef struct {
  gint64 sample;
  guint8 beat_class;
  float probabilities[ECTOPY_N_CLASSES];
  guint8 is_unsure;
} EctopyRecordingBeat;

/**
 * EctopyRecordingClasses:
 * @beats: (element-type EctopyRecordingBeat): in order
 * @episodes: (element-type EctopyEpisode): what they make together
 * @counts: beats of each class
 * @unsure_s: seconds that cannot be analysed
 * @lead: the lead that was classified
 *
 * The beats of a recording with their classes.
 */
typedef struct {
  GArray *beats;
  GArray *episodes;
  size_t counts[ECTOPY_N_CLASSES];
  size_t unsure_s;
  size_t lead;
} EctopyRecordingClasses;

/**
 * ectopy_classify_recording:
 * @recording: an ECG
 * @model: a model of cut beats (187 samples)
 * @lead: (nullable): the lead to cut, by name or by number from 0; NULL for MLII or II, else the first
 *   in millivolts
 * @uses_marks: whether the beats are those marked in the recording, rather than found
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Finds the beats, cuts each as the published CSVs are cut, and gives it its class. A model of such
 * rows knows one lead of one recorder: on others its classes are guesses. Any thread.
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
 * ectopy_recording_classes_write:
 * @classes: beats
 * @recording: whose they are
 * @path: `.csv` for a table (sample, seconds, class, RR before, probabilities, unsure); any other ending
 *   for a WFDB annotation file with the marks N, S, V, F and Q
 * @error: return location; %G_FILE_ERROR
 */
gboolean ectopy_recording_classes_write (const EctopyRecordingClasses *classes,
                                         EctopyRecording *recording,
                                         const char *path,
                                         GError **error);

/* (transfer full): all of it as one JSON object, ending in a newline. */
char *ectopy_recording_classes_to_json (const EctopyRecordingClasses *classes,
                                        EctopyRecording *recording,
                                        EctopyModel *model,
                                        const char *record);

/* (transfer full): counts, rate and episodes in a few lines. */
char *ectopy_recording_classes_to_text (const EctopyRecordingClasses *classes,
                                        EctopyRecording *recording,
                                        EctopyModel *model,
                                        const char *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordingClasses, ectopy_recording_classes_free)

G_END_DECLS
