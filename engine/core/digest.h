/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_digest_floats:
 * @arrays: `[n_arrays]` of `[n]` floats each
 * @n_arrays: how many
 * @n: numbers in each
 *
 * Tells the samples of one file from those of others by chance alone, at the speed of memory; it is no
 * proof against someone who wants to be taken in. The same on all machines.
 *
 * Returns: (transfer full): 16 hexadecimal digits
 */
char *ectopy_digest_floats (const float *const *arrays, size_t n_arrays, size_t n);

G_END_DECLS
