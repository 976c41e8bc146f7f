/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopySampleTableOptions:
 * @rate_hz: samples a second; times in the file are not looked at then, but for the numbers of
 *   samples; 0 for what the file says
 * @unit: (nullable): of all columns, whatever the file says: "mV", "uV", "V" or "adu" (a recorder's
 *   integers); NULL for what it says
 * @adu_per_mv: what "adu" needs: integers a millivolt; 0 where it is not known
 *
 * All zero is the default.
 */
typedef struct {
  double rate_hz;
  const char *unit;
  double adu_per_mv;
} EctopySampleTableOptions;

/* Whether the file at @path is a table of samples, as its first lines tell. Any thread. */
gboolean ectopy_sample_table_probe (const char *path);

/**
 * ectopy_sample_table_read:
 * @path: a regular file
 * @options: (nullable): what the file may not tell; NULL for the defaults
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads samples from text: a row a line, a column a lead, divided by commas, semicolons, tabs or
 * blanks; with a decimal point, or a comma where fields are not divided by commas. Lines before the
 * rows may be headings ("MLII (mV)"), with units in a second line as PhysioNet's tools write them,
 * and may tell the rate. A sample that is empty, "-" or "nan" is not-a-number.
 *
 * A column of time is known by its heading ("time", "t", "Elapsed time", "sample #", "Zeit"), by times
 * of day in it ("0:12.345", "[13:05:00.000 25/04/1989]"), or, without headings, as a first column that
 * grows evenly. The rate comes from it, or from a line before the rows. Where times leave out whole
 * steps, not-a-number is put, up to four times what the file holds (or 64 MiB). The numbers of samples
 * tell gaps, but no rate.
 *
 * Rows that end in a class, and have no time and no units, are cut beats and not read.
 *
 * The file is read once, in pieces: memory is that of the samples, a quarter more meanwhile. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): NULL with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED,
 *   %ECTOPY_ERROR_UNSUPPORTED (no table of samples; gaps that are too long),
 *   %ECTOPY_ERROR_NEEDS_RATE and %ECTOPY_ERROR_NEEDS_UNIT (the options must tell it),
 *   %ECTOPY_ERROR_ARGUMENT (options that cannot be), %ECTOPY_ERROR_PARSE (a row, naming line and
 *   column), %ECTOPY_ERROR_MISMATCH (changed while being read) or %ECTOPY_ERROR_MEMORY
 */
EctopyRecording *ectopy_sample_table_read (const char *path,
                                           const EctopySampleTableOptions *options,
                                           EctopyProgressFunc progress,
                                           gpointer progress_data,
                                           GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
