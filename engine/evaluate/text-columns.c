/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/text-columns.h"

guint
ectopy_text_columns (const char *text)
{
  guint n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar letter = g_utf8_get_char (at);

    if (!g_unichar_iszerowidth (letter))
      n += g_unichar_iswide (letter) ? 2 : 1;
  }
  return n;
}

guint
ectopy_text_column_width (guint least, const char *heading)
{
  return MAX (least, ectopy_text_columns (heading) + 1);
}

static void
append_spaces (GString *text, guint width, guint used)
{
  g_string_append_printf (text, "%*s", width > used ? (int) (width - used) : 1, "");
}

void
ectopy_text_append_right (GString *text, guint width, char *part)
{
  append_spaces (text, width, ectopy_text_columns (part));
  g_string_append (text, part);
  g_free (part);
}

void
ectopy_text_append_left (GString *text, guint width, const char *part)
{
  g_string_append (text, part);
  append_spaces (text, width, ectopy_text_columns (part));
}
