/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/train-page.h"

#include "engine/io/wfdb-write.h"
#include "engine/run/bundled.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"
#include "ui/pages/train/run.h"
#include "ui/pages/train/unfinished.h"
#include "ui/widgets/curves-view.h"
#include "ui/widgets/error-bar.h"
#include "ui/widgets/number-row.h"

#include <locale.h>
#include <string.h>

#define TINY                                                                                       \
  "network tiny\ninput 187\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\nflatten\n"     \
  "dense 5\nsoftmax\n"

static gboolean has_display;
static char *folder; /* with the user's state and a small network */

/* A page in a window, on the beats that come with Ectopy. */
typedef struct {
  GtkWidget *window;
  EctopySession *session;
  EctopyTrainPage *page;
  EctopyTrainSettings *settings;
  guint n_toasts;
  guint n_status;
  double fraction;
  char *status;
} Bed;

static gboolean
timeout_cb (gpointer user_data)
{
  g_error ("it takes too long");
  return G_SOURCE_REMOVE;
}

/* Iterates until @condition, which may be used once more. */
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

static void
toast_cb (EctopyTrainPage *page, const char *text, Bed *bed)
{
  g_assert_nonnull (text);
  bed->n_toasts++;
}

static void
status_cb (EctopyTrainPage *page, const char *text, double fraction, Bed *bed)
{
  g_free (bed->status);
  bed->status = g_strdup (text);
  bed->fraction = fraction;
  bed->n_status++;
}

/* Whether what is told is of an epoch, not of reading the data. */
static gboolean
is_in_epoch (Bed *bed)
{
  return bed->status != NULL && strstr (bed->status, "epoch") != NULL;
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

static EctopyErrorBar *
error_bar (Bed *bed)
{
  return ECTOPY_ERROR_BAR (find (GTK_WIDGET (bed->page), ECTOPY_TYPE_ERROR_BAR));
}

static EctopyCurvesView *
curves (Bed *bed)
{
  return ECTOPY_CURVES_VIEW (find (GTK_WIDGET (bed->page), ECTOPY_TYPE_CURVES_VIEW));
}

/* Sets one setting of the form. */
static void
set (Bed *bed, const char *name, const char *value)
{
  EctopyFitSettings settings;

  g_assert_true (ectopy_train_settings_get (bed->settings, &settings, NULL));
  g_assert_true (ectopy_fit_settings_set (&settings, name, value, NULL));
  ectopy_train_settings_set (bed->settings, &settings);
  ectopy_fit_settings_clear (&settings);
}

/* Two epochs of a small network, but no beats yet. */
static void
bed_init_empty (Bed *bed)
{
  g_autofree char *network = g_build_filename (folder, "tiny.network", NULL);

  *bed = (Bed){ .session = ectopy_session_new (), .window = gtk_window_new () };
  bed->page = ECTOPY_TRAIN_PAGE (
      g_object_new (ECTOPY_TYPE_TRAIN_PAGE, "session", bed->session, NULL));
  bed->settings = ectopy_train_page_get_settings (bed->page);
  g_signal_connect (bed->page, "toast", G_CALLBACK (toast_cb), bed);
  g_signal_connect (bed->page, "status", G_CALLBACK (status_cb), bed);
  gtk_window_set_default_size (GTK_WINDOW (bed->window), 1100, 760);
  gtk_window_set_child (GTK_WINDOW (bed->window), GTK_WIDGET (bed->page));
  gtk_window_present (GTK_WINDOW (bed->window));
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (bed->page)) &&
            gtk_widget_get_width (GTK_WIDGET (bed->page)) > 1);
  g_assert_false (ectopy_train_settings_is_complete (bed->settings));
  set (bed, "network", network);
  set (bed, "epochs", "2");
}

static void
bed_init (Bed *bed)
{
  g_autofree char *beats = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);

  bed_init_empty (bed);
  ectopy_train_settings_set_training_path (bed->settings, beats);
  WAIT_FOR (ectopy_train_settings_is_complete (bed->settings));
}

