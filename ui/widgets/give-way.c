/* SPDX-License-Identifier: MIT */
#include "ui/widgets/give-way.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer max_chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (max_chars));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *string = GTK_STRING_OBJECT (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (string));
}

/* Makes its labels only when it is shown. What pops up keeps its own, which are whole. */
static void
drop_down_gives_way (GtkDropDown *drop_down, int max_chars)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (max_chars));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_list_factory (drop_down, gtk_drop_down_get_factory (drop_down));
  gtk_drop_down_set_factory (drop_down, factory);
  g_object_unref (factory);
}

/* What GtkButton:can-shrink does as of GTK 4.12, for what stands within a button too. */
static void
give_way (GtkWidget *widget, int max_chars, gboolean is_in_button)
{
  if (GTK_IS_POPOVER (widget))
    return;
  if (GTK_IS_DROP_DOWN (widget)) {
    drop_down_gives_way (GTK_DROP_DOWN (widget), max_chars);
    return;
  }
  is_in_button = is_in_button || GTK_IS_BUTTON (widget);
  if (is_in_button && GTK_IS_LABEL (widget) &&
      gtk_label_get_ellipsize (GTK_LABEL (widget)) == PANGO_ELLIPSIZE_NONE) {
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars (GTK_LABEL (widget), max_chars);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    give_way (child, max_chars, is_in_button);
}

void
ectopy_give_way (GtkWidget *widget, int max_chars)
{
  give_way (widget, max_chars, FALSE);
}
