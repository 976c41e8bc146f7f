/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "engine/io/beat-csv.h"
#include "engine/review/corrections-file.h"
#include "engine/run/alone.h"
#include "engine/run/bundled.h"
#include "ui/compat.h"
#include "ui/guide/guide-window.h"
#include "ui/session/comparison.h"
#include "ui/settings.h"
#include "ui/window/key-help.h"
#include "ui/window/key-table.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>
#include <string.h>

static void
fail (EctopyWindow *self, const char *title, const GError *error)
{
  g_signal_emit_by_name (self->session, "failed", title, error->message);
}

/* (transfer full): the folder of the open file, where saving begins. */
static GFile *
get_folder (EctopyWindow *self)
{
  const char *path = ectopy_window_shows_recording (self)
                         ? ectopy_recording_session_get_path (self->recording)
                         : ectopy_session_get_path (self->session);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  return file != NULL ? g_file_get_parent (file) : NULL;
}

/* (transfer full): the name of the open file with @suffix in place of its own. */
static char *
propose_name (EctopyWindow *self, const char *suffix)
{
  const char *path = ectopy_session_get_path (self->session);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strdup ("beats.csv");
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  return g_strconcat (name, suffix, NULL);
}

/* ---- Files ---- */

static void
open_chosen_cb (GFile *file, gpointer user_data)
{
  if (file != NULL)
    ectopy_window_open (user_data, file);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyFileKind kinds[] = {
    { _ ("Recordings and beats"),
      "*.hea *.dat *.atr *.edf *.EDF *.bdf *.BDF *.csv *.CSV *.tsv *.txt *.study.json" },
    { _ ("Models"), "*.safetensors" },
  };
  g_autoptr (GFile) folder = get_folder (self);

  ectopy_choose_file (GTK_WIDGET (self), _ ("Open a Recording or Beats"), kinds,
                      G_N_ELEMENTS (kinds), NULL, folder, open_chosen_cb, self);
}

static void
open_recent_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  ectopy_window_open (user_data, file);
}

static void
open_example_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ectopy_window_open (user_data, file);
}

static void
save_elsewhere_cb (GFile *file, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (ectopy_session_save_corrections (self->session, path, &error))
    ectopy_window_toast (self, _ ("Corrections saved"));
  else
    fail (self, _ ("The corrections could not be saved"), error);
}

/* Beside the file; where that cannot be written (a chosen file comes alone into a sandbox, data may be
 * read-only), the person says where. */
static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyFileKind kinds[] = { { _ ("Corrections"), "*.corrections.json" } };
  g_autoptr (GError) error = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *name = NULL;

  if (ectopy_window_shows_recording (self)) {
    ectopy_window_save_recording (self);
    return;
  }
  if (ectopy_session_save_corrections (self->session, NULL, &error)) {
    beside = ectopy_corrections_file_path (ectopy_session_get_path (self->session));
    name = g_filename_display_basename (beside);
    {
      /* Translators: the name of a file. */
      g_autofree char *text = g_strdup_printf (_ ("Corrections saved as %s"), name);

      ectopy_window_toast (self, text);
    }
    return;
  }
  if (ectopy_window_ask_overtaken (self, error, FALSE, NULL))
    return;
  if (!ectopy_file_is_alone (ectopy_session_get_path (self->session)))
    fail (self, _ ("The corrections could not be saved beside the file"), error);
  name = propose_name (self, ".csv.corrections.json");
  ectopy_choose_file (GTK_WIDGET (self), _ ("Save Corrections"), kinds, G_N_ELEMENTS (kinds), name,
                      NULL, save_elsewhere_cb, self);
}

static void
export_corrections_cb (GFile *file, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyBeatFacts facts = ectopy_session_get_facts (self->session);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (ectopy_corrections_export_csv (facts.corrections, ectopy_session_get_dataset (self->session),
                                     facts.predicted, path, &error))
    ectopy_window_toast (self, _ ("Corrections exported"));
  else
    fail (self, _ ("The corrections could not be exported"), error);
}

static void
export_corrections_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyFileKind kinds[] = { { _ ("Tables (CSV)"), "*.csv" } };
  g_autofree char *name = propose_name (self, "-corrections.csv");
  g_autoptr (GFile) folder = get_folder (self);

  if (ectopy_window_shows_recording (self)) {
    ectopy_window_export_recording (self);
    return;
  }
  ectopy_choose_file (GTK_WIDGET (self), _ ("Save Corrections as CSV"), kinds, G_N_ELEMENTS (kinds),
                      name, folder, export_corrections_cb, self);
}

