/* SPDX-License-Identifier: MIT */
#include "ui/widgets/spoken-names.h"

/* A button gives its label as its name with the underscore of the mnemonic, and its child without:
 * GTK 4.8 reads out both, "_Open Open". The child's is the one to keep. */
static void
drop_raw_label (GtkButton *button)
{
  if (gtk_button_get_label (button) != NULL && gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
name_button (GtkWidget *button)
{
  GtkWidget *parent = gtk_widget_get_parent (button);

  if (GTK_IS_DROP_DOWN (parent))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                    parent, NULL, -1);
  /* The label is named anew whenever it changes; a second handler would do no harm, but costs. */
  g_signal_handlers_disconnect_by_func (button, drop_raw_label, NULL);
  g_signal_connect_after (button, "notify::label", G_CALLBACK (drop_raw_label), NULL);
  drop_raw_label (GTK_BUTTON (button));
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *object = g_value_get_object (&values[0]);

  if (GTK_IS_BUTTON (object))
    name_button (GTK_WIDGET (object));
  else if (GTK_IS_EXPANDER (object) && gtk_expander_get_label (GTK_EXPANDER (object)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (object), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_expander_get_label (GTK_EXPANDER (object)), -1);
  return G_SOURCE_CONTINUE;
}

void
ectopy_spoken_names_install (void)
{
  static gulong hook = 0;

  if (hook == 0)
    hook = g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL,
                                       NULL);
}
