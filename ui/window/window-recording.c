/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/evaluate/figure-text.h"
#include "engine/io/recording-folder.h"
#include "engine/review/study-file.h"
#include "engine/run/bundled.h"
#include "engine/run/classify-marks.h"
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/dialogs/recording-list.h"
#include "ui/dialogs/recording-needs.h"
#include "ui/settings.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* ---- Opening ---- */

/* (nullable): a model of the person's own, if it reads beats cut from a recording; NULL for the bundled
 * one for recordings, which is another than that for cut beats. */
static EctopyModel *
get_model (EctopyWindow *self)
{
  EctopyModel *model = ectopy_session_get_model (self->session);

  return model != NULL && ectopy_model_suits_recordings (model, NULL) &&
                 g_strcmp0 (ectopy_model_get_name (model), ECTOPY_BUNDLED_MODEL) != 0
             ? model
             : NULL;
}

static void
open_now (EctopyWindow *self)
{
  ectopy_error_bar_clear (self->error_bar);
  ectopy_recording_session_open (self->recording, self->pending_path, get_model (self),
                                 &self->needed, FALSE);
  ectopy_window_show_recording (self, TRUE);
}

void
ectopy_window_open_recording (EctopyWindow *self, const char *path)
{
  g_autofree char *old = NULL;

  if (ectopy_asking_present (GTK_WIDGET (self))) /* about another path */
    return;
  old = self->pending_path;
  self->pending_path = g_strdup (path);
  self->needed = (EctopyRecordingOptions){ 0 };
  ectopy_window_settle_recording (self, open_now);
}

static void
listed_cb (const char *path, gpointer user_data)
{
  ectopy_window_open_recording (user_data, path);
}

void
ectopy_window_open_folder (EctopyWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = ectopy_recording_folder_list (path, &error);

  if (paths == NULL)
    ectopy_window_fail (self, _ ("The folder could not be opened"), error->message);
  else if (paths[1] == NULL)
    ectopy_window_open_recording (self, paths[0]);
  else
    ectopy_recording_list_show (GTK_WIDGET (self), path, paths, listed_cb, self);
}

void
ectopy_window_open_study (EctopyWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *recording = ectopy_study_file_recording (path, &error);

  if (recording != NULL)
    ectopy_window_open_recording (self, recording);
  else
    ectopy_window_fail (self, _ ("The study could not be opened"), error->message);
}

static void
folder_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_window_open_folder (user_data, path);
}

static void
open_folder_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const char *path = ectopy_recording_session_get_path (self->recording);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;

  ectopy_choose_folder (GTK_WIDGET (self), _ ("Open a Folder of Recordings"), folder,
                        folder_chosen_cb, self);
}

static void
open_example_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_RECORDING);

  ectopy_window_open_recording (user_data, path);
}

/* What the file does not tell is asked for, then it is read with that. */
static void
needs_answered_cb (const EctopyRecordingOptions *options, gpointer user_data)
{
  EctopyWindow *self = user_data;

  self->needed.rate_hz = options->rate_hz > 0 ? options->rate_hz : self->needed.rate_hz;
  if (options->unit != NULL) {
    self->needed.unit = options->unit;
    self->needed.adu_per_mv = options->adu_per_mv;
  }
  open_now (self);
}

static void
needs_cb (EctopyWindow *self, int code, const char *details)
{
  /* What is asked already may have come up while the file was read. */
  if (ectopy_is_asking (GTK_WIDGET (self)))
    ectopy_window_fail (self, _ ("The recording could not be opened"), details);
  else
    ectopy_recording_needs_show (GTK_WIDGET (self), details, code == ECTOPY_ERROR_NEEDS_RATE,
                                 needs_answered_cb, self);
}

/* ---- What the session says ---- */

static void
changed_cb (EctopyWindow *self)
{
  ectopy_window_update_actions (self);
}

