/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One piece of work on a thread of its own, at nice 10 so that the window stays fluid, with progress
 * and end told on the main thread. */
typedef struct _EctopyJob EctopyJob;

/* On the worker. Returns: the result, or NULL and @error. */
typedef gpointer (*EctopyJobWorkFunc) (EctopyJob *job, gpointer input, GError **error);

/* On the main thread, after ectopy_job_tell(), however often that was called meanwhile. */
typedef void (*EctopyJobStepFunc) (EctopyJob *job, gpointer user_data);

/* On the main thread, once. @result is (transfer full); on failure it is NULL and @error is set. */
typedef void (*EctopyJobDoneFunc) (EctopyJob *job,
                                   gpointer result,
                                   const GError *error,
                                   gpointer user_data);

/**
 * EctopyJobKind:
 * @work: what to do
 * @step: (nullable): what to show of it
 * @done: what to do with the result
 * @free_input: (nullable): for the input, on either thread
 * @free_result: (nullable): for a result that nobody waits for any more
 */
typedef struct {
  EctopyJobWorkFunc work;
  EctopyJobStepFunc step;
  EctopyJobDoneFunc done;
  GDestroyNotify free_input;
  GDestroyNotify free_result;
} EctopyJobKind;

/**
 * ectopy_job_start:
 * @kind: functions; must live as long as the program
 * @input: (transfer full): for the worker
 * @user_data: for the functions of the main thread; lives until ectopy_job_drop() or the end
 *
 * Returns: (transfer full): the job, for ectopy_job_drop()
 */
EctopyJob *ectopy_job_start (const EctopyJobKind *kind, gpointer input, gpointer user_data);

/* Cancels @job if it still runs, and has nothing more told of it. */
void ectopy_job_drop (EctopyJob *job);

/* Any thread. */
GCancellable *ectopy_job_get_cancellable (EctopyJob *job);

/* Worker: how far it is, 0 to 1; of the signature of #EctopyProgressFunc. @stage may be NULL. */
void ectopy_job_tell (const char *stage, double fraction, gpointer job);

/* Main thread: what was last told; seconds since the start. */
double ectopy_job_get_fraction (EctopyJob *job);
double ectopy_job_get_seconds (EctopyJob *job);

/* Main thread. (transfer full) (nullable): what was last told to be done. */
char *ectopy_job_dup_stage (EctopyJob *job);

G_END_DECLS