/* Beats with their corrected classes, and where to. */
typedef struct {
  EctopyDataset *dataset;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->dataset);
  g_free (export->path);
  g_free (export);
}

/* On the worker: a large file takes seconds. */
static gpointer
export_work (EctopyJob *job, gpointer input, GError **error)
{
  const Export *export = input;

  return ectopy_beat_csv_write (export->dataset, export->path, error) ? input : NULL;
}

static void
export_done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyWindow *self = user_data;

  g_clear_pointer (&self->exporting, ectopy_job_drop);
  if (result != NULL)
    ectopy_window_toast (self, _ ("Corrected beats saved"));
  else
    fail (self, _ ("The corrected beats could not be saved"), error);
}

static void
export_beats_cb (GFile *file, gpointer user_data)
{
  static const EctopyJobKind kind = {
    .work = export_work,
    .done = export_done_cb,
    .free_input = export_free,
  };
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (EctopyDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  Export *export;

  if (path == NULL)
    return;
  dataset = ectopy_corrections_apply_to_dataset (ectopy_session_get_corrections (self->session),
                                                 ectopy_session_get_dataset (self->session),
                                                 &error);
  if (dataset == NULL) {
    fail (self, _ ("The corrected beats could not be saved"), error);
    return;
  }
  export = g_new (Export, 1);
  *export = (Export){ g_steal_pointer (&dataset), g_steal_pointer (&path) };
  g_clear_pointer (&self->exporting, ectopy_job_drop);
  self->exporting = ectopy_job_start (&kind, export, self);
}

static void
export_beats_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyFileKind kinds[] = { { _ ("Beats (CSV)"), "*.csv" } };
  g_autofree char *name = propose_name (self, "-corrected.csv");
  g_autoptr (GFile) folder = get_folder (self);

  ectopy_choose_file (GTK_WIDGET (self), _ ("Save Corrected Beats"), kinds, G_N_ELEMENTS (kinds),
                      name, folder, export_beats_cb, self);
}

/* ---- Models ---- */

static void
model_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return;
  ectopy_session_load_model (self->session, path);
  g_free (self->chosen_model);
  self->chosen_model = g_steal_pointer (&path);
}

static void
choose_model_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const EctopyFileKind kinds[] = { { _ ("Models"), "*.safetensors" } };

  ectopy_choose_file (GTK_WIDGET (self), _ ("Choose a Model"), kinds, G_N_ELEMENTS (kinds), NULL,
                      NULL, model_chosen_cb, self);
}

static void
bundled_model_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  g_settings_reset (ectopy_settings (), "model");
  ectopy_session_load_model (self->session, NULL);
}

/* ---- Beats ---- */

/* Where the recording is compared none of its beats is seen: what is said is not about one of them. */
static gboolean
reviews_recording (EctopyWindow *self)
{
  return ectopy_window_shows_recording (self) && !ectopy_window_compares_recording (self);
}

static void
relabel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const guint beat_class = ectopy_beat_class_from_letter (
      g_variant_get_string (parameter, NULL)[0]);

  if (beat_class >= ECTOPY_N_CLASSES)
    return;
  if (reviews_recording (self)) {
    ectopy_window_relabel_recording (self, beat_class);
    return;
  }
  ectopy_session_relabel (self->session, beat_class);
  if (g_settings_get_boolean (ectopy_settings (), "go-on"))
    ectopy_session_move (self->session, 1);
}

static void
accept_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (reviews_recording (self)) {
    ectopy_window_accept_recording (self);
    return;
  }
  ectopy_session_accept (self->session);
  if (g_settings_get_boolean (ectopy_settings (), "go-on"))
    ectopy_session_move (self->session, 1);
}

static void
forget_verdict_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (reviews_recording (self))
    ectopy_recording_session_restore (self->recording);
  else
    ectopy_session_forget_verdict (self->session);
}

/* A cut beat cannot be none: there, what was said is taken back. */
static void
reject_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (reviews_recording (self))
    ectopy_recording_session_reject (self->recording);
  else
    ectopy_session_forget_verdict (self->session);
}

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (ectopy_window_shows_recording (self))
    ectopy_recording_session_undo (self->recording);
  else
    ectopy_session_undo (self->session);
}

