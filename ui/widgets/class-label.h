/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): mark and letter of a class in its colour, for buttons and legends. */
GtkWidget *ectopy_class_label_new (guint beat_class);

/* Puts a number, or another text, behind the letter. */
void ectopy_class_label_set_text (GtkWidget *label, const char *text);

/* (transfer none): the class's name, translated. */
const char *ectopy_class_label_name (guint beat_class);

G_END_DECLS
