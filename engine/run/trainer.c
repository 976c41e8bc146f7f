/* SPDX-License-Identifier: MIT */
/* The worker leaves what there is to tell in an outbox, and posts one source to the main context
 * however much comes before that runs. It has the priority of the task's end and is posted before it,
 * so all is told before the end is. What the methods give is the main thread's own copy. */
#include "engine/run/trainer.h"

#include "engine/run/training.h"

#include <math.h>
#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* Where a window has to be drawn at the same time. */
#define NICENESS 10

/* Less than this share of a run tells nothing about the rest, unless it took so many seconds. */
#define LEAST_SHARE   0.01
#define LEAST_SECONDS 2.0

/* An epoch, and the best one when it was done. */
typedef struct {
  EctopyEpoch epoch;
  guint best;
} Told;

typedef struct {
  char *training_path;
  EctopyDataset *training;
  char *corrections_path;
  char *validation_path;
  char *patients_path;
  char *note;
  EctopyFitSettings settings;
  guint n_threads;
  char *checkpoint;
  char *resume;
} Request;

struct _EctopyTrainer {
  GObject parent_instance;

  /* the worker's */
  Request request;
  EctopyTrainingLog *work_log;
  size_t n_posted;       /* epochs of it that are in the outbox or were */
  gint64 begin;          /* of the first step, later by all pauses; 0 before */
  guint n_before;        /* epochs that a checkpoint brought */
  GPtrArray *work_notes; /* handed over at the end */

  /* between the two */
  GMutex mutex;
  GCond resumed;
  GTask *task; /* lent; only while the worker runs */
  gboolean is_paused;
  gboolean is_cancelled;
  gboolean is_posted;
  GArray *epochs; /* Told */
  char *stage;
  double stage_fraction;
  gboolean has_stage;
  gboolean has_moment;
  EctopyFitMoment latest;
  double seconds_left;
  EctopyRecordsFigures *work_figures;
  EctopyFitEnd work_end;
  gboolean has_ended;

  /* the main thread's */
  EctopyTrainingLog *log;
  EctopyFitMoment moment;
  double left;
  GPtrArray *notes;
  EctopyRecordsFigures *figures;
  EctopyFitEnd end;
  gboolean is_started;
};

enum { STAGE, EPOCH, MOMENT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyTrainer, ectopy_trainer, G_TYPE_OBJECT)

static void
request_copy (Request *request, const EctopyTrainerRequest *other)
{
  *request = (Request){
    .training_path = g_strdup (other->training_path),
    .training = other->training != NULL ? g_object_ref (other->training) : NULL,
    .corrections_path = g_strdup (other->corrections_path),
    .validation_path = g_strdup (other->validation_path),
    .patients_path = g_strdup (other->patients_path),
    .note = g_strdup (other->note),
    .n_threads = other->n_threads,
    .checkpoint = g_strdup (other->checkpoint),
    .resume = g_strdup (other->resume),
  };
  ectopy_fit_settings_copy (&request->settings, other->settings);
}

static void
request_clear (Request *request)
{
  g_clear_object (&request->training);
  g_free (request->training_path);
  g_free (request->corrections_path);
  g_free (request->validation_path);
  g_free (request->patients_path);
  g_free (request->note);
  ectopy_fit_settings_clear (&request->settings);
  g_free (request->checkpoint);
  g_free (request->resume);
}

/* ---- Main thread: what the worker has left ---- */

static gboolean
flush_cb (gpointer user_data)
{
  GTask *task = user_data;
  EctopyTrainer *self = g_task_get_source_object (task);
  g_autoptr (GArray) epochs = NULL;
  g_autofree char *stage = NULL;
  gboolean has_stage, has_moment, has_ended;
  double stage_fraction;

  g_mutex_lock (&self->mutex);
  self->is_posted = FALSE;
  epochs = g_steal_pointer (&self->epochs);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (Told));
  stage = g_steal_pointer (&self->stage);
  stage_fraction = self->stage_fraction;
  has_stage = self->has_stage;
  has_moment = self->has_moment;
  has_ended = self->has_ended;
  self->has_stage = self->has_moment = FALSE;
  if (self->work_figures != NULL) {
    g_clear_pointer (&self->figures, ectopy_records_figures_unref);
    self->figures = g_steal_pointer (&self->work_figures);
  }
  self->moment = self->latest;
  self->left = self->seconds_left;
  if (has_ended) {
    self->end = self->work_end;
    self->notes = g_steal_pointer (&self->work_notes);
    ectopy_training_log_set_stop_reason (self->log, self->work_log->stop_reason);
  }
  g_mutex_unlock (&self->mutex);

  if (g_task_get_completed (task))
    return G_SOURCE_REMOVE;
  if (has_stage)
    g_signal_emit (self, signals[STAGE], 0, stage, stage_fraction);
  for (guint i = 0; i < epochs->len; i++) {
    const Told *told = &g_array_index (epochs, Told, i);

    ectopy_training_log_append (self->log, &told->epoch);
    ectopy_training_log_set_best (self->log, told->best);
    g_signal_emit (self, signals[EPOCH], 0);
  }
  if (has_moment)
    g_signal_emit (self, signals[MOMENT], 0);
  return G_SOURCE_REMOVE;
}

