/* SPDX-License-Identifier: MIT */
#include "engine/learn/augment.h"

#include <math.h>
#include <string.h>

#define FULL_STRETCH 0.03f
#define FULL_SHIFT   1.5f
#define FULL_GAIN    0.1f
#define FULL_OFFSET  0.02f
#define FULL_NOISE   0.01f

/* No beat is shortened beyond this. */
#define SHORTEST 8

/* Even in [-1, 1). */
static float
even (EctopyRng *rng)
{
  return (float) (2 * ectopy_rng_uniform (rng) - 1);
}

/* Samples before the padding. */
static size_t
content_length (const float *row, size_t length)
{
  while (length > 0 && row[length - 1] == 0)
    length--;
  return length;
}

static size_t
stretched_length (size_t content, size_t length, float stretch)
{
  const float stretched = nearbyintf ((float) content / stretch);

  if (content == length)
    return length;
  return (size_t) CLAMP (stretched, (float) MIN (content, SHORTEST), (float) length);
}

static void
resample (const float *row, size_t content, float stretch, float shift, float *out, size_t n)
{
  const float last = (float) (content - 1);

  for (size_t i = 0; i < n; i++) {
    const float at = MIN (MAX ((float) i * stretch + shift, 0), last);
    const size_t left = (size_t) at;
    const size_t right = MIN (left + 1, content - 1);
    const float share = at - (float) left;

    out[i] = row[left] + share * (row[right] - row[left]);
  }
}

/* Four numbers of 16 bits from one draw: their sum has a variance of 4/12 of their range squared,
 * and tails near enough to the normal ones for noise. */
static void
add_noise (float *out, size_t n, float deviation, EctopyRng *rng)
{
  const float scale = deviation * sqrtf (3) / 65536;
  const float centre = 4 * 65535 / 2.0f;

  for (size_t i = 0; i < n; i++) {
    const guint64 bits = ectopy_rng_next (rng);
    const guint sum = (guint) (bits & 0xffff) + (guint) (bits >> 16 & 0xffff) +
                      (guint) (bits >> 32 & 0xffff) + (guint) (bits >> 48);

    out[i] += ((float) sum - centre) * scale;
  }
}

void
ectopy_augment_init (EctopyAugment *augment, float strength)
{
  *augment = (EctopyAugment){
    .stretch = FULL_STRETCH * strength,
    .shift = FULL_SHIFT * strength,
    .gain = FULL_GAIN * strength,
    .offset = FULL_OFFSET * strength,
    .noise = FULL_NOISE * strength,
  };
}

void
ectopy_augment_row (const EctopyAugment *augment,
                    EctopyRng *rng,
                    const float *row,
                    size_t length,
                    float *out)
{
  const float stretch = 1 + augment->stretch * even (rng);
  const float shift = augment->shift * even (rng);
  const float gain = 1 + augment->gain * even (rng);
  const float offset = augment->offset * even (rng);
  const float deviation = augment->noise * (float) ectopy_rng_uniform (rng);
  const size_t content = content_length (row, length);
  const size_t n = content > 0 ? stretched_length (content, length, stretch) : 0;

  if (n > 0)
    resample (row, content, stretch, shift, out, n);
  for (size_t i = 0; i < n; i++)
    out[i] = out[i] * gain + offset;
  if (deviation > 0)
    add_noise (out, n, deviation, rng);
  memset (out + n, 0, (length - n) * sizeof (float));
}