static void
activate (Bed *bed, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bed->page), action, NULL));
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->page), (gpointer *) &bed->page);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->page == NULL);
  g_object_unref (bed->session);
  g_free (bed->status);
}

#define SKIP_WITHOUT_DISPLAY()                                                                     \
  if (!has_display) {                                                                              \
    g_test_skip ("there is no display");                                                           \
    return;                                                                                        \
  }

static guint
files_of_runs (void)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "ectopy", NULL);

  return g_file_test (state, G_FILE_TEST_IS_DIR) ? test_folder_count (state) : 0;
}

static void
test_two_epochs (void)
{
  Bed bed;
  g_autofree char *model = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  model = g_build_filename (folder, "two.safetensors", NULL);
  gtk_test_accessible_assert_role (curves (&bed), GTK_ACCESSIBLE_ROLE_IMG);
  activate (&bed, "train.start");
  g_assert_true (ectopy_train_page_is_running (bed.page));
  g_assert_cmpuint (files_of_runs (), >=, 2); /* request and lock; the checkpoint comes */
  WAIT_FOR (!ectopy_train_page_is_running (bed.page));
  g_assert_null (ectopy_error_bar_get_details (error_bar (&bed)));
  g_assert_cmpuint (bed.n_status, >=, 2);
  g_assert_null (bed.status);
  g_assert_cmpuint (files_of_runs (), ==, 0);

  gtk_widget_activate_action (GTK_WIDGET (curves (&bed)), "curves.last", NULL);
  g_assert_cmpuint (ectopy_curves_view_get_hovered (curves (&bed)), ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (curves (&bed)), "curves.previous", NULL);
  g_assert_cmpuint (ectopy_curves_view_get_hovered (curves (&bed)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (curves (&bed)), "curves.leave", NULL);
  g_assert_cmpuint (ectopy_curves_view_get_hovered (curves (&bed)), ==, 0);

  g_assert_true (ectopy_train_page_save_model (bed.page, model));
  g_assert_true (g_file_test (model, G_FILE_TEST_IS_REGULAR));
  activate (&bed, "train.use-model");
  g_assert_nonnull (ectopy_session_get_model (bed.session));
  g_assert_cmpuint (bed.n_toasts, >=, 2);
  bed_clear (&bed);
}

static void
test_pause_and_stop (void)
{
  Bed bed;
  double fraction;
  gint64 begin;
  g_autofree char *model = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  model = g_build_filename (folder, "stopped.safetensors", NULL);
  set (&bed, "epochs", "5000");
  set (&bed, "early-stop", "0");
  activate (&bed, "train.start");
  WAIT_FOR (is_in_epoch (&bed) && bed.fraction > 2.0 / 5000);
  activate (&bed, "train.pause");
  g_assert_nonnull (strstr (bed.status, "paused"));
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin < 400000)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  fraction = bed.fraction;
  while (g_get_monotonic_time () - begin < 900000)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpfloat (bed.fraction, ==, fraction);
  activate (&bed, "train.pause");
  WAIT_FOR (bed.fraction > fraction);
  activate (&bed, "train.stop");
  WAIT_FOR (!ectopy_train_page_is_running (bed.page));
  g_assert_true (ectopy_train_page_save_model (bed.page, model));
  g_assert_cmpuint (files_of_runs (), ==, 0);
  bed_clear (&bed);
}

