/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/atomic-file.h"
#include "engine/core/dataset.h"
#include "engine/core/progress.h"
#include "engine/core/workers.h"

G_BEGIN_DECLS

/**
 * EctopyBeatCsvLabelled:
 * @ECTOPY_BEAT_CSV_AUTO: rows of 187 columns are samples only; of rows of any other length the
 *   last column is the class
 * @ECTOPY_BEAT_CSV_LABELLED: the last column is the class
 * @ECTOPY_BEAT_CSV_UNLABELLED: every column is a sample
 *
 * Whether rows end in a class. Nothing is guessed from the values: where the last column of a row
 * is no class, that row is an error, not a longer beat.
 */
typedef enum {
  ECTOPY_BEAT_CSV_AUTO,
  ECTOPY_BEAT_CSV_LABELLED,
  ECTOPY_BEAT_CSV_UNLABELLED,
} EctopyBeatCsvLabelled;

/**
 * EctopyBeatCsvOptions:
 * @labelled: whether rows end in a class
 * @careful: read as if nothing were plain: the same result, later
 *
 * All zero is the default.
 */
typedef struct {
  EctopyBeatCsvLabelled labelled;
  gboolean careful;
} EctopyBeatCsvOptions;

/**
 * ectopy_beat_csv_read:
 * @path: a regular file
 * @options: (nullable): NULL for the defaults
 * @workers: (nullable): who reads; NULL for a team of its own, one thread a processor for
 *   all but small files
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads heartbeats, one a line, of equal length: the published MIT-BIH and PTB files (187 samples
 * and a class) and their like. Fields are divided by commas, semicolons or tabs (as the first two
 * lines show), may be quoted and may have spaces around them; lines end in LF, CRLF or CR and may
 * end in one separator more; empty lines and a byte order mark are passed over. A first line in
 * which a field is text is a heading and passed over. Numbers have a decimal point, whatever the
 * locale; a sample is the double nearest to the text, rounded to float. A class is a whole number
 * from 0 to 4 ("0", "4.0", "1.0e+00") or a letter of N, S, V, F, Q.
 *
 * A plain file (nothing quoted, no empty lines in between) is cut at line ends and read by all
 * threads. Any other, and one with a fault, is read by one thread through libcsv. Both give the
 * same beats. Memory is that of the result and 256 KiB a thread; careful reading may need half as
 * much again meanwhile. The data set remembers @path as its source.
 *
 * Any thread. Nothing is returned in part. Errors name file, line and column: the first fault in
 * file order.
 *
 * Returns: (transfer full) (nullable): the beats, with labels if rows end in a class; NULL with
 *   %G_FILE_ERROR (also for folders, pipes and devices), %G_IO_ERROR_CANCELLED,
 *   %ECTOPY_ERROR_EMPTY (no rows), %ECTOPY_ERROR_PARSE (not a finite number, no class, rows of
 *   different length, decimal commas), %ECTOPY_ERROR_MISMATCH (changed while being read) or
 *   %ECTOPY_ERROR_MEMORY
 */
EctopyDataset *ectopy_beat_csv_read (const char *path,
                                     const EctopyBeatCsvOptions *options,
                                     EctopyWorkers *workers,
                                     EctopyProgressFunc progress,
                                     gpointer progress_data,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * ectopy_beat_csv_write:
 * @dataset: beats
 * @path: the file to make or to replace
 * @error: return location
 *
 * Writes one line a beat, without heading: samples, in as many digits as give the same floats
 * again, and the class where the data set has labels. The file takes its name when it is whole.
 * Any thread.
 *
 * Returns: FALSE with %G_FILE_ERROR, or %ECTOPY_ERROR_ARGUMENT if only some beats have a class or
 *   a sample is not finite
 */
gboolean ectopy_beat_csv_write (EctopyDataset *dataset, const char *path, GError **error);

/**
 * ectopy_beat_csv_write_aside:
 * @dataset: beats
 * @path: the file to make or to replace
 * @error: return location
 *
 * As ectopy_beat_csv_write(), but the file is still to take its name, perhaps with others.
 *
 * Returns: (transfer full) (nullable): the file, whole
 */
EctopyAtomicFile *
ectopy_beat_csv_write_aside (EctopyDataset *dataset, const char *path, GError **error);

G_END_DECLS
