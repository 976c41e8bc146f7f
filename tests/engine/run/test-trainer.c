/* SPDX-License-Identifier: MIT */
#include "engine/run/trainer.h"

#include "engine/core/error.h"
#include "tests/engine/run/made-up-run.h"

#include <math.h>

/* A trainer under watch, and what it has told. */
typedef struct {
  MadeUpRun made;
  EctopyTrainer *trainer;
  GCancellable *cancellable;
  GMainContext *context;
  GThread *thread;
  guint n_stages;
  guint n_epochs;
  guint n_moments;
  guint cancel_after; /* epochs */
  guint pause_after;
  gboolean is_done;
  gboolean is_finalized;
  EctopyModel *model;
  GError *error;
} Watch;

static void
stage_cb (EctopyTrainer *trainer, const char *text, double fraction, Watch *watch)
{
  g_assert_true (g_thread_self () == watch->thread);
  g_assert_false (watch->is_done);
  g_assert_cmpuint (watch->n_epochs, ==, 0);
  g_assert_true (fraction >= 0 && fraction <= 1);
  g_assert_nonnull (text);
  watch->n_stages++;
}

static void
epoch_cb (EctopyTrainer *trainer, Watch *watch)
{
  const EctopyTrainingLog *log = ectopy_trainer_get_log (trainer);

  g_assert_true (g_thread_self () == watch->thread);
  g_assert_false (watch->is_done);
  watch->n_epochs++;
  g_assert_cmpuint (log->n_epochs, ==, watch->n_epochs);
  g_assert_cmpuint (log->epochs[log->n_epochs - 1].epoch, ==, watch->n_epochs);
  g_assert_cmpuint (log->best_epoch, >=, 1);
  g_assert_cmpuint (log->best_epoch, <=, watch->n_epochs);
  if (watch->n_epochs == watch->cancel_after)
    g_cancellable_cancel (watch->cancellable);
  if (watch->n_epochs == watch->pause_after)
    ectopy_trainer_set_paused (trainer, TRUE);
}

static void
moment_cb (EctopyTrainer *trainer, Watch *watch)
{
  const EctopyFitMoment moment = ectopy_trainer_get_moment (trainer);

  g_assert_true (g_thread_self () == watch->thread);
  g_assert_false (watch->is_done);
  g_assert_cmpuint (moment.epoch, >=, 1);
  g_assert_cmpuint (moment.n_epochs, ==, watch->made.settings.epochs);
  g_assert_cmpfloat (moment.beats_per_second, >, 0);
  watch->n_moments++;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_thread_self () == watch->thread);
  g_assert_false (watch->is_done);
  watch->is_done = TRUE;
  watch->model = ectopy_trainer_start_finish (ECTOPY_TRAINER (source), result, &watch->error);
  g_assert_true ((watch->model == NULL) == (watch->error != NULL));
}

static void
finalized_cb (gpointer user_data, GObject *object)
{
  g_atomic_int_set (&((Watch *) user_data)->is_finalized, TRUE);
}

static void
watch_init (Watch *watch, const char *epochs)
{
  *watch = (Watch){
    .trainer = ectopy_trainer_new (),
    .cancellable = g_cancellable_new (),
    .thread = g_thread_self (),
  };
  made_up_run_init (&watch->made, epochs);
  g_object_weak_ref (G_OBJECT (watch->trainer), finalized_cb, watch);
  g_signal_connect (watch->trainer, "stage", G_CALLBACK (stage_cb), watch);
  g_signal_connect (watch->trainer, "epoch", G_CALLBACK (epoch_cb), watch);
  g_signal_connect (watch->trainer, "moment", G_CALLBACK (moment_cb), watch);
  g_assert_true (isnan (ectopy_trainer_get_seconds_left (watch->trainer)));
  g_assert_cmpuint (ectopy_trainer_get_moment (watch->trainer).epoch, ==, 0);
}

static void
start (Watch *watch, EctopyTrainerRequest request)
{
  request.settings = &watch->made.settings;
  request.n_threads = 2;
  if (request.training == NULL && request.training_path == NULL)
    request.training_path = watch->made.beats_path;
  ectopy_trainer_start_async (watch->trainer, &request, watch->cancellable, done_cb, watch);
}

static void
iterate (Watch *watch)
{
  g_main_context_iteration (watch->context, TRUE);
}

