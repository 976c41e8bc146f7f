/* SPDX-License-Identifier: MIT */
#include "engine/run/training.h"
#include "ui/compat.h"
#include "ui/pages/train/train-page-private.h"
#include "ui/pages/train/train-text.h"

#include <glib/gi18n.h>

/* ---- A run goes on ---- */

static void
compared_cb (EctopyTrainPage *self)
{
  ectopy_train_page_update_curves (self);
}

static void
show_progress (EctopyTrainPage *self)
{
  const EctopyFitMoment moment = ectopy_trainer_get_moment (self->trainer);
  const double fraction = ectopy_train_text_fraction (&moment);
  const gboolean paused = ectopy_trainer_get_paused (self->trainer);
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;
  g_autofree char *status = NULL;

  if (moment.epoch == 0)
    return;
  line = ectopy_train_text_progress (&moment, ectopy_trainer_get_seconds_left (self->trainer));
  status = ectopy_train_text_status (&moment, paused);
  /* Translators: %s is a line such as "Epoch 7 of 30 · 5,310 beats/s". */
  text = paused ? g_strdup_printf (_ ("Paused. %s"), line) : g_strdup (line);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  ectopy_train_page_tell_status (self, status, fraction);
}

static void
stage_cb (EctopyTrainer *trainer, const char *text, double fraction, EctopyTrainPage *self)
{
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  ectopy_train_page_tell_status (self, text, fraction);
}

static void
epoch_cb (EctopyTrainer *trainer, EctopyTrainPage *self)
{
  const EctopyTrainingLog *log = ectopy_trainer_get_log (trainer);

  ectopy_run_update (self->running, log);
  if (self->unfinished != NULL)
    ectopy_unfinished_set_done (self->unfinished, (guint) log->n_epochs);
  if (self->shown == self->running || ectopy_run_get_compared (self->running))
    ectopy_train_page_update_curves (self);
  if (log->n_epochs == 1)
    ectopy_train_page_update_actions (self);
}

static void
moment_cb (EctopyTrainer *trainer, EctopyTrainPage *self)
{
  show_progress (self);
}

/* Lets go of what belongs to the run; the files stay if they are of use after the next start. */
void
ectopy_train_page_let_go (EctopyTrainPage *self, gboolean keep)
{
  if (self->trainer != NULL)
    g_signal_handlers_disconnect_by_data (self->trainer, self);
  g_clear_object (&self->trainer);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->running);
  if (self->unfinished != NULL && !keep)
    ectopy_unfinished_remove (g_steal_pointer (&self->unfinished));
  g_clear_pointer (&self->unfinished, ectopy_unfinished_free);
}

static void
remove_run (EctopyTrainPage *self, EctopyRun *run)
{
  guint position;

  if (g_list_store_find (self->runs, run, &position))
    g_list_store_remove (self->runs, position);
}

static void
end_run (EctopyTrainPage *self, EctopyModel *model, const GError *error)
{
  g_autoptr (EctopyRun) run = g_object_ref (self->running);
  const gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  const EctopyFitEnd end = ectopy_trainer_get_end (self->trainer);
  g_autofree char *said = NULL;

  ectopy_run_update (run, ectopy_trainer_get_log (self->trainer));
  ectopy_run_set_figures (run, ectopy_trainer_get_figures (self->trainer));
  ectopy_run_finish (run, end, model, ectopy_trainer_get_notes (self->trainer),
                     error != NULL ? error->message : NULL);
  ectopy_train_page_let_go (self, self->keeps_checkpoint || (self->is_resumed && model == NULL));
  if (cancelled) {
    remove_run (self, run);
    if (self->shown == run) {
      g_autoptr (EctopyRun) newest = g_list_model_get_item (G_LIST_MODEL (self->runs), 0);

      ectopy_train_page_show_run (self, newest);
    }
    ectopy_train_page_toast (self, "%s", _ ("Stopped before the first epoch was done."));
  } else if (error != NULL) {
    ectopy_error_bar_show (self->error_bar, _ ("The network could not be trained."),
                           error->message);
  }
  ectopy_train_page_update_curves (self);
  ectopy_train_page_update_result (self);
  ectopy_train_page_update_hint (self);
  ectopy_train_page_update_actions (self);
  said = ectopy_run_describe_result (run);
  ectopy_announce (GTK_WIDGET (self), said);
  ectopy_train_page_tell_status (self, NULL, 0.0);
}

