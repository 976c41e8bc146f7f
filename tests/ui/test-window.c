/* SPDX-License-Identifier: MIT */
#include "ui/window/window.h"

#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/asking.h"
#include "ui/pages/evaluate/evaluate-page.h"
#include "ui/pages/review/review-page.h"
#include "ui/pages/train/train-page.h"
#include "ui/settings.h"
#include "ui/widgets/beat-gallery.h"
#include "ui/widgets/error-bar.h"

#include <string.h>

static gboolean has_display;
static char *folder;
static AdwApplication *application;

typedef struct {
  EctopyWindow *window;
  EctopySession *session;
} Bed;

static void
bed_init (Bed *bed)
{
  bed->window = ectopy_window_new (application);
  bed->session = ectopy_window_get_session (bed->window);
  ectopy_session_set_n_threads (bed->session, 1);
  display_show (GTK_WIDGET (bed->window), GTK_WIDGET (bed->window));
}

static void
open_path (Bed *bed, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ectopy_window_open (bed->window, file);
}

/* (transfer full): a copy of the example. */
static char *
bed_init_example (Bed *bed, const char *name)
{
  g_autofree char *from = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *contents = NULL;
  char *path = g_build_filename (folder, name, NULL);
  gsize size;

  g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
  bed_init (bed);
  open_path (bed, path);
  WAIT_FOR (ectopy_session_get_evaluation (bed->session) != NULL);
  return path;
}

/* Window and session go. */
static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->window), (gpointer *) &bed->window);
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->window == NULL);
  WAIT_FOR (bed->session == NULL);
}

static gboolean
is_enabled (Bed *bed, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (bed->window), action);
}

static void
activate (Bed *bed, const char *action, const char *target)
{
  g_action_group_activate_action (G_ACTION_GROUP (bed->window), action,
                                  target != NULL ? g_variant_new_string (target) : NULL);
}

static gpointer
find (Bed *bed, GType type)
{
  gpointer found = display_find (GTK_WIDGET (bed->window), type);

  g_assert_nonnull (found);
  return found;
}

static EctopyErrorBar *
error_bar (Bed *bed)
{
  return find (bed, ECTOPY_TYPE_ERROR_BAR); /* the window's own: it comes before the pages */
}

static const char *
title (Bed *bed)
{
  return gtk_window_get_title (GTK_WINDOW (bed->window));
}

/* (nullable): the window of keys. */
static GtkWindow *
find_help (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *help = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (g_strcmp0 (gtk_window_get_title (window), "Keyboard shortcuts") != 0)
      continue;
    g_assert_null (help);
    help = window;
  }
  return help;
}

/* ---- Pages ---- */

