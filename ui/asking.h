/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands over a window until it is answered: one thing at a time, as two would take the keys from each
 * other. A person cannot get to a second one, but messages from other programs and work that ends by itself
 * can. What is open over the window, as a menu, is closed: it would keep the keys. All of it belongs to the
 * main thread. */

/* (nullable): the window that @widget (nullable) is in. */
GtkWindow *ectopy_window_of (GtkWidget *widget);

/* Whether something is asked over the window of @widget: a question, a choice of files, or a dialog that
 * ectopy_ask_by() was told of. */
gboolean ectopy_is_asking (GtkWidget *widget);

/* The same, and brings that forth, as it may lie behind other windows. */
gboolean ectopy_asking_present (GtkWidget *widget);

/* Around a question that is no widget of ours; @window (out): weak, where it is asked. */
void ectopy_asking_begin (GtkWidget *widget, GtkWindow **window);
void ectopy_asking_end (GtkWindow **window);

/* Says that @dialog is what asks over the window that it stands over. */
void ectopy_asking_mark (GtkWindow *dialog);

/* Closes @window by Escape, where nothing in it has a use for that. */
void ectopy_close_on_escape (GtkWidget *window);

/* Makes @dialog one that has to be closed, by Escape if need be, before the window of @parent can be used,
 * and that goes with it. */
void ectopy_stand_over (GtkWidget *dialog, GtkWidget *parent);

/* As ectopy_stand_over(), for a dialog that asks. */
void ectopy_ask_by (GtkWidget *dialog, GtkWidget *parent);

G_END_DECLS
