/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/run-list.h"

#include "ui/resource.h"

#include <glib/gi18n.h>

struct _EctopyRunList {
  AdwBin parent_instance;

  GtkListBox *list;
  GListModel *runs;
};

enum { CHOSEN, SETTINGS_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyRunList, ectopy_run_list, ADW_TYPE_BIN)

static EctopyRun *
run_of (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "run") : NULL;
}

/* ---- A row ---- */

static void
update_row_cb (EctopyRun *run, AdwActionRow *row)
{
  g_autofree char *settings = ectopy_run_describe_settings (run);
  g_autofree char *result = ectopy_run_describe_result (run);
  g_autofree char *text = g_strdup_printf ("%s\n%s", result, settings);

  adw_action_row_set_subtitle (row, text);
}

static void
settings_clicked_cb (GtkWidget *button, EctopyRunList *self)
{
  g_signal_emit (self, signals[SETTINGS_WANTED], 0, run_of (button));
}

static void
name_button (GtkWidget *button, const char *label)
{
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
make_row_cb (gpointer item, gpointer user_data)
{
  EctopyRun *run = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *compare = gtk_toggle_button_new ();
  GtkWidget *settings = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  g_object_set_data_full (G_OBJECT (row), "run", g_object_ref (run), g_object_unref);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ectopy_run_get_name (run));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_button_set_icon_name (GTK_BUTTON (compare), "view-reveal-symbolic");
  name_button (compare, _ ("Compare in the charts"));
  name_button (settings, _ ("Take these settings"));
  g_object_bind_property (run, "compared", compare, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect (settings, "clicked", G_CALLBACK (settings_clicked_cb), user_data);
  g_signal_connect_object (run, "changed", G_CALLBACK (update_row_cb), row, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), compare);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), settings);
  update_row_cb (run, ADW_ACTION_ROW (row));
  return row;
}

/* ---- The list ---- */

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, EctopyRunList *self)
{
  if (row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, run_of (GTK_WIDGET (row)));
}

static void
ectopy_run_list_dispose (GObject *object)
{
  g_clear_object (&ECTOPY_RUN_LIST (object)->runs);
  G_OBJECT_CLASS (ectopy_run_list_parent_class)->dispose (object);
}

static void
ectopy_run_list_class_init (EctopyRunListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_run_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, ECTOPY_TYPE_RUN);
  signals[SETTINGS_WANTED] = g_signal_new ("settings-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, ECTOPY_TYPE_RUN);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("run-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, EctopyRunList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
ectopy_run_list_init (EctopyRunList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ectopy_run_list_set_runs (EctopyRunList *self, GListModel *runs)
{
  g_set_object (&self->runs, runs);
  gtk_list_box_bind_model (self->list, runs, make_row_cb, self, NULL);
}

void
ectopy_run_list_choose (EctopyRunList *self, EctopyRun *run)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (run_of (GTK_WIDGET (row)) == run)
      break;
  g_signal_handlers_block_by_func (self->list, row_selected_cb, self);
  gtk_list_box_select_row (self->list, row);
  g_signal_handlers_unblock_by_func (self->list, row_selected_cb, self);
}