static void
test_nothing_open (void)
{
  static const char *const idle[] = {
    "relabel", "accept",        "undo",   "redo",         "save",
    "print",   "export-report", "cancel", "reset-filter", "export-corrections"
  };
  static const char *const always[] = { "open", "open-example", "choose-model", "show-train" };
  GtkWindow *help;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  g_assert_cmpstr (title (&bed), ==, "Ectopy");
  for (guint i = 0; i < G_N_ELEMENTS (idle); i++) {
    g_test_message ("%s", idle[i]);
    g_assert_false (is_enabled (&bed, idle[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    g_assert_true (is_enabled (&bed, always[i]));
  g_assert_null (find_help ());
  for (guint i = 0; i < 2; i++)
    g_action_group_activate_action (G_ACTION_GROUP (bed.window), "show-help-overlay", NULL);
  help = find_help ();
  g_object_add_weak_pointer (G_OBJECT (help), (gpointer *) &help);
  g_assert_true (gtk_window_get_transient_for (help) == GTK_WINDOW (bed.window));
  gtk_window_close (help);
  WAIT_FOR (help == NULL);
  g_assert_null (find_help ()); /* it was one */
  g_action_group_activate_action (G_ACTION_GROUP (bed.window), "show-help-overlay", NULL);
  help = find_help ();
  g_object_add_weak_pointer (G_OBJECT (help), (gpointer *) &help);
  bed_clear (&bed);
  WAIT_FOR (help == NULL);
}

static void
test_pages (void)
{
  static const char *const names[] = { "review", "train", "evaluate" };
  const GType types[] = { ECTOPY_TYPE_REVIEW_PAGE, ECTOPY_TYPE_TRAIN_PAGE,
                          ECTOPY_TYPE_EVALUATE_PAGE };
  g_autofree char *path = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "pages.csv");
  /* Not made before they are shown. */
  g_assert_null (display_find (GTK_WIDGET (bed.window), ECTOPY_TYPE_TRAIN_PAGE));
  g_assert_null (display_find (GTK_WIDGET (bed.window), ECTOPY_TYPE_EVALUATE_PAGE));
  for (guint i = 3; i > 0; i--) {
    g_autofree char *action = g_strconcat ("show-", names[i - 1], NULL);

    activate (&bed, action, NULL);
    g_assert_cmpstr (adw_view_stack_get_visible_child_name (find (&bed, ADW_TYPE_VIEW_STACK)), ==,
                     names[i - 1]);
    for (guint j = 0; j < 3; j++) {
      GtkWidget *page = display_find (GTK_WIDGET (bed.window), types[j]);

      g_assert_true ((page != NULL && gtk_widget_get_mapped (page)) == (i - 1 == j));
    }
  }
  g_assert_true (is_enabled (&bed, "export-report"));

  /* Another file comes to be looked at first. */
  activate (&bed, "show-train", NULL);
  activate (&bed, "open-example", NULL);
  WAIT_FOR (g_str_has_suffix (title (&bed), "beats.csv — Ectopy"));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (find (&bed, ADW_TYPE_VIEW_STACK)), ==,
                   "review");
  g_assert_true (gtk_widget_has_focus (
      display_find (find (&bed, ECTOPY_TYPE_REVIEW_PAGE), ECTOPY_TYPE_BEAT_GALLERY)));
  bed_clear (&bed);
}

/* Where it is narrow the pages' names stand at the lower edge. */
static void
test_narrow (void)
{
  AdwViewSwitcherBar *bar;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  bar = find (&bed, ADW_TYPE_VIEW_SWITCHER_BAR);
  loop_settle (100);
  g_assert_false (adw_view_switcher_bar_get_reveal (bar));
  gtk_window_set_default_size (GTK_WINDOW (bed.window), 400, 640);
  WAIT_FOR (adw_view_switcher_bar_get_reveal (bar));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (bed.window)), <, 600);
  gtk_window_set_default_size (GTK_WINDOW (bed.window), 1200, 640);
  WAIT_FOR (!adw_view_switcher_bar_get_reveal (bar));
  bed_clear (&bed);
}

/* With beats, and a filter, no page asks for more than half a small screen. */
static void
test_narrow_with_beats (void)
{
  static const char *const pages[] = { "show-review", "show-train", "show-evaluate" };
  g_autofree char *path = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "narrow.csv");
  activate (&bed, "toggle-disagreements", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    int width, height;

    activate (&bed, pages[i], NULL);
    gtk_widget_measure (GTK_WIDGET (bed.window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                        NULL);
    gtk_widget_measure (GTK_WIDGET (bed.window), GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL,
                        NULL);
    g_test_message ("%s: %d x %d", pages[i], width, height);
    g_assert_cmpint (width, <=, 600);
    g_assert_cmpint (height, <=, 720);
  }
  bed_clear (&bed);
}

/* ---- Corrections ---- */

static void
test_relabel (void)
{
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  EctopyCorrections *corrections;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "relabel.csv");
  beside = g_strconcat (path, ".corrections.json", NULL);
  corrections = ectopy_session_get_corrections (bed.session);
  g_assert_cmpstr (title (&bed), ==, "relabel.csv — Ectopy");
  g_assert_false (is_enabled (&bed, "undo"));
  g_assert_false (is_enabled (&bed, "redo"));
  g_assert_false (is_enabled (&bed, "export-corrections"));

  ectopy_session_select (bed.session, 17);
  activate (&bed, "relabel", "F");
  g_assert_cmpuint (ectopy_corrections_get (corrections, 17).beat_class, ==, 3);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 18); /* goes on */
  g_assert_cmpstr (title (&bed), ==, "• relabel.csv — Ectopy");
  g_assert_true (is_enabled (&bed, "undo"));
  g_assert_true (is_enabled (&bed, "export-corrections"));
  activate (&bed, "accept", NULL);
  g_assert_cmpuint (ectopy_corrections_get (corrections, 18).kind, ==, ECTOPY_VERDICT_ACCEPTED);

  activate (&bed, "undo", NULL);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 18);
  g_assert_true (is_enabled (&bed, "redo"));
  activate (&bed, "undo", NULL);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 17);
  g_assert_false (is_enabled (&bed, "undo"));
  g_assert_cmpstr (title (&bed), ==, "relabel.csv — Ectopy");
  activate (&bed, "redo", NULL);
  g_assert_cmpstr (title (&bed), ==, "• relabel.csv — Ectopy");

  /* Who wants to stay on the beat stays. */
  g_settings_set_boolean (ectopy_settings (), "go-on", FALSE);
  activate (&bed, "relabel", "N");
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 17);
  g_settings_reset (ectopy_settings (), "go-on");
  activate (&bed, "forget-verdict", NULL);
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (corrections), ==, 0);
  activate (&bed, "undo", NULL);

  activate (&bed, "save", NULL);
  g_assert_cmpstr (title (&bed), ==, "relabel.csv — Ectopy");
  g_assert_true (g_file_test (beside, G_FILE_TEST_IS_REGULAR));
  bed_clear (&bed);
}