static void
recording_changed_cb (EctopyWindow *self)
{
  const char *path = ectopy_recording_session_get_path (self->recording);
  const gulong n = (gulong) ectopy_recording_session_get_n_recovered (self->recording);

  if (path != NULL) {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autofree char *uri = g_file_get_uri (file);

    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri,
                                 &(GtkRecentData){ .mime_type = (char *) "application/octet-stream",
                                                   .app_name = (char *) "Ectopy",
                                                   .app_exec = (char *) "ectopy %f" });
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), "review");
    ectopy_window_show_recording (self, TRUE);
    ectopy_review_page_focus_gallery (self->review_page);
  }
  if (n > 0) {
    /* Translators: a number of changes made before the program ended. */
    g_autofree char *text = g_strdup_printf (
        ngettext ("%lu change that was not saved has been taken up again",
                  "%lu changes that were not saved have been taken up again", n),
        n);

    ectopy_window_toast (self, text);
  }
  changed_cb (self);
}

static void
failed_cb (EctopyWindow *self, const char *title, const char *details)
{
  const char *path = self->pending_path;

  /* The document portal lets one file through, not those beside it. */
  if (path != NULL && g_str_has_prefix (path, "/run/user/") && strstr (path, "/doc/") != NULL) {
    g_autofree char *more = g_strconcat (
        details, "\n",
        _ ("Of a record of several files only the chosen one can be seen here: open its folder "
           "instead (Ctrl+Alt+O)."),
        NULL);

    ectopy_window_fail (self, title, more);
    return;
  }
  ectopy_window_fail (self, title, details);
}

/* ---- Anew ---- */

static void
answer_anew_cb (const char *answer, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (!g_str_equal (answer, "cancel"))
    ectopy_recording_session_analyse (self->recording, get_model (self),
                                      g_str_equal (answer, "marks"));
}

/* What was said, though saved, goes with the study that it is about once the new one is saved. */
static void
begin_anew (EctopyWindow *self, gboolean uses_marks)
{
  const EctopyAnswer answers[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { uses_marks ? "marks" : "found", _ ("_Begin Anew"), ADW_RESPONSE_DESTRUCTIVE },
  };
  EctopyStudy *study = ectopy_recording_session_get_study (self->recording);

  if (study == NULL || ectopy_study_get_log (study)->len == 0)
    answer_anew_cb (answers[1].id, self);
  else
    ectopy_ask (
        GTK_WIDGET (self), _ ("Begin the Study Anew?"),
        _ ("The corrections made so far are about the beats as they were found before. Saving the "
           "new study will replace them."),
        answers, G_N_ELEMENTS (answers), answer_anew_cb, self);
}

static void
analyse_now (EctopyWindow *self)
{
  begin_anew (self, FALSE);
}

static void
take_marks_now (EctopyWindow *self)
{
  begin_anew (self, TRUE);
}

static void
analyse_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_window_settle_recording (user_data, analyse_now);
}

static void
take_marks_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_window_settle_recording (user_data, take_marks_now);
}

/* ---- Along the recording ---- */

/* 1 for texts that begin with "+", -1 for those with "-". */
static int
get_sign (GVariant *parameter)
{
  return g_variant_get_string (parameter, NULL)[0] == '-' ? -1 : 1;
}

static void
step_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_recording_session_move (ECTOPY_WINDOW (user_data)->recording, get_sign (parameter));
}

static void
scroll_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyRecordingSession *session = ECTOPY_WINDOW (user_data)->recording;
  const EctopyRecordingView view = ectopy_recording_session_get_view (session);
  const char *where = g_variant_get_string (parameter, NULL);

  if (g_str_equal (where, "start"))
    ectopy_recording_session_scroll_to (session, 0);
  else if (g_str_equal (where, "end"))
    ectopy_recording_session_scroll_to (session, G_MAXINT32);
  else
    /* A little of what was seen stays, so that the eye finds its way. */
    ectopy_recording_session_scroll_to (session,
                                        view.start_s + 0.9 * get_sign (parameter) * view.length_s);
}

/* About the chosen beat, where it is in view, else about the middle. */
static void
zoom_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyRecordingSession *session = ECTOPY_WINDOW (user_data)->recording;
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  EctopyRecordingView view = ectopy_recording_session_get_view (session);
  const char *how = g_variant_get_string (parameter, NULL);
  const guint32 beat = ectopy_recording_session_get_selected (session);
  double at = view.start_s + view.length_s / 2;

  if (study != NULL && beat != ECTOPY_NO_BEAT) {
    const double s = (double) ectopy_study_get_beat (study, beat).sample /
                     ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));

    if (s >= view.start_s && s <= view.start_s + view.length_s)
      at = s;
  }
  if (g_str_equal (how, "paper")) {
    view.speed_mm_s = 25;
    ectopy_recording_session_set_view (session, &view);
  } else if (g_str_equal (how, "all")) {
    ectopy_recording_session_zoom (session, 1e9, at);
  } else {
    ectopy_recording_session_zoom (session, g_str_equal (how, "in") ? 1 / 1.5 : 1.5, at);
  }
}

