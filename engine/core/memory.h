/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_memory_has_room:
 * @n: how many
 * @size: bytes of each
 * @error: return location
 *
 * For arrays and texts of GLib, which end the program where memory ends: whether so much can be had at
 * this moment. Asked before they grow, it turns that end into an error, unless another thread takes the
 * memory meanwhile.
 *
 * Returns: FALSE with %ECTOPY_ERROR_MEMORY if not
 */
gboolean ectopy_memory_has_room (size_t n, size_t size, GError **error);

/* The same before one element more is put into an array that may grow long: asked for in earnest only now
 * and then. */
gboolean ectopy_memory_may_grow (const GArray *array, GError **error);

/* Sets %ECTOPY_ERROR_MEMORY for @n things of @size bytes. Returns: FALSE. */
gboolean ectopy_memory_fail (size_t n, size_t size, GError **error);

/* The same for something of @n beats. Returns: FALSE. */
gboolean ectopy_memory_fail_beats (size_t n, GError **error);

G_END_DECLS