static void
test_settings (void)
{
  static const char text[] =
      "[train]\nepochs=7\nbatch-size=64\nlearning-rate=0.00025\nschedule=cosine\nsmote=yes\n"
      "class-weights=1,2,3,4,5\naugment=0.7\nvalidation-split=0.3\nbest-by=macro-f1\nscaling=beat\n"
      "seed=18446744073709551615\naverage=0.9995\nadam-epsilon=1e-08\nwarm-up=1.5\n";
  Bed bed;
  EctopyFitSettings wanted, found;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *wanted_text = NULL;
  g_autofree char *found_text = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  from = g_build_filename (folder, "from.conf", NULL);
  to = g_build_filename (folder, "to.conf", NULL);
  g_assert_true (g_file_set_contents (from, text, -1, NULL));
  g_assert_true (ectopy_train_page_load_settings (bed.page, from));
  g_assert_true (ectopy_train_page_save_settings (bed.page, to));
  ectopy_fit_settings_init (&wanted);
  ectopy_fit_settings_init (&found);
  g_assert_true (ectopy_fit_settings_load (&found, to, NULL));
  g_assert_true (ectopy_fit_settings_set (&wanted, "network", found.network, NULL));
  g_assert_true (ectopy_fit_settings_load (&wanted, from, NULL));
  wanted_text = ectopy_fit_settings_to_text (&wanted);
  found_text = ectopy_fit_settings_to_text (&found);
  g_assert_cmpstr (found_text, ==, wanted_text);
  ectopy_fit_settings_clear (&wanted);
  ectopy_fit_settings_clear (&found);

  g_assert_true (g_file_set_contents (from, "[train]\nepochs=none\n", -1, NULL));
  g_assert_false (ectopy_train_page_load_settings (bed.page, from));
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (error_bar (&bed)), "from.conf"));
  g_assert_false (ectopy_train_page_save_settings (bed.page, "/no/such/folder/settings.conf"));
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (error_bar (&bed)), "settings.conf"));
  bed_clear (&bed);
}

static void
test_missing_file (void)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_train_settings_set_training_path (bed.settings, "/no/such/beats.csv");
  WAIT_FOR (ectopy_error_bar_get_details (error_bar (&bed)) != NULL);
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (error_bar (&bed)), "beats.csv"));
  g_assert_false (ectopy_train_settings_is_complete (bed.settings));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (bed.page), "train.start", NULL) &&
                  ectopy_train_page_is_running (bed.page));
  bed_clear (&bed);
}

/* Beats that are fine and a network that does not fit: known only when the run begins. */
static void
test_failed_run (void)
{
  Bed bed;
  g_autofree char *network = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  network = g_build_filename (folder, "wide.network", NULL);
  g_assert_true (g_file_set_contents (
      network, "network wide\ninput 300\nflatten\ndense 5\nsoftmax\n", -1, NULL));
  set (&bed, "network", network);
  activate (&bed, "train.start");
  WAIT_FOR (!ectopy_train_page_is_running (bed.page));
  g_assert_nonnull (strstr (ectopy_error_bar_get_details (error_bar (&bed)), "300"));
  g_assert_cmpuint (files_of_runs (), ==, 0);
  bed_clear (&bed);
}

/* The button that resumes is the last of its bar, in the page's own revealer. */
static void
click_resume (Bed *bed)
{
  GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (bed->page));

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_REVEALER (child)) {
      GtkWidget *bar = gtk_revealer_get_child (GTK_REVEALER (child));

      g_assert_true (gtk_widget_get_visible (child));
      g_signal_emit_by_name (gtk_widget_get_last_child (bar), "clicked");
    }
}

/* A window closed during a run leaves its checkpoint; the next one offers to go on, and does. */
static void
test_resume (void)
{
  Bed first, second;
  double fraction;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&first);
  g_assert_false (ectopy_train_page_offer_resume (first.page));
  set (&first, "epochs", "200");
  set (&first, "early-stop", "0");
  activate (&first, "train.start");
  WAIT_FOR (is_in_epoch (&first) && first.fraction > 5.0 / 200);
  fraction = first.fraction;
  ectopy_train_page_stop (first.page);
  bed_clear (&first);
  g_assert_cmpuint (files_of_runs (), ==, 3);

  bed_init (&second);
  g_assert_true (ectopy_train_page_offer_resume (second.page));
  click_resume (&second);
  g_assert_true (ectopy_train_page_is_running (second.page));
  /* It goes on where it was: the first it tells lies beyond the epochs that were done. */
  WAIT_FOR (is_in_epoch (&second));
  g_assert_cmpfloat (second.fraction, >, fraction - 2.0 / 200);
  activate (&second, "train.stop");
  WAIT_FOR (!ectopy_train_page_is_running (second.page));
  g_assert_cmpstr (ectopy_error_bar_get_details (error_bar (&second)), ==, NULL);
  g_assert_cmpuint (files_of_runs (), ==, 0);
  bed_clear (&second);
}