static void
gain_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_recording_session_step_gain (ECTOPY_WINDOW (user_data)->recording, get_sign (parameter));
}

static void
seek_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const kinds[ECTOPY_N_SEEKS] = {
    "N",   "S",     "V",        "F",       "Q",       "ectopic",
    "run", "pause", "unlooked", "changed", "differs", "excluded",
  };
  EctopyWindow *self = user_data;
  const char *text = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < ECTOPY_N_SEEKS && text[0] != '\0'; i++)
    if (g_str_equal (kinds[i], text + 1))
      ectopy_recording_page_seek (ectopy_review_page_get_recording_page (self->review_page),
                                  (EctopySeek) i, get_sign (parameter));
}

static void
seek_next_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_page_seek (ectopy_review_page_get_recording_page (self->review_page),
                              ECTOPY_N_SEEKS, 1);
}

static void
seek_previous_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_page_seek (ectopy_review_page_get_recording_page (self->review_page),
                              ECTOPY_N_SEEKS, -1);
}

static void
go_to_time_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_page_go_to_time (ectopy_review_page_get_recording_page (self->review_page));
}

static void
calipers_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_page_toggle_calipers (ectopy_review_page_get_recording_page (self->review_page));
}

static void
calipers_cb (EctopyWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "calipers");

  g_simple_action_set_state (
      G_SIMPLE_ACTION (action),
      g_variant_new_boolean (ectopy_recording_session_get_calipers (self->recording).is_on));
}

static void
filter_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_page_toggle_filter (ectopy_review_page_get_recording_page (self->review_page));
}

/* ---- On beats ---- */

static void
go_on (EctopyWindow *self)
{
  size_t n;

  ectopy_recording_session_get_selection (self->recording, &n);
  if (n == 1 && g_settings_get_boolean (ectopy_settings (), "go-on"))
    ectopy_recording_session_move (self->recording, 1);
}

void
ectopy_window_relabel_recording (EctopyWindow *self, guint beat_class)
{
  ectopy_recording_session_relabel (self->recording, beat_class);
  go_on (self);
}

void
ectopy_window_accept_recording (EctopyWindow *self)
{
  ectopy_recording_session_accept (self->recording);
  go_on (self);
}

static void
add_beat_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  double from, to;

  ectopy_recording_session_get_range (self->recording, &from, &to);
  if (isnan (from))
    ectopy_window_toast (self, _ ("Click where the beat is, between the others, then add it"));
  else if (!ectopy_recording_session_add_at (self->recording, (from + to) / 2))
    ectopy_window_toast (self, _ ("There is a beat already"));
}

/* Seconds of a small step, and that of the recording's samples where they are further apart. */
#define NUDGE_S 0.004

static void
move_beat_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  EctopyStudy *study = ectopy_recording_session_get_study (self->recording);
  const guint32 beat = ectopy_recording_session_get_selected (self->recording);
  double rate;
  gint64 sample;
  gboolean moved;

  if (study == NULL || beat == ECTOPY_NO_BEAT)
    return;
  rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  sample = ectopy_study_get_beat (study, beat).sample;
  if (g_str_equal (g_variant_get_string (parameter, NULL), "peak"))
    moved = ectopy_recording_session_move_to (self->recording, (double) sample / rate);
  else
    moved = ectopy_study_move (study, beat,
                               sample + get_sign (parameter) * MAX ((gint64) (NUDGE_S * rate), 1));
  if (!moved)
    ectopy_window_toast (self, _ ("The beat stays where it is"));
}

