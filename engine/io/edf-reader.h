/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the file at @path is in EDF, EDF+, BDF or BDF+, as its first bytes tell. Any thread. */
gboolean ectopy_edf_reader_probe (const char *path);

/**
 * ectopy_edf_reader_read:
 * @path: a regular file
 * @with_annotations: whether to read the annotations of EDF+ and BDF+
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Reads a recording in EDF, EDF+, BDF or BDF+. Which signals become leads is told by
 * ectopy_edf_leads_choose(); what annotations become, by ectopy_edf_annotation_from_text(). An
 * annotation "Recording ends" within the last record ends the samples there. Nothing is kept of
 * what the header says of the patient.
 *
 * Records of a discontinuous file are put where they tell that they begin, and what is between them
 * is not-a-number. Where more records are promised than there are, or their number is not known, as
 * when a recorder failed, those that are whole are read.
 *
 * Memory is that of the result, the annotations and a buffer; gaps may make it four times what is
 * held (or 64 MiB), and a week at most. Any thread.
 *
 * Source: as for ectopy_edf_header_read().
 *
 * Returns: (transfer full) (nullable): NULL with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED, the errors of
 *   ectopy_edf_header_read() and ectopy_edf_leads_choose(), %ECTOPY_ERROR_EMPTY (no whole record),
 *   %ECTOPY_ERROR_PARSE (a record does not tell its time, or begins before the last has ended),
 *   %ECTOPY_ERROR_UNSUPPORTED (gaps that are too long, a rate nobody records at),
 *   %ECTOPY_ERROR_MISMATCH (changed while being read) or %ECTOPY_ERROR_MEMORY
 */
EctopyRecording *ectopy_edf_reader_read (const char *path,
                                         gboolean with_annotations,
                                         EctopyProgressFunc progress,
                                         gpointer progress_data,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
