/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"

G_BEGIN_DECLS

/**
 * EctopyEcgNoise:
 * @breathing_mv: height of the baseline's sine at the rate of breathing
 * @wander_mv: standard deviation of its slow, irregular drift
 * @muscle_mv: standard deviation of muscle noise in the mean; it comes and goes
 * @white_mv: standard deviation of the recorder's own noise
 * @mains_mv: height of the mains hum
 * @mains_hz: its frequency, 50 or 60
 *
 * What is not heart in an ECG. All zero is none.
 */
typedef struct {
  double breathing_mv;
  double wander_mv;
  double muscle_mv;
  double white_mv;
  double mains_mv;
  double mains_hz;
} EctopyEcgNoise;

/* Where the noise of one lead has got to. A plain value, it owns nothing. */
typedef struct {
  EctopyEcgNoise noise;
  double rate_hz;
  EctopyRng rng;
  guint64 n_done;
  double breathing_phase;
  double drift;
  double drift_goal;
  double muscle_level;
  float muscle_before;
} EctopyEcgNoiseSource;

/* A quiet ambulatory recording: wander, little muscle and recorder noise, no hum. */
void ectopy_ecg_noise_init (EctopyEcgNoise *noise);

/**
 * ectopy_ecg_noise_source_init:
 * @source: (out caller-allocates): one lead's noise
 * @noise: how much of which
 * @rate_hz: samples a second
 * @rng: seeds it
 */
void ectopy_ecg_noise_source_init (EctopyEcgNoiseSource *source,
                                   const EctopyEcgNoise *noise,
                                   double rate_hz,
                                   EctopyRng *rng);

/**
 * ectopy_ecg_noise_source_fill:
 * @source: one lead's noise
 * @n_samples: how many: a multiple of 32, but for the last call
 * @baseline: `[n_samples]`, overwritten: breathing and wander, in millivolts
 * @fast: `[n_samples]`, overwritten: muscle, recorder and mains
 *
 * The next samples. Any thread, one at a time.
 */
void ectopy_ecg_noise_source_fill (EctopyEcgNoiseSource *source,
                                   size_t n_samples,
                                   float *baseline,
                                   float *fast);

G_END_DECLS
