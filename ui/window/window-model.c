/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/adapt-dialog.h"
#include "ui/dialogs/model-card.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

/* ---- Adapting ---- */

static void
use_cb (EctopyAdaptation *adaptation, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (ectopy_recording_session_adapt (self->recording, adaptation))
    ectopy_window_toast (self,
                         _ ("The adapted model is used for this recording; undo takes it back"));
}

static void
adapt_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  EctopyAdaptInput *input = ectopy_recording_session_begin_adapting (self->recording);
  const char *path = ectopy_recording_session_get_path (self->recording);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;

  if (input != NULL)
    ectopy_adapt_dialog_show (
        GTK_WIDGET (self), input, ectopy_recording_session_get_model (self->recording),
        ectopy_recording_session_get_n_threads (self->recording), folder, use_cb, self);
}

/* ---- The card ---- */

/* (transfer none) (nullable): the model whose classes are seen. */
static EctopyModel *
get_model (EctopyWindow *self)
{
  return ectopy_window_shows_recording (self) ? ectopy_recording_session_get_model (self->recording)
                                              : ectopy_session_get_model (self->session);
}

/* (transfer full) (nullable): where the classes seen are those of another model, or of a copy of this one. */
static char *
make_note (EctopyWindow *self, EctopyModel *model)
{
  EctopyStudy *study = ectopy_window_shows_recording (self)
                           ? ectopy_recording_session_get_study (self->recording)
                           : NULL;
  const EctopyFindings *findings = study != NULL ? ectopy_study_get_findings (study) : NULL;

  if (study == NULL)
    return NULL;
  if (g_strcmp0 (findings->model_digest, ectopy_model_get_digest (model)) != 0)
    /* Translators: the name of a model. */
    return g_strdup_printf (
        _ ("The classes of this study were given by another model, “%s”. This is the "
           "one that would be used now."),
        findings->model != NULL ? findings->model : "");
  if (ectopy_study_get_adapted (study) != NULL)
    return g_strdup (
        _ ("A copy of this model was adapted to the recording and is used there. This is "
           "the model as it was."));
  return NULL;
}

static void
about_model_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyWindow *self = user_data;
  EctopyModel *model = get_model (self);
  g_autofree char *note = model != NULL ? make_note (self, model) : NULL;

  if (model != NULL)
    ectopy_model_card_show (GTK_WIDGET (self), model, note);
  else
    ectopy_window_toast (self, _ ("No model has been used yet"));
}

static const GActionEntry entries[] = {
  { .name = "adapt", .activate = adapt_action },
  { .name = "about-model", .activate = about_model_action },
};

void
ectopy_window_install_model (EctopyWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
ectopy_window_update_model_actions (EctopyWindow *self, gboolean is_shown)
{
  GAction *adapt = g_action_map_lookup_action (G_ACTION_MAP (self), "adapt");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (adapt), is_shown);
}