static void
redo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (ectopy_window_shows_recording (self))
    ectopy_recording_session_redo (self->recording);
  else
    ectopy_session_redo (self->session);
}

static void
go_to_disagreement (EctopyWindow *self, int by)
{
  if (!ectopy_session_move_to_disagreement (self->session, by))
    ectopy_window_toast (self, by > 0 ? _ ("No disagreement after this beat")
                                      : _ ("No disagreement before this beat"));
}

static void
next_disagreement_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go_to_disagreement (user_data, 1);
}

static void
previous_disagreement_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go_to_disagreement (user_data, -1);
}

static void
toggle_disagreements_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_review_page_toggle_disagreements (ECTOPY_WINDOW (user_data)->review_page);
}

static void
reset_filter_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  ectopy_session_set_filter (self->session, &ECTOPY_BEAT_FILTER_ALL);
}

static void
go_to_row_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_review_page_focus_search (ECTOPY_WINDOW (user_data)->review_page);
}

static void
cancel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_recording_session_cancel (ECTOPY_WINDOW (user_data)->recording);
  ectopy_session_cancel (ECTOPY_WINDOW (user_data)->session);
}

/* ---- Pages and window ---- */

static void
show_page (EctopyWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), name);
}

static void
show_review_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_page (user_data, "review");
}

static void
show_train_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_page (user_data, "train");
}

static void
show_evaluate_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_page (user_data, "evaluate");
  ectopy_evaluate_page_focus_matrix (ectopy_window_get_evaluate_page (user_data));
}

static void
judge_recordings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_page (user_data, "evaluate");
  ectopy_evaluate_page_judge_recordings (ectopy_window_get_evaluate_page (user_data));
}

static void
export_report_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (reviews_recording (self))
    ectopy_window_report_recording (self);
  else
    ectopy_evaluate_page_export (ectopy_window_get_evaluate_page (self));
}

static void
print_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (reviews_recording (self))
    ectopy_window_print_recording (self);
  else
    ectopy_evaluate_page_print (ectopy_window_get_evaluate_page (self));
}

static void
menu_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (ECTOPY_WINDOW (user_data)->menu_button));
}

static void
close_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (user_data);
}

/* The guide, at the page about what is seen. */
static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const char *name = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  const char *page = g_str_equal (name, "train") ? "training" : "evaluating";

  if (g_str_equal (name, "review") && !ectopy_window_is_used (self))
    page = "opening";
  else if (g_str_equal (name, "review"))
    page = ectopy_window_shows_recording (self) ? "reviewing" : "cut-beats";
  ectopy_guide_show (GTK_WIDGET (self), page);
}

static void
show_help_overlay_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_key_help_show (GTK_WINDOW (user_data));
}

static const GActionEntry entries[] = {
  { .name = "show-help-overlay", .activate = show_help_overlay_action },
  { .name = "help", .activate = help_action },
  { .name = "open", .activate = open_action },
  { .name = "open-recent", .activate = open_recent_action, .parameter_type = "s" },
  { .name = "open-example", .activate = open_example_action },
  { .name = "save", .activate = save_action },
  { .name = "export-corrections", .activate = export_corrections_action },
  { .name = "export-beats", .activate = export_beats_action },
  { .name = "choose-model", .activate = choose_model_action },
  { .name = "bundled-model", .activate = bundled_model_action },
  { .name = "relabel", .activate = relabel_action, .parameter_type = "s" },
  { .name = "accept", .activate = accept_action },
  { .name = "forget-verdict", .activate = forget_verdict_action },
  { .name = "reject", .activate = reject_action },
  { .name = "undo", .activate = undo_action },
  { .name = "redo", .activate = redo_action },
  { .name = "next-disagreement", .activate = next_disagreement_action },
  { .name = "previous-disagreement", .activate = previous_disagreement_action },
  { .name = "toggle-disagreements", .activate = toggle_disagreements_action },
  { .name = "reset-filter", .activate = reset_filter_action },
  { .name = "go-to-row", .activate = go_to_row_action },
  { .name = "cancel", .activate = cancel_action },
  { .name = "show-review", .activate = show_review_action },
  { .name = "show-train", .activate = show_train_action },
  { .name = "show-evaluate", .activate = show_evaluate_action },
  { .name = "judge-recordings", .activate = judge_recordings_action },
  { .name = "export-report", .activate = export_report_action },
  { .name = "print", .activate = print_action },
  { .name = "menu", .activate = menu_action },
  { .name = "close", .activate = close_action },
};