/* The beats open in Review, with what a person has said about them. */
static void
test_review (void)
{
  Bed bed;
  g_autofree char *beats = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *copy = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *model = NULL;
  g_autoptr (EctopyModel) saved = NULL;
  gsize size;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  model = g_build_filename (folder, "corrected.safetensors", NULL);
  copy = g_build_filename (folder, "review.csv", NULL);
  g_assert_true (g_file_get_contents (beats, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (copy, contents, (gssize) size, NULL));
  ectopy_session_open (bed.session, copy);
  WAIT_FOR (ectopy_session_get_dataset (bed.session) != NULL &&
            ectopy_session_get_state (bed.session) == ECTOPY_SESSION_READY);
  g_assert_false (ectopy_train_settings_uses_review (bed.settings)); /* a file had been chosen */
  bed_clear (&bed);

  /* Without a chosen file the beats in Review are what one trains on. */
  bed_init_empty (&bed);
  ectopy_session_open (bed.session, copy);
  WAIT_FOR (ectopy_session_get_state (bed.session) == ECTOPY_SESSION_READY);
  g_assert_true (ectopy_train_settings_uses_review (bed.settings));
  g_assert_true (ectopy_train_settings_is_complete (bed.settings));
  for (size_t row = 0; row < 3; row++)
    ectopy_corrections_set (
        ectopy_session_get_corrections (bed.session), row, ECTOPY_VERDICT_CORRECTED,
        (ectopy_dataset_get_labels (ectopy_session_get_dataset (bed.session))[row] + 1u) %
            ECTOPY_N_CLASSES);
  activate (&bed, "train.start");
  WAIT_FOR (!ectopy_train_page_is_running (bed.page));
  g_assert_null (ectopy_error_bar_get_details (error_bar (&bed)));
  g_assert_true (ectopy_train_page_save_model (bed.page, model));
  saved = ectopy_model_load (model, NULL);
  g_assert_nonnull (saved);
  g_assert_nonnull (ectopy_model_get_card (saved, "note-1"));
  g_assert_nonnull (strstr (ectopy_model_get_card (saved, "note-1"), "3 beats"));
  bed_clear (&bed);
}

/* Three made-up records. */
static char *
make_recordings (void)
{
  static const char *const names[] = { "one", "two", "three" };
  char *records = test_folder_new ();
  EctopySynthesizeSettings how;

  ectopy_synthesize_settings_init (&how);
  how.duration_s = 90;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (records, names[i], NULL);
    g_autoptr (EctopyRecording) recording = NULL;

    how.seed = i + 1;
    recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
    g_assert_true (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, NULL));
  }
  return records;
}

static char *
get (Bed *bed, const char *name)
{
  EctopyFitSettings settings;
  char *value;

  g_assert_true (ectopy_train_settings_get (bed->settings, &settings, NULL));
  value = ectopy_fit_settings_get (&settings, name);
  ectopy_fit_settings_clear (&settings);
  return value;
}