static void
test_disagreements (void)
{
  g_autofree char *path = NULL;
  size_t n, n_all;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "filter.csv");
  ectopy_session_get_order (bed.session, &n_all);
  activate (&bed, "toggle-disagreements", NULL);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, ectopy_session_count_disagreements (bed.session));
  g_assert_cmpuint (n, <, n_all);
  activate (&bed, "toggle-disagreements", NULL);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, n_all);
  activate (&bed, "toggle-disagreements", NULL);
  activate (&bed, "reset-filter", NULL);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, n_all);
  bed_clear (&bed);
}

/* ---- What goes wrong ---- */

static void
test_damaged_file (void)
{
  g_autofree char *path = NULL;
  g_autofree char *damaged = g_build_filename (folder, "damaged.csv", NULL);
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "sound.csv");
  g_assert_null (ectopy_error_bar_get_details (error_bar (&bed)));
  g_assert_true (g_file_set_contents (damaged, "0.5,0.25,0\n0.5,oh,0\n", -1, NULL));
  open_path (&bed, damaged);
  WAIT_FOR (ectopy_error_bar_get_details (error_bar (&bed)) != NULL);
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (error_bar (&bed)), "damaged.csv"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (error_bar (&bed))));
  g_assert_cmpstr (title (&bed), ==, "sound.csv — Ectopy");
  g_assert_true (is_enabled (&bed, "relabel"));

  /* The next that can be opened takes the message away. */
  open_path (&bed, path);
  WAIT_FOR (ectopy_error_bar_get_details (error_bar (&bed)) == NULL);
  bed_clear (&bed);
}

/* A model that is preferred but gone: said, and the one that comes with Ectopy does the work. */
static void
test_preferred_model_gone (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  g_settings_set_string (ectopy_settings (), "model", "/no/such/preferred.safetensors");
  bed_init (&bed);
  WAIT_FOR (ectopy_error_bar_get_details (error_bar (&bed)) != NULL);
  g_assert_nonnull (
      strstr (ectopy_error_bar_get_details (error_bar (&bed)), "preferred.safetensors"));
  open_path (&bed, path);
  WAIT_FOR (ectopy_session_get_evaluation (bed.session) != NULL);
  g_settings_reset (ectopy_settings (), "model");
  bed_clear (&bed);
}

/* A window may go in the midst of anything. */
static void
test_goes_while_classifying (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  open_path (&bed, path);
  WAIT_FOR (ectopy_session_get_state (bed.session) == ECTOPY_SESSION_CLASSIFYING);
  bed_clear (&bed);
  loop_settle (200);
}

/* ---- What someone else has written ---- */

