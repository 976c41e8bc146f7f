/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/recording-page.h"

#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/pages/evaluate/comparison-page.h"
#include "ui/pages/review/beat-table.h"
#include "ui/settings.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/error-bar.h"
#include "ui/widgets/trace-view.h"
#include "ui/window/window.h"

#include <string.h>

static gboolean has_display;
static AdwApplication *application;

typedef struct {
  EctopyWindow *window;
  EctopyRecordingSession *session;
  char *folder;
  char *path;
} Bed;

/* A window with a copy of the example recording. */
static void
bed_init (Bed *bed)
{
  static const char *const names[] = { "recording.hea", "recording.dat", "recording.atr" };
  g_autoptr (GFile) file = NULL;

  bed->folder = test_folder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = ectopy_bundled_path ("example", names[i]);
    g_autofree char *to = g_build_filename (bed->folder, names[i], NULL);
    g_autofree char *contents = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
    g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
  }
  bed->path = g_build_filename (bed->folder, "recording.hea", NULL);
  bed->window = ectopy_window_new (application);
  bed->session = ectopy_window_get_recording_session (bed->window);
  ectopy_recording_session_set_n_threads (bed->session, 1);
  display_show (GTK_WIDGET (bed->window), GTK_WIDGET (bed->window));
  file = g_file_new_for_path (bed->path);
  ectopy_window_open (bed->window, file);
  WAIT_FOR (ectopy_recording_session_get_state (bed->session) == ECTOPY_RECORDING_READY);
}

static void
bed_clear (Bed *bed)
{
  ectopy_recording_session_forget_unsaved (bed->session);
  g_object_add_weak_pointer (G_OBJECT (bed->window), (gpointer *) &bed->window);
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->window == NULL);
  WAIT_FOR (bed->session == NULL);
  test_folder_remove (bed->folder);
  g_free (bed->path);
}

static void
activate (Bed *bed, const char *action, const char *target)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (bed->window), action));
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

static EctopyStudy *
study_of (Bed *bed)
{
  return ectopy_recording_session_get_study (bed->session);
}

static void
test_open (void)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  WAIT_FOR (gtk_widget_get_width (find (&bed, ECTOPY_TYPE_TRACE_VIEW)) > 1);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (bed.window)), ==, "recording.hea — Ectopy");
  g_assert_true (gtk_widget_has_focus (find (&bed, ECTOPY_TYPE_TRACE_VIEW)));
  /* Paper at 25 mm/s: the width says how much is seen. */
  WAIT_FOR (ectopy_recording_session_get_view (bed.session).length_s != 10);
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).speed_mm_s, ==, 25);
  activate (&bed, "zoom", "all");
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).length_s, ==, 300);
  activate (&bed, "zoom", "paper");
  loop_settle (200);
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).length_s, <, 60);
  bed_clear (&bed);
}

static void
test_say (void)
{
  EctopyBeatState state;
  guint n_spans;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  activate (&bed, "step", "+1");
  activate (&bed, "step", "+1");
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 2);
  activate (&bed, "relabel", "V");
  state = ectopy_study_get_beat (study_of (&bed), 2);
  g_assert_cmpuint (state.beat_class, ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 3); /* goes on */
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (bed.window)), ==, "• recording.hea — Ectopy");
  activate (&bed, "reject", NULL);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 3).status, ==, ECTOPY_BEAT_REJECTED);
  activate (&bed, "forget-verdict", NULL);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 3).status, ==, ECTOPY_BEAT_PREDICTED);
  activate (&bed, "undo", NULL);
  activate (&bed, "undo", NULL);
  activate (&bed, "undo", NULL);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (bed.window), "undo"));
  activate (&bed, "redo", NULL);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 2).beat_class, ==, ECTOPY_CLASS_V);
  activate (&bed, "move-beat", "+1");
  g_assert_true (ectopy_study_is_moved (study_of (&bed), 2));
  activate (&bed, "extend", "+1");
  activate (&bed, "seek", "+V");
  activate (&bed, "select-alike", NULL);
  n_spans = ectopy_study_get_spans (study_of (&bed))->len;
  activate (&bed, "exclude", NULL); /* no stretch is chosen: only said */
  g_assert_cmpuint (ectopy_study_get_spans (study_of (&bed))->len, ==, n_spans);
  bed_clear (&bed);
}

/* From a cell of the matrix on the Evaluate page to its place on the trace, and on. */
static void
test_compare (void)
{
  EctopyConfusionView *matrix;
  EctopyComparison *comparison;
  const guint32 wrong[] = { 60, 130 };
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  comparison = ectopy_recording_session_get_comparison (bed.session);
  ectopy_study_relabel (study_of (&bed), wrong, 2, ECTOPY_CLASS_F);
  activate (&bed, "show-evaluate", NULL);
  WAIT_FOR (ectopy_comparison_get_state (comparison) == ECTOPY_COMPARISON_READY);
  matrix = display_find (find (&bed, ECTOPY_TYPE_COMPARISON_PAGE), ECTOPY_TYPE_CONFUSION_VIEW);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (matrix)));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (matrix)));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (bed.window), "relabel"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (bed.window), "undo"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (bed.window), "print"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (bed.window), "export-report"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (matrix), "comparison.from", "s", "start"));
  WAIT_FOR (ectopy_comparison_get_state (comparison) == ECTOPY_COMPARISON_READY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (matrix), "comparison.map", "s", "bxb"));
  WAIT_FOR (ectopy_comparison_get_state (comparison) == ECTOPY_COMPARISON_READY);
  g_assert_cmpint (ectopy_comparison_get_result_options (comparison).map, ==, ECTOPY_EC57_MAP_BXB);
  for (guint i = 0; i < 3; i++) /* N taken for F */
    gtk_widget_activate_action (GTK_WIDGET (matrix), "matrix.move", "s", "right");
  gtk_widget_activate_action (GTK_WIDGET (matrix), "matrix.choose", NULL);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 60);
  g_assert_true (gtk_widget_has_focus (find (&bed, ECTOPY_TYPE_TRACE_VIEW)));
  activate (&bed, "next-mismatch", NULL);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 130);
  activate (&bed, "next-mismatch", NULL);
  activate (&bed, "previous-mismatch", NULL);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 130);
  bed_clear (&bed);
}

