/* SPDX-License-Identifier: MIT */
/* What the window tells of the model, and what it does with one adapted to the recording. */
#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-study.h"
#include "tests/ui/display.h"
#include "ui/pages/review/model-chips.h"
#include "ui/window/window.h"

#include <string.h>

#define NETWORK                                                                                    \
  "network tiny\ninput 150 2 side=%d\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\n"    \
  "flatten\ndense 16\nside\ndense 16\nrelu\nend\nrelu\ndense 5\nsoftmax\n"

static gboolean has_display;
static AdwApplication *application;
static char *models; /* a folder with a model that has learned nothing */

static void
write_model (void)
{
  g_autofree char *text = g_strdup_printf (NETWORK, ECTOPY_N_CONTEXT_FEATURES);
  g_autofree char *path = NULL;
  EctopyNetwork *network = ectopy_network_new (ectopy_network_spec_parse (text, "tiny", NULL),
                                               NULL);
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (GError) error = NULL;
  EctopyScaler scaler;
  EctopyRng rng;

  models = test_folder_new ();
  path = g_build_filename (models, ECTOPY_BUNDLED_RECORDINGS, NULL);
  ectopy_rng_init (&rng, 1, 0);
  ectopy_network_init_weights (network, &rng);
  ectopy_scaler_init_identity (&scaler, ECTOPY_N_CONTEXT_FEATURES);
  model = ectopy_model_new (network, ECTOPY_SCALING_CONTEXT, &scaler);
  ectopy_scaler_clear (&scaler);
  ectopy_model_set_card (model, "known-failures", "It has learned nothing.");
  ectopy_model_save (model, path, &error);
  g_assert_no_error (error);
  g_setenv ("ECTOPY_MODELS", models, TRUE);
}

typedef struct {
  EctopyWindow *window;
  EctopyRecordingSession *session;
  char *folder;
} Bed;

static EctopyStudy *
study_of (Bed *bed)
{
  return ectopy_recording_session_get_study (bed->session);
}

/* A window with a copy of the example recording, of which some beats were looked at. */
static void
bed_init (Bed *bed, guint n_looked_at)
{
  static const char *const names[] = { "recording.hea", "recording.dat", "recording.atr" };
  g_autofree char *path = NULL;
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
  path = g_build_filename (bed->folder, "recording.hea", NULL);
  bed->window = ectopy_window_new (application);
  bed->session = ectopy_window_get_recording_session (bed->window);
  ectopy_recording_session_set_n_threads (bed->session, 2);
  display_show (GTK_WIDGET (bed->window), GTK_WIDGET (bed->window));
  file = g_file_new_for_path (path);
  ectopy_window_open (bed->window, file);
  WAIT_FOR (ectopy_recording_session_get_state (bed->session) == ECTOPY_RECORDING_READY);
  for (guint32 i = 0; i < n_looked_at; i++) {
    const guint truth = ectopy_annotation_code_class (
        ectopy_study_get_found (study_of (bed), i)->code);

    ectopy_study_relabel (study_of (bed), &i, 1, truth < ECTOPY_N_CLASSES ? truth : ECTOPY_CLASS_N);
  }
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
}

/* (nullable): the window of that title. */
static GtkWidget *
find_window (const char *title)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

    if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
      return GTK_WIDGET (window);
  }
  return NULL;
}

/* (nullable): the widget of that name, or the label with that text, at or below @widget. */
static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ||
      (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), name) != NULL))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_named (child, name);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
activate (Bed *bed, const char *action)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (bed->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (bed->window), action, NULL);
}

/* Begins to adapt. Returns: the dialog. */
static GtkWidget *
begin (Bed *bed)
{
  GtkWidget *dialog;

  activate (bed, "adapt");
  dialog = find_window ("Adapt Model");
  g_assert_nonnull (dialog);
  return dialog;
}

