/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"

G_BEGIN_DECLS

/**
 * ectopy_edf_write:
 * @recording: what is to be written, with all its leads
 * @annotations: (nullable): `[n_annotations]`: the marks; those of @recording only if given here
 * @n_annotations: how many
 * @path: the file to make or to replace
 * @error: return location
 *
 * Writes a recording as EDF+ (continuous), 16 bits a sample. A beat becomes an annotation with its
 * symbol, any other mark one with its name and text: see ectopy_edf_annotation_to_text(). Fields on
 * the patient are left as unknown. The file takes its name when it is whole; memory is that of the
 * annotations and one record. Any thread.
 *
 * Samples are integers in steps as ectopy_edf_range_choose() settles: where they came from a file of
 * 16 bits or fewer (one of the WFDB format, say), they are read back the same to the bit. The format
 * has no mark for samples that are missing: they get the lowest integer, which then no other sample
 * has, and the transducer says so (%ECTOPY_EDF_HAS_GAPS). It holds whole records, of a second where
 * the rate is a whole number, else of as many as make their samples one; the last sample is repeated
 * to the end of the last, and "Recording ends" marks where that begins.
 *
 * Source: Kemp and Olivan (2003), "European data format 'plus'".
 *
 * Returns: FALSE with %G_FILE_ERROR, or %ECTOPY_ERROR_ARGUMENT for what the format has no room for:
 *   more than %ECTOPY_EDF_MAX_SIGNALS - 1 leads, samples of 10^8 and more, a rate of which no record
 *   is made, or thousands of marks a second
 */
gboolean ectopy_edf_write (EctopyRecording *recording,
                           const EctopyAnnotation *annotations,
                           size_t n_annotations,
                           const char *path,
                           GError **error);

G_END_DECLS
