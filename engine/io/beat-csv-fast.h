/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"
#include "engine/io/beat-csv-layout.h"

G_BEGIN_DECLS

typedef enum {
  ECTOPY_BEAT_CSV_FAST_DONE,
  ECTOPY_BEAT_CSV_FAST_NOT_PLAIN, /* for ectopy_beat_csv_careful_read(); no error is set */
  ECTOPY_BEAT_CSV_FAST_FAILED,
} EctopyBeatCsvFastResult;

/**
 * ectopy_beat_csv_fast_read:
 * @file: an open file
 * @layout: its layout
 * @workers: who reads
 * @table: (out): the beats, for ectopy_beat_csv_table_clear(); untouched unless done
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads a file whose rows are plain: nothing quoted, no empty lines but at the end, no line longer
 * than 256 KiB, and no fault.
 *
 * Returns: how it went; failed with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED or %ECTOPY_ERROR_MEMORY
 */
EctopyBeatCsvFastResult ectopy_beat_csv_fast_read (const EctopyInputFile *file,
                                                   const EctopyBeatCsvLayout *layout,
                                                   EctopyWorkers *workers,
                                                   EctopyBeatCsvTable *table,
                                                   EctopyProgressFunc progress,
                                                   gpointer progress_data,
                                                   GCancellable *cancellable,
                                                   GError **error);

G_END_DECLS
