/* SPDX-License-Identifier: MIT */
#include "ui/session/recording-session.h"

#include "engine/review/study-file.h"
#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/loop.h"
#include "ui/session/beat-list.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The example recording in a folder of its own, and a session that opens it. */
typedef struct {
  char *folder;
  char *path;
  EctopyRecordingSession *session;
  char *failure;
} Bed;

static void
failed_cb (Bed *bed, const char *title, const char *details)
{
  g_free (bed->failure);
  bed->failure = g_strdup (details);
}

static void
bed_start (Bed *bed)
{
  bed->session = ectopy_recording_session_new ();
  ectopy_recording_session_set_n_threads (bed->session, 1);
  g_signal_connect_swapped (bed->session, "failed", G_CALLBACK (failed_cb), bed);
}

static void
bed_stop (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  g_object_unref (bed->session);
  WAIT_FOR (bed->session == NULL);
}

static void
bed_open (Bed *bed)
{
  ectopy_recording_session_open (bed->session, bed->path, NULL, NULL, FALSE);
  WAIT_FOR (ectopy_recording_session_get_state (bed->session) == ECTOPY_RECORDING_READY);
  g_assert_null (bed->failure);
}

static void
bed_init (Bed *bed)
{
  static const char *const names[] = { "recording.hea", "recording.dat", "recording.atr" };

  memset (bed, 0, sizeof *bed);
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
  bed_start (bed);
}

static void
bed_clear (Bed *bed)
{
  if (bed->session != NULL) {
    ectopy_recording_session_forget_unsaved (bed->session);
    bed_stop (bed);
  }
  test_folder_remove (bed->folder);
  g_free (bed->path);
  g_free (bed->failure);
}

static EctopyStudy *
study_of (Bed *bed)
{
  return ectopy_recording_session_get_study (bed->session);
}

static size_t
count_of (Bed *bed, guint beat_class)
{
  size_t counts[ECTOPY_N_CLASSES];

  ectopy_study_count (study_of (bed), counts);
  return counts[beat_class];
}

static void
test_open (void)
{
  Bed bed;
  size_t n;

  bed_init (&bed);
  g_assert_cmpint (ectopy_recording_session_get_state (bed.session), ==, ECTOPY_RECORDING_EMPTY);
  bed_open (&bed);
  g_assert_cmpstr (ectopy_recording_session_get_path (bed.session), ==, bed.path);
  ectopy_study_get_order (study_of (&bed), &n);
  g_assert_cmpuint (n, >, 250);
  g_assert_cmpuint (n, <, 500);
  g_assert_cmpuint (count_of (&bed, ECTOPY_CLASS_V), >, 10);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 0);
  g_assert_false (ectopy_recording_session_has_unsaved (bed.session));
  ectopy_recording_session_close (bed.session);
  g_assert_cmpint (ectopy_recording_session_get_state (bed.session), ==, ECTOPY_RECORDING_EMPTY);
  bed_clear (&bed);
}

static void
test_open_fails (void)
{
  Bed bed;
  g_autofree char *text = NULL;

  bed_init (&bed);
  bed_open (&bed);
  text = g_build_filename (bed.folder, "none.hea", NULL);
  ectopy_recording_session_open (bed.session, text, NULL, NULL, FALSE);
  WAIT_FOR (bed.failure != NULL);
  g_assert_nonnull (strstr (bed.failure, "none.hea"));
  /* What was open stays. */
  g_assert_cmpstr (ectopy_recording_session_get_path (bed.session), ==, bed.path);
  ectopy_recording_session_open (bed.session, bed.path, NULL, NULL, FALSE);
  ectopy_recording_session_cancel (bed.session);
  g_assert_cmpint (ectopy_recording_session_get_state (bed.session), ==, ECTOPY_RECORDING_READY);
  bed_clear (&bed);
}

/* The beats of the file instead of those found: they keep their codes. */
static void
test_marks (void)
{
  Bed bed;
  size_t n, n_marks, n_marked = 0;
  const EctopyAnnotation *marks;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_analyse (bed.session, NULL, TRUE);
  WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY);
  g_assert_cmpstr (ectopy_study_get_findings (study_of (&bed))->origin, ==, "atr");
  ectopy_study_get_order (study_of (&bed), &n);
  marks = ectopy_recording_get_annotations (ectopy_recording_session_get_recording (bed.session),
                                            &n_marks);
  for (size_t i = 0; i < n_marks; i++)
    n_marked += ectopy_annotation_code_is_beat (marks[i].code);
  g_assert_cmpuint (n, ==, n_marked);
  g_assert_cmpuint (ectopy_study_get_found (study_of (&bed), 0)->code, !=, 0);
  bed_clear (&bed);
}

