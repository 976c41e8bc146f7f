/* SPDX-License-Identifier: MIT */
#include "ui/window/key-table.h"

#include "tests/ui/display.h"
#include "ui/pages/train/train-page.h"
#include "ui/window/key-help.h"
#include "ui/window/window.h"

#include <string.h>

static gboolean has_display;
static AdwApplication *application;

/* A table is well-formed: texts, keys that can be pressed, pages. */
static void
test_entries (void)
{
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);

  SKIP_WITHOUT_DISPLAY (); /* accelerators are parsed by the toolkit */
  g_assert_cmpuint (n, >, 30);
  for (guint i = 0; i < n; i++) {
    g_auto (GStrv) accels = g_strsplit (keys[i].accels, " ", -1);

    g_assert_cmpuint (strlen (keys[i].group), >, 0);
    g_assert_cmpuint (strlen (keys[i].title), >, 0);
    g_assert_cmpuint (keys[i].pages & ECTOPY_ANYWHERE, !=, 0);
    g_assert_cmpuint (keys[i].pages & ~(guint) ECTOPY_ANYWHERE, ==, 0);
    g_assert_cmpuint (g_strv_length (accels), >, 0);
    for (char **accel = accels; *accel != NULL; accel++) {
      guint key;
      GdkModifierType modifiers;

      g_test_message ("%s: %s", keys[i].title, *accel);
      g_assert_true (gtk_accelerator_parse (*accel, &key, &modifiers));
      g_assert_cmpuint (key, !=, 0);
      /* A global key without modifier would be taken from fields that are typed into. */
      if (keys[i].is_global)
        g_assert_true (modifiers != 0 || (key >= GDK_KEY_F1 && key <= GDK_KEY_F35));
    }
    if (keys[i].action != NULL) {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (keys[i].action, &name, &target, NULL));
    }
    /* The groups stand together, for the help is made of them in this order. */
    for (guint j = 0; i > 0 && j < i - 1; j++)
      if (!g_str_equal (keys[i].group, keys[i - 1].group))
        g_assert_cmpstr (keys[j].group, !=, keys[i].group);
  }
}

static gboolean
shares (const EctopyKey *a, const EctopyKey *b)
{
  g_auto (GStrv) of_a = g_strsplit (a->accels, " ", -1);
  g_auto (GStrv) of_b = g_strsplit (b->accels, " ", -1);

  for (char **accel = of_a; *accel != NULL; accel++)
    if (g_strv_contains ((const char *const *) of_b, *accel))
      return TRUE;
  return FALSE;
}

/* One key, one thing. Keys that a widget heeds by itself belong to the one with the keyboard. */
static void
test_no_two_things (void)
{
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);

  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++) {
      const guint pages = (keys[i].is_global ? ECTOPY_ANYWHERE : keys[i].pages) &
                          (keys[j].is_global ? ECTOPY_ANYWHERE : keys[j].pages);

      if (pages == 0 || (keys[i].action == NULL && keys[j].action == NULL))
        continue;
      g_test_message ("%s, %s", keys[i].title, keys[j].title);
      g_assert_false (shares (&keys[i], &keys[j]));
    }
}

/* Whether there is an action of that name, of that type of target. */
static gboolean
has_action (GActionGroup *group, const char *name, GVariant *target)
{
  const GVariantType *type = NULL;

  if (!g_action_group_query_action (group, name, NULL, &type, NULL, NULL, NULL))
    return FALSE;
  return target == NULL ? type == NULL : type != NULL && g_variant_is_of_type (target, type);
}

/* Whether a class of widgets has installed it. */
static gboolean
has_class_action (GType type, const char *wanted)
{
  GtkWidgetClass *klass = g_type_class_ref (type);
  const char *name, *property;
  const GVariantType *parameter;
  gboolean found = FALSE;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &parameter, &property);
       i++)
    found = found || (g_str_equal (name, wanted) && parameter == NULL);
  g_type_class_unref (klass);
  return found;
}

