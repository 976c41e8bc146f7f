/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/signal/qrs.h"

G_BEGIN_DECLS

/**
 * ectopy_detect:
 * @recording: an ECG
 * @lead: (nullable): the only lead to look at, by name or by number from 0; NULL for all
 * @workers: (nullable): a team to share the work
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Finds the beats of a recording in its leads in millivolts; those in another unit (blood pressure,
 * say) are left out. Any thread.
 *
 * Returns: (transfer full) (nullable): the beats; NULL with the errors of ectopy_qrs_detect(), or
 *   %ECTOPY_ERROR_ARGUMENT for a lead there is not, or for a recording without ECG
 */
EctopyQrsResult *ectopy_detect (EctopyRecording *recording,
                                const char *lead,
                                EctopyWorkers *workers,
                                EctopyProgressFunc progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GError **error);

/**
 * ectopy_detect_write:
 * @result: beats
 * @recording: whose they are
 * @path: `.csv` for a table (sample, seconds, score, unsure); `.edf` for an EDF+ file of the whole
 *   recording in which each beat is an N; any other ending for a WFDB annotation file of the same
 * @error: return location; %G_FILE_ERROR, and the errors of ectopy_edf_write()
 */
gboolean ectopy_detect_write (const EctopyQrsResult *result,
                              EctopyRecording *recording,
                              const char *path,
                              GError **error);

G_END_DECLS
