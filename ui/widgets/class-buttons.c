/* SPDX-License-Identifier: MIT */
#include "ui/widgets/class-buttons.h"

#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>

static void
add_button (GtkBox *box, guint beat_class)
{
  GtkWidget *button = gtk_button_new ();
  const char target[2] = { ectopy_beat_class_letter (beat_class), '\0' };
  /* Translators: a class, the letter of its key, the number of its key. */
  g_autofree char *label = g_strdup_printf (_ ("This beat is %s (%s or %u)"),
                                            ectopy_class_label_name (beat_class), target,
                                            beat_class + 1);

  gtk_button_set_child (GTK_BUTTON (button), ectopy_class_label_new (beat_class));
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.relabel");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_box_append (box, button);
}

void
ectopy_class_buttons_fill (GtkBox *box)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    add_button (box, c);
}