static void
startup_cb (GApplication *started, gpointer data)
{
  static const char *const names[] = { "new-window", "preferences", "about", "quit" };

  /* Those of the program's main part, which is not under test here. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);

    g_action_map_add_action (G_ACTION_MAP (started), G_ACTION (action));
  }
}

static AdwApplication *
application_new (void)
{
  AdwApplication *made = adw_application_new ("io.github.ectopy.Test", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (made, "startup", G_CALLBACK (startup_cb), NULL);
  g_assert_true (g_application_register (G_APPLICATION (made), NULL, NULL));
  return made;
}

static void
test_actions_exist (void)
{
  EctopyWindow *window;
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);

  SKIP_WITHOUT_DISPLAY ();
  window = ectopy_window_new (application);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = NULL;
    g_autoptr (GVariant) target = NULL;

    if (keys[i].action == NULL)
      continue;
    g_test_message ("%s", keys[i].action);
    g_assert_true (g_action_parse_detailed_name (keys[i].action, &name, &target, NULL));
    if (g_str_has_prefix (name, "win."))
      g_assert_true (has_action (G_ACTION_GROUP (window), name + 4, target));
    else if (g_str_has_prefix (name, "app."))
      g_assert_true (has_action (G_ACTION_GROUP (application), name + 4, target));
    else
      g_assert_true (has_class_action (ECTOPY_TYPE_TRAIN_PAGE, name));
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The application knows the global keys, and only these. */
static void
test_accelerators (void)
{
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);

  SKIP_WITHOUT_DISPLAY ();
  ectopy_key_table_set_accels (GTK_APPLICATION (application));
  for (guint i = 0; i < n; i++)
    if (keys[i].action != NULL) {
      g_auto (GStrv) wanted = g_strsplit (keys[i].accels, " ", -1);
      g_auto (GStrv) found = gtk_application_get_accels_for_action (GTK_APPLICATION (application),
                                                                    keys[i].action);

      g_test_message ("%s", keys[i].action);
      g_assert_cmpuint (g_strv_length (found), ==, keys[i].is_global ? g_strv_length (wanted) : 0);
      for (guint j = 0; found[j] != NULL; j++) {
        guint key[2];
        GdkModifierType modifiers[2];

        gtk_accelerator_parse (found[j], &key[0], &modifiers[0]);
        gtk_accelerator_parse (wanted[j], &key[1], &modifiers[1]);
        g_assert_cmpuint (key[0], ==, key[1]);
        g_assert_cmpuint (modifiers[0], ==, modifiers[1]);
      }
    }
}

/* ---- The other keys ---- */

static guint
page_cb (gpointer page)
{
  return *(guint *) page;
}

static void
done_cb (GSimpleAction *action, GVariant *parameter, GString *done)
{
  g_string_append_printf (done, "%s%s%s ", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? "::" : "",
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

/* Tries the shortcuts of @controller for a key. */
static gboolean
try_key (GtkEventController *controller, GtkWidget *widget, const char *accel)
{
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (accel);
  GListModel *shortcuts = G_LIST_MODEL (controller);
  gboolean used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++) {
    g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);

    if (gtk_shortcut_trigger_equal (wanted, gtk_shortcut_get_trigger (shortcut)))
      used = used ||
             gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL);
  }
  return used;
}

/* A key does its thing on its page, and is left to others elsewhere. */
static void
test_pages (void)
{
  guint page = ECTOPY_ON_REVIEW;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) relabel = g_simple_action_new ("relabel", G_VARIANT_TYPE_STRING);
  g_autoptr (GSimpleAction) accept = g_simple_action_new ("accept", NULL);
  g_autoptr (GString) done = g_string_new (NULL);
  GtkEventController *controller;
  GtkWidget *window;

  SKIP_WITHOUT_DISPLAY ();
  window = gtk_window_new ();
  controller = ectopy_key_table_controller (page_cb, &page);
  gtk_widget_add_controller (window, controller);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (relabel));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (accept));
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  g_signal_connect (relabel, "activate", G_CALLBACK (done_cb), done);
  g_signal_connect (accept, "activate", G_CALLBACK (done_cb), done);

  g_assert_true (try_key (controller, window, "v"));
  g_assert_true (try_key (controller, window, "1"));
  g_assert_true (try_key (controller, window, "Return"));
  page = ECTOPY_ON_EVALUATE;
  g_assert_true (try_key (controller, window, "f"));
  g_assert_false (try_key (controller, window, "Return"));
  page = ECTOPY_ON_TRAIN;
  g_assert_false (try_key (controller, window, "v"));
  g_assert_false (try_key (controller, window, "<Control>o")); /* the application's */
  g_assert_cmpstr (done->str, ==, "relabel::V relabel::N accept relabel::F ");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- Help ---- */