/* ---- Worker ---- */

/* With the mutex held. */
static void
post (EctopyTrainer *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->is_posted)
    return;
  self->is_posted = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (self->task));
  g_source_set_callback (source, flush_cb, g_object_ref (self->task), g_object_unref);
  g_source_set_static_name (source, "ectopy-trainer");
  g_source_attach (source, g_task_get_context (self->task));
}

/* With the mutex held: epochs that the outbox has not seen, also those that a checkpoint brought. */
static void
collect_epochs (EctopyTrainer *self)
{
  const EctopyTrainingLog *log = self->work_log;

  for (; self->n_posted < log->n_epochs; self->n_posted++) {
    const EctopyEpoch *epoch = &log->epochs[self->n_posted];
    const Told told = { *epoch, MIN (log->best_epoch, epoch->epoch) };

    g_array_append_val (self->epochs, told);
  }
}

/* With the mutex held: waits until the run may go on. What was waited does not count. */
static void
hold (EctopyTrainer *self)
{
  const gint64 begin = g_get_monotonic_time ();

  if (!self->is_paused)
    return;
  while (self->is_paused && !self->is_cancelled)
    g_cond_wait (&self->resumed, &self->mutex);
  if (self->begin != 0)
    self->begin += g_get_monotonic_time () - begin;
}

/* With the mutex held. */
static void
estimate (EctopyTrainer *self, const EctopyFitMoment *moment)
{
  const double seconds = (double) (g_get_monotonic_time () - self->begin) * 1e-6;
  const double done = (double) (moment->epoch - 1 - self->n_before) + moment->fraction;
  const double all = (double) (moment->n_epochs - self->n_before);

  if (done >= LEAST_SHARE * all || (done > 0 && seconds >= LEAST_SECONDS))
    self->seconds_left = seconds / done * (all - done);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  EctopyTrainer *self = user_data;

  g_mutex_lock (&self->mutex);
  g_free (self->stage);
  self->stage = g_strdup (stage);
  self->stage_fraction = fraction;
  self->has_stage = TRUE;
  post (self);
  hold (self);
  g_mutex_unlock (&self->mutex);
}

static void
judged_cb (const EctopyRecordsFigures *figures, double temperature, gpointer user_data)
{
  EctopyTrainer *self = user_data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->work_figures, ectopy_records_figures_unref);
  self->work_figures = ectopy_records_figures_ref ((EctopyRecordsFigures *) figures);
  g_mutex_unlock (&self->mutex);
}

static void
moment_cb (const EctopyFitMoment *moment, gpointer user_data)
{
  EctopyTrainer *self = user_data;

  g_mutex_lock (&self->mutex);
  if (self->begin == 0) {
    self->begin = g_get_monotonic_time ();
    self->n_before = (guint) self->work_log->n_epochs;
  }
  collect_epochs (self);
  estimate (self, moment);
  self->latest = *moment;
  self->has_moment = TRUE;
  post (self);
  hold (self);
  g_mutex_unlock (&self->mutex);
}

static void
epoch_cb (const EctopyEpoch *epoch, gpointer user_data)
{
  EctopyTrainer *self = user_data;

  g_mutex_lock (&self->mutex);
  collect_epochs (self);
  post (self);
  hold (self);
  g_mutex_unlock (&self->mutex);
}

/* On the thread that cancels. */
static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  EctopyTrainer *self = user_data;

  g_mutex_lock (&self->mutex);
  self->is_cancelled = TRUE;
  g_cond_broadcast (&self->resumed);
  g_mutex_unlock (&self->mutex);
}

static EctopyModel *
train (EctopyTrainer *self, GCancellable *cancellable, EctopyFitEnd *end, GError **error)
{
  const Request *request = &self->request;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (request->n_threads);
  const EctopyTraining training = {
    .training_path = request->training_path,
    .training = request->training,
    .corrections_path = request->corrections_path,
    .validation_path = request->validation_path,
    .patients_path = request->patients_path,
    .note = request->note,
    .settings = &request->settings,
    .workers = workers,
    .checkpoint = request->checkpoint,
    .checkpoint_is_optional = TRUE,
    .resume = request->resume,
    .epoch_done = epoch_cb,
    .moment = moment_cb,
    .progress = progress_cb,
    .judged = judged_cb,
    .user_data = self,
  };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return ectopy_training_run (&training, self->work_log, self->work_notes, end, cancellable, error);
}