/* ---- What is seen ---- */

static void
test_view (void)
{
  Bed bed;
  EctopyRecordingView view;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_scroll_to (bed.session, 1e9);
  view = ectopy_recording_session_get_view (bed.session);
  g_assert_cmpfloat_with_epsilon (view.start_s + view.length_s, 300, 1e-6);
  ectopy_recording_session_scroll_to (bed.session, -5);
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).start_s, ==, 0);
  ectopy_recording_session_zoom (bed.session, 1e9, 7);
  view = ectopy_recording_session_get_view (bed.session);
  g_assert_cmpfloat (view.length_s, ==, 300);
  g_assert_cmpfloat (view.speed_mm_s, ==, 0);
  ectopy_recording_session_zoom (bed.session, 1e-9, 100);
  view = ectopy_recording_session_get_view (bed.session);
  g_assert_cmpfloat (view.length_s, ==, ECTOPY_VIEW_MIN_S);
  g_assert_cmpfloat (view.start_s, <=, 100);
  g_assert_cmpfloat (view.start_s + view.length_s, >=, 100);
  ectopy_recording_session_step_gain (bed.session, 1);
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).gain_mm_mv, ==, 10);
  ectopy_recording_session_step_gain (bed.session, 1);
  ectopy_recording_session_step_gain (bed.session, 1);
  ectopy_recording_session_step_gain (bed.session, 1);
  g_assert_cmpfloat (ectopy_recording_session_get_view (bed.session).gain_mm_mv, ==, 40);
  ectopy_recording_session_show_lead (bed.session, 1, FALSE);
  g_assert_false (ectopy_recording_session_is_lead_shown (bed.session, 1));
  g_assert_true (ectopy_recording_session_is_lead_shown (bed.session, 0));
  bed_clear (&bed);
}

static void
test_seek (void)
{
  Bed bed;
  size_t n = 0, n_ventricular;
  double last = -1;

  bed_init (&bed);
  bed_open (&bed);
  n_ventricular = count_of (&bed, ECTOPY_CLASS_V);
  ectopy_recording_session_select (bed.session, ECTOPY_NO_BEAT);
  while (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_CLASS_V, 1)) {
    const guint32 beat = ectopy_recording_session_get_selected (bed.session);
    const EctopyBeatState state = ectopy_study_get_beat (study_of (&bed), beat);
    const EctopyRecordingView view = ectopy_recording_session_get_view (bed.session);
    const double s = (double) state.sample / 360;

    g_assert_cmpuint (state.beat_class, ==, ECTOPY_CLASS_V);
    g_assert_cmpfloat (s, >, last);
    g_assert_cmpfloat (s, >=, view.start_s);
    g_assert_cmpfloat (s, <=, view.start_s + view.length_s);
    last = s;
    n++;
  }
  g_assert_cmpuint (n, ==, n_ventricular);
  g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_CLASS_V, -1));
  g_assert_false (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_CHANGED, 1));
  bed_clear (&bed);
}

/* The dearest mistake first; those that were looked at are not due again. */
static void
test_unlooked (void)
{
  Bed bed;
  double last = G_MAXDOUBLE;
  guint32 first, second;

  bed_init (&bed);
  bed_open (&bed);
  for (guint i = 0; i < 50; i++) {
    const EctopyReviewQueue *queue = ectopy_recording_session_get_review (bed.session);
    double cost;
    guint32 beat;

    g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, 1));
    beat = ectopy_recording_session_get_selected (bed.session);
    g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), beat).status, ==,
                      ECTOPY_BEAT_PREDICTED);
    cost = ectopy_review_queue_get_cost (queue, beat);
    g_assert_cmpfloat (cost, <=, last);
    last = cost;
    ectopy_recording_session_accept (bed.session);
    /* As where accepting goes on to the next beat: the queue goes on where it was. */
    ectopy_recording_session_move (bed.session, 1);
  }
  /* Skipped ones stay in it, and can be gone back to. */
  g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, 1));
  first = ectopy_recording_session_get_selected (bed.session);
  g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, 1));
  second = ectopy_recording_session_get_selected (bed.session);
  g_assert_cmpuint (second, !=, first);
  g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, -1));
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, first);
  g_assert_false (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, -1));
  bed_clear (&bed);
}

