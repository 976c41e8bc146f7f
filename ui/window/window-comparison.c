/* SPDX-License-Identifier: MIT */
#include "ui/session/comparison.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

/* The way from place to place of a comparison: chosen on the Evaluate page, seen on the trace. */

static EctopyComparison *
get_comparison (EctopyWindow *self)
{
  return ectopy_recording_session_get_comparison (self->recording);
}

/* Steps follow each other faster than toasts go: the last one is enough. */
static void
show_step (EctopyWindow *self, const char *text)
{
  if (self->step_toast != NULL)
    adw_toast_dismiss (self->step_toast);
  g_clear_object (&self->step_toast);
  self->step_toast = g_object_ref (adw_toast_new (text));
  adw_toast_set_timeout (self->step_toast, 4);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), g_object_ref (self->step_toast));
}

static void
stepped_cb (EctopyWindow *self, gboolean found)
{
  g_autofree char *text = ectopy_comparison_dup_place_text (get_comparison (self));

  if (found) {
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), "review");
    ectopy_window_show_recording (self, TRUE);
    ectopy_review_page_focus_gallery (self->review_page);
  }
  show_step (self, text);
}

static void
changed_cb (EctopyWindow *self)
{
  ectopy_window_update_actions (self);
}

static void
next_mismatch_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_comparison_step (get_comparison (user_data), 1);
}

static void
previous_mismatch_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ectopy_comparison_step (get_comparison (user_data), -1);
}

static const GActionEntry entries[] = {
  { .name = "next-mismatch", .activate = next_mismatch_action },
  { .name = "previous-mismatch", .activate = previous_mismatch_action },
};

void
ectopy_window_install_comparison (EctopyWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (get_comparison (self), "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (get_comparison (self), "stepped", G_CALLBACK (stepped_cb), self);
}

void
ectopy_window_update_comparison_actions (EctopyWindow *self)
{
  const gboolean is_shown = ectopy_window_shows_recording (self) &&
                            ectopy_recording_session_get_study (self->recording) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)),
        is_shown);
}
