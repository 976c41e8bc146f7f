/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the words on the buttons, switchers and menus in @widget end in dots where there is no room for
 * them, rather than make it wider: long words of a language, or large text. They ask for @max_chars
 * at most, or with -1 for all they need. Each must say in a tooltip or elsewhere what it is.
 * Drop-downs are those of strings. */
void ectopy_give_way (GtkWidget *widget, int max_chars);

G_END_DECLS
