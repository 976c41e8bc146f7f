/* SPDX-License-Identifier: MIT */
#include "ui/popovers.h"

static void
collect (GtkWidget *widget, GPtrArray *popovers)
{
  if (!gtk_widget_get_visible (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, popovers);
  if (GTK_IS_POPOVER (widget))
    g_ptr_array_add (popovers, g_object_ref (widget));
}

/* All are looked for first: one can be gone as soon as it is closed, as the menu of a window's edge is. */
void
ectopy_popovers_close (GtkWidget *widget)
{
  g_autoptr (GPtrArray) popovers = g_ptr_array_new_with_free_func (g_object_unref);

  collect (widget, popovers);
  for (guint i = 0; i < popovers->len; i++)
    gtk_popover_popdown (g_ptr_array_index (popovers, i));
}

static void
state_cb (GdkSurface *surface, GParamSpec *property, GtkWidget *window)
{
  if (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED)
    ectopy_popovers_close (window);
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (window)), "notify::state",
                           G_CALLBACK (state_cb), window, 0);
}

static gboolean
close_request_cb (GtkWidget *window)
{
  ectopy_popovers_close (window);
  return FALSE;
}

void
ectopy_popovers_go_with (GtkWidget *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), NULL);
}
