/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/core/progress.h"
#include "engine/io/recording-reader.h"

G_BEGIN_DECLS

/**
 * EctopyCutRow:
 * @record: which of the records, from 0
 * @sample: of the beat's mark
 * @code: of the mark, an #EctopyCode
 *
 * Where a row comes from.
 */
typedef struct {
  guint record;
  gint64 sample;
  guint8 code;
} EctopyCutRow;

/**
 * ectopy_cut_records:
 * @paths: (array zero-terminated=1): annotated recordings
 * @options: (nullable): how to read each; NULL for the defaults
 * @lead: (nullable): which lead of each, by name or by number from 0; NULL for the first
 * @rows: (out) (transfer full) (element-type EctopyCutRow): where each row comes from
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Cuts the beats of several recordings, one after another, as ectopy_cut_recording() does. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): the beats; NULL with the errors of reading and of
 *   ectopy_cut_recording(), which name the recording
 */
EctopyDataset *ectopy_cut_records (char **paths,
                                   const EctopyRecordingOptions *options,
                                   const char *lead,
                                   GArray **rows,
                                   EctopyProgressFunc progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GError **error);

/* (transfer full): the table that stands beside a file of cut beats: row, record, sample, symbol,
 * class. */
char *ectopy_cut_records_index (char **paths, const GArray *rows);

G_END_DECLS