static void
select_alike_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const gulong n = (gulong) ectopy_recording_session_select_alike (self->recording);
  g_autofree char *count = ectopy_text_count (n);
  /* Translators: a number of beats. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s beat of this shape is chosen", "%s beats of this shape are chosen", n), count);

  if (n > 0)
    ectopy_window_toast (self, text);
}

static void
extend_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyRecordingSession *session = ECTOPY_WINDOW (user_data)->recording;
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  size_t n_chosen, n, place;
  const guint32 *chosen = ectopy_recording_session_get_selection (session, &n_chosen);
  const guint32 *order;

  if (study == NULL || n_chosen == 0)
    return;
  order = ectopy_study_get_order (study, &n);
  place = ectopy_study_get_place (study,
                                  get_sign (parameter) > 0 ? chosen[n_chosen - 1] : chosen[0]);
  if (get_sign (parameter) > 0 ? place + 1 < n : place > 0)
    ectopy_recording_session_extend_to (session, order[place + (size_t) get_sign (parameter)]);
}

static void
exclude_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (!ectopy_recording_session_toggle_excluded (self->recording))
    ectopy_window_toast (self, _ ("Drag over the stretch with Shift first"));
}

/* ---- Strips for the report ---- */

static void
keep_strip_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const gulong n = ectopy_recording_session_keep_strip (self->recording);
  /* Translators: a number of strips. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%lu strip is kept for the report", "%lu strips are kept for the report", n), n);

  ectopy_window_toast (self, text);
}

static void
drop_strips_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_recording_session_drop_strips (self->recording);
  ectopy_window_toast (self, _ ("The report shows the strips that Ectopy chooses"));
}

/* ---- Set-up ---- */

static const GActionEntry entries[] = {
  { .name = "open-folder", .activate = open_folder_action },
  { .name = "open-example-recording", .activate = open_example_action },
  { .name = "analyse", .activate = analyse_action },
  { .name = "take-marks", .activate = take_marks_action },
  { .name = "step", .activate = step_action, .parameter_type = "s" },
  { .name = "scroll", .activate = scroll_action, .parameter_type = "s" },
  { .name = "zoom", .activate = zoom_action, .parameter_type = "s" },
  { .name = "gain", .activate = gain_action, .parameter_type = "s" },
  { .name = "seek", .activate = seek_action, .parameter_type = "s" },
  { .name = "seek-next", .activate = seek_next_action },
  { .name = "seek-previous", .activate = seek_previous_action },
  { .name = "go-to-time", .activate = go_to_time_action },
  { .name = "calipers", .activate = calipers_action, .state = "false" },
  { .name = "filter", .activate = filter_action },
  { .name = "add-beat", .activate = add_beat_action },
  { .name = "move-beat", .activate = move_beat_action, .parameter_type = "s" },
  { .name = "select-alike", .activate = select_alike_action },
  { .name = "extend", .activate = extend_action, .parameter_type = "s" },
  { .name = "exclude", .activate = exclude_action },
  { .name = "keep-strip", .activate = keep_strip_action },
  { .name = "drop-strips", .activate = drop_strips_action },
};

void
ectopy_window_install_recording (EctopyWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ectopy_window_install_review (self);
  ectopy_window_install_model (self);
  /* What it shows has been told by then. */
  g_signal_connect_data (self->recording, "recording-changed", G_CALLBACK (recording_changed_cb),
                         self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (self->recording, "study-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->recording, "selection-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->recording, "notify::state", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->recording, "calipers-changed", G_CALLBACK (calipers_cb), self);
  g_signal_connect_swapped (self->recording, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->recording, "needs", G_CALLBACK (needs_cb), self);
}

static gboolean
has_marks (EctopyRecording *recording)
{
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);

  for (size_t i = 0; i < n; i++)
    if (ectopy_annotation_code_is_beat (marks[i].code))
      return TRUE;
  return FALSE;
}

void
ectopy_window_update_recording_actions (EctopyWindow *self)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->recording);
  const gboolean is_shown = ectopy_window_shows_recording (self) && recording != NULL;
  const gboolean has_beat = is_shown && ectopy_recording_session_get_selected (self->recording) !=
                                            ECTOPY_NO_BEAT;

  ectopy_window_update_review_actions (self, is_shown);
  ectopy_window_update_model_actions (self, is_shown);
  for (guint i = 2; i < G_N_ELEMENTS (entries); i++) {
    const char *name = entries[i].name;
    const gboolean needs_beat = g_str_equal (name, "move-beat") ||
                                g_str_equal (name, "select-alike") || g_str_equal (name, "extend");
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), g_str_equal (name, "take-marks")
                                                               ? is_shown && has_marks (recording)
                                                           : needs_beat ? has_beat
                                                                        : is_shown);
  }
}
