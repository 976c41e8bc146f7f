/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"
#include "engine/core/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyRecordCounts:
 * @name: of the record
 * @counts: its beats of each class
 * @problem: (nullable): why it cannot be learned from
 *
 * What is marked in one annotated recording.
 */
typedef struct {
  char *name;
  size_t counts[ECTOPY_N_CLASSES];
  char *problem;
} EctopyRecordCounts;

/**
 * ectopy_record_counts_read:
 * @records: (element-type EctopyRecordEntry): recordings
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location; %G_IO_ERROR_CANCELLED
 *
 * Counts the beats of annotated recordings before anything is learned from them. One recording is in memory at a
 * time. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type EctopyRecordCounts): the counts, in the order of @records
 */
GArray *ectopy_record_counts_read (const GPtrArray *records,
                                   EctopyProgressFunc progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
