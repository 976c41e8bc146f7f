/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"

G_BEGIN_DECLS

/* Sine waves in each of the two bands. */
#define ECTOPY_RR_MODEL_N_WAVES 32

/* The bands' centres: Mayer waves of the blood pressure, and breathing. */
#define ECTOPY_RR_MODEL_LF_HZ 0.1
#define ECTOPY_RR_MODEL_HF_HZ 0.25

typedef struct {
  double frequency_hz;
  double phase;
  double amplitude_s;
} EctopyRrWave;

/* A sinus node: RR intervals as a function of time. A plain value, it owns nothing. */
typedef struct {
  double mean_s;
  EctopyRrWave waves[2 * ECTOPY_RR_MODEL_N_WAVES];
} EctopyRrModel;

/**
 * ectopy_rr_model_init:
 * @model: (out caller-allocates): a sinus node
 * @rate_bpm: mean heart rate, beats a minute
 * @rate_sd_bpm: its standard deviation
 * @lf_hf_ratio: power around 0.1 Hz over power around 0.25 Hz; 0.5 in the paper
 * @rng: draws frequencies and phases
 *
 * The tachogram's spectrum is the sum of two Gaussians, as the heart's under the two branches of
 * the autonomic nervous system. Any thread.
 *
 * Source: McSharry, Clifford, Tarassenko and Smith (2003), equations 3 to 5.
 */
void ectopy_rr_model_init (EctopyRrModel *model,
                           double rate_bpm,
                           double rate_sd_bpm,
                           double lf_hf_ratio,
                           EctopyRng *rng);

/* The RR interval, in seconds, that begins at @time_s; 0.3 to 3. */
double ectopy_rr_model_at (const EctopyRrModel *model, double time_s);

G_END_DECLS
