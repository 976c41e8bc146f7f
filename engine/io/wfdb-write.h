/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"

G_BEGIN_DECLS

/**
 * ectopy_wfdb_write:
 * @recording: what to write
 * @path: folder and name of the record, such as "/data/made-up-1"; an ending ".hea" is dropped
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Writes a record of three files that PhysioNet's tools read: the header NAME.hea, the samples
 * NAME.dat (format 16, 200 steps a millivolt, clipped at 163 mV, a sample that is not a number as
 * the format's mark for none) and the annotations NAME.atr (MIT format; always written, so that
 * none of an earlier record of that name stay). Leads in other units keep them, with a gain that
 * fits their samples. The comment's lines and the start go to the header, notes do not.
 *
 * The files take their names when all are whole, the header last. A name has 1 to 80 letters,
 * digits, "-" and "_". Any thread.
 *
 * Source: Moody, WFDB Applications Guide, header(5), signal(5) and annot(5).
 *
 * Returns: FALSE with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED or %ECTOPY_ERROR_ARGUMENT (a name that
 *   may not be; annotations that ectopy_wfdb_pack_annotations() refuses; more than 32 leads)
 */
gboolean ectopy_wfdb_write (EctopyRecording *recording,
                            const char *path,
                            EctopyProgressFunc progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