/* Lets go of the trainer, which the worker may hold a moment longer. */
static void
watch_clear (Watch *watch)
{
  g_clear_object (&watch->model);
  g_clear_error (&watch->error);
  g_object_unref (watch->trainer);
  for (guint i = 0; i < 1000 && !g_atomic_int_get (&watch->is_finalized); i++) {
    g_main_context_iteration (watch->context, FALSE);
    g_usleep (5000);
  }
  g_assert_true (g_atomic_int_get (&watch->is_finalized));
  g_object_unref (watch->cancellable);
  made_up_run_clear (&watch->made);
}

static void
test_all_epochs (void)
{
  Watch watch;
  const EctopyTrainingLog *log;

  watch_init (&watch, "4");
  start (&watch, (EctopyTrainerRequest){ 0 });
  while (!watch.is_done)
    iterate (&watch);
  g_assert_no_error (watch.error);
  log = ectopy_trainer_get_log (watch.trainer);
  g_assert_cmpuint (watch.n_epochs, ==, 4);
  g_assert_cmpuint (log->n_epochs, ==, 4);
  g_assert_nonnull (log->stop_reason);
  g_assert_cmpuint (watch.n_moments, >=, 1);
  g_assert_cmpuint (watch.n_stages, >=, 1);
  g_assert_cmpint (ectopy_trainer_get_end (watch.trainer), ==, ECTOPY_FIT_FINISHED);
  g_assert_nonnull (ectopy_trainer_get_notes (watch.trainer));
  g_assert_cmpstr (ectopy_model_get_card (watch.model, "training-data"), ==, "beats.csv");
  watch_clear (&watch);
}

static void
test_pause (void)
{
  const EctopyTrainingLog *log;
  Watch watch;
  guint n_then;
  gint64 begin;

  watch_init (&watch, "60");
  watch.pause_after = 2;
  start (&watch, (EctopyTrainerRequest){ 0 });
  while (watch.n_epochs < 2)
    iterate (&watch);
  g_assert_true (ectopy_trainer_get_paused (watch.trainer));
  /* A step may end, an epoch be told; then nothing more happens. */
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin < 400000)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  n_then = watch.n_epochs;
  while (g_get_monotonic_time () - begin < 1000000)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (watch.n_epochs, ==, n_then);
  g_assert_cmpuint (n_then, <, 60);
  ectopy_trainer_set_paused (watch.trainer, FALSE);
  watch.pause_after = 0;
  watch.cancel_after = n_then + 2;
  while (!watch.is_done)
    iterate (&watch);
  g_assert_no_error (watch.error);
  g_assert_cmpuint (watch.n_epochs, >=, n_then + 2);
  /* A second of pause is in no epoch's time. */
  log = ectopy_trainer_get_log (watch.trainer);
  for (size_t i = 0; i < log->n_epochs; i++)
    g_assert_cmpfloat (log->epochs[i].seconds, <, 0.9);
  watch_clear (&watch);
}

static void
test_stop (void)
{
  Watch watch;

  watch_init (&watch, "5000");
  watch.cancel_after = 3;
  start (&watch, (EctopyTrainerRequest){ 0 });
  while (!watch.is_done)
    iterate (&watch);
  g_assert_no_error (watch.error);
  g_assert_nonnull (watch.model);
  g_assert_cmpint (ectopy_trainer_get_end (watch.trainer), ==, ECTOPY_FIT_INTERRUPTED);
  g_assert_cmpuint (watch.n_epochs, >=, 3);
  g_assert_cmpuint (watch.n_epochs, <, 5000);
  g_assert_nonnull (ectopy_trainer_get_log (watch.trainer)->stop_reason);
  watch_clear (&watch);
}

/* Cancelled while it is held. */
static void
test_stop_while_paused (void)
{
  Watch watch;

  watch_init (&watch, "5000");
  watch.pause_after = 2;
  start (&watch, (EctopyTrainerRequest){ 0 });
  while (watch.n_epochs < 2)
    iterate (&watch);
  g_usleep (300000);
  g_cancellable_cancel (watch.cancellable);
  while (!watch.is_done)
    iterate (&watch);
  g_assert_no_error (watch.error);
  g_assert_nonnull (watch.model);
  watch_clear (&watch);
}

