/* SPDX-License-Identifier: MIT */
#include "engine/core/beat-class.h"

static const struct {
  char letter;
  const char *name;
} classes[ECTOPY_N_CLASSES] = {
  /* One a line. */
  /* clang-format off */
  { 'N', "normal" },
  { 'S', "supraventricular" },
  { 'V', "ventricular" },
  { 'F', "fusion" },
  { 'Q', "paced or unclassifiable" },
  /* clang-format on */
};

char
ectopy_beat_class_letter (guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES ? classes[beat_class].letter : '?';
}

const char *
ectopy_beat_class_name (guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES ? classes[beat_class].name : "without label";
}

guint
ectopy_beat_class_from_letter (char letter)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (classes[c].letter == g_ascii_toupper (letter))
      return c;
  return ECTOPY_CLASS_NONE;
}
