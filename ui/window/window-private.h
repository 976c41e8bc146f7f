/* SPDX-License-Identifier: MIT */
#pragma once

/* What the window's two files share. */
#include "ui/pages/evaluate/evaluate-page.h"
#include "ui/pages/review/review-page.h"
#include "ui/pages/train/train-page.h"
#include "ui/session/job.h"
#include "ui/widgets/error-bar.h"
#include "ui/window/window.h"

G_BEGIN_DECLS

struct _EctopyWindow {
  AdwApplicationWindow parent_instance;

  EctopySession *session;
  gboolean may_close;                   /* asked and answered */
  void (*go_on) (EctopyWindow *window); /* what waits for an answer about corrections */
  char *pending_path;                   /* what is opened then */

  EctopyJob *exporting; /* corrected beats */
  gboolean is_training;
  char *chosen_model; /* becomes the preferred one once it has been read */
  guint arrange_id;

  GtkWidget *toasts;
  GtkWidget *header;
  GtkWidget *switcher_title;
  GtkWidget *window_title;
  GtkWidget *squeezer;
  GtkWidget *switcher_bar;
  GtkWidget *pages;
  EctopyErrorBar *error_bar;
  GtkWidget *menu_button;
  GtkWidget *recent_button;
  EctopyReviewPage *review_page;
  EctopyTrainPage *train_page;
  EctopyEvaluatePage *evaluate_page;
};

/* Adds the actions of the group `win`. */
void ectopy_window_install_actions (EctopyWindow *self);

/* Which of them can be used now. */
void ectopy_window_update_actions (EctopyWindow *self);

/* Asks what to do with corrections that are in no file, then calls @go_on unless the answer is to
 * stay. */
void ectopy_window_settle_corrections (EctopyWindow *self, void (*go_on) (EctopyWindow *self));

G_END_DECLS
