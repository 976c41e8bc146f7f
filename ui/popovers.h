/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is open over a window, and holds the keyboard: menus and the like. Main thread. */

/* Closes those that are open in @widget and in what it holds. */
void ectopy_popovers_close (GtkWidget *widget);

/* Closes those of @window (not yet realized) whenever it is minimized (under X11 they would be left on the screen,
 * and keep the keyboard) and before it is closed (they would keep the keyboard from the other windows). */
void ectopy_popovers_go_with (GtkWidget *window);

G_END_DECLS
