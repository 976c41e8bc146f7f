/* SPDX-License-Identifier: MIT */
#include "ui/window/window.h"

#include "config.h"
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/popovers.h"
#include "ui/resource.h"
#include "ui/session/comparison.h"
#include "ui/session/give-back.h"
#include "ui/settings.h"
#include "ui/widgets/menus.h"
#include "ui/widgets/spoken-names.h"
#include "ui/window/key-table.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (EctopyWindow, ectopy_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- Title ---- */

static void
update_title (EctopyWindow *self)
{
  const gboolean is_recording = ectopy_window_shows_recording (self);
  const char *path = is_recording ? ectopy_recording_session_get_path (self->recording)
                                  : ectopy_session_get_path (self->session);
  const gboolean is_unsaved = ectopy_session_has_unsaved (self->session) ||
                              ectopy_recording_session_has_unsaved (self->recording);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *title = NULL;

  if (name == NULL)
    title = g_strdup ("Ectopy");
  else
    /* Translators: a file's name; the dot says that there are corrections not yet saved. */
    title = g_strdup_printf (is_unsaved ? _ ("• %s — Ectopy") : _ ("%s — Ectopy"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->window_title), name != NULL ? name : "");
}

static void
changed_cb (EctopyWindow *self)
{
  ectopy_window_update_actions (self);
}

/* Said above the pages, so that it is seen on any of them. */
void
ectopy_window_fail (EctopyWindow *self, const char *title, const char *details)
{
  ectopy_error_bar_show (self->error_bar, title, details);
}

static void
failed_cb (EctopyWindow *self, const char *title, const char *details)
{
  g_clear_pointer (&self->chosen_model, g_free);
  ectopy_window_fail (self, title, details);
}

static void
model_cb (EctopyWindow *self)
{
  if (self->chosen_model != NULL)
    g_settings_set_string (ectopy_settings (), "model", self->chosen_model);
  g_clear_pointer (&self->chosen_model, g_free);
  /* What a person said about a recording is about the beats as they were found. */
  if (ectopy_recording_session_get_study (self->recording) != NULL)
    ectopy_window_toast (self, _ ("Recordings opened from now on are classified by this model"));
}

static void
beats_changed_cb (EctopyWindow *self)
{
  const char *path = ectopy_session_get_path (self->session);
  EctopyCorrections *corrections = ectopy_session_get_corrections (self->session);

  if (corrections != NULL)
    g_signal_connect_object (corrections, "notify::is-saved", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  if (path != NULL) {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autofree char *uri = g_file_get_uri (file);

    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri,
                                 &(GtkRecentData){ .mime_type = (char *) "text/csv",
                                                   .app_name = (char *) "Ectopy",
                                                   .app_exec = (char *) "ectopy %f" });
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), "review");
    ectopy_window_show_recording (self, FALSE);
    ectopy_review_page_focus_gallery (self->review_page);
  }
  changed_cb (self);
}

/* ---- Recent files ---- */

static int
compare_age (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified (*(GtkRecentInfo *const *) b),
                              gtk_recent_info_get_modified (*(GtkRecentInfo *const *) a));
}

/* Made when the menu is opened: other programs change the list too. */
static void
fill_recent_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GPtrArray)
      infos = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *item = items; item != NULL; item = item->next) {
    if (gtk_recent_info_has_application (item->data, "Ectopy") &&
        gtk_recent_info_is_local (item->data) && gtk_recent_info_exists (item->data))
      g_ptr_array_add (infos, item->data);
    else
      gtk_recent_info_unref (item->data);
  }
  g_list_free (items);
  g_ptr_array_sort (infos, compare_age);
  for (guint i = 0; i < MIN (infos->len, 10); i++) {
    GtkRecentInfo *info = g_ptr_array_index (infos, i);
    g_autoptr (GMenuItem) entry = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);

    g_menu_item_set_action_and_target (entry, "win.open-recent", "s",
                                       gtk_recent_info_get_uri (info));
    g_menu_append_item (menu, entry);
  }
  if (infos->len == 0)
    g_menu_append (menu, _ ("No recent files"), "win.none");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* ---- Opening ---- */

