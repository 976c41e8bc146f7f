/* SPDX-License-Identifier: MIT */
#include "ui/widgets/theme.h"

#include <adwaita.h>

static gboolean
look_up (GtkWidget *widget, const char *name, EctopyColor *color)
{
  GdkRGBA rgba;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &rgba))
    return FALSE;
  *color = (EctopyColor){ (double) rgba.red, (double) rgba.green, (double) rgba.blue,
                          (double) rgba.alpha };
  return TRUE;
}

EctopyPalette
ectopy_theme_palette (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const gboolean dark = adw_style_manager_get_dark (manager);
  const gboolean contrast = adw_style_manager_get_high_contrast (manager);
  EctopyPalette palette = ectopy_palette_get (
      contrast ? (dark ? ECTOPY_PALETTE_HIGH_CONTRAST_DARK : ECTOPY_PALETTE_HIGH_CONTRAST)
               : (dark ? ECTOPY_PALETTE_DARK : ECTOPY_PALETTE_LIGHT));

  look_up (widget, "accent_color", &palette.accent);
  return palette;
}
