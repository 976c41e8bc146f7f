/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-noise.h"

#include "engine/signal/rr-model.h"

#include <math.h>

/* Slow things change once in so many samples and are joined by straight lines. */
#define SLOW_STEP 32

/* Time constants of the drift and of muscle tension. */
#define DRIFT_S   6.0
#define TENSION_S 4.0

/* Nobody is tenser than this, in standard deviations. */
#define MOST_TENSION 2.0

/* Standard normal to the eye: the sum of four 16-bit numbers, scaled. Its fourth moment is 2.7
 * where a normal one's is 3, and it costs a tenth: a day has 125 million of them. */
static float
roughly_normal (EctopyRng *rng)
{
  const guint64 bits = ectopy_rng_next (rng);
  const guint32 sum = (guint32) (bits & 0xffff) + (guint32) ((bits >> 16) & 0xffff) +
                      (guint32) ((bits >> 32) & 0xffff) + (guint32) (bits >> 48);

  return ((float) sum - 131070.0f) * (1.7320508f / 65536.0f);
}

/* First-order walk of standard deviation 1, @steps_per_s times a second. */
static double
walk (double value, double time_constant_s, double steps_per_s, EctopyRng *rng)
{
  const double keep = exp (-1 / (time_constant_s * steps_per_s));

  return keep * value + sqrt (1 - keep * keep) * ectopy_rng_normal (rng);
}

/* One straight piece of the baseline. */
static void
fill_baseline (EctopyEcgNoiseSource *source, size_t n, float *baseline)
{
  const EctopyEcgNoise *noise = &source->noise;
  const double time_s = (double) source->n_done / source->rate_hz;
  const double end_s = time_s + SLOW_STEP / source->rate_hz;
  const double omega = 2 * G_PI * ECTOPY_RR_MODEL_HF_HZ;
  double from, to;

  source->drift = source->drift_goal;
  source->drift_goal = walk (source->drift, DRIFT_S, source->rate_hz / SLOW_STEP, &source->rng);
  from = noise->breathing_mv * sin (omega * time_s + source->breathing_phase) +
         noise->wander_mv * source->drift;
  to = noise->breathing_mv * sin (omega * end_s + source->breathing_phase) +
       noise->wander_mv * source->drift_goal;
  for (size_t i = 0; i < n; i++)
    baseline[i] = (float) (from + (to - from) * (double) i / SLOW_STEP);
}

/* Muscle noise has most of its power high up: the difference of white noise rises with frequency.
 * Its strength is the square of a walk, which is quiet mostly and swells at times. */
static void
fill_fast (EctopyEcgNoiseSource *source, size_t n, float *fast)
{
  const EctopyEcgNoise *noise = &source->noise;
  const float white = (float) noise->white_mv;
  double level;
  float muscle;

  source->muscle_level = walk (source->muscle_level, TENSION_S, source->rate_hz / SLOW_STEP,
                               &source->rng);
  level = CLAMP (source->muscle_level, -MOST_TENSION, MOST_TENSION);
  /* Differences double the power, and the mean of the fourth power is 2.08 with this bound. */
  muscle = (float) (noise->muscle_mv * level * level / sqrt (2 * 2.08));
  for (size_t i = 0; i < n; i++) {
    const float now = roughly_normal (&source->rng);

    fast[i] = muscle * (now - source->muscle_before) + white * roughly_normal (&source->rng);
    source->muscle_before = now;
  }
  if (noise->mains_mv > 0)
    for (size_t i = 0; i < n; i++) {
      const double turns = fmod (
          (double) (source->n_done + i) * (noise->mains_hz / source->rate_hz), 1);

      fast[i] += (float) (noise->mains_mv * sin (2 * G_PI * turns));
    }
}

void
ectopy_ecg_noise_init (EctopyEcgNoise *noise)
{
  *noise = (EctopyEcgNoise){
    .breathing_mv = 0.10,
    .wander_mv = 0.05,
    .muscle_mv = 0.010,
    .white_mv = 0.006,
    .mains_mv = 0,
    .mains_hz = 50,
  };
}

void
ectopy_ecg_noise_source_init (EctopyEcgNoiseSource *source,
                              const EctopyEcgNoise *noise,
                              double rate_hz,
                              EctopyRng *rng)
{
  *source = (EctopyEcgNoiseSource){ .noise = *noise, .rate_hz = rate_hz };
  ectopy_rng_init (&source->rng, ectopy_rng_next (rng), 0);
  source->breathing_phase = 2 * G_PI * ectopy_rng_uniform (rng);
  source->drift_goal = ectopy_rng_normal (rng);
  source->muscle_level = ectopy_rng_normal (rng);
}

void
ectopy_ecg_noise_source_fill (EctopyEcgNoiseSource *source,
                              size_t n_samples,
                              float *baseline,
                              float *fast)
{
  for (size_t i = 0; i < n_samples; i += SLOW_STEP) {
    const size_t n = MIN (SLOW_STEP, n_samples - i);

    fill_baseline (source, n, baseline + i);
    fill_fast (source, n, fast + i);
    source->n_done += n;
  }
}