/* Those that are due come round again until they are not. */
static void
test_review (void)
{
  Bed bed;
  const EctopyReviewQueue *queue;
  size_t n, n_due, n_before;
  guint32 first;
  g_autoptr (EctopyBeatList) list = NULL;

  bed_init (&bed);
  bed_open (&bed);
  list = ectopy_beat_list_new (bed.session);
  ectopy_beat_list_set_kind (list, ECTOPY_LIST_REVIEW);
  queue = ectopy_recording_session_get_review (bed.session);
  n_before = queue->n_due;
  g_assert_cmpuint (n_before, >=, 1);
  first = queue->items[0].beat;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_before);
  g_assert_cmpuint (ectopy_beat_list_get_beat (list, 0), ==, first);
  g_assert_cmpuint (ectopy_beat_list_find (list, queue->items[n_before - 1].beat), ==,
                    n_before - 1);
  for (size_t i = 0; i < n_before + 1; i++)
    g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, 1));
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, first);
  ectopy_recording_session_accept (bed.session);
  queue = ectopy_recording_session_get_review (bed.session);
  g_assert_cmpuint (queue->n_due, ==, n_before - 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_before - 1);
  /* All at once, and back. */
  n = ectopy_recording_session_count_above (bed.session, 0, &n_due);
  g_assert_cmpuint (n, ==, queue->n);
  g_assert_cmpuint (n_due, ==, queue->n_due);
  ectopy_recording_session_accept_above (bed.session, 0);
  g_assert_cmpuint (ectopy_recording_session_get_review (bed.session)->n, ==, 0);
  g_assert_false (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_UNLOOKED, 1));
  ectopy_recording_session_undo (bed.session);
  g_assert_cmpuint (ectopy_recording_session_get_review (bed.session)->n, ==, n);
  g_clear_object (&list);
  bed_clear (&bed);
}

/* ---- Acts ---- */

static void
test_range (void)
{
  Bed bed;
  size_t n, before;
  const guint32 *chosen;
  double from, to;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_set_range (bed.session, 20, 10);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat (from, ==, 10);
  g_assert_cmpfloat (to, ==, 20);
  chosen = ectopy_recording_session_get_selection (bed.session, &n);
  g_assert_cmpuint (n, >, 5);
  for (size_t i = 0; i < n; i++) {
    const double s = (double) ectopy_study_get_beat (study_of (&bed), chosen[i]).sample / 360;

    g_assert_true (s >= 10 && s <= 20);
    g_assert_true (ectopy_recording_session_is_selected (bed.session, chosen[i]));
  }
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_Q);
  g_assert_cmpuint (count_of (&bed, ECTOPY_CLASS_Q), >=, n);
  ectopy_recording_session_undo (bed.session);
  ectopy_study_get_counted (study_of (&bed), &before);
  ectopy_recording_session_set_range (bed.session, 10, 20);
  g_assert_true (ectopy_recording_session_toggle_excluded (bed.session));
  ectopy_study_get_counted (study_of (&bed), &n);
  g_assert_cmpuint (n, <, before);
  g_assert_true (ectopy_recording_session_toggle_excluded (bed.session));
  ectopy_study_get_counted (study_of (&bed), &n);
  g_assert_cmpuint (n, ==, before);
  bed_clear (&bed);
}

