/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"

G_BEGIN_DECLS

/**
 * ectopy_wfdb_reader_probe:
 * @path: a path
 *
 * Whether @path is a WFDB record: its header, its name without ending, or a file beside the header
 * that the header names or that holds annotations in MIT format. Any thread.
 */
gboolean ectopy_wfdb_reader_probe (const char *path);

/**
 * ectopy_wfdb_reader_read:
 * @path: the header, any other file of the record, or its name without ending
 * @annotator: (nullable): whose annotations, as the ending of their file; "" for none; NULL for
 *   those of @path where it is an annotation file, else "atr" where there is such a file
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads a record in WFDB format, of one segment or several. All files are in the folder of the
 * header.
 *
 * Signals in volts of any size become millivolts, others keep their unit. A gain of 0 is taken for
 * 200 steps a millivolt. Where signals have several samples a frame, all leads get the rate of the
 * fastest: the samples of the others are held, as the WFDB library does in its high-resolution
 * mode, and marks are moved accordingly. Signals are brought together by their skew. In a record of
 * variable layout, leads are those of the layout segment, found by name in every segment. Gaps are
 * not-a-number.
 *
 * What is amiss and no error is in the recording's notes: a checksum or a first sample that does
 * not fit, files that are shorter or longer than promised, no gain, annotations cut off.
 *
 * Memory is that of the result and a small buffer: nothing is allocated for samples that a header
 * promises and no file holds, but for gaps of plausible length. Any thread.
 *
 * Source: Moody, WFDB Applications Guide, header(5), signal(5) and annot(5).
 *
 * Returns: (transfer full) (nullable): NULL with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED, the errors of
 *   ectopy_wfdb_header_parse() and ectopy_wfdb_annotation_parse(), %ECTOPY_ERROR_EMPTY (no samples),
 *   %ECTOPY_ERROR_MISMATCH (segments that do not go together; a file changed while being read),
 *   %ECTOPY_ERROR_UNSUPPORTED (far more promised than there is) or %ECTOPY_ERROR_MEMORY
 */
EctopyRecording *ectopy_wfdb_reader_read (const char *path,
                                          const char *annotator,
                                          EctopyProgressFunc progress,
                                          gpointer progress_data,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