static void
test_cancelled_before (void)
{
  for (guint late = 0; late < 2; late++) {
    Watch watch;

    watch_init (&watch, "5000");
    if (late == 0)
      g_cancellable_cancel (watch.cancellable);
    start (&watch, (EctopyTrainerRequest){ 0 });
    if (late == 1)
      g_cancellable_cancel (watch.cancellable);
    while (!watch.is_done)
      iterate (&watch);
    g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpuint (watch.n_epochs, ==, 0);
    watch_clear (&watch);
  }
}

static void
test_missing_file (void)
{
  Watch watch;

  watch_init (&watch, "2");
  start (&watch, (EctopyTrainerRequest){ .training_path = "no-such.csv" });
  while (!watch.is_done)
    iterate (&watch);
  g_assert_error (watch.error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpuint (ectopy_trainer_get_log (watch.trainer)->n_epochs, ==, 0);
  watch_clear (&watch);
}

static gpointer
other_context_main (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Watch watch;

  g_main_context_push_thread_default (context);
  watch_init (&watch, "3");
  watch.context = context;
  start (&watch, (EctopyTrainerRequest){ .training = watch.made.beats });
  while (!watch.is_done)
    iterate (&watch);
  g_assert_no_error (watch.error);
  g_assert_cmpuint (watch.n_epochs, ==, 3);
  watch_clear (&watch);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_other_context (void)
{
  g_thread_join (g_thread_new ("other", other_context_main, NULL));
}

/* A run that was stopped and goes on tells the epochs of before, too, and comes to the same. */
static void
test_resume (void)
{
  Watch whole, first, second;
  g_autofree char *checkpoint = NULL;
  const EctopyNetwork *a, *b;

  watch_init (&whole, "6");
  start (&whole, (EctopyTrainerRequest){ 0 });
  while (!whole.is_done)
    iterate (&whole);

  watch_init (&first, "6");
  checkpoint = g_build_filename (first.made.folder, "run.checkpoint", NULL);
  first.cancel_after = 2;
  start (&first, (EctopyTrainerRequest){ .training_path = whole.made.beats_path,
                                         .checkpoint = checkpoint });
  while (!first.is_done)
    iterate (&first);
  g_assert_no_error (first.error);

  watch_init (&second, "6");
  /* The settings of a job count by their text, the network's path in them. */
  ectopy_fit_settings_clear (&second.made.settings);
  ectopy_fit_settings_copy (&second.made.settings, &first.made.settings);
  start (&second,
         (EctopyTrainerRequest){ .training_path = whole.made.beats_path, .resume = checkpoint });
  while (!second.is_done)
    iterate (&second);
  g_assert_no_error (second.error);
  g_assert_cmpuint (second.n_epochs, ==, 6);
  a = ectopy_model_get_network (whole.model);
  b = ectopy_model_get_network (second.model);
  g_assert_cmpmem (a->parameters, a->plan->n_parameters * sizeof (float), b->parameters,
                   b->plan->n_parameters * sizeof (float));
  watch_clear (&second);
  watch_clear (&first);
  watch_clear (&whole);
}

/* The owner goes away during the run; the callback still comes, once. */
static void
test_dropped (void)
{
  Watch watch;

  watch_init (&watch, "5000");
  start (&watch, (EctopyTrainerRequest){ 0 });
  while (watch.n_epochs < 1)
    iterate (&watch);
  g_signal_handlers_disconnect_by_data (watch.trainer, &watch);
  g_cancellable_cancel (watch.cancellable);
  g_object_unref (watch.trainer);
  while (!watch.is_done)
    iterate (&watch);
  watch.trainer = g_object_new (G_TYPE_OBJECT, NULL); /* for watch_clear() */
  watch_clear (&watch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/trainer/all-epochs-in-order-on-the-main-thread", test_all_epochs);
  g_test_add_func ("/run/trainer/pause-holds-and-does-not-count", test_pause);
  g_test_add_func ("/run/trainer/stop-keeps-the-best-model", test_stop);
  g_test_add_func ("/run/trainer/stop-wakes-a-paused-run", test_stop_while_paused);
  g_test_add_func ("/run/trainer/cancelled-before-the-first-epoch", test_cancelled_before);
  g_test_add_func ("/run/trainer/missing-file", test_missing_file);
  g_test_add_func ("/run/trainer/under-another-main-context", test_other_context);
  g_test_add_func ("/run/trainer/resumed-from-its-checkpoint", test_resume);
  g_test_add_func ("/run/trainer/owner-gone-during-the-run", test_dropped);
  return g_test_run ();
}
