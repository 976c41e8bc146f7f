/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the preferences over the window of @parent. */
void ectopy_preferences_show (GtkWidget *parent);

G_END_DECLS
