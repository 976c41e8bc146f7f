/* SPDX-License-Identifier: MIT */
#include "ui/session/job.h"

#include "ui/session/give-back.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of the main thread unless said otherwise. A reference each is held by the one who started it, the
 * worker, and every source on its way to the main loop. */
struct _EctopyJob {
  gatomicrefcount references;
  const EctopyJobKind *kind;
  gpointer input; /* the worker's */
  gpointer user_data;
  GCancellable *cancellable;
  gboolean dropped;
  gint64 begin;

  GMutex lock; /* guards what follows */
  double fraction;
  char *stage;
  gboolean step_queued;
  gpointer result;
  GError *error;
};

static EctopyJob *
job_ref (EctopyJob *job)
{
  g_atomic_ref_count_inc (&job->references);
  return job;
}

static void
job_unref (gpointer data)
{
  EctopyJob *job = data;

  if (!g_atomic_ref_count_dec (&job->references))
    return;
  if (job->kind->free_input != NULL)
    job->kind->free_input (job->input);
  if (job->result != NULL && job->kind->free_result != NULL)
    job->kind->free_result (job->result);
  g_clear_error (&job->error);
  g_free (job->stage);
  g_object_unref (job->cancellable);
  g_mutex_clear (&job->lock);
  g_free (job);
}

static gboolean
step_cb (gpointer data)
{
  EctopyJob *job = data;

  g_mutex_lock (&job->lock);
  job->step_queued = FALSE;
  g_mutex_unlock (&job->lock);
  if (!job->dropped && job->kind->step != NULL)
    job->kind->step (job, job->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
done_cb (gpointer data)
{
  EctopyJob *job = data;

  if (!job->dropped) {
    gpointer result = g_steal_pointer (&job->result);

    job->dropped = TRUE;
    job->kind->done (job, result, job->error, job->user_data);
  }
  ectopy_give_back_memory_soon ();
  return G_SOURCE_REMOVE;
}

static gpointer
job_main (gpointer data)
{
  EctopyJob *job = data;
  GError *error = NULL;
  gpointer result;

  /* In Linux the priority is the thread's. */
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 10);
  result = job->kind->work (job, job->input, &error);
  g_mutex_lock (&job->lock);
  job->result = result;
  job->error = error;
  g_mutex_unlock (&job->lock);
  g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, job, job_unref);
  return NULL;
}

EctopyJob *
ectopy_job_start (const EctopyJobKind *kind, gpointer input, gpointer user_data)
{
  EctopyJob *job = g_new0 (EctopyJob, 1);
  GThread *thread;

  g_atomic_ref_count_init (&job->references);
  job->kind = kind;
  job->input = input;
  job->user_data = user_data;
  job->cancellable = g_cancellable_new ();
  job->begin = g_get_monotonic_time ();
  g_mutex_init (&job->lock);
  thread = g_thread_try_new ("ectopy-job", job_main, job_ref (job), &job->error);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, job, job_unref);
  return job;
}

void
ectopy_job_drop (EctopyJob *job)
{
  job->dropped = TRUE;
  g_cancellable_cancel (job->cancellable);
  job_unref (job);
}

GCancellable *
ectopy_job_get_cancellable (EctopyJob *job)
{
  return job->cancellable;
}

void
ectopy_job_tell (const char *stage, double fraction, gpointer data)
{
  EctopyJob *job = data;
  gboolean post;

  g_mutex_lock (&job->lock);
  job->fraction = fraction;
  if (g_strcmp0 (job->stage, stage) != 0) {
    g_free (job->stage);
    job->stage = g_strdup (stage);
  }
  post = !job->step_queued;
  job->step_queued = TRUE;
  g_mutex_unlock (&job->lock);
  if (post)
    g_idle_add_full (G_PRIORITY_DEFAULT, step_cb, job_ref (job), job_unref);
}

double
ectopy_job_get_fraction (EctopyJob *job)
{
  double fraction;

  g_mutex_lock (&job->lock);
  fraction = job->fraction;
  g_mutex_unlock (&job->lock);
  return fraction;
}

char *
ectopy_job_dup_stage (EctopyJob *job)
{
  char *stage;

  g_mutex_lock (&job->lock);
  stage = g_strdup (job->stage);
  g_mutex_unlock (&job->lock);
  return stage;
}

double
ectopy_job_get_seconds (EctopyJob *job)
{
  return (double) (g_get_monotonic_time () - job->begin) * 1e-6;
}
