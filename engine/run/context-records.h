/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"
#include "engine/core/workers.h"
#include "engine/io/recording-reader.h"
#include "engine/learn/context-set.h"

G_BEGIN_DECLS

/* More leads than these of a recording are not looked at. */
#define ECTOPY_CONTEXT_MAX_LEADS 3

/**
 * ectopy_context_choose_leads:
 * @recording: an ECG
 * @leads: (out caller-allocates): `[ECTOPY_CONTEXT_MAX_LEADS]`: the usual lead first, then others in millivolts
 *   that are not flat
 *
 * Returns: how many; 0 if no signal is in millivolts
 */
guint ectopy_context_choose_leads (EctopyRecording *recording,
                                   size_t leads[ECTOPY_CONTEXT_MAX_LEADS]);

/**
 * EctopyContextRecords:
 * @records: (element-type EctopyRecordEntry): annotated recordings
 * @options: (nullable): how to read each; NULL for the defaults
 * @makes_up: whether made-up rhythms are added, from each lead of each
 * @seed: of these
 *
 * What to load; all is lent.
 */
typedef struct {
  const GPtrArray *records;
  const EctopyRecordingOptions *options;
  gboolean makes_up;
  guint64 seed;
} EctopyContextRecords;

/**
 * ectopy_context_records_load:
 * @what: recordings
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads recordings with their annotations and looks at each beat with what is around it, in every lead in
 * millivolts. Aberrated atrial beats (a) are judged but not learned from: their shape is that of V.
 *
 * Returns: (transfer full) (nullable): the beats, with a digest of samples and annotations; NULL with the errors of
 *   reading, or %ECTOPY_ERROR_EMPTY for a recording without annotated beats; they name the recording
 */
EctopyContextSet *ectopy_context_records_load (const EctopyContextRecords *what,
                                               EctopyWorkers *workers,
                                               EctopyProgressFunc progress,
                                               gpointer progress_data,
                                               GCancellable *cancellable,
                                               GError **error);

G_END_DECLS
