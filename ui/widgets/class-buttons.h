/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds a button for each class to @box: mark and letter, named, with the action `win.relabel`. */
void ectopy_class_buttons_fill (GtkBox *box);

G_END_DECLS