static void
trained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EctopyTrainPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel)
      model = ectopy_trainer_start_finish (ECTOPY_TRAINER (source), result, &error);

  /* A page that has been disposed of has let go of its trainer. */
  if (ECTOPY_TRAINER (source) == self->trainer)
    end_run (self, model, error);
}

/* @request lacks the checkpoint. */
static void
begin_run (EctopyTrainPage *self, EctopyTrainerRequest request, const char *data)
{
  g_autoptr (EctopyRun) run = ectopy_run_new (++self->n_runs, data, request.settings);

  ectopy_error_bar_clear (self->error_bar);
  self->trainer = ectopy_trainer_new ();
  self->cancellable = g_cancellable_new ();
  self->running = g_object_ref (run);
  self->is_resumed = request.resume != NULL;
  self->keeps_checkpoint = FALSE;
  request.checkpoint = self->unfinished != NULL ? self->unfinished->checkpoint : NULL;
  g_signal_connect (self->trainer, "stage", G_CALLBACK (stage_cb), self);
  g_signal_connect (self->trainer, "epoch", G_CALLBACK (epoch_cb), self);
  g_signal_connect (self->trainer, "moment", G_CALLBACK (moment_cb), self);
  g_signal_connect_object (run, "notify::compared", G_CALLBACK (compared_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_store_insert (self->runs, 0, run);
  gtk_label_set_text (self->progress_label, _ ("Preparing the data."));
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), TRUE);
  gtk_button_set_label (self->pause_button, _ ("_Pause"));
  ectopy_trainer_start_async (self->trainer, &request, self->cancellable, trained_cb,
                              g_object_ref (self));
  ectopy_train_page_show_run (self, run);
  if (ectopy_train_layout_get_stacked (self->layout)) {
    GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  }
}

/* Without a checkpoint the run cannot be gone on with after a crash, but it can be run. */
static void
note_begin (EctopyTrainPage *self,
            EctopyDataset *dataset,
            EctopyCorrections *corrections,
            const EctopyTrainerRequest *request)
{
  const char *path = ectopy_train_settings_get_training_path (self->settings);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (corrections != NULL && ectopy_corrections_get_n_verdicts (corrections) == 0)
    corrections = NULL;
  self->unfinished = ectopy_unfinished_new (path, dataset, corrections, request, &error);
  if (self->unfinished == NULL)
    /* Translators: %s is what the system says, with the name of a file. */
    ectopy_train_page_toast (self, _ ("There will be no checkpoint: %s"), error->message);
}

/* ---- Begin and pause ---- */

static void
start (EctopyTrainPage *self, const EctopyFitSettings *settings)
{
  EctopyDataset *dataset = ectopy_train_settings_get_training (self->settings);
  const char *path = ectopy_train_settings_get_training_path (self->settings);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *note = NULL;
  g_autofree char *data = NULL;
  g_autoptr (EctopyDataset) corrected = NULL;
  g_autoptr (GError) error = NULL;
  EctopyCorrections *corrections = ectopy_train_settings_uses_review (self->settings)
                                       ? ectopy_session_get_corrections (self->session)
                                       : NULL;
  EctopyTrainerRequest request = {
    .training_path = dataset == NULL ? path : NULL,
    .training = dataset,
    .patients_path = ectopy_train_settings_get_patients_path (self->settings),
    .validation_path = ectopy_train_settings_get_validation_path (self->settings),
    .settings = settings,
    .n_threads = ectopy_train_settings_get_threads (self->settings),
  };

  /* Also without a verdict the run gets beats of its own: threads of Review look at theirs. */
  if (corrections != NULL) {
    corrected = ectopy_training_correct (dataset, corrections, &note, &error);
    if (corrected == NULL) {
      ectopy_error_bar_show (self->error_bar, _ ("The beats in Review cannot be trained on."),
                             error->message);
      return;
    }
    request.training = corrected;
    request.note = note;
  }
  /* Translators: %s is the name of a file. */
  data = note != NULL ? g_strdup_printf (_ ("%s, corrected"), name) : g_strdup (name);
  note_begin (self, dataset, corrections, &request);
  begin_run (self, request, data != NULL ? data : _ ("Beats"));
}

