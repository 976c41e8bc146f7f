/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): stands in place of a list of which nothing is as is sought. */
GtkWidget *ectopy_nothing_found_new (const char *title, const char *advice);

G_END_DECLS
