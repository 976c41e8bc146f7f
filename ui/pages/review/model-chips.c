/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/model-chips.h"

#include "engine/evaluate/figure-text.h"

#include <glib/gi18n.h>

struct _EctopyModelChips {
  AdwBin parent_instance;

  GtkWidget *unlike;
  GtkWidget *unlike_text;
  GtkWidget *adapted;
  GtkWidget *adapted_text;
};

G_DEFINE_FINAL_TYPE (EctopyModelChips, ectopy_model_chips, ADW_TYPE_BIN)

char *
ectopy_model_chips_unlike_text (const EctopyFindings *findings)
{
  g_autofree char *shape = ectopy_text_decimals (findings->unlike_shape, 1);
  g_autofree char *rhythm = ectopy_text_decimals (findings->unlike_rhythm, 1);
  GString *text;

  if (!ectopy_findings_are_unlike (findings))
    return NULL;
  text = g_string_new (NULL);
  if (findings->unlike_shape > 1)
    /* Translators: a number, such as 1.8. */
    g_string_append_printf (
        text,
        _ ("The shape of its beats is %s times as far from those that the model "
           "has learned from as that of 95 %% of its own recordings is at most."),
        shape);
  if (findings->unlike_rhythm > 1)
    /* Translators: likewise; "%s" at the beginning is the end of a line or nothing. */
    g_string_append_printf (text,
                            _ ("%sIts rhythm is %s times as far from those that the model has "
                               "learned from as that of 95 %% of its own recordings is at most."),
                            text->len > 0 ? "\n" : "", rhythm);
  return g_string_free (text, FALSE);
}

/* ---- Making them ---- */

/* A chip of an icon and a word, with a popover of a heading, a text that follows, and what to do. */
static GtkWidget *
make_chip (const char *icon,
           const char *word,
           const char *heading,
           const char *advice,
           GtkWidget **text)
{
  GtkWidget *chip = gtk_menu_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *title = gtk_label_new (heading);
  GtkWidget *last = gtk_label_new (advice);
  GtkWidget *const labels[] = { title, *text = gtk_label_new (NULL), last };

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (content), gtk_label_new (word));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (chip), content);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (box, "filter");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
    gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (labels[i]), 44);
    gtk_box_append (GTK_BOX (box), labels[i]);
  }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (chip), popover);
  gtk_widget_add_css_class (chip, "model-chip");
  return chip;
}

/* A button that activates an action and closes the popover that it is in. */
static void
add_action (GtkWidget *chip, const char *label, const char *action)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip));
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (gtk_popover_get_child (popover)), button);
}

static void
ectopy_model_chips_class_init (EctopyModelChipsClass *klass)
{
}

static void
ectopy_model_chips_init (EctopyModelChips *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->unlike = make_chip (
      "dialog-warning-symbolic", _ ("Unlike Training Data"),
      _ ("This recording looks unlike the training data"),
      _ ("The model may be sure and wrong here. Look at beats of every class before relying on "
         "them; once some are corrected, the model can be adapted to this recording."),
      &self->unlike_text);
  gtk_widget_add_css_class (self->unlike, "warning");
  add_action (self->unlike, _ ("_Adapt to This Recording…"), "win.adapt");
  self->adapted = make_chip ("emblem-synchronizing-symbolic", _ ("Adapted"),
                             _ ("The model was adapted to this recording"),
                             _ ("Its figures on this recording are never comparable to those on "
                                "other patients. Undo takes "
                                "it back."),
                             &self->adapted_text);
  gtk_box_append (GTK_BOX (box), self->unlike);
  gtk_box_append (GTK_BOX (box), self->adapted);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

EctopyModelChips *
ectopy_model_chips_new (void)
{
  return g_object_new (ECTOPY_TYPE_MODEL_CHIPS, NULL);
}

/* ---- What they say ---- */

static void
say (GtkWidget *chip, GtkWidget *label, const char *word, const char *text)
{
  g_autofree char *name = NULL;

  gtk_widget_set_visible (chip, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (chip, text);
  name = g_strdup_printf ("%s: %s", word, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
ectopy_model_chips_update (EctopyModelChips *self, EctopyStudy *study)
{
  const EctopyAdapted *adapted = study != NULL ? ectopy_study_get_adapted (study) : NULL;
  g_autofree char *unlike = study != NULL
                                ? ectopy_model_chips_unlike_text (ectopy_study_get_findings (study))
                                : NULL;
  g_autofree char *text = NULL;

  if (adapted != NULL) {
    const gulong n = (gulong) ectopy_study_count_adapted (study);
    g_autofree char *count = ectopy_text_count (n);

    /* Translators: a number of beats, the name of a model. */
    text = g_strdup_printf (
        ngettext ("%s beat that nobody has looked at has the class that “%s” gave.",
                  "%s beats that nobody has looked at have the class that “%s” "
                  "gave.",
                  n),
        count, adapted->model);
  }
  say (self->unlike, self->unlike_text, _ ("Unlike the training data"), unlike);
  say (self->adapted, self->adapted_text, _ ("Adapted"), text);
  gtk_widget_set_visible (GTK_WIDGET (self), unlike != NULL || text != NULL);
}
