/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/ui/loop.h"

#include <adwaita.h>
#include <locale.h>

/* What tests do with widgets that are seen. */

/* To be called after g_test_init(). Returns: whether there is a display. */
static inline gboolean
display_init (void)
{
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "C.UTF-8");
  if (!gtk_init_check ())
    return FALSE;
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return TRUE;
}

/* (nullable): the first widget of @type at or below @widget. */
static inline gpointer
display_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gpointer found = display_find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* (transfer none): the controller of @type that @widget has. */
static inline gpointer
display_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
      return controller;
  }
  g_assert_not_reached ();
}

/* Feeds a key to @widget. Returns: whether it was of use. */
static inline gboolean
display_press_key (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  gboolean used = FALSE;

  g_signal_emit_by_name (display_controller (widget, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         key, 0, modifiers, &used);
  return used;
}

static inline void
display_click (GtkWidget *widget, int n_press, double x, double y)
{
  g_signal_emit_by_name (display_controller (widget, GTK_TYPE_GESTURE_CLICK), "pressed", n_press, x,
                         y);
}

/* Shows @window and waits until @widget in it has its size. */
static inline void
display_show (GtkWidget *window, GtkWidget *widget)
{
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 1);
}

#define SKIP_WITHOUT_DISPLAY()                                                                     \
  if (!has_display) {                                                                              \
    g_test_skip ("there is no display");                                                           \
    return;                                                                                        \
  }
