/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_floats_new:
 * @n: how many
 * @error: return location
 *
 * Zeros, aligned to a cache line, with a line to spare behind the last.
 *
 * Returns: (transfer full) (nullable): to be given to ectopy_floats_free(); NULL with
 *   %ECTOPY_ERROR_MEMORY if there is not so much memory
 */
float *ectopy_floats_new (size_t n, GError **error);

void ectopy_floats_free (float *floats);

G_END_DECLS
