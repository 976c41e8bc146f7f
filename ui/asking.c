/* SPDX-License-Identifier: MIT */
#include "ui/asking.h"

#include "ui/popovers.h"

/* Of windows that are asked over, and of dialogs that ask. */
static const char asked_key[] = "ectopy-asked";
static const char asks_key[] = "ectopy-asks";

GtkWindow *
ectopy_window_of (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

gboolean
ectopy_is_asking (GtkWidget *widget)
{
  GtkWindow *window = ectopy_window_of (widget);

  return window != NULL && g_object_get_data (G_OBJECT (window), asked_key) != NULL;
}

gboolean
ectopy_asking_present (GtkWidget *widget)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *window = ectopy_window_of (widget);
  GtkWindow *asks = NULL;

  if (!ectopy_is_asking (widget))
    return FALSE;
  /* The toolkit's choice of files bears no mark, but stands over the window all the same. */
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

    if (gtk_window_get_transient_for (other) == window && gtk_window_get_modal (other) &&
        gtk_widget_get_mapped (GTK_WIDGET (other)) &&
        (asks == NULL || g_object_get_data (G_OBJECT (other), asks_key) != NULL))
      asks = other;
  }
  if (asks != NULL)
    gtk_window_present (asks);
  return TRUE;
}

void
ectopy_asking_begin (GtkWidget *widget, GtkWindow **window)
{
  g_set_weak_pointer (window, ectopy_window_of (widget));
  if (*window == NULL)
    return;
  ectopy_popovers_close (GTK_WIDGET (*window));
  g_object_set_data (G_OBJECT (*window), asked_key, *window);
}

void
ectopy_asking_mark (GtkWindow *dialog)
{
  g_object_set_data (G_OBJECT (dialog), asks_key, dialog);
}

void
ectopy_asking_end (GtkWindow **window)
{
  if (*window != NULL)
    g_object_set_data (G_OBJECT (*window), asked_key, NULL);
  g_clear_weak_pointer (window);
}

void
ectopy_close_on_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

void
ectopy_stand_over (GtkWidget *dialog, GtkWidget *parent)
{
  GtkWindow *window = ectopy_window_of (parent);

  if (window != NULL)
    ectopy_popovers_close (GTK_WIDGET (window));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), window);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  ectopy_popovers_go_with (dialog);
  ectopy_close_on_escape (dialog);
}

static void
answered_cb (GObject *window)
{
  g_object_set_data (window, asked_key, NULL);
}

void
ectopy_ask_by (GtkWidget *dialog, GtkWidget *parent)
{
  GtkWindow *window = ectopy_window_of (parent);

  ectopy_stand_over (dialog, parent);
  if (window == NULL)
    return;
  g_object_set_data (G_OBJECT (window), asked_key, window);
  ectopy_asking_mark (GTK_WINDOW (dialog));
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (answered_cb), window, G_CONNECT_SWAPPED);
}
