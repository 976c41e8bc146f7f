/* SPDX-License-Identifier: MIT */
#include "tests/ui/display.h"
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/dialogs/preferences.h"
#include "ui/dialogs/recording-list.h"
#include "ui/dialogs/recording-needs.h"
#include "ui/popovers.h"

static gboolean has_display;

/* ---- Helpers ---- */

/* (nullable): what stands over @parent. */
static GtkWidget *
find_over (GtkWidget *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_get_transient_for (window) == GTK_WINDOW (parent))
      return GTK_WIDGET (window);
  }
  return NULL;
}

static GtkWidget *
make_parent (void)
{
  GtkWidget *parent = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (parent));
  return parent;
}

/* Does what @window has for that key. */
static void
press_escape (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    const guint n = GTK_IS_SHORTCUT_CONTROLLER (controller)
                        ? g_list_model_get_n_items (G_LIST_MODEL (controller))
                        : 0;

    for (guint j = 0; j < n; j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == GDK_KEY_Escape) {
        g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                                     GTK_SHORTCUT_ACTION_EXCLUSIVE, window, NULL));
        return;
      }
    }
  }
  g_assert_not_reached ();
}

/* ---- The list of recordings ---- */

static void
chosen_cb (const char *path, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (path));
}

/* Looks for a part of a name, as the list does a moment after it has been typed. */
static void
look_for (GtkWidget *list, const char *text)
{
  GtkWidget *search = display_find (list, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "search-changed");
}

static void
test_list (void)
{
  char *paths[] = { "/night/100.hea", "/night/101.hea", "/night/Second Night.edf", NULL };
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *parent, *list, *open;
  GtkStack *stack;

  SKIP_WITHOUT_DISPLAY ();
  parent = make_parent ();
  ectopy_recording_list_show (parent, "/night", paths, chosen_cb, opened);
  list = find_over (parent);
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  stack = display_find (list, GTK_TYPE_STACK);
  open = gtk_window_get_default_widget (GTK_WINDOW (list));

  /* Whatever the case; what is chosen is of those that are left. */
  look_for (list, "second");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  g_signal_emit_by_name (open, "clicked");
  g_assert_cmpuint (opened->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (opened, 0), ==, paths[2]);

  /* Says so where there is none, and has nothing to open then. */
  look_for (list, "103");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing");
  g_assert_false (gtk_widget_get_sensitive (open));
  g_signal_emit_by_name (open, "clicked");
  g_assert_cmpuint (opened->len, ==, 1);

  look_for (list, "101");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  g_assert_true (gtk_widget_get_sensitive (open));
  g_signal_emit_by_name (open, "clicked");
  g_assert_cmpstr (g_ptr_array_index (opened, 1), ==, paths[1]);

  press_escape (list);
  WAIT_FOR (list == NULL);
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* ---- What a file does not tell ---- */

static void
answered_cb (const EctopyRecordingOptions *options, gpointer user_data)
{
  *(EctopyRecordingOptions *) user_data = *options;
}

/* The window is held back until it is answered, or left by Escape, which tells nothing. */
static void
test_needs (void)
{
  EctopyRecordingOptions told = { 0 };
  GtkWidget *parent, *needs;

  SKIP_WITHOUT_DISPLAY ();
  parent = make_parent ();
  for (guint i = 0; i < 2; i++) {
    ectopy_recording_needs_show (parent, "rows.csv has no column of time", TRUE, answered_cb,
                                 &told);
    needs = find_over (parent);
    g_object_add_weak_pointer (G_OBJECT (needs), (gpointer *) &needs);
    g_assert_true (ectopy_is_asking (parent));
    g_assert_true (gtk_window_get_modal (GTK_WINDOW (needs)));
    g_assert_cmpfloat (told.rate_hz, ==, 0);
    if (i == 0)
      press_escape (needs);
    else
      g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (needs)), "clicked");
    WAIT_FOR (needs == NULL);
    g_assert_false (ectopy_is_asking (parent));
  }
  g_assert_cmpfloat (told.rate_hz, >, 0);
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* ---- Preferences ---- */

