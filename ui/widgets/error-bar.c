/* SPDX-License-Identifier: MIT */
#include "ui/widgets/error-bar.h"

#include "ui/compat.h"

#include <glib/gi18n.h>

struct _EctopyErrorBar {
  AdwBin parent_instance;

  GtkWidget *revealer;
  GtkWidget *title;
  GtkWidget *details;
};

G_DEFINE_FINAL_TYPE (EctopyErrorBar, ectopy_error_bar, ADW_TYPE_BIN)

static void
copy_cb (EctopyErrorBar *self)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", gtk_label_get_text (GTK_LABEL (self->title)),
                                           gtk_label_get_text (GTK_LABEL (self->details)));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static GtkWidget *
new_button (EctopyErrorBar *self, const char *icon, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
ectopy_error_bar_class_init (EctopyErrorBarClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ectopy_error_bar_init (EctopyErrorBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->revealer = gtk_revealer_new ();
  self->title = new_label ("heading");
  self->details = new_label (NULL);
  gtk_widget_add_css_class (box, "error-bar");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->details);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), new_button (self, "edit-copy-symbolic", _ ("Copy the message"),
                                             G_CALLBACK (copy_cb)));
  gtk_box_append (GTK_BOX (box), new_button (self, "window-close-symbolic", _ ("Close the message"),
                                             G_CALLBACK (ectopy_error_bar_clear)));
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  adw_bin_set_child (ADW_BIN (self), self->revealer);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ectopy_error_bar_new (void)
{
  return g_object_new (ECTOPY_TYPE_ERROR_BAR, NULL);
}

void
ectopy_error_bar_show (EctopyErrorBar *self, const char *title, const char *details)
{
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->details), details);
  gtk_widget_set_visible (self->details, details != NULL && details[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details, -1);
  ectopy_announce (GTK_WIDGET (self), title);
}

void
ectopy_error_bar_clear (EctopyErrorBar *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

const char *
ectopy_error_bar_get_details (EctopyErrorBar *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (GTK_LABEL (self->details))
                                                    : NULL;
}
