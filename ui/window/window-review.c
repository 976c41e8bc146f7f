/* SPDX-License-Identifier: MIT */
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

static EctopyRecordingPage *
get_page (EctopyWindow *self)
{
  return ectopy_review_page_get_recording_page (self->review_page);
}

/* ---- Acts on many beats: said, with an offer to undo as long as that means these ---- */

static void
done_cb (EctopyWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 8);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
study_changed_cb (EctopyWindow *self)
{
  AdwToast *toast = self->undo_toast;

  g_clear_weak_pointer (&self->undo_toast);
  if (toast != NULL)
    adw_toast_dismiss (toast);
}

/* ---- Actions ---- */

static void
accept_above_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_recording_page_accept_above (get_page (user_data));
}

static void
show_families_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_recording_page_show_families (get_page (user_data));
}

static void
family_step_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *text = g_variant_get_string (parameter, NULL);

  ectopy_recording_page_step_family (get_page (user_data), text[0] == '-' ? -1 : 1);
}

static const GActionEntry entries[] = {
  { .name = "show-families", .activate = show_families_action },
  { .name = "family-step", .activate = family_step_action, .parameter_type = "s" },
  { .name = "accept-above", .activate = accept_above_action },
};

void
ectopy_window_install_review (EctopyWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (self->recording, "study-changed", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (self->recording, "recording-changed", G_CALLBACK (study_changed_cb),
                            self);
  g_signal_connect_object (get_page (self), "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
}

void
ectopy_window_update_review_actions (EctopyWindow *self, gboolean is_shown)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_shown);
  }
}
