/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/pages/train/train-settings.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyTrainPage:
 *
 * Trains networks: settings, curves as they come, what came of it, and the runs of this session.
 *
 * Property `session`. Actions of the group `train`: start, pause (stateful), stop, save-model,
 * save-settings, load-settings, export-chart, use-model, evaluate, clear-history.
 *
 * Signals:
 * - `status (const char *text, double fraction)`: what is running, in a few words, and how far it is;
 *   @text is NULL when nothing runs any more
 * - `toast (const char *text)`: something was done that is not to be seen on the page
 */
#define ECTOPY_TYPE_TRAIN_PAGE (ectopy_train_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTrainPage, ectopy_train_page, ECTOPY, TRAIN_PAGE, AdwBin)

GtkWidget *ectopy_train_page_new (void);

gboolean ectopy_train_page_is_running (EctopyTrainPage *self);

/* Stops the run, as its window is going to close; the checkpoint stays, so that the run can be gone
 * on with after the next start. */
void ectopy_train_page_stop (EctopyTrainPage *self);

/* Looks for a run that was interrupted by a crash, or by closing the window, and offers to go on with
 * it. To be called once, when the window is there. Returns: whether there is one. */
gboolean ectopy_train_page_offer_resume (EctopyTrainPage *self);

/* (transfer none): the form. */
EctopyTrainSettings *ectopy_train_page_get_settings (EctopyTrainPage *self);

/* Saves the form's settings, or the model of the run shown, at @path; or reads settings from there.
 * Failures are shown on the page. Returns: whether it was done. */
gboolean ectopy_train_page_save_settings (EctopyTrainPage *self, const char *path);
gboolean ectopy_train_page_load_settings (EctopyTrainPage *self, const char *path);
gboolean ectopy_train_page_save_model (EctopyTrainPage *self, const char *path);
gboolean ectopy_train_page_export_chart (EctopyTrainPage *self, const char *path);

G_END_DECLS