/* Keys of the settings that are actions too. */
static const char *const of_settings[] = { "show-mean", "show-density" };

void
ectopy_window_install_actions (EctopyWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (of_settings); i++) {
    g_autoptr (GAction) action = g_settings_create_action (ectopy_settings (), of_settings[i]);

    g_action_map_add_action (G_ACTION_MAP (self), action);
  }
}

/* GTK 4.8 may keep the actions of a window that is closed while a button of the mouse is held, and has them
 * tell it what changes in the settings: memory that is no longer its own. */
void
ectopy_window_remove_setting_actions (EctopyWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_settings); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), of_settings[i]);
}

static void
enable (EctopyWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Those that are about cut beats alone, and those that are about either. */
static void
update_beat_actions (EctopyWindow *self)
{
  static const char *const for_beats[] = {
    "export-beats", "next-disagreement",    "previous-disagreement",
    "reset-filter", "toggle-disagreements", "go-to-row",
  };
  static const char *const for_either[] = { "relabel", "accept", "forget-verdict", "reject" };
  EctopyCorrections *corrections = ectopy_session_get_corrections (self->session);
  EctopyStudy *study = ectopy_recording_session_get_study (self->recording);
  const gboolean is_recording = ectopy_window_shows_recording (self);
  const gboolean is_reviewed = is_recording
                                   ? study != NULL && reviews_recording (self) &&
                                         ectopy_recording_session_get_selected (self->recording) !=
                                             ECTOPY_NO_BEAT
                                   : corrections != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (for_beats); i++)
    enable (self, for_beats[i], corrections != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (for_either); i++)
    enable (self, for_either[i], is_reviewed);
  if (is_recording) {
    enable (self, "undo", study != NULL && ectopy_study_can_undo (study));
    enable (self, "redo", study != NULL && ectopy_study_can_redo (study));
  } else {
    enable (self, "undo", corrections != NULL && ectopy_corrections_can_undo (corrections));
    enable (self, "redo", corrections != NULL && ectopy_corrections_can_redo (corrections));
  }
}

/* Whether the Evaluate page is seen and is about a folder of recordings. */
static gboolean
judges_recordings (EctopyWindow *self)
{
  return self->evaluate_page != NULL &&
         ectopy_evaluate_page_get_judges_recordings (self->evaluate_page) &&
         g_strcmp0 (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages)),
                    "evaluate") == 0;
}

static void
update_all (EctopyWindow *self)
{
  EctopyCorrections *corrections = ectopy_session_get_corrections (self->session);
  EctopyStudy *study = ectopy_recording_session_get_study (self->recording);
  const EctopySessionState state = ectopy_session_get_state (self->session);
  const gboolean is_judged = ectopy_session_get_evaluation (self->session) != NULL;
  const gboolean has_judged = self->evaluate_page != NULL &&
                              ectopy_evaluate_page_has_judged (self->evaluate_page);
  const gboolean is_recording = ectopy_window_shows_recording (self);
  const gboolean is_compared = ectopy_comparison_get_record (
                                   ectopy_recording_session_get_comparison (self->recording)) !=
                               NULL;

  ectopy_window_update_title (self);
  update_beat_actions (self);
  ectopy_window_update_recording_actions (self);
  ectopy_window_update_comparison_actions (self);
  enable (self, "save", is_recording ? study != NULL : corrections != NULL);
  enable (self, "export-corrections",
          is_recording
              ? study != NULL
              : corrections != NULL && ectopy_corrections_get_n_verdicts (corrections) > 0);
  enable (self, "cancel",
          state == ECTOPY_SESSION_READING || state == ECTOPY_SESSION_CLASSIFYING ||
              ectopy_recording_session_get_state (self->recording) == ECTOPY_RECORDING_READING);
  enable (self, "export-report",
          reviews_recording (self)                  ? study != NULL
          : judges_recordings (self)                ? has_judged
          : ectopy_window_compares_recording (self) ? is_compared
                                                    : is_judged);
  enable (self, "print",
          reviews_recording (self)   ? study != NULL
          : judges_recordings (self) ? has_judged
                                     : is_judged && !ectopy_window_compares_recording (self));
}

void
ectopy_window_update_actions (EctopyWindow *self)
{
  if (self->session != NULL) /* else the window is going */
    update_all (self);
}
