/* SPDX-License-Identifier: MIT */
#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/pages/review/family-card.h"
#include "ui/pages/review/family-pane.h"
#include "ui/pages/review/review-chip.h"
#include "ui/window/window.h"

#include <string.h>

static gboolean has_display;
static AdwApplication *application;

typedef struct {
  EctopyWindow *window;
  EctopyRecordingSession *session;
  char *folder;
} Bed;

/* A window with a copy of the example recording. */
static void
bed_init (Bed *bed)
{
  static const char *const names[] = { "recording.hea", "recording.dat", "recording.atr" };
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

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
  ectopy_recording_session_set_n_threads (bed->session, 1);
  display_show (GTK_WIDGET (bed->window), GTK_WIDGET (bed->window));
  file = g_file_new_for_path (path);
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
  return display_find (GTK_WIDGET (bed->window), type);
}

static EctopyStudy *
study_of (Bed *bed)
{
  return ectopy_recording_session_get_study (bed->session);
}

/* ---- The list ---- */

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
check_facts (EctopyFamilyList *list, EctopyStudy *study)
{
  size_t counts[ECTOPY_N_CLASSES], sum[ECTOPY_N_CLASSES] = { 0 }, n_counted;

  ectopy_study_count (study, counts);
  ectopy_study_get_counted (study, &n_counted);
  for (guint k = 0; k < ectopy_family_list_get_n_families (list); k++) {
    const EctopyFamilyFacts facts = ectopy_family_list_get_facts (list, k);

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      sum[c] += facts.counts[c];
    n_counted -= facts.n_beats;
  }
  g_assert_cmpuint (n_counted, ==, 0);
  g_assert_cmpmem (sum, sizeof sum, counts, sizeof counts);
}

static void
test_list (void)
{
  Bed bed;
  EctopyFamilyList *list;
  const guint32 *beats;
  guint n_changed = 0, n_failed = 0;
  size_t n;

  if (!has_display) {
    g_test_skip ("no display");
    return;
  }
  bed_init (&bed);
  list = ectopy_family_list_new (bed.session);
  g_signal_connect_swapped (list, "families-changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (list, "failed", G_CALLBACK (count_cb), &n_failed);
  g_assert_true (ectopy_family_list_is_stale (list));
  g_assert_cmpuint (ectopy_family_list_get_n_families (list), ==, 0);
  /* Stopped, nothing comes of it. */
  ectopy_family_list_update (list);
  g_assert_cmpfloat (ectopy_family_list_get_progress (list), >=, 0);
  ectopy_family_list_cancel (list);
  g_assert_cmpfloat (ectopy_family_list_get_progress (list), <, 0);
  ectopy_family_list_update (list);
  WAIT_FOR (ectopy_family_list_get_progress (list) < 0);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_failed, ==, 0);
  g_assert_cmpuint (ectopy_family_list_get_n_families (list), >=, 2);
  g_assert_false (ectopy_family_list_is_stale (list));
  check_facts (list, study_of (&bed));
  beats = ectopy_family_list_get_beats (list, 0, &n);
  g_assert_cmpuint (ectopy_family_list_find (list, beats[n - 1]), ==, 0);
  /* One act, one undo. */
  g_assert_cmpuint (ectopy_family_list_relabel (list, 0, ECTOPY_CLASS_F), ==, n);
  g_assert_cmpuint (ectopy_family_list_get_facts (list, 0).counts[ECTOPY_CLASS_F], ==, n);
  g_assert_cmpuint (ectopy_family_list_get_facts (list, 0).n_looked_at, ==, n);
  g_assert_cmpuint (ectopy_family_list_relabel (list, 0, ECTOPY_CLASS_F), ==, 0);
  g_assert_cmpuint (ectopy_study_get_log (study_of (&bed))->len, ==, 1);
  check_facts (list, study_of (&bed));
  ectopy_recording_session_undo (bed.session);
  g_assert_cmpuint (ectopy_family_list_get_facts (list, 0).n_looked_at, ==, 0);
  g_assert_cmpuint (ectopy_family_list_accept (list, 0), ==, n);
  g_assert_cmpuint (ectopy_family_list_get_facts (list, 0).n_looked_at, ==, n);
  /* A beat that is gone makes them out of date, and is no longer counted. */
  ectopy_study_reject (study_of (&bed), beats, 1);
  g_assert_true (ectopy_family_list_is_stale (list));
  g_assert_cmpuint (ectopy_family_list_get_facts (list, 0).n_beats, ==, n - 1);
  ectopy_recording_session_undo (bed.session);
  g_assert_false (ectopy_family_list_is_stale (list));
  g_object_unref (list);
  bed_clear (&bed);
}

/* ---- The pane ---- */

