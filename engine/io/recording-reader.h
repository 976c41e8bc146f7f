/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"

G_BEGIN_DECLS

/**
 * EctopyRecordingOptions:
 * @annotator: (nullable): whose annotations, for formats that keep them apart; "" for none, NULL for
 *   those that come with the recording: see ectopy_wfdb_reader_read()
 * @rate_hz: samples a second, for a table of samples: see ectopy_sample_table_read(); 0 for what the
 *   file says
 * @unit: (nullable): of its samples: "mV", "uV", "V" or "adu"; NULL for what the file says
 * @adu_per_mv: what "adu" needs: a recorder's integers a millivolt; 0 where it is not known
 *
 * All zero is the default.
 */
typedef struct {
  const char *annotator;
  double rate_hz;
  const char *unit;
  double adu_per_mv;
} EctopyRecordingOptions;

/**
 * ectopy_recording_reader_probe:
 * @path: a path
 *
 * Looks at what is there, not at the name alone. Any thread.
 *
 * Returns: (transfer none) (nullable): the format that a reader takes @path for, such as "WFDB";
 *   NULL where none does
 */
const char *ectopy_recording_reader_probe (const char *path);

/**
 * ectopy_recording_reader_read:
 * @path: a recording in any format that Ectopy reads
 * @options: (nullable): NULL for the defaults
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads a recording by the first reader that takes it. Any thread.
 *
 * Formats are WFDB, EDF and BDF (with EDF+ and BDF+), and tables of samples as text.
 *
 * Returns: (transfer full) (nullable): NULL with the errors of that reader (a caller who can ask may
 *   read again after %ECTOPY_ERROR_NEEDS_RATE and %ECTOPY_ERROR_NEEDS_UNIT), %G_FILE_ERROR (also for
 *   folders, pipes and devices), or %ECTOPY_ERROR_UNSUPPORTED where no reader takes it
 */
EctopyRecording *ectopy_recording_reader_read (const char *path,
                                               const EctopyRecordingOptions *options,
                                               EctopyProgressFunc progress,
                                               gpointer progress_data,
                                               GCancellable *cancellable,
                                               GError **error);

G_END_DECLS
