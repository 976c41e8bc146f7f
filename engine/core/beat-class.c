/* SPDX-License-Identifier: MIT */
#include "engine/core/beat-class.h"

#include <glib/gi18n.h>

/* clang-format off */
static const struct {
  char letter;
  const char *name;
} classes[ECTOPY_N_CLASSES] = {
  /* Translators: here and below, what a heartbeat is. */
  { 'N', N_ ("normal") },
  { 'S', N_ ("supraventricular") },
  { 'V', N_ ("ventricular") },
  { 'F', N_ ("fusion") },
  { 'Q', N_ ("paced or unclassifiable") },
};
/* clang-format on */

char
ectopy_beat_class_letter (guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES ? classes[beat_class].letter : '?';
}

const char *
ectopy_beat_class_name (guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES ? classes[beat_class].name : N_ ("without label");
}

guint
ectopy_beat_class_from_letter (char letter)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (classes[c].letter == g_ascii_toupper (letter))
      return c;
  return ECTOPY_CLASS_NONE;
}