/* A folder of recordings: the form becomes one of recordings, folds are judged, the run knows of each record. */
static void
test_recordings (void)
{
  Bed bed;
  g_autofree char *network = NULL;
  g_autofree char *records = NULL;
  g_autofree char *model = g_build_filename (folder, "records.safetensors", NULL);
  g_autoptr (EctopyModel) saved = NULL;
  char *made;

  SKIP_WITHOUT_DISPLAY ();
  made = make_recordings ();
  bed_init_empty (&bed);
  ectopy_train_settings_set_recordings (bed.settings, made);
  g_assert_true (ectopy_train_settings_uses_recordings (bed.settings));
  g_assert_false (ectopy_train_settings_is_complete (bed.settings));
  WAIT_FOR (ectopy_train_settings_is_complete (bed.settings));
  g_assert_null (ectopy_train_settings_get_training (bed.settings));
  network = get (&bed, "network");
  g_assert_cmpstr (network, ==, "context");

  set (&bed, "records", "nosuch");
  g_assert_false (ectopy_train_settings_is_complete (bed.settings));
  set (&bed, "records", "all !three");
  g_assert_true (ectopy_train_settings_is_complete (bed.settings));
  records = get (&bed, "records");
  g_assert_cmpstr (records, ==, "all !three");
  set (&bed, "folds", "2");
  set (&bed, "members", "1");
  set (&bed, "epochs", "6"); /* the second fold lasts long enough to be seen */
  set (&bed, "epoch-beats", "256");
  set (&bed, "made-up", "0");
  activate (&bed, "train.start");
  WAIT_FOR (!ectopy_train_page_is_running (bed.page) ||
            (bed.status != NULL && strstr (bed.status, "Fold 2 of 2") != NULL));
  g_assert_true (ectopy_train_page_is_running (bed.page));
  WAIT_FOR (!ectopy_train_page_is_running (bed.page));
  g_assert_null (ectopy_error_bar_get_details (error_bar (&bed)));
  g_assert_cmpuint (files_of_runs (), ==, 0);
  g_assert_true (ectopy_train_page_save_model (bed.page, model));
  saved = ectopy_model_load (model, NULL);
  g_assert_cmpstr (ectopy_model_get_card (saved, "training-data"), ==, "2 records: one two");
  g_assert_nonnull (ectopy_model_get_card (saved, "folds"));
  activate (&bed, "train.show-records");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 2);
  {
    g_autoptr (GtkWindow) shown = g_list_model_get_item (gtk_window_get_toplevels (), 0);

    if (shown == GTK_WINDOW (bed.window)) {
      g_object_unref (shown);
      shown = g_list_model_get_item (gtk_window_get_toplevels (), 1);
    }
    g_assert_cmpstr (gtk_window_get_title (shown), ==, "Run 1");
    g_assert_nonnull (find (GTK_WIDGET (shown), GTK_TYPE_COLUMN_VIEW));
    gtk_window_destroy (shown);
  }
  /* Back to beats: a network that reads them. */
  set (&bed, "network", "reference");
  g_assert_false (ectopy_train_settings_uses_recordings (bed.settings));
  bed_clear (&bed);
  test_folder_remove (made);
}

int
main (int argc, char *argv[])
{
  g_autofree char *network = NULL;
  int status;

  folder = test_folder_new ();
  network = g_build_filename (folder, "tiny.network", NULL);
  g_assert_true (g_file_set_contents (network, TINY, -1, NULL));
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "C.UTF-8");
  has_display = gtk_init_check ();
  if (has_display) {
    adw_init ();
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  }
  g_test_add_func ("/ui/train-page/two-epochs-and-their-model", test_two_epochs);
  g_test_add_func ("/ui/train-page/pause-and-stop", test_pause_and_stop);
  g_test_add_func ("/ui/train-page/settings-round-trip", test_settings);
  g_test_add_func ("/ui/train-page/missing-file", test_missing_file);
  g_test_add_func ("/ui/train-page/run-that-fails", test_failed_run);
  g_test_add_func ("/ui/train-page/resumes-after-closing", test_resume);
  g_test_add_func ("/ui/train-page/beats-of-review", test_review);
  g_test_add_func ("/ui/train-page/recordings", test_recordings);
  status = g_test_run ();
  {
    g_autofree char *state = g_build_filename (folder, "ectopy", NULL);

    g_rmdir (state);
  }
  test_folder_remove (folder);
  return status;
}
