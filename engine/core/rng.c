/* SPDX-License-Identifier: MIT */
#include "engine/core/rng.h"

#include <math.h>

static guint64
rotate_left (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

static guint64
splitmix64 (guint64 *x)
{
  guint64 z = (*x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
ectopy_rng_init (EctopyRng *rng, guint64 seed, guint64 stream)
{
  guint64 mixed = stream;
  guint64 x = seed ^ splitmix64 (&mixed);

  for (int i = 0; i < 4; i++)
    rng->state[i] = splitmix64 (&x);
}

guint64
ectopy_rng_next (EctopyRng *rng)
{
  guint64 *s = rng->state;
  const guint64 result = rotate_left (s[1] * 5, 7) * 9;
  const guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
ectopy_rng_uniform (EctopyRng *rng)
{
  return (double) (ectopy_rng_next (rng) >> 11) * 0x1p-53;
}

guint64
ectopy_rng_below (EctopyRng *rng, guint64 n)
{
  const guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n;
  guint64 x;

  g_assert (n > 0);
  do
    x = ectopy_rng_next (rng);
  while (x >= limit);
  return x % n;
}

double
ectopy_rng_normal (EctopyRng *rng)
{
  double u, v, s;

  do {
    u = 2 * ectopy_rng_uniform (rng) - 1;
    v = 2 * ectopy_rng_uniform (rng) - 1;
    s = u * u + v * v;
  } while (s >= 1 || s <= 0);
  return u * sqrt (-2 * log (s) / s);
}

void
ectopy_rng_shuffle (EctopyRng *rng, size_t *items, size_t n_items)
{
  for (size_t i = n_items; i > 1; i--) {
    const size_t j = (size_t) ectopy_rng_below (rng, i);
    const size_t swapped = items[i - 1];

    items[i - 1] = items[j];
    items[j] = swapped;
  }
}