/* A beat that was taken away is put back on its peak. */
static void
test_add (void)
{
  Bed bed;
  gint64 sample;
  guint32 beat;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_analyse (bed.session, NULL, TRUE);
  WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY);
  ectopy_recording_session_select (bed.session, 9);
  sample = ectopy_study_get_beat (study_of (&bed), 9).sample;
  g_assert_false (ectopy_recording_session_add_at (bed.session, (double) sample / 360));
  ectopy_recording_session_reject (bed.session);
  /* A rejected one comes back; */
  g_assert_true (ectopy_recording_session_add_at (bed.session, (double) sample / 360 + 0.02));
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 9);
  g_assert_true (ectopy_study_counts (study_of (&bed), 9));
  /* between two beats one is added, at most 80 ms from where it was asked for. */
  for (beat = 10; !(ectopy_study_get_rr_after (study_of (&bed), beat) > 0.9); beat++)
    ;
  sample = ectopy_study_get_beat (study_of (&bed), beat).sample + 162;
  g_assert_true (ectopy_recording_session_add_at (bed.session, (double) sample / 360));
  beat = ectopy_recording_session_get_selected (bed.session);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), beat).status, ==, ECTOPY_BEAT_ADDED);
  g_assert_cmpint (ABS (ectopy_study_get_beat (study_of (&bed), beat).sample - sample), <=, 29);
  ectopy_recording_session_reject (bed.session);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), beat).status, ==, ECTOPY_BEAT_ABSENT);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), !=, beat);
  bed_clear (&bed);
}

static void
test_alike (void)
{
  Bed bed;
  size_t n;

  bed_init (&bed);
  bed_open (&bed);
  g_assert_true (ectopy_recording_session_seek (bed.session, ECTOPY_SEEK_CLASS_V, 1));
  n = ectopy_recording_session_select_alike (bed.session);
  g_assert_cmpuint (n, >, 5);
  g_assert_cmpuint (n, <, 200);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  g_assert_cmpuint (count_of (&bed, ECTOPY_CLASS_F), >=, n);
  bed_clear (&bed);
}

/* ---- Files ---- */

typedef struct {
  gboolean done;
  char *path;
} Written;

static void
written_cb (const char *path, const GError *error, gpointer user_data)
{
  Written *written = user_data;

  written->done = TRUE;
  written->path = g_strdup (path);
}

static void
save (Bed *bed)
{
  Written written = { FALSE, NULL };

  ectopy_recording_session_save (bed->session, written_cb, &written);
  WAIT_FOR (written.done);
  g_assert_nonnull (written.path);
  g_free (written.path);
  g_assert_false (ectopy_recording_session_has_unsaved (bed->session));
}

static void
test_save_and_reopen (void)
{
  Bed bed;
  guint n_log;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_select (bed.session, 4);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  ectopy_recording_session_move (bed.session, 3);
  ectopy_recording_session_reject (bed.session);
  g_assert_true (ectopy_recording_session_has_unsaved (bed.session));
  save (&bed);
  n_log = ectopy_study_get_log (study_of (&bed))->len;
  bed_stop (&bed);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_recording_session_get_n_recovered (bed.session), ==, 0);
  g_assert_cmpuint (ectopy_study_get_log (study_of (&bed))->len, ==, n_log);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 7).status, ==, ECTOPY_BEAT_REJECTED);
  ectopy_recording_session_undo (bed.session);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 7).status, ==, ECTOPY_BEAT_PREDICTED);
  bed_clear (&bed);
}

/* A program that ends without saving leaves what was done. */
static void
test_recover (void)
{
  Bed bed;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_select (bed.session, 4);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  save (&bed);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_V);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_Q);
  bed_stop (&bed);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_recording_session_get_n_recovered (bed.session), ==, 2);
  g_assert_true (ectopy_recording_session_has_unsaved (bed.session));
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_Q);
  /* Dropped, it does not come again. */
  ectopy_recording_session_forget_unsaved (bed.session);
  bed_stop (&bed);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_recording_session_get_n_recovered (bed.session), ==, 0);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
  bed_clear (&bed);
}

/* Beside a recording that cannot be written to, the study lies in a folder of Ectopy's own. */
static void
test_save_elsewhere (void)
{
  Bed bed;
  g_autofree char *beside = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;
  g_autofree char *own = NULL;

  bed_init (&bed);
  bed_open (&bed);
  beside = ectopy_study_file_path (bed.path);
  g_assert_cmpint (g_mkdir (beside, 0700), ==, 0);
  ectopy_recording_session_select (bed.session, 4);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  save (&bed);
  bed_stop (&bed);
  g_assert_cmpint (g_rmdir (beside), ==, 0);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
  digest = ectopy_study_digest (ectopy_recording_session_get_recording (bed.session));
  name = g_strconcat (digest, ".study.json", NULL);
  own = g_build_filename (g_get_user_data_dir (), "ectopy", "studies", name, NULL);
  g_assert_cmpint (g_unlink (own), ==, 0);
  bed_clear (&bed);
}

