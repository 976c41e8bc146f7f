/* SPDX-License-Identifier: MIT */
#include "engine/core/memory.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <math.h>

/* So little is asked for without a word. */
#define SMALL 65536

/* Elements from which on an array's growth is asked for. */
#define LEAST 4096u

gboolean
ectopy_memory_fail (size_t n, size_t size, GError **error)
{
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
               _ ("not enough memory: %.0f MB were wanted at once"),
               ceil ((double) n * (double) size * 1e-6));
  return FALSE;
}

gboolean
ectopy_memory_has_room (size_t n, size_t size, GError **error)
{
  g_autofree char *room = NULL;
  size_t all;

  if (g_size_checked_mul (&all, n, size) && all <= SMALL)
    return TRUE;
  room = g_try_malloc_n (n, size);
  return room != NULL || ectopy_memory_fail (n, size, error);
}

static gboolean
is_power_of_two (guint n)
{
  return (n & (n - 1)) == 0;
}

gboolean
ectopy_memory_may_grow (const GArray *array, GError **error)
{
  /* An array grows to the next power of two of bytes, and may have to be copied. Asked as often as the length
   * doubles, for what it needs until it has done so again. */
  return array->len < LEAST || !is_power_of_two (array->len) ||
         ectopy_memory_has_room (4 * (size_t) array->len,
                                 g_array_get_element_size ((GArray *) array), error);
}

gboolean
ectopy_memory_fail_beats (size_t n, GError **error)
{
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
               ngettext ("There is not enough memory for %zu beat.",
                         "There is not enough memory for %zu beats.", n),
               n);
  return FALSE;
}