/* Other pages do not get in the way. */
static void
test_other_pages (void)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  activate (&bed, "show-evaluate", NULL);
  loop_settle (50);
  activate (&bed, "show-review", NULL);
  activate (&bed, "calipers", NULL);
  g_assert_true (ectopy_recording_session_get_calipers (bed.session).is_on);
  activate (&bed, "calipers", NULL);
  g_assert_false (ectopy_recording_session_get_calipers (bed.session).is_on);
  activate (&bed, "filter", NULL);
  loop_settle (100);
  activate (&bed, "filter", NULL);
  bed_clear (&bed);
}

static void
test_table (void)
{
  EctopyBeatTable *table;
  GtkWidget *view;
  GListModel *model;
  size_t n;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  table = find (&bed, ECTOPY_TYPE_BEAT_TABLE);
  view = display_find (GTK_WIDGET (table), GTK_TYPE_COLUMN_VIEW);
  model = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  ectopy_study_get_order (study_of (&bed), &n);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
  gtk_stack_set_visible_child_name (
      GTK_STACK (gtk_widget_get_ancestor (GTK_WIDGET (table), GTK_TYPE_STACK)), "table");
  loop_settle (200);
  /* Chosen there, chosen here, and the other way round. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (model), 40, TRUE);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 40);
  ectopy_recording_session_select (bed.session, 77);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), 77));
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), 40));
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (model), 10, 5, TRUE);
  ectopy_recording_session_get_selection (bed.session, &n);
  g_assert_cmpuint (n, ==, 5);
  activate (&bed, "relabel", "S");
  for (guint32 i = 10; i < 15; i++)
    g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), i).beat_class, ==, ECTOPY_CLASS_S);
  bed_clear (&bed);
}

static void
test_narrow (void)
{
  int width, height;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  gtk_widget_measure (GTK_WIDGET (bed.window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (bed.window), GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL,
                      NULL);
  g_test_message ("%d x %d", width, height);
  g_assert_cmpint (width, <=, 600);
  g_assert_cmpint (height, <=, 720);
  bed_clear (&bed);
}

/* A header without its signals, as it comes alone: a sentence, and what was open stays. */
static void
test_lost_signals (void)
{
  g_autofree char *alone = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GFile) file = NULL;
  EctopyErrorBar *bar;
  gsize size;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  alone = g_build_filename (bed.folder, "alone.hea", NULL);
  g_assert_true (g_file_get_contents (bed.path, &contents, &size, NULL));
  memcpy (strstr (contents, "recording.dat"), "nothing.d", 9);
  g_assert_true (g_file_set_contents (alone, contents, (gssize) size, NULL));
  file = g_file_new_for_path (alone);
  ectopy_window_open (bed.window, file);
  bar = find (&bed, ECTOPY_TYPE_ERROR_BAR);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (bar)) &&
            gtk_widget_get_height (GTK_WIDGET (bar)) > 1);
  g_assert_cmpstr (ectopy_recording_session_get_path (bed.session), ==, bed.path);
  bed_clear (&bed);
}

static void
test_times (void)
{
  static const struct {
    const char *text;
    double seconds;
  } good[] = { { "12", 12 }, { "2:03", 123 }, { "1:02:03.5", 3723.5 }, { " 0:00 ", 0 } };
  static const char *const bad[] = { "", "a", "1:", "1:2:3:4", "-5", "1:-2", "nan", "1e300" };
  double seconds;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (ectopy_recording_page_parse_time (good[i].text, &seconds));
    g_assert_cmpfloat (seconds, ==, good[i].seconds);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ectopy_recording_page_parse_time (bad[i], &seconds));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  if (has_display) {
    application = adw_application_new ("io.github.ectopy.Test", G_APPLICATION_NON_UNIQUE);
    g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  }
  g_test_add_func ("/ui/recording-page/open", test_open);
  g_test_add_func ("/ui/recording-page/say", test_say);
  g_test_add_func ("/ui/recording-page/compare", test_compare);
  g_test_add_func ("/ui/recording-page/other-pages", test_other_pages);
  g_test_add_func ("/ui/recording-page/table", test_table);
  g_test_add_func ("/ui/recording-page/narrow", test_narrow);
  g_test_add_func ("/ui/recording-page/lost-signals", test_lost_signals);
  g_test_add_func ("/ui/recording-page/times", test_times);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
