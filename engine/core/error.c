/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"

#include <string.h>

/* Dashes, not differences. */
/* clang-format off */
G_DEFINE_QUARK (ectopy-error-quark, ectopy_error)
/* clang-format on */

#define MOST_BYTES 300

char *
ectopy_error_quote (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const size_t length = strlen (valid);
  const char *head = valid + MOST_BYTES / 2;
  const char *tail = valid + length - MIN (length, MOST_BYTES / 2);

  if (length <= MOST_BYTES)
    return g_steal_pointer (&valid);
  head = g_utf8_find_prev_char (valid, head + 1);
  while (((guchar) *tail & 0xc0) == 0x80) /* not from the middle of a character */
    tail++;
  return g_strdup_printf ("%.*s … %s", (int) (head - valid), valid, tail);
}
