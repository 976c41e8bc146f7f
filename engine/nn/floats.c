/* SPDX-License-Identifier: MIT */
#include "engine/nn/floats.h"

#include "engine/core/memory.h"

#include <stdlib.h>
#include <string.h>

#define LINE 64

float *
ectopy_floats_new (size_t n, GError **error)
{
  void *floats = NULL;
  size_t size;

  if (!g_size_checked_mul (&size, n, sizeof (float)) ||
      !g_size_checked_add (&size, size, 4 * LINE) || posix_memalign (&floats, LINE, size) != 0) {
    ectopy_memory_fail (n, sizeof (float), error);
    return NULL;
  }
  memset (floats, 0, size);
  return floats;
}

void
ectopy_floats_free (float *floats)
{
  free (floats);
}
