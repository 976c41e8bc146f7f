/* SPDX-License-Identifier: MIT */
#include "engine/signal/rr-model.h"

#include <math.h>

/* Standard deviation of either band in frequency; c1 and c2 of the paper. */
#define BAND_WIDTH_HZ 0.01

#define SHORTEST_S 0.3
#define LONGEST_S  3.0

/* The paper samples the spectrum on a grid, gives it random phases and takes the inverse Fourier
 * transform. Here the same sum of sine waves is taken directly at each beat: frequencies are drawn
 * from the band's Gaussian, all with one amplitude, so the spectrum is the same in the mean. The
 * series then has no length, and does not come round after the transform's. */
static void
fill_band (EctopyRrWave *waves, double centre_hz, double variance, EctopyRng *rng)
{
  for (size_t i = 0; i < ECTOPY_RR_MODEL_N_WAVES; i++) {
    waves[i].frequency_hz = fabs (centre_hz + BAND_WIDTH_HZ * ectopy_rng_normal (rng));
    waves[i].phase = 2 * G_PI * ectopy_rng_uniform (rng);
    waves[i].amplitude_s = sqrt (2 * variance / ECTOPY_RR_MODEL_N_WAVES);
  }
}

void
ectopy_rr_model_init (EctopyRrModel *model,
                      double rate_bpm,
                      double rate_sd_bpm,
                      double lf_hf_ratio,
                      EctopyRng *rng)
{
  /* A deviation of the rate, as one of its inverse, to first order. */
  const double sd_s = 60 * rate_sd_bpm / (rate_bpm * rate_bpm);
  const double lf_share = lf_hf_ratio / (1 + lf_hf_ratio);

  g_assert (rate_bpm > 0 && rate_sd_bpm >= 0 && lf_hf_ratio >= 0);

  model->mean_s = 60 / rate_bpm;
  fill_band (model->waves, ECTOPY_RR_MODEL_LF_HZ, sd_s * sd_s * lf_share, rng);
  fill_band (model->waves + ECTOPY_RR_MODEL_N_WAVES, ECTOPY_RR_MODEL_HF_HZ,
             sd_s * sd_s * (1 - lf_share), rng);
}

double
ectopy_rr_model_at (const EctopyRrModel *model, double time_s)
{
  double rr_s = model->mean_s;

  for (size_t i = 0; i < G_N_ELEMENTS (model->waves); i++) {
    const EctopyRrWave *wave = &model->waves[i];

    rr_s += wave->amplitude_s * sin (2 * G_PI * wave->frequency_hz * time_s + wave->phase);
  }
  return CLAMP (rr_s, SHORTEST_S, LONGEST_S);
}