static void
test_pane (void)
{
  Bed bed;
  EctopyFamilyPane *pane;
  GtkWidget *card, *cards;
  guint32 first, second;
  size_t n_chosen;
  guint n_log;

  if (!has_display) {
    g_test_skip ("no display");
    return;
  }
  bed_init (&bed);
  activate (&bed, "show-families", NULL);
  pane = find (&bed, ECTOPY_TYPE_FAMILY_PANE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (pane)));
  WAIT_FOR (find (&bed, ECTOPY_TYPE_FAMILY_CARD) != NULL);
  card = find (&bed, ECTOPY_TYPE_FAMILY_CARD);
  cards = gtk_widget_get_parent (card);
  WAIT_FOR (gtk_widget_get_width (card) > 1);
  /* The keyboard is on the first; what it is called tells all. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (bed.window)) == card);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (card), "Family 1: "));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (card), "0 looked at"));
  /* Chosen, the trace goes to its least typical beat; the keys go on. */
  g_assert_true (display_press_key (cards, GDK_KEY_space, 0));
  first = ectopy_recording_session_get_selected (bed.session);
  activate (&bed, "family-step", "+1");
  second = ectopy_recording_session_get_selected (bed.session);
  g_assert_cmpuint (first, !=, second);
  activate (&bed, "family-step", "-1");
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, first);
  activate (&bed, "family-step", "-1");
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, first);
  /* A key on a card is about all its beats. */
  n_log = ectopy_study_get_log (study_of (&bed))->len;
  g_assert_true (display_press_key (cards, GDK_KEY_f, 0));
  g_assert_cmpuint (ectopy_study_get_log (study_of (&bed))->len, ==, n_log + 1);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), first).beat_class, ==, ECTOPY_CLASS_F);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), second).beat_class, ==, ECTOPY_CLASS_F);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (card), "fusion 100 %"));
  activate (&bed, "undo", NULL);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), second).status, ==,
                    ECTOPY_BEAT_PREDICTED);
  g_assert_true (display_press_key (cards, GDK_KEY_Return, 0));
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), second).status, ==,
                    ECTOPY_BEAT_ACCEPTED);
  /* Other keys, and keys with Ctrl, are the window's. */
  g_assert_false (display_press_key (cards, GDK_KEY_u, 0));
  g_assert_false (display_press_key (cards, GDK_KEY_s, GDK_CONTROL_MASK));
  ectopy_recording_session_get_selection (bed.session, &n_chosen);
  g_assert_cmpuint (n_chosen, ==, 1);
  bed_clear (&bed);
}

/* ---- All above a confidence ---- */

static GtkWidget *
find_suggested (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "suggested-action"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_suggested (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_accept_above (void)
{
  Bed bed;
  EctopyReviewChip *chip;
  GtkWidget *spin, *accept, *next;
  size_t n, n_due, n_before;
  g_autofree char *label = NULL;
  size_t statuses[ECTOPY_N_BEAT_STATUSES];

  if (!has_display) {
    g_test_skip ("no display");
    return;
  }
  bed_init (&bed);
  chip = find (&bed, ECTOPY_TYPE_REVIEW_CHIP);
  next = display_find (GTK_WIDGET (chip), GTK_TYPE_BUTTON);
  n_before = ectopy_recording_session_get_review (bed.session)->n_due;
  label = g_strdup_printf ("To review %zu", n_before);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (next)), ==, label);
  activate (&bed, "accept-above", NULL);
  spin = display_find (GTK_WIDGET (chip), GTK_TYPE_SPIN_BUTTON);
  WAIT_FOR (gtk_widget_get_mapped (spin));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 50);
  n = ectopy_recording_session_count_above (bed.session, 0.5, &n_due);
  g_assert_cmpuint (n, >, 0);
  g_free (label);
  label = g_strdup_printf ("Accept %zu Beats", n);
  accept = find_suggested (GTK_WIDGET (chip));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (accept)), ==, label);
  g_signal_emit_by_name (accept, "clicked");
  ectopy_study_count_statuses (study_of (&bed), statuses);
  g_assert_cmpuint (statuses[ECTOPY_BEAT_ACCEPTED], ==, n);
  g_assert_cmpuint (ectopy_recording_session_get_review (bed.session)->n_due, ==, n_before - n_due);
  activate (&bed, "undo", NULL);
  ectopy_study_count_statuses (study_of (&bed), statuses);
  g_assert_cmpuint (statuses[ECTOPY_BEAT_ACCEPTED], ==, 0);
  bed_clear (&bed);
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
  g_test_add_func ("/ui/family-pane/list", test_list);
  g_test_add_func ("/ui/family-pane/pane", test_pane);
  g_test_add_func ("/ui/family-pane/accept-above", test_accept_above);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