void
ectopy_train_page_start_run (EctopyTrainPage *self)
{
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;

  if (self->trainer != NULL || !ectopy_train_settings_is_complete (self->settings))
    return;
  if (ectopy_train_settings_get (self->settings, &settings, &error))
    start (self, &settings);
  else
    ectopy_error_bar_show (self->error_bar, _ ("A setting cannot be used."), error->message);
  ectopy_fit_settings_clear (&settings);
}

void
ectopy_train_page_toggle_pause (EctopyTrainPage *self)
{
  gboolean paused;

  if (self->trainer == NULL)
    return;
  paused = !ectopy_trainer_get_paused (self->trainer);
  ectopy_trainer_set_paused (self->trainer, paused);
  gtk_button_set_label (self->pause_button, paused ? _ ("_Go On") : _ ("_Pause"));
  show_progress (self);
}

/* ---- A run of before ---- */

static void
hide_offer (EctopyTrainPage *self)
{
  gtk_revealer_set_reveal_child (self->resume_revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->resume_revealer), FALSE);
}

void
ectopy_train_page_discard (EctopyTrainPage *self)
{
  if (self->interrupted != NULL)
    ectopy_unfinished_remove (g_steal_pointer (&self->interrupted));
  hide_offer (self);
}

void
ectopy_train_page_resume (EctopyTrainPage *self)
{
  const EctopyUnfinished *run = self->interrupted;
  g_autofree char *data = NULL;

  if (run == NULL)
    return;
  if (self->trainer != NULL) {
    ectopy_train_page_toast (self, "%s", _ ("Another run goes on: wait for its end, or stop it."));
    return;
  }
  data = g_filename_display_basename (run->training_path);
  self->unfinished = g_steal_pointer (&self->interrupted);
  hide_offer (self);
  if (g_file_test (run->training_path, G_FILE_TEST_IS_DIR))
    ectopy_train_settings_set_recordings (self->settings, run->training_path);
  ectopy_train_settings_set (self->settings, &run->settings);
  begin_run (self,
             (EctopyTrainerRequest){ .training_path = run->training_path,
                                     .corrections_path = run->corrections_path,
                                     .validation_path = run->validation_path,
                                     .patients_path = run->patients_path,
                                     .settings = &run->settings,
                                     .n_threads = run->n_threads,
                                     .resume = run->checkpoint },
             data);
}

gboolean
ectopy_train_page_offer_resume (EctopyTrainPage *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (ECTOPY_IS_TRAIN_PAGE (self), FALSE);
  if (self->interrupted == NULL)
    self->interrupted = ectopy_unfinished_find ();
  if (self->interrupted == NULL)
    return FALSE;
  text = g_strdup_printf (
      /* Translators: number of an epoch, and how many were asked for. */
      _ ("A training run was interrupted at epoch %u of %u."), self->interrupted->n_done + 1,
      ectopy_fit_settings_count_epochs (&self->interrupted->settings));
  gtk_label_set_text (self->resume_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->resume_revealer), TRUE);
  gtk_revealer_set_reveal_child (self->resume_revealer, TRUE);
  return TRUE;
}
