/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ectopy_menu_button_fill:
 * @button: a GtkMenuButton
 * @name: of one in menus.ui
 *
 * All windows share the menus, which are read once and kept: GTK 4.8 never frees the sections of a menu that
 * is part of a template, some 40 KB a window. Main thread.
 */
void ectopy_menu_button_fill (GtkWidget *button, const char *name);

G_END_DECLS