/* A study beside the recording that cannot be read stays as it is, whatever is saved after. */
static void
test_spared (void)
{
  static const char nonsense[] = "{\"format\":\"ectopy-study\",\"version\":99}";
  Bed bed;
  g_autofree char *beside = NULL;
  g_autofree char *text = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;
  g_autofree char *own = NULL;

  bed_init (&bed);
  beside = ectopy_study_file_path (bed.path);
  g_assert_true (g_file_set_contents (beside, nonsense, -1, NULL));
  for (guint i = 0; i < 2; i++) {
    ectopy_recording_session_open (bed.session, bed.path, NULL, NULL, FALSE);
    WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY);
    g_assert_nonnull (bed.failure);
    if (i == 0) {
      ectopy_recording_session_select (bed.session, 4);
      ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
      save (&bed);
      bed_stop (&bed);
      bed_start (&bed);
    }
  }
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
  g_assert_true (g_file_get_contents (beside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, nonsense);
  digest = ectopy_study_digest (ectopy_recording_session_get_recording (bed.session));
  name = g_strconcat (digest, ".study.json", NULL);
  own = g_build_filename (g_get_user_data_dir (), "ectopy", "studies", name, NULL);
  g_assert_cmpint (g_unlink (own), ==, 0);
  bed_clear (&bed);
}

/* ---- Files that change while they are open ---- */

typedef void (*SaveFunc) (EctopyRecordingSession *, EctopyRecordingWrittenFunc, gpointer);

/* (transfer full) (nullable): where it went. */
static char *
save_by (EctopyRecordingSession *session, SaveFunc func)
{
  Written written = { FALSE, NULL };

  func (session, written_cb, &written);
  WAIT_FOR (written.done);
  return written.path;
}

static void
open_in (EctopyRecordingSession *session, const char *path)
{
  ectopy_recording_session_open (session, path, NULL, NULL, FALSE);
  WAIT_FOR (ectopy_recording_session_get_state (session) == ECTOPY_RECORDING_READY);
}

static void
relabel (EctopyRecordingSession *session, guint32 beat, guint beat_class)
{
  ectopy_recording_session_select (session, beat);
  ectopy_recording_session_relabel (session, beat_class);
}

static void
drop_session (EctopyRecordingSession *session)
{
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  WAIT_FOR (session == NULL);
}

