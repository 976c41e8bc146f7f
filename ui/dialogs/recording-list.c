/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/recording-list.h"

#include "engine/evaluate/figure-text.h"
#include "ui/asking.h"
#include "ui/popovers.h"
#include "ui/widgets/nothing-found.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  char **paths;
  EctopyRecordingListFunc func;
  gpointer user_data;
  GtkWidget *window;
  GtkWidget *open_button;
  GtkStack *stack; /* the list, or that there is none of the name */
  GtkSingleSelection *selection;
  GtkFilter *filter;
} List;

static void
list_free (gpointer data)
{
  List *list = data;

  g_strfreev (list->paths);
  g_free (list);
}

/* Items are names; that of place i belongs to path i of the unfiltered list, which is kept with it. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "list-row");
  gtk_list_item_set_child (cell, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_autofree char *name = g_filename_display_basename (
      gtk_string_object_get_string (gtk_list_item_get_item (cell)));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (cell)), name);
}

static void
open_item (List *list, guint position)
{
  g_autoptr (GtkStringObject)
      item = g_list_model_get_item (G_LIST_MODEL (list->selection), position);

  if (item != NULL)
    list->func (gtk_string_object_get_string (item), list->user_data);
}

static void
activate_cb (GtkListView *view, guint position, gpointer user_data)
{
  open_item (user_data, position);
}

static void
open_cb (GtkButton *button, gpointer user_data)
{
  List *list = user_data;

  open_item (list, gtk_single_selection_get_selected (list->selection));
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  const char *sought = gtk_editable_get_text (user_data);
  g_autofree char *name = g_filename_display_basename (gtk_string_object_get_string (item));
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *folded_sought = g_utf8_casefold (sought, -1);

  return strstr (folded, folded_sought) != NULL;
}

static void
search_cb (List *list)
{
  gboolean found;

  gtk_filter_changed (list->filter, GTK_FILTER_CHANGE_DIFFERENT);
  found = g_list_model_get_n_items (G_LIST_MODEL (list->selection)) > 0;
  gtk_stack_set_visible_child_name (list->stack, found ? "list" : "nothing");
  gtk_widget_set_sensitive (list->open_button, found);
}

static GtkWidget *
make_view (List *list, GtkWidget *search)
{
  GtkStringList *strings = gtk_string_list_new ((const char *const *) list->paths);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;
  GtkWidget *view;

  list->filter = GTK_FILTER (gtk_custom_filter_new (matches, search, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (strings), list->filter);
  list->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (list->selection), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Recordings"), -1);
  gtk_widget_add_css_class (view, "navigation-sidebar");
  g_signal_connect (view, "activate", G_CALLBACK (activate_cb), list);
  return view;
}

static GtkWidget *
make_header (List *list, const char *folder)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *open = gtk_button_new_with_mnemonic (_ ("_Open"));
  g_autofree char *name = g_filename_display_basename (folder);
  g_autofree char *count = ectopy_text_count (g_strv_length (list->paths));
  /* Translators: a number of recordings. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s recording", "%s recordings", g_strv_length (list->paths)), count);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (name, text));
  gtk_widget_add_css_class (open, "suggested-action");
  list->open_button = open;
  gtk_widget_set_tooltip_text (open, _ ("Open the chosen recording (Enter)"));
  g_signal_connect (open, "clicked", G_CALLBACK (open_cb), list);
  gtk_window_set_default_widget (GTK_WINDOW (list->window), open);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), open);
  return header;
}

void
ectopy_recording_list_show (GtkWidget *parent,
                            const char *folder,
                            char **paths,
                            EctopyRecordingListFunc func,
                            gpointer user_data)
{
  List *list = g_new0 (List, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *view;

  *list = (List){ .paths = g_strdupv (paths), .func = func, .user_data = user_data };
  list->window = adw_window_new ();
  gtk_window_set_title (GTK_WINDOW (list->window), _ ("Recordings"));
  gtk_window_set_default_size (GTK_WINDOW (list->window), 360, 480);
  gtk_window_set_transient_for (GTK_WINDOW (list->window),
                                GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (list->window), TRUE);
  g_object_set_data_full (G_OBJECT (list->window), "list", list, list_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Look for a name"), -1);
  gtk_widget_add_css_class (search, "list-search");
  view = make_view (list, search);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (search_cb), list);
  g_signal_connect_swapped (search, "activate", G_CALLBACK (gtk_widget_activate_default),
                            list->window);
  g_signal_connect_swapped (search, "stop-search", G_CALLBACK (gtk_window_close), list->window);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  list->stack = GTK_STACK (stack);
  gtk_stack_add_named (list->stack, scrolled, "list");
  gtk_stack_add_named (
      list->stack,
      ectopy_nothing_found_new (_ ("None of This Name"), _ ("Look for a part of another name.")),
      "nothing");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (list, folder));
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), stack);
  adw_window_set_content (ADW_WINDOW (list->window), box);
  ectopy_popovers_go_with (list->window);
  ectopy_close_on_escape (list->window);
  gtk_window_present (GTK_WINDOW (list->window));
  gtk_widget_grab_focus (view);
}