static void
open_pending (EctopyWindow *self)
{
  ectopy_error_bar_clear (self->error_bar);
  ectopy_session_open (self->session, self->pending_path);
}

void
ectopy_window_open (EctopyWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL) {
    g_autofree char *uri = g_file_get_uri (file);

    g_signal_emit_by_name (self->session, "failed", _ ("The file could not be opened"), uri);
    return;
  }
  if (g_str_has_suffix (path, ".safetensors")) {
    ectopy_session_load_model (self->session, path);
    return;
  }
  if (ectopy_asking_present (GTK_WIDGET (self))) /* about what is open, or is to be */
    return;
  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    ectopy_window_open_folder (self, path);
    return;
  }
  if (g_str_has_suffix (path, ".study.json")) {
    ectopy_window_open_study (self, path);
    return;
  }
  if (ectopy_recording_reader_probe (path) != NULL) {
    ectopy_window_open_recording (self, path);
    return;
  }
  g_free (self->pending_path);
  self->pending_path = g_steal_pointer (&path);
  ectopy_window_settle_corrections (self, open_pending);
}

static gboolean
drop_cb (EctopyWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  ectopy_window_open (self, files->data);
  return TRUE;
}

/* ---- Closing ---- */

static void
saved_cb (const char *path, const GError *error, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (path != NULL)
    self->go_on (self);
  else if (!ectopy_window_ask_overtaken (self, error, TRUE, self->go_on))
    ectopy_window_fail (self, _ ("The study could not be saved"), error->message);
}

static void
answer_corrections_cb (const char *answer, gpointer user_data)
{
  EctopyWindow *self = user_data;
  const gboolean saves = g_str_equal (answer, "save");
  g_autoptr (GError) error = NULL;

  if (g_str_equal (answer, "cancel"))
    return;
  if (self->settles_recording && saves) {
    ectopy_recording_session_save (self->recording, saved_cb, self);
    return;
  }
  if (self->settles_recording)
    ectopy_recording_session_forget_unsaved (self->recording);
  if (!self->settles_recording && saves &&
      !ectopy_session_save_corrections (self->session, NULL, &error)) {
    if (!ectopy_window_ask_overtaken (self, error, FALSE, self->go_on))
      ectopy_window_fail (self, _ ("The corrections could not be saved"), error->message);
    return;
  }
  self->go_on (self);
}

/* What is asked already, which may be this about another end, keeps its own. */
static void
ask_to_save (EctopyWindow *self,
             const char *heading,
             const char *body,
             gboolean is_recording,
             void (*go_on) (EctopyWindow *self))
{
  const EctopyAnswer answers[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "discard", _ ("_Discard"), ADW_RESPONSE_DESTRUCTIVE },
    { "save", _ ("_Save"), ADW_RESPONSE_SUGGESTED },
  };

  if (ectopy_asking_present (GTK_WIDGET (self)))
    return;
  self->go_on = go_on;
  self->settles_recording = is_recording;
  ectopy_ask (GTK_WIDGET (self), heading, body, answers, G_N_ELEMENTS (answers),
              answer_corrections_cb, self);
}

void
ectopy_window_settle_corrections (EctopyWindow *self, void (*go_on) (EctopyWindow *self))
{
  g_autofree char *body = NULL;
  gulong n;

  if (!ectopy_session_has_unsaved (self->session)) {
    go_on (self);
    return;
  }
  n = (gulong) ectopy_corrections_get_n_verdicts (ectopy_session_get_corrections (self->session));
  /* Translators: the number of beats with a correction or an acceptance. */
  body = g_strdup_printf (ngettext ("What was said about %lu beat is in no file yet.",
                                    "What was said about %lu beats is in no file yet.", n),
                          n);
  ask_to_save (self, _ ("Save the Corrections?"), body, FALSE, go_on);
}

