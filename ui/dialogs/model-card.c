/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/model-card.h"

#include "engine/learn/model-facts.h"
#include "ui/asking.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* Keys of facts with their names for people, in the order of the card; others are shown as they are. */
static const struct {
  const char *key;
  const char *name;
} names[] = {
  { "model", N_ ("Name") },
  { "digest", N_ ("SHA-256") },
  { "size", N_ ("Size") },
  { "members", N_ ("Networks") },
  { "temperature", N_ ("Temperature") },
  { "familiarity", N_ ("Familiarity") },
  { "program", N_ ("Made by") },
  { "date", N_ ("Date") },
  { "network", N_ ("Network") },
  { "parameters", N_ ("Parameters of a network") },
  { "adapted-from", N_ ("Adapted from") },
  { "adapted-on", N_ ("Adapted on") },
  { "adapted-figures", N_ ("Figures of adapting") },
  { "training-data", N_ ("Training data") },
  { "training-digest", N_ ("Digest of these") },
  { "training-beats", N_ ("Training beats") },
  { "validation-data", N_ ("Validation data") },
  { "validation-digest", N_ ("Digest of these") },
  { "validation-beats", N_ ("Validation beats") },
  { "protocol", N_ ("Protocol") },
  { "known-failures", N_ ("Known failures") },
  { "seed", N_ ("Seed") },
  { "settings", N_ ("Settings") },
  { "blas", N_ ("BLAS") },
  { "epochs-run", N_ ("Epochs run") },
  { "best-epoch", N_ ("Best epoch") },
  { "stop-reason", N_ ("Ended because") },
  { "training-loss", N_ ("Training loss") },
  { "validation-loss", N_ ("Validation loss") },
  { "validation-accuracy", N_ ("Validation accuracy") },
  { "validation-macro-f1", N_ ("Validation macro-F1") },
  { "folds", N_ ("Cross-validation by patients") },
  { "folds-worst-calibration", N_ ("Worst calibrated record") },
  { "validation-figures", N_ ("Validation by patients") },
  { "validation-figures-worst-calibration", N_ ("Worst calibrated record") },
  { "notice", N_ ("Notice") },
};

#define ORIGINAL "original-"

static const char *
name_of (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].key, key))
      return _ (names[i].name);
  return key;
}

static GtkWidget *
make_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  return grid;
}

static GtkWidget *
make_value (const char *value)
{
  GtkWidget *label = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/* A name above its value, so that both have room in a narrow window. Many lines are folded. */
static void
add_fact (GtkWidget *grid, int *row, const EctopyModelFact *fact)
{
  const gboolean is_original = g_str_has_prefix (fact->key, ORIGINAL);
  const char *name = name_of (is_original ? fact->key + strlen (ORIGINAL) : fact->key);
  GtkWidget *value = make_value (fact->value);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (strchr (fact->value, '\n') != NULL) {
    GtkWidget *expander = gtk_expander_new (name);

    gtk_expander_set_child (GTK_EXPANDER (expander), value);
    gtk_widget_add_css_class (expander, "model-fold");
    gtk_grid_attach (GTK_GRID (grid), expander, 0, (*row)++, 1, 1);
    g_object_unref (g_object_ref_sink (label));
    g_object_unref (g_object_ref_sink (box));
    return;
  }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), value);
  gtk_grid_attach (GTK_GRID (grid), box, 0, (*row)++, 1, 1);
}

static GtkWidget *
make_facts (const GPtrArray *facts, const char *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *grid = make_grid (), *original = make_grid ();
  GtkWidget *expander = gtk_expander_new (_ ("Of the model before it was adapted"));
  int row = 0, original_row = 0;

  for (guint i = 0; i < facts->len; i++) {
    const EctopyModelFact *fact = g_ptr_array_index (facts, i);

    if (g_str_has_prefix (fact->key, ORIGINAL))
      add_fact (original, &original_row, fact);
    else
      add_fact (grid, &row, fact);
  }
  if (note != NULL) {
    GtkWidget *label = make_value (note);

    gtk_widget_add_css_class (label, "heading");
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_add_css_class (original, "evaluate");
  gtk_expander_set_child (GTK_EXPANDER (expander), original);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), expander);
  gtk_widget_set_visible (expander, original_row > 0);
  gtk_widget_add_css_class (box, "evaluate");
  return box;
}

static void
copy_cb (GtkWidget *button, gpointer user_data)
{
  const char *text = g_object_get_data (G_OBJECT (button), "text");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
  gtk_button_set_label (GTK_BUTTON (button), _ ("Copied"));
}

GtkWidget *
ectopy_model_card_show (GtkWidget *parent, EctopyModel *model, const char *note)
{
  g_autoptr (GPtrArray) facts = ectopy_model_facts (model);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_label (_ ("Copy"));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_object_set_data_full (G_OBJECT (copy), "text", ectopy_model_facts_text (facts), g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  gtk_widget_set_tooltip_text (copy, _ ("Copy all of it as text"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_facts (facts, note));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_title (GTK_WINDOW (window), _ ("About This Model"));
  gtk_window_set_default_size (GTK_WINDOW (window), 520, 620);
  ectopy_stand_over (window, parent);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (copy);
  return window;
}
