/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer none): shows all keys over @window, to be looked through by what they do or by their names, until it is
 * closed. The toolkit's own window of shortcuts is not used: it holds each key twice, and is not freed whole. Main
 * thread. */
GtkWidget *ectopy_key_help_show (GtkWindow *window);

G_END_DECLS
