/* SPDX-License-Identifier: MIT */
#include "engine/nn/floats.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
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
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("not enough memory: %.0f MB were wanted at once"), (double) n * 4e-6);
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
