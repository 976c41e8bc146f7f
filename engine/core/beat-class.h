/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The five classes of ANSI/AAMI EC57, in the order of the published beat CSVs. */
typedef enum {
  ECTOPY_CLASS_N, /* normal and bundle branch block */
  ECTOPY_CLASS_S, /* supraventricular ectopic */
  ECTOPY_CLASS_V, /* ventricular ectopic */
  ECTOPY_CLASS_F, /* fusion of ventricular and normal */
  ECTOPY_CLASS_Q, /* paced or unclassifiable */
} EctopyBeatClass;

#define ECTOPY_N_CLASSES 5

/* The label of a row that has none. */
#define ECTOPY_CLASS_NONE 255

/**
 * ectopy_beat_class_letter:
 * @beat_class: a class, or any other number
 *
 * Returns: one of N, S, V, F, Q, or `?`
 */
char ectopy_beat_class_letter (guint beat_class);

/**
 * ectopy_beat_class_name:
 * @beat_class: a class, or any other number
 *
 * Returns: (transfer none): the name in full, in English, such as "ventricular"; gettext()
 *   translates it
 */
const char *ectopy_beat_class_name (guint beat_class);

/**
 * ectopy_beat_class_from_letter:
 * @letter: N, S, V, F or Q, upper or lower case
 *
 * Returns: the class, or %ECTOPY_CLASS_NONE
 */
guint ectopy_beat_class_from_letter (char letter);

G_END_DECLS