/* Two windows, or two programs, with the same study: the second to save is told, and nothing is lost. */
static void
test_overtaken (void)
{
  EctopyRecordingSession *other = ectopy_recording_session_new ();
  g_autofree char *beside = NULL;
  g_autofree char *spare = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *path = NULL;
  Bed bed;

  ectopy_recording_session_set_n_threads (other, 1);
  bed_init (&bed);
  bed_open (&bed);
  open_in (other, bed.path);
  beside = ectopy_study_file_path (bed.path);
  spare = g_strconcat (beside, ".backup-1", NULL);
  relabel (other, 4, ECTOPY_CLASS_F);
  relabel (bed.session, 7, ECTOPY_CLASS_V);
  path = save_by (other, ectopy_recording_session_save);
  g_assert_cmpstr (path, ==, beside);
  g_assert_true (g_file_get_contents (beside, &theirs, NULL, NULL));

  g_assert_null (save_by (bed.session, ectopy_recording_session_save));
  g_assert_true (ectopy_recording_session_has_unsaved (bed.session));
  g_assert_true (g_file_get_contents (beside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, theirs);
  g_clear_pointer (&kept, g_free);

  g_free (path);
  path = save_by (bed.session, ectopy_recording_session_replace);
  g_assert_cmpstr (path, ==, beside);
  g_assert_false (ectopy_recording_session_has_unsaved (bed.session));
  g_assert_true (g_file_get_contents (spare, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, theirs);

  /* Now it is the other who is told; it sets its own aside, and opens this one's. */
  relabel (other, 9, ECTOPY_CLASS_Q);
  g_assert_null (save_by (other, ectopy_recording_session_save));
  g_free (path);
  path = save_by (other, ectopy_recording_session_set_aside);
  g_assert_true (g_str_has_suffix (path, ".study.json.backup-2"));
  open_in (other, bed.path);
  g_assert_cmpuint (
      ectopy_study_get_beat (ectopy_recording_session_get_study (other), 7).beat_class, ==,
      ECTOPY_CLASS_V);
  relabel (other, 9, ECTOPY_CLASS_Q);
  g_free (path);
  path = save_by (other, ectopy_recording_session_save);
  g_assert_cmpstr (path, ==, beside);
  drop_session (other);
  bed_clear (&bed);
}

/* What two windows have said and neither has saved is kept for each, and the journal of a window that
 * goes on is not taken for that of a program that has ended. */
static void
test_two_journals (void)
{
  EctopyRecordingSession *other = ectopy_recording_session_new ();
  Bed bed;

  ectopy_recording_session_set_n_threads (other, 1);
  bed_init (&bed);
  bed_open (&bed);
  relabel (bed.session, 7, ECTOPY_CLASS_V);
  open_in (other, bed.path);
  g_assert_cmpuint (ectopy_recording_session_get_n_recovered (other), ==, 0);
  relabel (other, 4, ECTOPY_CLASS_F);
  ectopy_recording_session_forget_unsaved (other);
  drop_session (other);
  bed_stop (&bed);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_recording_session_get_n_recovered (bed.session), ==, 1);
  ectopy_recording_session_forget_unsaved (bed.session);
  bed_clear (&bed);
}

/* Cut short, emptied, gone: what is open stays, can be corrected and saved; opening it again says what is
 * wrong, and leaves alone what was saved. */
static void
test_recording_changes (void)
{
  static const char *const contents[] = { "short", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autofree char *data = NULL;
    g_autofree char *path = NULL;
    g_autofree char *saved = NULL;
    g_autofree char *kept = NULL;
    Bed bed;

    bed_init (&bed);
    bed_open (&bed);
    data = g_build_filename (bed.folder, "recording.dat", NULL);
    if (contents[i] != NULL)
      g_assert_true (g_file_set_contents (data, contents[i], -1, NULL));
    else
      g_assert_cmpint (g_unlink (data), ==, 0);
    relabel (bed.session, 4, ECTOPY_CLASS_F);
    g_assert_cmpuint (ectopy_recording_session_select_alike (bed.session), >, 0);
    path = save_by (bed.session, ectopy_recording_session_save);
    g_assert_nonnull (path);
    g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
    ectopy_recording_session_open (bed.session, bed.path, NULL, NULL, FALSE);
    WAIT_FOR (bed.failure != NULL);
    g_test_message ("%s", bed.failure);
    g_assert_nonnull (strstr (bed.failure, "recording"));
    WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY);
    g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
    g_assert_cmpstr (kept, ==, saved);
    if (contents[i] == NULL)
      g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
    bed_clear (&bed);
  }
}

/* The folder is moved away, as if what it lies on had been taken out: the study goes into Ectopy's own,
 * and is there when the folder is back. */
static void
test_folder_goes (void)
{
  g_autofree char *away = NULL;
  g_autofree char *path = NULL;
  Bed bed;

  bed_init (&bed);
  bed_open (&bed);
  away = g_strconcat (bed.folder, "-away", NULL);
  g_assert_cmpint (g_rename (bed.folder, away), ==, 0);
  relabel (bed.session, 4, ECTOPY_CLASS_F);
  path = save_by (bed.session, ectopy_recording_session_save);
  g_assert_nonnull (path);
  g_assert_false (g_str_has_prefix (path, bed.folder));
  g_assert_cmpint (g_rename (away, bed.folder), ==, 0);
  bed_stop (&bed);
  bed_start (&bed);
  bed_open (&bed);
  g_assert_cmpuint (ectopy_study_get_beat (study_of (&bed), 4).beat_class, ==, ECTOPY_CLASS_F);
  g_assert_cmpint (g_unlink (path), ==, 0);
  bed_clear (&bed);
}

static void
close_cb (const char *path, const GError *error, gpointer user_data)
{
  Bed *bed = user_data;

  g_assert_nonnull (path);
  g_object_unref (bed->session);
}

/* As when a window is closed once its study is saved. */
static void
test_goes_when_saved (void)
{
  Bed bed;

  bed_init (&bed);
  bed_open (&bed);
  ectopy_recording_session_select (bed.session, 4);
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  g_object_add_weak_pointer (G_OBJECT (bed.session), (gpointer *) &bed.session);
  ectopy_recording_session_save (bed.session, close_cb, &bed);
  WAIT_FOR (bed.session == NULL);
  bed_clear (&bed);
}