/* With @model, or with @error. */
static void
end_task (EctopyTrainer *self, GTask *task, EctopyFitEnd end, EctopyModel *model, GError *error)
{
  g_mutex_lock (&self->mutex);
  collect_epochs (self);
  self->work_end = end;
  self->has_ended = TRUE;
  post (self);
  self->task = NULL;
  g_mutex_unlock (&self->mutex);
  if (model != NULL)
    g_task_return_pointer (task, model, g_object_unref);
  else
    g_task_return_error (task, error);
}

static gpointer
thread_main (gpointer data)
{
  g_autoptr (GTask) task = data;
  EctopyTrainer *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gulong handler = 0;
  EctopyFitEnd end = ECTOPY_FIT_INTERRUPTED;
  GError *error = NULL;
  EctopyModel *model;

#ifdef __linux__
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), NICENESS);
#endif
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  model = train (self, cancellable, &end, &error);
  g_cancellable_disconnect (cancellable, handler);
  end_task (self, task, end, model, error);
  return NULL;
}

/* ---- Object ---- */

static void
ectopy_trainer_finalize (GObject *object)
{
  EctopyTrainer *self = ECTOPY_TRAINER (object);

  request_clear (&self->request);
  ectopy_training_log_free (self->work_log);
  ectopy_training_log_free (self->log);
  g_clear_pointer (&self->figures, ectopy_records_figures_unref);
  g_clear_pointer (&self->work_figures, ectopy_records_figures_unref);
  g_clear_pointer (&self->work_notes, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_array_unref (self->epochs);
  g_free (self->stage);
  g_cond_clear (&self->resumed);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (ectopy_trainer_parent_class)->finalize (object);
}

static void
ectopy_trainer_class_init (EctopyTrainerClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ectopy_trainer_finalize;
  signals[STAGE] = g_signal_new ("stage", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_STRING, G_TYPE_DOUBLE);
  signals[EPOCH] = g_signal_new ("epoch", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
  signals[MOMENT] = g_signal_new ("moment", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
ectopy_trainer_init (EctopyTrainer *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->resumed);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (Told));
  self->log = ectopy_training_log_new ();
  self->work_log = ectopy_training_log_new ();
  self->work_notes = g_ptr_array_new_with_free_func (g_free);
  self->seconds_left = self->left = NAN;
}

EctopyTrainer *
ectopy_trainer_new (void)
{
  return g_object_new (ECTOPY_TYPE_TRAINER, NULL);
}

void
ectopy_trainer_start_async (EctopyTrainer *self,
                            const EctopyTrainerRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GThread *thread;
  GError *error = NULL;
  GTask *task;

  g_return_if_fail (ECTOPY_IS_TRAINER (self));
  g_return_if_fail (!self->is_started);
  g_return_if_fail (request->training != NULL || request->training_path != NULL);

  self->is_started = TRUE;
  request_copy (&self->request, request);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ectopy_trainer_start_async);
  /* A run that was stopped still has a result. */
  g_task_set_check_cancellable (task, FALSE);
  self->task = task;
  thread = g_thread_try_new ("ectopy-train", thread_main, task, &error);
  if (thread != NULL) {
    g_thread_unref (thread);
  } else {
    end_task (self, task, ECTOPY_FIT_INTERRUPTED, NULL, error);
    g_object_unref (task);
  }
}

EctopyModel *
ectopy_trainer_start_finish (EctopyTrainer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ectopy_trainer_set_paused (EctopyTrainer *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->is_paused = paused;
  g_cond_broadcast (&self->resumed);
  g_mutex_unlock (&self->mutex);
}

gboolean
ectopy_trainer_get_paused (EctopyTrainer *self)
{
  gboolean is_paused;

  g_mutex_lock (&self->mutex);
  is_paused = self->is_paused;
  g_mutex_unlock (&self->mutex);
  return is_paused;
}

EctopyFitMoment
ectopy_trainer_get_moment (EctopyTrainer *self)
{
  return self->moment;
}

double
ectopy_trainer_get_seconds_left (EctopyTrainer *self)
{
  return self->left;
}

const EctopyTrainingLog *
ectopy_trainer_get_log (EctopyTrainer *self)
{
  return self->log;
}

GPtrArray *
ectopy_trainer_get_notes (EctopyTrainer *self)
{
  return self->notes;
}

EctopyRecordsFigures *
ectopy_trainer_get_figures (EctopyTrainer *self)
{
  return self->figures;
}

EctopyFitEnd
ectopy_trainer_get_end (EctopyTrainer *self)
{
  return self->end;
}
