/* SPDX-License-Identifier: MIT */
#pragma once

/* What the files of the page share; for "ui/pages/train/train-page*.c" only. */
#include "engine/run/trainer.h"
#include "ui/pages/train/run-list.h"
#include "ui/pages/train/train-layout.h"
#include "ui/pages/train/train-page.h"
#include "ui/pages/train/unfinished.h"
#include "ui/widgets/curves-view.h"
#include "ui/widgets/error-bar.h"

G_BEGIN_DECLS

struct _EctopyTrainPage {
  AdwBin parent_instance;

  EctopyErrorBar *error_bar;
  GtkRevealer *resume_revealer;
  GtkLabel *resume_label;
  GtkScrolledWindow *scroller;
  EctopyTrainLayout *layout;
  GtkScrolledWindow *settings_scroller;
  EctopyTrainSettings *settings;
  EctopyCurvesView *curves;
  GtkWidget *result_box;
  GtkLabel *result_label;
  GtkLabel *notes_label;
  GtkWidget *result_buttons;
  GtkWidget *result_menu;
  GtkWidget *records_button;
  EctopyRunList *run_list;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkButton *pause_button;
  GtkWidget *stop_button;
  GtkWidget *start_button;

  EctopySession *session;
  GListStore *runs; /* EctopyRun, the newest first */
  guint n_runs;     /* that were begun */
  EctopyRun *shown; /* nullable: the one in the charts */

  /* while a run goes on */
  EctopyTrainer *trainer;
  GCancellable *cancellable;
  EctopyRun *running;
  EctopyUnfinished *unfinished;  /* nullable */
  gboolean is_resumed;           /* it goes on from a checkpoint */
  gboolean keeps_checkpoint;     /* also when it ends */
  EctopyUnfinished *interrupted; /* nullable: offered to be gone on with */
};

/* ---- train-page.c ---- */

void ectopy_train_page_toast (EctopyTrainPage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void ectopy_train_page_tell_status (EctopyTrainPage *self, const char *text, double fraction);

/* Whether the run shown has a model. */
gboolean ectopy_train_page_has_model (EctopyTrainPage *self);

/* What can be done; the charts; the sentence about the run shown; the line while nothing runs. */
void ectopy_train_page_update_actions (EctopyTrainPage *self);
void ectopy_train_page_update_curves (EctopyTrainPage *self);
void ectopy_train_page_update_result (EctopyTrainPage *self);
void ectopy_train_page_update_hint (EctopyTrainPage *self);

/* Puts @run (nullable) into the charts. */
void ectopy_train_page_show_run (EctopyTrainPage *self, EctopyRun *run);

/* ---- train-page-run.c ---- */

void ectopy_train_page_start_run (EctopyTrainPage *self);
void ectopy_train_page_toggle_pause (EctopyTrainPage *self);

/* Lets go of what belongs to the run; its files stay if they are to be of use after the next start. */
void ectopy_train_page_let_go (EctopyTrainPage *self, gboolean keep);

/* Answers to ectopy_train_page_offer_resume(). */
void ectopy_train_page_discard (EctopyTrainPage *self);
void ectopy_train_page_resume (EctopyTrainPage *self);

/* ---- train-page-files.c: actions that ask for a file ---- */

void
ectopy_train_page_choose_save_settings (GtkWidget *widget, const char *action, GVariant *parameter);
void
ectopy_train_page_choose_load_settings (GtkWidget *widget, const char *action, GVariant *parameter);
void
ectopy_train_page_choose_save_model (GtkWidget *widget, const char *action, GVariant *parameter);
void
ectopy_train_page_choose_export_chart (GtkWidget *widget, const char *action, GVariant *parameter);

G_END_DECLS
