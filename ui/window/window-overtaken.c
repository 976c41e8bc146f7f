/* SPDX-License-Identifier: MIT */
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

/* What was to be saved lies on the disk as someone else has left it: another window, another program. */

static void
succeed (EctopyWindow *self)
{
  void (*go_on) (EctopyWindow * self) = g_steal_pointer (&self->overtaken_go_on);

  ectopy_window_update_actions (self);
  if (go_on != NULL)
    go_on (self);
}

static void
fail (EctopyWindow *self, const char *details)
{
  self->overtaken_go_on = NULL;
  ectopy_window_fail (self, _ ("The file could not be written"), details);
  ectopy_window_update_actions (self);
}

static void
written_cb (const char *path, const GError *error, gpointer user_data)
{
  if (path != NULL)
    succeed (user_data);
  else
    fail (user_data, error->message);
}

/* ---- Answers ---- */

static void
replace (EctopyWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (self->overtaken_recording)
    ectopy_recording_session_replace (self->recording, written_cb, self);
  else if (ectopy_session_replace_corrections (self->session, &error))
    succeed (self);
  else
    fail (self, error->message);
}

static void
elsewhere_cb (GFile *file, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    self->overtaken_go_on = NULL;
  else if (self->overtaken_recording)
    ectopy_recording_session_save_to (self->recording, path, written_cb, self);
  else if (ectopy_session_save_corrections (self->session, path, &error))
    succeed (self);
  else
    fail (self, error->message);
}

static void
ask_where (EctopyWindow *self)
{
  const EctopyFileKind studies[] = { { _ ("Recordings and beats"), "*.study.json" } };
  const EctopyFileKind corrections[] = { { _ ("Corrections"), "*.corrections.json" } };

  if (self->overtaken_recording)
    ectopy_choose_file (GTK_WIDGET (self), _ ("Save the Study"), studies, 1, "mine.study.json",
                        NULL, elsewhere_cb, self);
  else
    ectopy_choose_file (GTK_WIDGET (self), _ ("Save Corrections"), corrections, 1,
                        "mine.corrections.json", NULL, elsewhere_cb, self);
}

/* Reads it again, as the other has left it. What was said here lies beside it by now. */
static void
read_again (EctopyWindow *self)
{
  g_autofree char *path = g_strdup (self->overtaken_recording
                                        ? ectopy_recording_session_get_path (self->recording)
                                        : ectopy_session_get_path (self->session));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (self->overtaken_recording)
    ectopy_recording_session_forget_unsaved (self->recording);
  ectopy_window_open (self, file);
}

static void
set_aside_cb (const char *path, const GError *error, gpointer user_data)
{
  if (path != NULL)
    read_again (user_data);
  else
    fail (user_data, error->message);
}

static void
set_aside (EctopyWindow *self)
{
  g_autoptr (GError) error = NULL;

  self->overtaken_go_on = NULL;
  if (self->overtaken_recording)
    ectopy_recording_session_set_aside (self->recording, set_aside_cb, self);
  else if (ectopy_session_set_corrections_aside (self->session, &error))
    read_again (self);
  else
    fail (self, error->message);
}

static void
answer_cb (const char *answer, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (g_str_equal (answer, "replace"))
    replace (self);
  else if (g_str_equal (answer, "elsewhere"))
    ask_where (self);
  else if (g_str_equal (answer, "reload"))
    set_aside (self);
  else
    self->overtaken_go_on = NULL;
}

gboolean
ectopy_window_ask_overtaken (EctopyWindow *self,
                             const GError *error,
                             gboolean is_recording,
                             void (*go_on) (EctopyWindow *self))
{
  const EctopyAnswer answers[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "reload", _ ("_Open the Other"), ADW_RESPONSE_DEFAULT },
    { "replace", _ ("_Replace the Other"), ADW_RESPONSE_DESTRUCTIVE },
    { "elsewhere", _ ("_Save Elsewhere…"), ADW_RESPONSE_SUGGESTED },
  };
  g_autofree char *body = NULL;

  /* Where something else is asked by now this is told as any failure is. */
  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_EXIST) ||
      ectopy_is_asking (GTK_WIDGET (self)))
    return FALSE;
  self->overtaken_recording = is_recording;
  self->overtaken_go_on = go_on;
  /* Translators: %s is a sentence that says which file has been changed by another. */
  body = g_strdup_printf (
      _ ("%s Whichever of the two versions gives way is kept beside the other as a backup."),
      error->message);
  ectopy_ask (GTK_WIDGET (self), _ ("Changed by Someone Else"), body, answers,
              G_N_ELEMENTS (answers), answer_cb, self);
  return TRUE;
}
