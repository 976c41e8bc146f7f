/* SPDX-License-Identifier: MIT */
#pragma once

/* What the window's files share: "window.c" is the window, "window-pages.c" its pages, "window-actions.c"
 * its actions, "window-recording.c" those on a recording, "window-review.c" those on many of its beats at
 * once, "window-comparison.c" those along its comparison, "window-model.c" those on the model,
 * "window-recording-files.c" what is written of a recording, and "window-overtaken.c" what is asked where
 * another has written meanwhile. */
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
  EctopyRecordingSession *recording;
  gboolean may_close;                   /* asked and answered */
  void (*go_on) (EctopyWindow *window); /* what waits for an answer about corrections */
  char *pending_path;                   /* what is opened then */
  gboolean overtaken_recording;         /* what the other changed is of a recording */
  void (*overtaken_go_on) (
      EctopyWindow *window);     /* (nullable): what waits for that being settled */
  gboolean settles_recording;    /* the answer is about the recording, not the beats */
  EctopyRecordingOptions needed; /* what was told of a recording's rate and unit */

  EctopyJob *exporting; /* corrected beats */
  EctopyJob *reporting; /* a recording's report */
  gboolean reports_all; /* it is to show every minute */
  gboolean is_training;
  char *chosen_model; /* becomes the preferred one once it has been read */
  guint arrange_id;
  AdwToast *step_toast; /* of the last step, in whose place the next comes */

  GtkWidget *toasts;
  AdwToast *undo_toast; /* (nullable), weak */
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
  GtkWidget *train_bin;
  GtkWidget *evaluate_bin;
  EctopyTrainPage *train_page;       /* (nullable): until it is first shown */
  EctopyEvaluatePage *evaluate_page; /* (nullable): the same */
};

/* Adds the actions of the group `win`. */
void ectopy_window_install_actions (EctopyWindow *self);
void ectopy_window_remove_setting_actions (EctopyWindow *self);

/* Which of them can be used now, and what the title says. */
void ectopy_window_update_actions (EctopyWindow *self);
void ectopy_window_update_title (EctopyWindow *self);

/* Asks what to do with what was said of beats or recording and is in no file, then calls @go_on unless
 * the answer is to stay. */
void ectopy_window_settle_corrections (EctopyWindow *self, void (*go_on) (EctopyWindow *self));
void ectopy_window_settle_recording (EctopyWindow *self, void (*go_on) (EctopyWindow *self));

/* Connects the pages; those that are not there yet are once they are shown. */
void ectopy_window_install_pages (EctopyWindow *self);

/* Makes it where it is not there yet. */
EctopyEvaluatePage *ectopy_window_get_evaluate_page (EctopyWindow *self);

/* One of EctopyPages, of @window, an EctopyWindow. */
guint ectopy_window_visible_page (gpointer window);

/* Whether the recording, not the cut beats, is what is reviewed. */
gboolean ectopy_window_shows_recording (EctopyWindow *self);

/* Whether it is, on the pages that are about either. */
void ectopy_window_show_recording (EctopyWindow *self, gboolean shown);

/* Whether the page that is seen compares the recording's beats. */
gboolean ectopy_window_compares_recording (EctopyWindow *self);

/* Connects the recording's session; adds the actions on a recording. */
void ectopy_window_install_recording (EctopyWindow *self);

/* Connects its comparison; adds the actions that go along it. */
void ectopy_window_install_comparison (EctopyWindow *self);

/* Which of these can be used now. */
void ectopy_window_update_recording_actions (EctopyWindow *self);
void ectopy_window_update_comparison_actions (EctopyWindow *self);

/* The same for those on the model. */
void ectopy_window_install_model (EctopyWindow *self);
void ectopy_window_update_model_actions (EctopyWindow *self, gboolean is_shown);

/* The same for those on many beats at once. */
void ectopy_window_install_review (EctopyWindow *self);
void ectopy_window_update_review_actions (EctopyWindow *self, gboolean is_shown);

/* Opens a folder, the recording of a study, or a recording. */
void ectopy_window_open_folder (EctopyWindow *self, const char *path);
void ectopy_window_open_study (EctopyWindow *self, const char *path);
void ectopy_window_open_recording (EctopyWindow *self, const char *path);

/* What the shared actions do where a recording is reviewed. */
void ectopy_window_relabel_recording (EctopyWindow *self, guint beat_class);
void ectopy_window_accept_recording (EctopyWindow *self);
void ectopy_window_save_recording (EctopyWindow *self);
void ectopy_window_export_recording (EctopyWindow *self);
void ectopy_window_report_recording (EctopyWindow *self);
void ectopy_window_print_recording (EctopyWindow *self);

/* Where @error says that someone else has written there: asks what to do with the two versions, calls
 * @go_on (nullable) once what is here is in a file, and returns TRUE. */
gboolean ectopy_window_ask_overtaken (EctopyWindow *self,
                                      const GError *error,
                                      gboolean is_recording,
                                      void (*go_on) (EctopyWindow *self));

/* Said above the pages. */
void ectopy_window_fail (EctopyWindow *self, const char *title, const char *details);

G_END_DECLS
