/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/preferences.h"

#include "ui/asking.h"
#include "ui/resource.h"
#include "ui/settings.h"

#include <adwaita.h>

static gboolean
enum_to_position (GValue *value, GVariant *variant, gpointer key)
{
  g_value_set_uint (value, (guint) g_settings_get_enum (ectopy_settings (), key));
  return TRUE;
}

/* The names of an enumeration are those of its schema, in the order of the list. */
static GVariant *
position_to_enum (const GValue *value, const GVariantType *type, gpointer key)
{
  static const char *const schemes[] = { "system", "light", "dark" };
  static const char *const papers[] = { "a4", "letter" };
  const guint position = g_value_get_uint (value);

  if (g_str_equal (key, "paper"))
    return g_variant_new_string (papers[MIN (position, G_N_ELEMENTS (papers) - 1)]);
  return g_variant_new_string (schemes[MIN (position, G_N_ELEMENTS (schemes) - 1)]);
}

static void
bind_choice (GtkBuilder *builder, const char *key, const char *id)
{
  g_settings_bind_with_mapping (ectopy_settings (), key, gtk_builder_get_object (builder, id),
                                "selected", G_SETTINGS_BIND_DEFAULT, enum_to_position,
                                position_to_enum, (gpointer) key, NULL);
}

static void
bind (GtkBuilder *builder, const char *key, const char *id, const char *property)
{
  g_settings_bind (ectopy_settings (), key, gtk_builder_get_object (builder, id), property,
                   G_SETTINGS_BIND_DEFAULT);
}

/* A page in a window of its own: an AdwPreferencesWindow of libadwaita 1.2 never frees the page's groups. */
void
ectopy_preferences_show (GtkWidget *parent)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (ECTOPY_UI ("preferences.ui"));
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "preferences"));

  bind_choice (builder, "color-scheme", "color_scheme");
  bind_choice (builder, "paper", "paper");
  bind (builder, "go-on", "go_on", "active");
  bind (builder, "show-mean", "show_mean", "active");
  bind (builder, "show-density", "show_density", "active");
  bind (builder, "screen-bar-mm", "screen_bar", "value");
  bind (builder, "threads", "threads", "value");
  ectopy_stand_over (window, parent);
  gtk_window_present (GTK_WINDOW (window));
}
