/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/recording-needs.h"

#include "ui/asking.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* In the order of the list; each is a static text, as the reader wants it. */
static const char *const units[] = { "mV", "uV", "V", "adu" };

typedef struct {
  gboolean asks_rate;
  EctopyRecordingNeedsFunc func;
  gpointer user_data;
  GtkWidget *window;
  GtkWidget *number; /* of the rate, or of the gain */
  GtkWidget *number_row;
  GtkWidget *unit;
} Needs;

static void
open_cb (GtkButton *button, gpointer user_data)
{
  Needs *needs = user_data;
  const double number = gtk_spin_button_get_value (GTK_SPIN_BUTTON (needs->number));
  EctopyRecordingOptions options = { 0 };

  if (needs->asks_rate) {
    options.rate_hz = number;
  } else {
    options.unit = units[adw_combo_row_get_selected (ADW_COMBO_ROW (needs->unit))];
    options.adu_per_mv = g_str_equal (options.unit, "adu") ? number : 0;
  }
  needs->func (&options, needs->user_data);
  gtk_window_destroy (GTK_WINDOW (needs->window));
}

/* Only steps of a converter need a gain. */
static void
unit_cb (Needs *needs)
{
  gtk_widget_set_visible (needs->number_row, adw_combo_row_get_selected (ADW_COMBO_ROW (
                                                 needs->unit)) == G_N_ELEMENTS (units) - 1);
}

static GtkWidget *
make_number_row (Needs *needs, const char *title, const char *subtitle, double value, double most)
{
  GtkWidget *row = adw_action_row_new ();

  needs->number = gtk_spin_button_new_with_range (0.01, most, 1);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (needs->number), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (needs->number), value);
  gtk_text_set_activates_default (
      GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (needs->number))), TRUE);
  gtk_widget_set_valign (needs->number, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (needs->number), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), needs->number);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), needs->number);
  return row;
}

static void
fill_group (Needs *needs, AdwPreferencesGroup *group)
{
  const char *const names[] = { _ ("Millivolts"), _ ("Microvolts"), _ ("Volts"),
                                _ ("Steps of the converter"), NULL };
  g_autoptr (GtkStringList) list = NULL;

  if (needs->asks_rate) {
    needs->number_row = make_number_row (needs, _ ("Sampling Rate"), _ ("Samples a second, Hz"),
                                         360, 100000);
    adw_preferences_group_add (group, needs->number_row);
    return;
  }
  list = gtk_string_list_new (names);
  needs->unit = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (needs->unit), _ ("Unit of the Samples"));
  adw_combo_row_set_model (ADW_COMBO_ROW (needs->unit), G_LIST_MODEL (list));
  needs->number_row = make_number_row (needs, _ ("Gain"), _ ("Steps a millivolt"), 200, 1e6);
  adw_preferences_group_add (group, needs->unit);
  adw_preferences_group_add (group, needs->number_row);
  g_signal_connect_swapped (needs->unit, "notify::selected", G_CALLBACK (unit_cb), needs);
  unit_cb (needs);
}

static GtkWidget *
make_header (Needs *needs)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *open = gtk_button_new_with_mnemonic (_ ("_Open"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), needs->window);
  g_signal_connect (open, "clicked", G_CALLBACK (open_cb), needs);
  gtk_widget_add_css_class (open, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), open);
  gtk_window_set_default_widget (GTK_WINDOW (needs->window), open);
  return header;
}

void
ectopy_recording_needs_show (GtkWidget *parent,
                             const char *details,
                             gboolean asks_rate,
                             EctopyRecordingNeedsFunc func,
                             gpointer user_data)
{
  Needs *needs = g_new0 (Needs, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  *needs = (Needs){ .asks_rate = asks_rate, .func = func, .user_data = user_data };
  needs->window = adw_window_new ();
  g_object_set_data_full (G_OBJECT (needs->window), "needs", needs, g_free);
  gtk_window_set_title (GTK_WINDOW (needs->window),
                        asks_rate ? _ ("Sampling Rate") : _ ("Unit of the Samples"));
  gtk_window_set_default_size (GTK_WINDOW (needs->window), 440, asks_rate ? 230 : 300);
  ectopy_ask_by (needs->window, parent);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), details);
  fill_group (needs, ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (needs));
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (needs->window), box);
  gtk_window_present (GTK_WINDOW (needs->window));
  gtk_widget_grab_focus (needs->asks_rate ? needs->number : needs->unit);
}