/* What is seen of the rows below @widget: "title|key|key". */
static void
collect (GtkWidget *widget, GPtrArray *rows)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LIST_BOX_ROW (widget)) {
    GString *row = g_string_new (NULL);

    for (GtkWidget *label =
             gtk_widget_get_first_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)));
         label != NULL; label = gtk_widget_get_next_sibling (label))
      g_string_append_printf (row, "%s%s", row->len > 0 ? "|" : "",
                              gtk_label_get_text (GTK_LABEL (label)));
    g_ptr_array_add (rows, g_string_free (row, FALSE));
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, rows);
}

static gboolean
is_row (gconstpointer row, gconstpointer wanted)
{
  return g_str_equal (row, wanted);
}

/* All keys are in it, by the names that are on them; those looked for are left, by what they do or by name. */
static void
test_help (void)
{
  static const struct {
    const char *sought, *found, *hidden;
  } searches[] = {
    { "next BEAT", "Next beat|→", "Quit|Ctrl+Q" },
    { "ctrl+q", "Quit|Ctrl+Q", "Next beat|→" },
    { "ctrl+shift", "Open the example beats|Shift+Ctrl+O", "Quit|Ctrl+Q" },
    { "right", "Next beat|→", "Previous beat|←" },
  };
  guint n;
  const EctopyKey *keys = ectopy_key_table (&n);
  GtkWidget *window, *help, *search;
  GtkStack *stack;

  SKIP_WITHOUT_DISPLAY ();
  window = gtk_window_new ();
  help = ectopy_key_help_show (GTK_WINDOW (window));
  g_assert_true (ectopy_key_help_show (GTK_WINDOW (window)) == help);
  stack = display_find (help, GTK_TYPE_STACK);
  search = display_find (help, GTK_TYPE_SEARCH_ENTRY);
  {
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

    collect (GTK_WIDGET (stack), rows);
    g_assert_cmpuint (rows->len, ==, n);
    for (guint i = 0; i < n; i++)
      g_assert_true (g_str_has_prefix (g_ptr_array_index (rows, i), keys[i].title));
    g_assert_true (
        g_ptr_array_find_with_equal_func (rows, "A window back|Shift+←|Page Up", is_row, NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++) {
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

    g_test_message ("%s", searches[i].sought);
    gtk_editable_set_text (GTK_EDITABLE (search), searches[i].sought);
    g_signal_emit_by_name (search, "search-changed");
    g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "keys");
    collect (GTK_WIDGET (stack), rows);
    g_assert_true (g_ptr_array_find_with_equal_func (rows, searches[i].found, is_row, NULL));
    g_assert_false (g_ptr_array_find_with_equal_func (rows, searches[i].hidden, is_row, NULL));
  }
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing");

  g_object_add_weak_pointer (G_OBJECT (help), (gpointer *) &help);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (help == NULL);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  if (has_display)
    application = application_new ();
  g_test_add_func ("/ui/key-table/entries", test_entries);
  g_test_add_func ("/ui/key-table/one-key-one-thing", test_no_two_things);
  g_test_add_func ("/ui/key-table/actions-exist", test_actions_exist);
  g_test_add_func ("/ui/key-table/accelerators", test_accelerators);
  g_test_add_func ("/ui/key-table/keys-of-a-page", test_pages);
  g_test_add_func ("/ui/key-table/help-lists-each", test_help);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
