/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/beat-csv-layout.h"

G_BEGIN_DECLS

/**
 * ectopy_beat_csv_careful_read:
 * @file: an open file
 * @layout: its layout
 * @table: (out): the beats, for ectopy_beat_csv_table_clear(); untouched on failure
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads any file that ectopy_beat_csv_read() takes, on the calling thread, and is the one that
 * says what is wrong with the others.
 *
 * Returns: FALSE with the errors of ectopy_beat_csv_read()
 */
gboolean ectopy_beat_csv_careful_read (const EctopyInputFile *file,
                                       const EctopyBeatCsvLayout *layout,
                                       EctopyBeatCsvTable *table,
                                       EctopyProgressFunc progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