/* (nullable): a button of that label in @widget. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static GtkWidget *
find_answer (const char *label)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    GtkWidget *found = find_button (window, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* To a question that is being asked. */
static void
answer (const char *label)
{
  WAIT_FOR (find_answer (label) != NULL);
  g_signal_emit_by_name (find_answer (label), "clicked");
  WAIT_FOR (find_answer (label) == NULL);
  loop_settle (20); /* it is answered after it has gone */
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* Corrections that another window has written meanwhile: one is asked, and either version stays. */
static void
test_overtaken (void)
{
  static const char theirs[] = "{ \"by\": \"another\" }";
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *spare = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "overtaken.csv");
  beside = g_strconcat (path, ".corrections.json", NULL);
  spare = g_strconcat (beside, ".backup-1", NULL);
  g_assert_true (g_file_set_contents (beside, theirs, -1, NULL));
  activate (&bed, "relabel", "F");
  activate (&bed, "save", NULL);
  answer ("_Cancel");
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  assert_contents (beside, theirs);

  activate (&bed, "save", NULL);
  answer ("_Replace the Other");
  WAIT_FOR (!ectopy_session_has_unsaved (bed.session));
  assert_contents (spare, theirs);
  g_assert_false (is_enabled (&bed, "redo"));

  /* Also where it is saved because the window closes, which then does. */
  activate (&bed, "relabel", "V");
  g_assert_true (g_file_set_contents (beside, theirs, -1, NULL));
  g_object_add_weak_pointer (G_OBJECT (bed.window), (gpointer *) &bed.window);
  gtk_window_close (GTK_WINDOW (bed.window));
  answer ("_Save");
  answer ("_Replace the Other");
  WAIT_FOR (bed.window == NULL);
}

/* A question holds back the window that it is about, and no other. */
static void
test_question_of_one (void)
{
  g_autofree char *path = NULL;
  GtkWindowGroup *asked, *other;
  Bed bed, second;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "asked.csv");
  bed_init (&second);
  activate (&bed, "relabel", "F");
  gtk_window_close (GTK_WINDOW (bed.window));
  WAIT_FOR (find_answer ("_Save") != NULL);
  asked = gtk_window_get_group (GTK_WINDOW (gtk_widget_get_root (find_answer ("_Save"))));
  other = gtk_window_get_group (GTK_WINDOW (second.window));
  g_assert_true (asked == gtk_window_get_group (GTK_WINDOW (bed.window)));
  g_assert_true (asked != other);
  answer ("_Cancel");
  bed_clear (&second);
  bed_clear (&bed);
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

/* While one thing is asked no other is: it counts as not wanted, and what is asked stays about the same. */
/* What is asked for over a question does not become what its answer leads to. */
static void
test_question_keeps_its_end (void)
{
  g_autofree char *path = NULL;
  g_autofree char *none = g_build_filename (folder, "not-there.csv", NULL);
  g_autofree char *uri = g_filename_to_uri (none, NULL, NULL);
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "kept-end.csv");
  activate (&bed, "relabel", "F");
  activate (&bed, "open-recent", uri);
  WAIT_FOR (find_answer ("_Discard") != NULL);
  gtk_window_close (GTK_WINDOW (bed.window));
  answer ("_Discard");
  WAIT_FOR (ectopy_error_bar_get_details (error_bar (&bed)) != NULL);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (bed.window)));
  bed_clear (&bed);
}

static void
test_one_question (void)
{
  g_autofree char *path = NULL;
  g_autofree char *other = g_build_filename (folder, "not-asked.csv", NULL);
  g_autofree char *other_uri = g_filename_to_uri (other, NULL, NULL);
  g_autofree char *recording = ectopy_bundled_path ("example", ECTOPY_BUNDLED_RECORDING);
  g_autofree char *uri = g_filename_to_uri (recording, NULL, NULL);
  guint n;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "asked-once.csv");
  g_assert_false (ectopy_is_asking (GTK_WIDGET (bed.window)));
  activate (&bed, "relabel", "F");
  gtk_window_close (GTK_WINDOW (bed.window));
  WAIT_FOR (find_answer ("_Save") != NULL);
  g_assert_true (ectopy_is_asking (GTK_WIDGET (bed.window)));
  n = count_windows ();
  gtk_window_close (GTK_WINDOW (bed.window));
  activate (&bed, "open", NULL);
  activate (&bed, "open-folder", NULL);
  activate (&bed, "open-recent", uri);
  activate (&bed, "open-recent", other_uri);
  activate (&bed, "open-example-recording", NULL);
  loop_settle (200);
  g_assert_cmpuint (count_windows (), ==, n);
  answer ("_Cancel");
  g_assert_false (ectopy_is_asking (GTK_WIDGET (bed.window)));
  g_assert_cmpstr (ectopy_session_get_path (bed.session), ==, path);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  activate (&bed, "open-recent", other_uri);
  WAIT_FOR (find_answer ("_Cancel") != NULL);
  bed_clear (&bed); /* and with it what is asked */
  g_assert_null (find_answer ("_Cancel"));
}

