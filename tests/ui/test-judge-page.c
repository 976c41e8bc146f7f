/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/judge-page.h"

#include "engine/io/wfdb-write.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/error-bar.h"

#include <locale.h>
#include <string.h>

static gboolean has_display;

/* A page in a window, and three made-up records. */
typedef struct {
  GtkWidget *window;
  EctopySession *session;
  EctopyJudgePage *page;
  char *folder;
  guint n_toasts;
  guint n_closed;
} Bed;

static gboolean
timeout_cb (gpointer user_data)
{
  g_error ("it takes too long");
  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const guint timeout = g_timeout_add_seconds (60, timeout_cb, NULL);                            \
                                                                                                   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (timeout);                                                                     \
  }                                                                                                \
  G_STMT_END

#define SKIP_WITHOUT_DISPLAY()                                                                     \
  if (!has_display) {                                                                              \
    g_test_skip ("there is no display");                                                           \
    return;                                                                                        \
  }

static void
count_cb (guint *n)
{
  (*n)++;
}

/* (nullable): the first widget of @type at or below @widget. */
static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* (nullable): the first label at or below @widget whose text has @part. */
static const char *
find_text (GtkWidget *widget, const char *part)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *found = find_text (child, part);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
bed_init (Bed *bed)
{
  static const char *const names[] = { "one", "two", "three" };
  EctopySynthesizeSettings how;

  *bed = (Bed){ .session = ectopy_session_new (),
                .window = gtk_window_new (),
                .folder = test_folder_new () };
  ectopy_synthesize_settings_init (&how);
  how.duration_s = 90;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (bed->folder, names[i], NULL);
    g_autoptr (EctopyRecording) recording = NULL;

    how.seed = i + 1;
    recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
    g_assert_true (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, NULL));
  }
  bed->page = g_object_new (ECTOPY_TYPE_JUDGE_PAGE, NULL);
  ectopy_judge_page_set_session (bed->page, bed->session);
  g_signal_connect_swapped (bed->page, "toast", G_CALLBACK (count_cb), &bed->n_toasts);
  g_signal_connect_swapped (bed->page, "closed", G_CALLBACK (count_cb), &bed->n_closed);
  gtk_window_set_default_size (GTK_WINDOW (bed->window), 1000, 760);
  gtk_window_set_child (GTK_WINDOW (bed->window), GTK_WIDGET (bed->page));
  gtk_window_present (GTK_WINDOW (bed->window));
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (bed->page)));
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->page), (gpointer *) &bed->page);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->page == NULL);
  g_object_unref (bed->session);
  test_folder_remove (bed->folder);
}

static void
activate (Bed *bed, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bed->page), action, NULL));
}

/* Judges two of three records, tells it, writes it, and lets it go. */
static void
test_judge (void)
{
  Bed bed;
  const EctopyJudgedRecords *records;
  EctopyEvaluation *evaluation;
  GListModel *rows;
  g_autofree char *report = NULL;
  g_autofree char *text = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  g_assert_null (ectopy_judge_page_get_evaluation (bed.page));
  ectopy_judge_page_set_folder (bed.page, bed.folder);
  ectopy_judge_page_set_list (bed.page, "all !two");
  activate (&bed, "judge.start");
  WAIT_FOR (ectopy_judge_page_get_evaluation (bed.page) != NULL);
  evaluation = ectopy_judge_page_get_evaluation (bed.page);
  records = ectopy_evaluation_get_records (evaluation);
  g_assert_cmpuint (records->figures->records->len, ==, 2);
  rows = G_LIST_MODEL (gtk_column_view_get_model (
      GTK_COLUMN_VIEW (find (GTK_WIDGET (bed.page), GTK_TYPE_COLUMN_VIEW))));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  g_assert_nonnull (find_text (GTK_WIDGET (bed.page), "Positions: those of the reference"));
  g_assert_nonnull (find_text (GTK_WIDGET (bed.page), "not for diagnosis"));
  g_signal_emit_by_name (find (GTK_WIDGET (bed.page), ECTOPY_TYPE_CONFUSION_VIEW), "chosen",
                         ECTOPY_CLASS_N, ECTOPY_CLASS_N);
  g_assert_nonnull (find_text (GTK_WIDGET (bed.page), "Most of them in "));

  report = g_build_filename (bed.folder, "report.csv", NULL);
  ectopy_judge_page_write (bed.page, report);
  WAIT_FOR (bed.n_toasts == 1);
  g_assert_true (g_file_get_contents (report, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"three\",\"three\","));
  activate (&bed, "judge.close");
  g_assert_cmpuint (bed.n_closed, ==, 1);
  g_assert_null (ectopy_judge_page_get_evaluation (bed.page));
  bed_clear (&bed);
}

/* A list of no record is told; a run that is cancelled leaves the form. */
static void
test_nothing (void)
{
  Bed bed;
  EctopyErrorBar *bar;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  bar = ECTOPY_ERROR_BAR (find (GTK_WIDGET (bed.page), ECTOPY_TYPE_ERROR_BAR));
  ectopy_judge_page_set_folder (bed.page, bed.folder);
  ectopy_judge_page_set_list (bed.page, "nosuch");
  activate (&bed, "judge.start");
  WAIT_FOR (ectopy_error_bar_get_details (bar) != NULL);
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (bar), "nosuch"));
  ectopy_judge_page_set_list (bed.page, "all");
  activate (&bed, "judge.start");
  g_assert_null (ectopy_error_bar_get_details (bar));
  activate (&bed, "judge.cancel");
  g_assert_null (ectopy_judge_page_get_evaluation (bed.page));
  activate (&bed, "judge.start");
  WAIT_FOR (ectopy_judge_page_get_evaluation (bed.page) != NULL);
  bed_clear (&bed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "C.UTF-8");
  has_display = gtk_init_check ();
  if (has_display) {
    adw_init ();
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  }
  g_test_add_func ("/ui/judge-page/two-of-three-records", test_judge);
  g_test_add_func ("/ui/judge-page/nothing-and-cancelled", test_nothing);
  return g_test_run ();
}
