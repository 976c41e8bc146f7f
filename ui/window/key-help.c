/* SPDX-License-Identifier: MIT */
#include "ui/window/key-help.h"

#include "ui/asking.h"
#include "ui/widgets/nothing-found.h"
#include "ui/window/key-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

enum { WIDTH = 600 };

/* ---- Names of keys ---- */

/* As it stands on keyboards where that is an arrow, which is narrower than its word. */
static const char *
find_arrow (guint key)
{
  switch (key) {
  case GDK_KEY_Left:
    return "←";
  case GDK_KEY_Right:
    return "→";
  case GDK_KEY_Up:
    return "↑";
  case GDK_KEY_Down:
    return "↓";
  default:
    return NULL;
  }
}

/* (transfer full): as "Ctrl+→"; in words for what is read out or sought. */
static char *
name_key (const char *accel, gboolean in_words)
{
  GdkModifierType modifiers;
  guint key;
  const char *arrow;
  g_autofree char *modifier_names = NULL;

  if (!gtk_accelerator_parse (accel, &key, &modifiers))
    return g_strdup (accel);
  arrow = in_words ? NULL : find_arrow (key);
  if (arrow == NULL)
    return gtk_accelerator_get_label (key, modifiers);
  if (modifiers == 0)
    return g_strdup (arrow);
  modifier_names = gtk_accelerator_get_label (0, modifiers);
  return g_strconcat (modifier_names, "+", arrow, NULL);
}

/* ---- Rows ---- */

/* (transfer full) */
static GtkWidget *
make_row (const EctopyKey *key)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_ (key->title));
  g_auto (GStrv) accels = g_strsplit (key->accels, " ", -1);
  g_autoptr (GString) words = g_string_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  for (char **accel = accels; *accel != NULL; accel++) {
    g_autofree char *name = name_key (*accel, FALSE);
    g_autofree char *in_words = name_key (*accel, TRUE);
    GtkWidget *cap = gtk_label_new (name);

    gtk_widget_add_css_class (cap, "key-cap");
    gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (box), cap);
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", in_words);
  }
  gtk_widget_add_css_class (box, "key-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_string_prepend (words, ": ");
  g_string_prepend (words, _ (key->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (words->str, -1), g_free);
  return row;
}

/* (transfer full): a heading and an empty list under it. */
static GtkWidget *
make_group (const char *title, GtkWidget **list)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (*list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (*list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (*list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (group), heading);
  gtk_box_append (GTK_BOX (group), *list);
  return group;
}

/* (transfer full): all groups, in the order of the table. */
static GtkWidget *
make_groups (void)
{
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);
  GtkWidget *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *list = NULL;

  for (guint i = 0; i < n; i++) {
    if (i == 0 || !g_str_equal (keys[i].group, keys[i - 1].group))
      gtk_box_append (GTK_BOX (groups), make_group (_ (keys[i].group), &list));
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (&keys[i]));
  }
  gtk_widget_add_css_class (groups, "key-groups");
  return groups;
}

/* ---- Looking for one ---- */

/* Whether every word of @sought is in @words. */
static gboolean
has_all (const char *words, char **sought)
{
  for (char **word = sought; *word != NULL; word++)
    if (strstr (words, *word) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
show_matches (GtkWidget *list, char **sought)
{
  gboolean found = FALSE;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const gboolean matches = has_all (g_object_get_data (G_OBJECT (row), "words"), sought);

    gtk_widget_set_visible (row, matches);
    found = found || matches;
  }
  return found;
}

static void
search_cb (GtkEditable *search, gpointer user_data)
{
  GtkStack *stack = user_data;
  GtkWidget *groups = g_object_get_data (G_OBJECT (stack), "groups");
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (search), -1);
  g_auto (GStrv) sought = g_strsplit_set (folded, " +", -1);
  gboolean found = FALSE;

  for (GtkWidget *group = gtk_widget_get_first_child (groups); group != NULL;
       group = gtk_widget_get_next_sibling (group)) {
    const gboolean shows = show_matches (gtk_widget_get_last_child (group), sought);

    gtk_widget_set_visible (group, shows);
    found = found || shows;
  }
  gtk_stack_set_visible_child_name (stack, found ? "keys" : "nothing");
}

/* (transfer full): no wider than a row is read well. */
static GtkWidget *
make_clamp (GtkWidget *child)
{
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  return clamp;
}

/* (transfer full): the keys, or that none is as is sought. */
static GtkWidget *
make_stack (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *groups = make_groups ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_clamp (groups));
  gtk_stack_add_named (GTK_STACK (stack), scrolled, "keys");
  gtk_stack_add_named (
      GTK_STACK (stack),
      ectopy_nothing_found_new (_ ("No Such Key"),
                                _ ("Look for a part of what it does, or for its name.")),
      "nothing");
  gtk_widget_set_vexpand (stack, TRUE);
  g_object_set_data (G_OBJECT (stack), "groups", groups);
  return stack;
}

/* ---- The window ---- */

static const char help_key[] = "ectopy-key-help";

static void
gone_cb (GObject *window)
{
  g_object_set_data (window, help_key, NULL);
}

static GtkWidget *
make_help (void)
{
  GtkWidget *help = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *stack = make_stack ();

  gtk_window_set_title (GTK_WINDOW (help), _ ("Keyboard shortcuts"));
  gtk_window_set_default_size (GTK_WINDOW (help), WIDTH, 720);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Look for a key"), -1);
  gtk_widget_add_css_class (search, "list-search");
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (search), help);
  g_signal_connect (search, "search-changed", G_CALLBACK (search_cb), stack);
  g_signal_connect_swapped (search, "stop-search", G_CALLBACK (gtk_window_close), help);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_clamp (search));
  gtk_box_append (GTK_BOX (box), stack);
  adw_window_set_content (ADW_WINDOW (help), box);
  return help;
}

GtkWidget *
ectopy_key_help_show (GtkWindow *window)
{
  GtkWidget *help = g_object_get_data (G_OBJECT (window), help_key);

  if (help == NULL) {
    help = make_help ();
    ectopy_stand_over (help, GTK_WIDGET (window));
    g_object_set_data (G_OBJECT (window), help_key, help);
    g_signal_connect_object (help, "destroy", G_CALLBACK (gone_cb), window, G_CONNECT_SWAPPED);
  }
  gtk_window_present (GTK_WINDOW (help));
  return help;
}
