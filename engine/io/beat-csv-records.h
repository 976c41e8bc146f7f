/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/input-file.h"
#include "engine/core/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyBeatCsvRecords:
 * @field: called for each field; may set @stop
 * @row: called after the last field of a row; may set @stop
 * @user_data: for both
 * @separator: between fields
 * @offset: where to begin; at the end, past the last line that was looked at
 * @line: number of the line at @offset, from 1; while a function is called, of the line it is about
 * @stop: nothing more is called once it is TRUE
 *
 * A pass over the records of a file, by libcsv.
 */
typedef struct {
  void (*field) (const char *text, size_t size, gpointer user_data);
  void (*row) (gpointer user_data);
  gpointer user_data;
  char separator;
  guint64 offset;
  guint64 line;
  gboolean stop;
} EctopyBeatCsvRecords;

/**
 * ectopy_beat_csv_records_run:
 * @records: what to do
 * @file: the file
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Empty lines are passed over, lines with nothing but spaces too.
 *
 * Returns: TRUE at the end of the file or after a stop; FALSE with %G_FILE_ERROR,
 *   %G_IO_ERROR_CANCELLED, or %ECTOPY_ERROR_PARSE (a quote that does not close, an endless field)
 */
gboolean ectopy_beat_csv_records_run (EctopyBeatCsvRecords *records,
                                      const EctopyInputFile *file,
                                      EctopyProgressFunc progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
