/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The colours that @widget is to be painted in: light or dark, high contrast, the user's accent. They
 * change with the AdwStyleManager's "dark" and "high-contrast", and with the widget's css_changed. */
EctopyPalette ectopy_theme_palette (GtkWidget *widget);

G_END_DECLS
