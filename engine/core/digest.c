/* SPDX-License-Identifier: MIT */
#include "engine/core/digest.h"

#include <string.h>

#define PRIME G_GUINT64_CONSTANT (0x100000001b3)

/* FNV-1a on 64-bit words, in four lanes. */
char *
ectopy_digest_floats (const float *const *arrays, size_t n_arrays, size_t n)
{
  const size_t size = n * sizeof (float);
  guint64 lanes[4] = { 1, 2, 3, 4 };
  guint64 all = G_GUINT64_CONSTANT (0xcbf29ce484222325) ^ (n_arrays * size);

  for (size_t k = 0; k < n_arrays; k++) {
    const guint8 *bytes = (const guint8 *) arrays[k];
    size_t at = 0;

    for (; at + 32 <= size; at += 32)
      for (guint i = 0; i < 4; i++) {
        guint64 word;

        memcpy (&word, bytes + at + 8 * i, 8);
        lanes[i] = (lanes[i] ^ GUINT64_TO_LE (word)) * PRIME;
        lanes[i] ^= lanes[i] >> 29;
      }
    for (; at < size; at++)
      all = (all ^ bytes[at]) * PRIME;
  }
  for (guint i = 0; i < 4; i++)
    all = (all ^ lanes[i]) * PRIME;
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", all);
}
