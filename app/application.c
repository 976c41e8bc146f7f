/* SPDX-License-Identifier: MIT */
#include "app/application.h"

#include "config.h"
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/dialogs/preferences.h"
#include "ui/resource.h"
#include "ui/settings.h"
#include "ui/window/key-table.h"
#include "ui/window/window.h"

#include <glib/gi18n.h>
#include <stdio.h>

struct _EctopyApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (EctopyApplication, ectopy_application, ADW_TYPE_APPLICATION)

/* The window that was used last, whatever stands over it, or a new one. */
static EctopyWindow *
get_window (EctopyApplication *self)
{
  for (GList *window = gtk_application_get_windows (GTK_APPLICATION (self)); window != NULL;
       window = window->next)
    if (ECTOPY_IS_WINDOW (window->data))
      return ECTOPY_WINDOW (window->data);
  return ectopy_window_new (ADW_APPLICATION (self));
}

/* ---- Actions ---- */

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (ectopy_window_new (user_data)));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_preferences_show (GTK_WIDGET (get_window (user_data)));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_show_about (GTK_WIDGET (get_window (user_data)));
}

/* Each window is asked, and may stay. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* Held, as what stands over a window goes with it. */
  GList *windows = g_list_copy_deep (gtk_application_get_windows (user_data),
                                     (GCopyFunc) (gpointer) g_object_ref, NULL);

  for (GList *window = windows; window != NULL; window = window->next)
    if (ECTOPY_IS_WINDOW (window->data))
      gtk_window_close (window->data);
  g_list_free_full (windows, g_object_unref);
}

static const GActionEntry entries[] = {
  { .name = "new-window", .activate = new_window_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

/* ---- Settings ---- */

static void
apply_color_scheme (GSettings *settings)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (settings, "color-scheme")]);
}

/* ---- Application ---- */

static void
ectopy_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (ectopy_application_parent_class)->startup (application);
  g_set_application_name ("Ectopy");
  gtk_window_set_default_icon_name (ECTOPY_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  ectopy_key_table_set_accels (GTK_APPLICATION (application));
  g_signal_connect (ectopy_settings (), "changed::color-scheme", G_CALLBACK (apply_color_scheme),
                    NULL);
  apply_color_scheme (ectopy_settings ());
}

static void
ectopy_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (ECTOPY_APPLICATION (application))));
}

static void
ectopy_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++) {
    EctopyWindow *window = get_window (ECTOPY_APPLICATION (application));
    g_autofree char *name = g_file_get_basename (files[i]);

    /* A model goes into the window that is there, beats and recordings into one of their own, also where
     * something is asked about others. */
    if (!g_str_has_suffix (name, ".safetensors") &&
        (ectopy_window_is_used (window) || ectopy_is_asking (GTK_WIDGET (window))))
      window = ectopy_window_new (ADW_APPLICATION (application));
    gtk_window_present (GTK_WINDOW (window));
    ectopy_window_open (window, files[i]);
  }
}

static int
ectopy_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  printf ("Ectopy %s\n", ECTOPY_VERSION);
  return 0;
}

static void
ectopy_application_class_init (EctopyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ectopy_application_startup;
  application_class->activate = ectopy_application_activate;
  application_class->open = ectopy_application_open;
  application_class->handle_local_options = ectopy_application_handle_local_options;
}

static void
ectopy_application_init (EctopyApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Shows the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("Heartbeats: review them, train networks on them, "
                                               "judge these.\nFor research and education, "
                                               "not for diagnosis."));
}

EctopyApplication *
ectopy_application_new (void)
{
  return g_object_new (ECTOPY_TYPE_APPLICATION, "application-id", ECTOPY_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", ECTOPY_RESOURCES, NULL);
}