static void
test_export (void)
{
  static const char *const names[] = { "out.ecy", "out.csv" };
  Bed bed;

  bed_init (&bed);
  bed_open (&bed);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (bed.folder, names[i], NULL);
    Written written = { FALSE, NULL };

    ectopy_recording_session_export (bed.session, path, written_cb, &written);
    WAIT_FOR (written.done);
    g_assert_cmpstr (written.path, ==, path);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    g_free (written.path);
  }
  bed_clear (&bed);
}

/* ---- The list ---- */

static void
test_list (void)
{
  Bed bed;
  EctopyBeatList *list;
  guint n;

  bed_init (&bed);
  bed_open (&bed);
  list = ectopy_beat_list_new (bed.session);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (n, >, 250);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (ectopy_beat_list_find (list, ectopy_beat_list_get_beat (list, i)), ==, i);
  ectopy_beat_list_set_kind (list, ECTOPY_LIST_V);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==,
                    count_of (&bed, ECTOPY_CLASS_V));
  ectopy_recording_session_select (bed.session, ectopy_beat_list_get_beat (list, 0));
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_N);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==,
                    count_of (&bed, ECTOPY_CLASS_V));
  ectopy_beat_list_set_kind (list, ECTOPY_LIST_CHANGED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_object_unref (list);
  bed_clear (&bed);
}

static void
find_all (EctopyBeatList *list)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint32 beat = 0; beat < MAX (n, 500); beat++) {
    const guint place = ectopy_beat_list_find (list, beat);

    g_assert_true (place == G_MAXUINT || place < n);
  }
}

static void
find_in_cb (EctopyBeatList **list)
{
  if (*list != NULL)
    find_all (*list);
}

/* A list is asked by who hears of another recording before it does: the other has other beats, and fewer. */
static void
test_list_of_another (void)
{
  Bed bed;
  EctopyBeatList *list = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;
  guint n;

  bed_init (&bed);
  g_signal_connect_swapped (bed.session, "recording-changed", G_CALLBACK (find_in_cb), &list);
  bed_open (&bed);
  list = ectopy_beat_list_new (bed.session);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  path = g_build_filename (bed.folder, "short.hea", NULL);
  text = g_strdup ("short 2 360 7200\nrecording.dat 16 200/mV\nrecording.dat 16 200/mV\n");
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  ectopy_recording_session_open (bed.session, path, NULL, NULL, FALSE);
  WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY &&
            g_str_has_suffix (ectopy_recording_session_get_path (bed.session), "short.hea"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), <, n / 2);
  find_all (list);
  g_clear_object (&list);
  bed_clear (&bed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/recording-session/open", test_open);
  g_test_add_func ("/ui/recording-session/open-fails", test_open_fails);
  g_test_add_func ("/ui/recording-session/marks", test_marks);
  g_test_add_func ("/ui/recording-session/view", test_view);
  g_test_add_func ("/ui/recording-session/seek", test_seek);
  g_test_add_func ("/ui/recording-session/unlooked", test_unlooked);
  g_test_add_func ("/ui/recording-session/review", test_review);
  g_test_add_func ("/ui/recording-session/range", test_range);
  g_test_add_func ("/ui/recording-session/add", test_add);
  g_test_add_func ("/ui/recording-session/alike", test_alike);
  g_test_add_func ("/ui/recording-session/save-and-reopen", test_save_and_reopen);
  g_test_add_func ("/ui/recording-session/recover", test_recover);
  g_test_add_func ("/ui/recording-session/save-elsewhere", test_save_elsewhere);
  g_test_add_func ("/ui/recording-session/spared", test_spared);
  g_test_add_func ("/ui/recording-session/overtaken", test_overtaken);
  g_test_add_func ("/ui/recording-session/two-journals", test_two_journals);
  g_test_add_func ("/ui/recording-session/recording-changes", test_recording_changes);
  g_test_add_func ("/ui/recording-session/folder-goes", test_folder_goes);
  g_test_add_func ("/ui/recording-session/goes-when-saved", test_goes_when_saved);
  g_test_add_func ("/ui/recording-session/export", test_export);
  g_test_add_func ("/ui/beat-list/kinds", test_list);
  g_test_add_func ("/ui/beat-list/of-another", test_list_of_another);
  return g_test_run ();
}