/* The other's is opened; what was said here lies beside it. */
static void
test_open_the_other (void)
{
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *spare = NULL;
  g_autofree char *theirs = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "other.csv");
  beside = g_strconcat (path, ".corrections.json", NULL);
  spare = g_strconcat (beside, ".backup-1", NULL);
  activate (&bed, "relabel", "F");
  activate (&bed, "save", NULL);
  g_assert_true (g_file_get_contents (beside, &theirs, NULL, NULL));
  activate (&bed, "relabel", "V");
  activate (&bed, "save", NULL);
  /* Back to the version with one beat, as if another window had written it. */
  g_assert_true (g_file_set_contents (beside, theirs, -1, NULL));
  activate (&bed, "relabel", "Q");
  activate (&bed, "save", NULL);
  answer ("_Open the Other");
  WAIT_FOR (ectopy_corrections_get_n_verdicts (ectopy_session_get_corrections (bed.session)) == 1);
  assert_contents (beside, theirs);
  g_assert_true (g_file_test (spare, G_FILE_TEST_IS_REGULAR));
  g_assert_false (ectopy_session_has_unsaved (bed.session));
  WAIT_FOR (ectopy_session_get_evaluation (bed.session) != NULL);
  bed_clear (&bed);
}

/* While a recording is being read in place of beats nothing can be done that was about these. */
static void
test_recording_on_its_way (void)
{
  static const char *const names[] = { "save", "print", "export-report", "undo",
                                       "export-corrections" };
  g_autofree char *recording = ectopy_bundled_path ("example", ECTOPY_BUNDLED_RECORDING);
  g_autofree char *path = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  path = bed_init_example (&bed, "before.csv");
  activate (&bed, "relabel", "F");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (is_enabled (&bed, names[i]));
  open_path (&bed, recording);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    g_assert_false (is_enabled (&bed, names[i]));
  }
  activate (&bed, "cancel", NULL);
  bed_clear (&bed);
}

/* A run's end holds its page, and says so when the window has gone. */
static void
test_page_outlives_window (void)
{
  g_autoptr (GtkWidget) train = NULL;
  g_autoptr (GtkWidget) evaluate = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  activate (&bed, "show-train", NULL);
  activate (&bed, "show-evaluate", NULL);
  train = g_object_ref (find (&bed, ECTOPY_TYPE_TRAIN_PAGE));
  evaluate = g_object_ref (find (&bed, ECTOPY_TYPE_EVALUATE_PAGE));
  g_object_add_weak_pointer (G_OBJECT (bed.window), (gpointer *) &bed.window);
  gtk_window_destroy (GTK_WINDOW (bed.window));
  WAIT_FOR (bed.window == NULL);
  g_signal_emit_by_name (train, "toast", "Stopped");
  g_signal_emit_by_name (train, "status", NULL, 0.0);
  g_signal_emit_by_name (evaluate, "toast", "Saved");
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  folder = test_folder_new ();
  if (has_display) {
    application = adw_application_new ("io.github.ectopy.Test", G_APPLICATION_NON_UNIQUE);
    g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  }
  g_test_add_func ("/ui/window/nothing-open", test_nothing_open);
  g_test_add_func ("/ui/window/pages", test_pages);
  g_test_add_func ("/ui/window/narrow", test_narrow);
  g_test_add_func ("/ui/window/narrow-with-beats", test_narrow_with_beats);
  g_test_add_func ("/ui/window/relabel-undo-and-save", test_relabel);
  g_test_add_func ("/ui/window/disagreements", test_disagreements);
  g_test_add_func ("/ui/window/damaged-file", test_damaged_file);
  g_test_add_func ("/ui/window/preferred-model-gone", test_preferred_model_gone);
  g_test_add_func ("/ui/window/goes-while-classifying", test_goes_while_classifying);
  g_test_add_func ("/ui/window/page-outlives-window", test_page_outlives_window);
  g_test_add_func ("/ui/window/recording-on-its-way", test_recording_on_its_way);
  g_test_add_func ("/ui/window/overtaken", test_overtaken);
  g_test_add_func ("/ui/window/question-of-one", test_question_of_one);
  g_test_add_func ("/ui/window/one-question", test_one_question);
  g_test_add_func ("/ui/window/question-keeps-its-end", test_question_keeps_its_end);
  g_test_add_func ("/ui/window/open-the-other", test_open_the_other);
  status = g_test_run ();
  g_clear_object (&application);
  test_folder_remove (folder);
  return status;
}
