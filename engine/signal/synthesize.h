/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/signal/ecg-model.h"

G_BEGIN_DECLS

/**
 * EctopySynthesizeSettings:
 * @seed: the same seed and settings give the same bytes, within one build
 * @rate_hz: samples a second of a recording; beats are cut from 360 Hz whatever this is
 * @duration_s: length of a recording
 * @proportions: `[ECTOPY_N_CLASSES]`: how common each class is; at least one above 0, their sum is
 *   taken for the whole
 * @noise: what is added to the heart's own signal
 */
typedef struct {
  guint64 seed;
  double rate_hz;
  double duration_s;
  double proportions[ECTOPY_N_CLASSES];
  EctopyEcgNoise noise;
} EctopySynthesizeSettings;

/* Seed 1, half an hour at 360 Hz, N 60 %, S 10, V 12, F 6, Q 12, the noise of a quiet recorder. */
void ectopy_synthesize_settings_init (EctopySynthesizeSettings *settings);

/**
 * ectopy_synthesize_recording:
 * @settings: what to make
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Makes up an ECG of one person, two leads, with every beat and every change of rhythm marked.
 * Ectopic beats come alone, as couplets, in bigeminy and in runs, paced beats in runs. Classes
 * have about the proportions asked for; of N there are more where the others need sinus beats
 * around them. Times and memory are those of ectopy_ecg_model_record(). Any thread.
 *
 * Returns: (transfer full) (nullable): the recording; NULL with %ECTOPY_ERROR_ARGUMENT (a setting
 *   out of range), %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyRecording *ectopy_synthesize_recording (const EctopySynthesizeSettings *settings,
                                              EctopyProgressFunc progress,
                                              gpointer progress_data,
                                              GCancellable *cancellable,
                                              GError **error);

/**
 * ectopy_synthesize_beats:
 * @settings: what to make
 * @n_beats: rows, at least 1
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Makes up labelled beats, cut from the first lead by ectopy_cut_row(): 187 samples at 120 Hz, like
 * the published CSVs but of nobody. They come from 5 persons or, where that is more, one for every
 * 200 beats, in random order. Class counts are the proportions of @n_beats, rounded; a class that is not asked to
 * be 0 has one beat at least where there are enough of them. Rhythm is not marked, so a row goes
 * from beat to beat. Any thread.
 *
 * Returns: (transfer full) (nullable): the beats; NULL with %ECTOPY_ERROR_ARGUMENT,
 *   %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyDataset *ectopy_synthesize_beats (const EctopySynthesizeSettings *settings,
                                        size_t n_beats,
                                        EctopyProgressFunc progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