/* Nothing of them is left. */
static void
test_preferences (void)
{
  GtkWidget *parent, *window, *row;

  SKIP_WITHOUT_DISPLAY ();
  parent = make_parent ();
  ectopy_preferences_show (parent);
  window = find_over (parent);
  g_assert_true (gtk_window_get_modal (GTK_WINDOW (window)));
  row = display_find (window, ADW_TYPE_COMBO_ROW);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  press_escape (window);
  WAIT_FOR (window == NULL && row == NULL);
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* ---- What is open over a window ---- */

/* All of it is closed when something is asked, though some is gone as soon as it is closed. */
static void
test_popovers (void)
{
  GtkWidget *popovers[3];
  GtkWidget *parent;

  SKIP_WITHOUT_DISPLAY ();
  parent = make_parent ();
  gtk_window_set_child (GTK_WINDOW (parent), gtk_label_new ("beats"));
  for (guint i = 0; i < G_N_ELEMENTS (popovers); i++) {
    popovers[i] = gtk_popover_new ();
    gtk_popover_set_autohide (GTK_POPOVER (popovers[i]), FALSE);
    gtk_widget_set_parent (popovers[i], gtk_window_get_child (GTK_WINDOW (parent)));
    g_object_add_weak_pointer (G_OBJECT (popovers[i]), (gpointer *) &popovers[i]);
    g_signal_connect (popovers[i], "closed", G_CALLBACK (gtk_widget_unparent), NULL);
  }
  WAIT_FOR (gtk_widget_get_mapped (parent));
  for (guint i = 0; i < G_N_ELEMENTS (popovers); i++)
    gtk_popover_popup (GTK_POPOVER (popovers[i]));
  WAIT_FOR (gtk_widget_get_mapped (popovers[2]));
  ectopy_popovers_close (parent);
  for (guint i = 0; i < G_N_ELEMENTS (popovers); i++)
    g_assert_null (popovers[i]);
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* ---- Choices of files ---- */

#if !GTK_CHECK_VERSION(4, 10, 0)
static void
chosen_file_cb (GFile *file, gpointer user_data)
{
  g_assert_null (file);
  ++*(guint *) user_data;
}

static void
write_file (const char *folder, guint number)
{
  g_autofree char *name = g_strdup_printf ("%u.csv", number);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

/* A list of files that outlives its dialog, as the toolkit's own sometimes do, hears of nothing any more;
 * whether the dialog goes by its button or with its window. */
static void
test_chooser (void)
{
  guint n_answered = 0;
  guint n_files = 0;

  SKIP_WITHOUT_DISPLAY ();
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the toolkit's choice of files leaks");
  return;
#endif
  for (guint i = 0; i < 2; i++) {
    g_autofree char *path = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
    g_autoptr (GFile) folder = g_file_new_for_path (path);
    g_autoptr (GtkTreeModel) list = NULL;
    GtkWidget *parent = make_parent ();
    GtkWidget *dialog, *view;

    for (guint j = 0; j < 3; j++)
      write_file (path, n_files++);
    ectopy_choose_file (parent, "Open a File", NULL, 0, NULL, folder, chosen_file_cb, &n_answered);
    dialog = find_over (parent);
    view = display_find (dialog, GTK_TYPE_TREE_VIEW);
    g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
    WAIT_FOR (gtk_tree_view_get_model (GTK_TREE_VIEW (view)) != NULL);
    list = g_object_ref (gtk_tree_view_get_model (GTK_TREE_VIEW (view)));
    WAIT_FOR (gtk_tree_model_iter_n_children (list, NULL) == 3);
    write_file (path, n_files++);
    WAIT_FOR (gtk_tree_model_iter_n_children (list, NULL) == 4);

    if (i == 0)
      gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
    else
      gtk_window_destroy (GTK_WINDOW (parent));
    WAIT_FOR (dialog == NULL);
    g_assert_cmpuint (n_answered, ==, 1);
    write_file (path, n_files++);
    loop_settle (1000);
    g_assert_cmpint (gtk_tree_model_iter_n_children (list, NULL), ==, 4);

    if (i == 0)
      gtk_window_destroy (GTK_WINDOW (parent));
    for (guint j = n_files - 5; j < n_files; j++) {
      g_autofree char *name = g_strdup_printf ("%u.csv", j);
      g_autoptr (GFile) file = g_file_get_child (folder, name);

      g_assert_true (g_file_delete (file, NULL, NULL));
    }
    g_assert_true (g_file_delete (folder, NULL, NULL));
  }
}
#endif

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  g_test_add_func ("/ui/dialogs/recording-list", test_list);
  g_test_add_func ("/ui/dialogs/recording-needs", test_needs);
  g_test_add_func ("/ui/dialogs/preferences", test_preferences);
  g_test_add_func ("/ui/dialogs/popovers", test_popovers);
#if !GTK_CHECK_VERSION(4, 10, 0)
  g_test_add_func ("/ui/dialogs/chooser", test_chooser);
#endif
  return g_test_run ();
}
