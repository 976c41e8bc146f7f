/* SPDX-License-Identifier: MIT */
#include "app/cli/class-counts.h"

char *
ectopy_cli_class_counts (const size_t counts[ECTOPY_N_CLASSES])
{
  GString *text = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_string_append_printf (text, "%s%c %zu", c > 0 ? " " : "", ectopy_beat_class_letter (c),
                            counts[c]);
  return g_string_free (text, FALSE);
}
