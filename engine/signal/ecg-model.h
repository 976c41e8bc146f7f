/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"
#include "engine/signal/ecg-noise.h"
#include "engine/signal/rhythm-plan.h"

G_BEGIN_DECLS

/* What can be asked for: samples a second, and a week of them. */
#define ECTOPY_ECG_MODEL_MIN_RATE_HZ    100
#define ECTOPY_ECG_MODEL_MAX_RATE_HZ    2000
#define ECTOPY_ECG_MODEL_MAX_DURATION_S 604800

/**
 * EctopyEcgModelSettings:
 * @rate_hz: samples a second
 * @duration_s: length of the recording
 * @noise: what is added to the heart's own signal
 * @rhythm_marks: whether changes of rhythm are marked ("(VT" and the like) as well as beats
 * @comment: (nullable): for the recording
 */
typedef struct {
  double rate_hz;
  double duration_s;
  EctopyEcgNoise noise;
  gboolean rhythm_marks;
  const char *comment;
} EctopyEcgModelSettings;

/**
 * ectopy_ecg_model_check:
 * @settings: length, rate and noise
 * @error: return location
 *
 * Returns: FALSE with %ECTOPY_ERROR_ARGUMENT if rate or duration is out of range
 */
gboolean ectopy_ecg_model_check (const EctopyEcgModelSettings *settings, GError **error);

/**
 * ectopy_ecg_model_record:
 * @patient: the shapes of the beats
 * @beats: `[n_beats]`, in order of time
 * @n_beats: how many
 * @settings: length, rate and noise
 * @rng: draws the variation from beat to beat, and the noise
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Simulates an ECG in two leads, "MLII" and "V1". Every beat inside the recording is marked N, A,
 * V, F or / at the largest deflection of its QRS complex in the first lead, before noise; no other
 * mark is made but those of rhythm, halfway between two beats.
 *
 * Takes about 2 s and 260 MB for a day at 360 Hz, the memory being the result's. Any thread.
 *
 * Source: McSharry, Clifford, Tarassenko and Smith (2003), A dynamical model for generating
 * synthetic electrocardiogram signals; heights in millivolts as by Sameni et al. (2007).
 *
 * Returns: (transfer full) (nullable): the recording; NULL with %ECTOPY_ERROR_ARGUMENT (rate or
 *   duration out of range), %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyRecording *ectopy_ecg_model_record (const EctopyEcgPatient *patient,
                                          const EctopyPlannedBeat *beats,
                                          size_t n_beats,
                                          const EctopyEcgModelSettings *settings,
                                          EctopyRng *rng,
                                          EctopyProgressFunc progress,
                                          gpointer progress_data,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
