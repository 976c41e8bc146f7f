/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/core/recording.h"

G_BEGIN_DECLS

/* The rows of the published beat CSVs. They are described as of 125 Hz, but are every third sample
 * of 360. */
#define ECTOPY_CUT_LENGTH  187
#define ECTOPY_CUT_RATE_HZ 120

/**
 * ectopy_cut_row:
 * @samples: `[n_samples]`: one lead
 * @n_samples: its length
 * @scale: (nullable): what the recorder's integers were; NULL where that is not known
 * @rate_hz: samples a second
 * @start: the beat's mark, in samples
 * @next: the mark after it
 * @after_next: the mark after that, or the lead's length
 * @row: (out): `[ECTOPY_CUT_LENGTH]`, overwritten
 *
 * Cuts one beat as the published CSVs are cut: from its mark to 20 % into the interval that
 * follows the next mark, at 120 Hz, scaled to 0..1 over the whole piece, cut or filled up with
 * zeros to 187. A piece without any height is all zeros.
 *
 * At 360 Hz, and any other multiple of 120, samples are taken as they stand; at other rates they
 * are interpolated along straight lines. Where @scale is known the row is made of the recorder's
 * integers, as those of the CSVs are, and has the very same bits. Nothing is filtered, as nothing was for the CSVs. A sample
 * that is not a number makes 0. Any thread.
 *
 * Source: Kachuee, Fazeli and Sarrafzadeh (2018), section III-A, and the published rows.
 *
 * Returns: FALSE if no sample lies in the piece, @row then being all zeros
 */
gboolean ectopy_cut_row (const float *samples,
                         size_t n_samples,
                         const EctopyLeadScale *scale,
                         double rate_hz,
                         gint64 start,
                         gint64 next,
                         gint64 after_next,
                         float *row);

/**
 * ectopy_cut_recording:
 * @recording: leads and marks
 * @lead: which lead
 * @marks: (out) (optional) (transfer full) (element-type gsize): the mark of each row, as an index
 *   into ectopy_recording_get_annotations()
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Cuts every beat that has a class (ectopy_annotation_code_class()), in order. As in the published
 * files the next mark is that of any kind, also of rhythm or noise, and the last mark gives no row.
 * Any thread.
 *
 * Returns: (transfer full) (nullable): rows of 187 samples with their classes; NULL with
 *   %ECTOPY_ERROR_ARGUMENT (no such lead), %ECTOPY_ERROR_EMPTY (no beat with a class),
 *   %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyDataset *ectopy_cut_recording (EctopyRecording *recording,
                                     size_t lead,
                                     GArray **marks,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