void
ectopy_window_settle_recording (EctopyWindow *self, void (*go_on) (EctopyWindow *self))
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->recording);
  g_autofree char *body = NULL;
  gulong n;

  if (!ectopy_recording_session_has_unsaved (self->recording)) {
    go_on (self);
    return;
  }
  n = (gulong) (ectopy_study_get_log (study)->len - ectopy_study_get_n_saved (study));
  /* Translators: the number of changes made to a recording's beats. */
  body = g_strdup_printf (ngettext ("%lu change to the recording’s beats is in no file yet.",
                                    "%lu changes to the recording’s beats are in no file yet.", n),
                          n);
  ask_to_save (self, _ ("Save the Study?"), body, TRUE, go_on);
}

static void
close_now (EctopyWindow *self)
{
  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* Beats first, then the recording. */
static void
settle_recording_and_close (EctopyWindow *self)
{
  ectopy_window_settle_recording (self, close_now);
}

static void
answer_training_cb (const char *answer, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (g_str_equal (answer, "cancel"))
    return;
  ectopy_train_page_stop (self->train_page);
  ectopy_window_settle_corrections (self, settle_recording_and_close);
}

static gboolean
ectopy_window_close_request (GtkWindow *window)
{
  EctopyWindow *self = ECTOPY_WINDOW (window);
  const EctopyAnswer answers[] = {
    { "cancel", _ ("_Go On Training"), ADW_RESPONSE_DEFAULT },
    { "stop", _ ("_Stop and Close"), ADW_RESPONSE_DESTRUCTIVE },
  };

  if (!self->may_close) {
    if (self->train_page != NULL && ectopy_train_page_is_running (self->train_page)) {
      ectopy_ask (
          GTK_WIDGET (self), _ ("Stop the Training?"),
          _ ("A network is being trained. Its checkpoint is kept: the run can be resumed when "
             "Ectopy is started again."),
          answers, G_N_ELEMENTS (answers), answer_training_cb, self);
      return TRUE;
    }
    if (ectopy_session_has_unsaved (self->session) ||
        ectopy_recording_session_has_unsaved (self->recording)) {
      ectopy_window_settle_corrections (self, settle_recording_and_close);
      return TRUE;
    }
  }
  if (!gtk_window_is_maximized (window) && !gtk_window_is_fullscreen (window)) {
    g_settings_set_int (ectopy_settings (), "window-width",
                        MAX (gtk_widget_get_width (GTK_WIDGET (self)), 360));
    g_settings_set_int (ectopy_settings (), "window-height",
                        MAX (gtk_widget_get_height (GTK_WIDGET (self)), 294));
  }
  g_settings_set_boolean (ectopy_settings (), "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (ectopy_window_parent_class)->close_request (window);
}

/* ---- Widget ---- */

/* Where the header has no room for the pages' names they stand at the lower edge. */
static gboolean
arrange_cb (gpointer data)
{
  EctopyWindow *self = data;

  self->arrange_id = 0;
  adw_view_switcher_bar_set_reveal (
      ADW_VIEW_SWITCHER_BAR (self->switcher_bar),
      adw_squeezer_get_visible_child (ADW_SQUEEZER (self->squeezer)) == self->window_title);
  return G_SOURCE_REMOVE;
}

/* Comes while sizes are being given, when nothing may be shown or hidden. */
static void
squeezed_cb (EctopyWindow *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = g_idle_add (arrange_cb, self);
}

static void
ectopy_window_dispose (GObject *object)
{
  EctopyWindow *self = ECTOPY_WINDOW (object);

  g_clear_handle_id (&self->arrange_id, g_source_remove);
  g_clear_pointer (&self->exporting, ectopy_job_drop);
  g_clear_pointer (&self->reporting, ectopy_job_drop);
  if (self->session != NULL) { /* the first time */
    ectopy_window_remove_setting_actions (self);
    g_signal_handlers_disconnect_by_data (self->session, self);
  }
  g_clear_object (&self->session);
  if (self->recording != NULL) {
    g_signal_handlers_disconnect_by_data (self->recording, self);
    g_signal_handlers_disconnect_by_data (ectopy_recording_session_get_comparison (self->recording),
                                          self);
  }
  g_clear_object (&self->step_toast);
  g_clear_object (&self->recording);
  G_OBJECT_CLASS (ectopy_window_parent_class)->dispose (object);
}

static void
ectopy_window_finalize (GObject *object)
{
  g_free (ECTOPY_WINDOW (object)->pending_path);
  g_free (ECTOPY_WINDOW (object)->chosen_model);
  ectopy_give_back_fonts ();
  ectopy_give_back_memory_soon ();
  G_OBJECT_CLASS (ectopy_window_parent_class)->finalize (object);
}

static void
ectopy_window_class_init (EctopyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ectopy_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ectopy_window_close_request;
  g_type_ensure (ECTOPY_TYPE_ERROR_BAR);
  g_type_ensure (ECTOPY_TYPE_REVIEW_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("window.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyWindow, name)
  BIND (toasts);
  BIND (header);
  BIND (switcher_title);
  BIND (window_title);
  BIND (squeezer);
  BIND (switcher_bar);
  BIND (pages);
  BIND (error_bar);
  BIND (menu_button);
  BIND (recent_button);
  BIND (review_page);
  BIND (train_bin);
  BIND (evaluate_bin);
#undef BIND
}

static void
connect_signals (EctopyWindow *self)
{
  g_signal_connect_swapped (self->session, "beats-changed", G_CALLBACK (beats_changed_cb), self);
  g_signal_connect_swapped (self->session, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->session, "notify::model", G_CALLBACK (model_cb), self);
  g_signal_connect_swapped (self->session, "facts-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::evaluation", G_CALLBACK (changed_cb), self);
  ectopy_window_install_pages (self);
}

static void
ectopy_window_init (EctopyWindow *self)
{
  GSettings *settings = ectopy_settings ();
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autofree char *model = g_settings_get_string (settings, "model");
  g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

  ectopy_spoken_names_install ();
  self->session = ectopy_session_new ();
  ectopy_session_set_n_threads (self->session, (guint) g_settings_get_int (settings, "threads"));
  self->recording = ectopy_recording_session_new ();
  ectopy_recording_session_set_n_threads (self->recording,
                                          (guint) g_settings_get_int (settings, "threads"));
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Or a question over one window would take the keys of all. */
  gtk_window_group_add_window (group, GTK_WINDOW (self));
  ectopy_popovers_go_with (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  ectopy_window_install_actions (self);
  ectopy_window_install_recording (self);
  ectopy_window_install_comparison (self);
  ectopy_menu_button_fill (self->menu_button, "main");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->recent_button), fill_recent_cb,
                                         self, NULL);
  gtk_widget_add_controller (GTK_WIDGET (self),
                             ectopy_key_table_controller (ectopy_window_visible_page, self));
  g_signal_connect_swapped (self->squeezer, "notify::visible-child", G_CALLBACK (squeezed_cb),
                            self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  ectopy_review_page_set_recording_session (self->review_page, self->recording);
  g_object_set (self->review_page, "session", self->session, NULL);
  connect_signals (self);
  if (model[0] != '\0')
    ectopy_session_load_model (self->session, model);
  changed_cb (self);
}

EctopyWindow *
ectopy_window_new (AdwApplication *application)
{
  return g_object_new (ECTOPY_TYPE_WINDOW, "application", application, NULL);
}

EctopySession *
ectopy_window_get_session (EctopyWindow *self)
{
  return self->session;
}

EctopyRecordingSession *
ectopy_window_get_recording_session (EctopyWindow *self)
{
  return self->recording;
}

void
ectopy_window_update_title (EctopyWindow *self)
{
  update_title (self);
}

gboolean
ectopy_window_is_used (EctopyWindow *self)
{
  return ectopy_session_get_state (self->session) != ECTOPY_SESSION_EMPTY ||
         ectopy_recording_session_get_state (self->recording) != ECTOPY_RECORDING_EMPTY;
}

void
ectopy_window_toast (EctopyWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}
