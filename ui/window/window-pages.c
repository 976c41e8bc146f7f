/* SPDX-License-Identifier: MIT */
#include "ui/window/key-table.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>

/* The pages of the window. Train and Evaluate are made when they are first shown: they were two thirds of
 * what a window with nothing open took. */

gboolean
ectopy_window_shows_recording (EctopyWindow *self)
{
  return ectopy_review_page_shows_recording (self->review_page);
}

void
ectopy_window_show_recording (EctopyWindow *self, gboolean shown)
{
  ectopy_review_page_show_recording (self->review_page, shown);
  if (self->evaluate_page != NULL)
    ectopy_evaluate_page_show_recording (self->evaluate_page, shown);
  /* What can be done is about the one or the other. */
  ectopy_window_update_actions (self);
}

gboolean
ectopy_window_compares_recording (EctopyWindow *self)
{
  return ectopy_window_shows_recording (self) &&
         g_strcmp0 (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages)),
                    "evaluate") == 0;
}

guint
ectopy_window_visible_page (gpointer user_data)
{
  EctopyWindow *self = user_data;
  const char *name = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));

  if (g_strcmp0 (name, "train") == 0)
    return ECTOPY_ON_TRAIN;
  if (g_strcmp0 (name, "evaluate") == 0)
    return ECTOPY_ON_EVALUATE;
  return ectopy_window_shows_recording (self) ? ECTOPY_ON_RECORDING : ECTOPY_ON_REVIEW;
}

static void
show_beats_cb (EctopyWindow *self)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), "review");
  ectopy_window_show_recording (self, FALSE);
  ectopy_review_page_focus_gallery (self->review_page);
}

/* A run that ends while another page is looked at says so. */
static void
status_cb (EctopyWindow *self, const char *text, double fraction)
{
  if (text == NULL && self->is_training && ectopy_window_visible_page (self) != ECTOPY_ON_TRAIN)
    ectopy_window_toast (self, _ ("The training has ended"));
  self->is_training = text != NULL;
}

static void
toast_cb (EctopyWindow *self, const char *text)
{
  ectopy_window_toast (self, text);
}

/* ---- Made when shown. A page may outlive its window: what it waits for, such as the end of a run, holds
 * it. ---- */

static void
make_train_page (EctopyWindow *self)
{
  GtkWidget *page;

  if (self->train_page != NULL)
    return;
  page = ectopy_train_page_new ();
  self->train_page = ECTOPY_TRAIN_PAGE (page);
  g_signal_connect_object (page, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self->train_bin), page);
  g_object_set (page, "session", self->session, NULL);
  ectopy_train_page_offer_resume (self->train_page);
}

EctopyEvaluatePage *
ectopy_window_get_evaluate_page (EctopyWindow *self)
{
  GtkWidget *page;

  if (self->evaluate_page != NULL)
    return self->evaluate_page;
  page = g_object_new (ECTOPY_TYPE_EVALUATE_PAGE, NULL);
  self->evaluate_page = ECTOPY_EVALUATE_PAGE (page);
  g_signal_connect_object (page, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "show-beats", G_CALLBACK (show_beats_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "judging-changed", G_CALLBACK (ectopy_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self->evaluate_bin), page);
  ectopy_evaluate_page_set_session (self->evaluate_page, self->session);
  ectopy_evaluate_page_set_recording_session (self->evaluate_page, self->recording);
  ectopy_evaluate_page_show_recording (self->evaluate_page, ectopy_window_shows_recording (self));
  return self->evaluate_page;
}

void
ectopy_window_install_pages (EctopyWindow *self)
{
  g_signal_connect_object (ectopy_review_page_get_recording_page (self->review_page), "toast",
                           G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  /* When it is mapped: the keyboard goes to what the page has before the stack says that it has changed. */
  g_signal_connect_swapped (self->train_bin, "map", G_CALLBACK (make_train_page), self);
  g_signal_connect_swapped (self->evaluate_bin, "map", G_CALLBACK (ectopy_window_get_evaluate_page),
                            self);
  /* On which page one is says what some actions are about. */
  g_signal_connect_swapped (self->pages, "notify::visible-child-name",
                            G_CALLBACK (ectopy_window_update_actions), self);
}