static void
click (GtkWidget *dialog, const char *name)
{
  GtkWidget *button = find_named (dialog, name);

  g_assert_true (gtk_widget_get_visible (button) && gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  WAIT_FOR (find_window ("Adapt Model") == NULL);
}

/* (transfer full): all beats as they are. */
static EctopyBeatState *
take_states (Bed *bed)
{
  const guint32 n = ectopy_study_get_n_numbers (study_of (bed));
  EctopyBeatState *states = g_new0 (EctopyBeatState, n);

  for (guint32 i = 0; i < n; i++)
    states[i] = ectopy_study_get_beat (study_of (bed), i);
  return states;
}

/* Beats of another class; no status changes. */
static size_t
count_changes (Bed *bed, const EctopyBeatState *before)
{
  const guint32 n = ectopy_study_get_n_numbers (study_of (bed));
  size_t n_changed = 0;

  for (guint32 i = 0; i < n; i++) {
    const EctopyBeatState now = ectopy_study_get_beat (study_of (bed), i);

    g_assert_cmpuint (now.status, ==, before[i].status);
    if (now.status != ECTOPY_BEAT_PREDICTED)
      g_assert_cmpuint (now.beat_class, ==, before[i].beat_class);
    n_changed += now.beat_class != before[i].beat_class ? 1 : 0;
  }
  return n_changed;
}

static void
test_use (void)
{
  g_autofree EctopyBeatState *before = NULL;
  GtkWidget *dialog, *chips;
  guint n_log;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, 90);
  before = take_states (&bed);
  n_log = ectopy_study_get_log (study_of (&bed))->len;
  chips = display_find (GTK_WIDGET (bed.window), ECTOPY_TYPE_MODEL_CHIPS);
  dialog = begin (&bed);
  WAIT_FOR (gtk_widget_get_visible (find_named (dialog, "adapt-use")));
  g_assert_nonnull (find_named (dialog, "never comparable"));
  g_assert_nonnull (find_named (dialog, "not for diagnosis"));
  g_assert_cmpuint (count_changes (&bed, before), ==, 0);
  click (dialog, "adapt-use");
  /* One act, which the header names, and one undo. */
  g_assert_cmpuint (ectopy_study_get_log (study_of (&bed))->len, ==, n_log + 1);
  g_assert_cmpuint (count_changes (&bed, before), >, 0);
  g_assert_true (gtk_widget_get_visible (chips));
  g_assert_nonnull (find_named (GTK_WIDGET (bed.window), "Model: recordings (adapted)"));
  activate (&bed, "undo");
  g_assert_cmpuint (count_changes (&bed, before), ==, 0);
  g_assert_null (ectopy_study_get_adapted (study_of (&bed)));
  g_assert_false (gtk_widget_get_visible (chips));
  g_assert_nonnull (find_named (GTK_WIDGET (bed.window), "Model: recordings.safetensors"));
  bed_clear (&bed);
}

/* Discarded, and closed before it was done: nothing is kept. */
static void
test_discard (void)
{
  g_autofree EctopyBeatState *before = NULL;
  GtkWidget *dialog;
  guint n_log;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, 90);
  before = take_states (&bed);
  n_log = ectopy_study_get_log (study_of (&bed))->len;
  dialog = begin (&bed);
  WAIT_FOR (gtk_widget_get_visible (find_named (dialog, "adapt-use")));
  click (dialog, "adapt-close");
  click (begin (&bed), "adapt-close");
  loop_settle (300);
  g_assert_cmpuint (ectopy_study_get_log (study_of (&bed))->len, ==, n_log);
  g_assert_cmpuint (count_changes (&bed, before), ==, 0);
  bed_clear (&bed);
}

/* With too few beats it says so, and there is nothing to use. */
static void
test_too_few (void)
{
  GtkWidget *dialog;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, 4);
  dialog = begin (&bed);
  WAIT_FOR (find_named (dialog, "4 of the beats have been looked at") != NULL);
  g_assert_false (gtk_widget_get_visible (find_named (dialog, "adapt-use")));
  click (dialog, "adapt-close");
  bed_clear (&bed);
}

static void
test_card (void)
{
  GtkWidget *card;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, 0);
  activate (&bed, "about-model");
  card = find_window ("About This Model");
  g_assert_nonnull (card);
  g_assert_nonnull (find_named (card, "It has learned nothing."));
  g_assert_nonnull (find_named (
      card, ectopy_model_get_digest (ectopy_recording_session_get_model (bed.session))));
  gtk_window_close (GTK_WINDOW (card));
  WAIT_FOR (find_window ("About This Model") == NULL);
  bed_clear (&bed);
}

/* Seen where the recording is unlike, with what differs; hidden where it is not, or not known. */
static void
test_chips (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  g_autoptr (EctopyStudy) plain = test_study_new ("detector");
  g_autoptr (EctopyStudy) strange = NULL;
  EctopyFindings *findings = test_study_findings ("detector");
  EctopyModelChips *chips;
  g_autofree char *text = NULL;
  g_autofree char *wrong = NULL;

  SKIP_WITHOUT_DISPLAY ();
  findings->unlike_shape = 0.9;
  findings->unlike_rhythm = 1.34;
  strange = ectopy_study_new_take (recording, findings);
  chips = g_object_ref_sink (ectopy_model_chips_new ());
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (chips)));
  ectopy_model_chips_update (chips, strange);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (chips)));
  text = ectopy_model_chips_unlike_text (findings);
  g_assert_true (g_str_has_prefix (text, "Its rhythm is 1.3 times as far"));
  g_assert_null (strstr (text, "shape"));
  g_assert_nonnull (find_named (GTK_WIDGET (chips), "Unlike Training Data"));
  wrong = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (chips)))),
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Unlike the training data: Its rhythm is 1.3 times as far from those that the model has "
      "learned "
      "from as that of 95 % of its own recordings is at most.");
  g_assert_cmpstr (wrong, ==, NULL);
  ectopy_model_chips_update (chips, plain);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (chips)));
  g_object_unref (chips);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  if (has_display) {
    write_model ();
    application = adw_application_new ("org.ectopy.Test", G_APPLICATION_NON_UNIQUE);
    g_application_register (G_APPLICATION (application), NULL, NULL);
  }
  g_test_add_func ("/ui/model/chips", test_chips);
  g_test_add_func ("/ui/model/card", test_card);
  g_test_add_func ("/ui/model/too-few", test_too_few);
  g_test_add_func ("/ui/model/discard", test_discard);
  g_test_add_func ("/ui/model/use", test_use);
  result = g_test_run ();
  if (has_display)
    test_folder_remove (models);
  return result;
}
