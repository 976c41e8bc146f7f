/* SPDX-License-Identifier: MIT */
#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/run/bundled.h"
#include "engine/run/classify-recording.h"
#include "ui/session/recording-session-private.h"

#include <glib/gi18n.h>

char *
ectopy_recording_journal_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "ectopy", "unfinished", NULL);
}

char *
ectopy_recording_study_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "ectopy", "studies", NULL);
}

/* ---- Finding beats ---- */

/* A recording without beats, or without ECG, is one that can be looked at. */
static gboolean
is_nothing_found (const GError *error)
{
  return g_error_matches (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY) ||
         g_error_matches (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
}

static EctopyStudy *
find_beats (EctopyJob *job,
            EctopyOpenInput *input,
            EctopyRecording *recording,
            EctopyModel *model,
            GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (input->n_threads);
  g_autoptr (GError) reason = NULL;
  g_autoptr (EctopyRecordingClasses) classes = ectopy_classify_recording (
      recording, model, NULL, input->uses_marks, workers, ectopy_job_tell, job,
      ectopy_job_get_cancellable (job), &reason);

  if (classes == NULL && !is_nothing_found (reason)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  return ectopy_study_new_take (recording, ectopy_recording_classes_to_findings (
                                               classes, recording, model, input->uses_marks));
}

/* ---- Studies ---- */

/* The study beside the recording, else that in Ectopy's own folder. */
static EctopyStudy *
read_study (EctopyOpenedRecording *opened)
{
  g_autofree char *beside = ectopy_study_file_path (opened->path);
  g_autofree char *folder = ectopy_recording_study_folder ();
  g_autofree char *name = g_strconcat (opened->digest, ".study.json", NULL);
  g_autofree char *own = g_build_filename (folder, name, NULL);
  g_autofree char *around = g_path_get_dirname (beside);

  EctopyStudy *study = NULL;

  ectopy_atomic_file_sweep (around);
  ectopy_atomic_file_sweep (folder);
  opened->beside = ectopy_known_file_new (beside);
  opened->own = ectopy_known_file_new (own);
  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    study = ectopy_study_file_read (beside, opened->recording, opened->digest,
                                    &opened->study_error);
  /* Where that cannot be read, it is spared, and what was saved since is here. */
  if (study == NULL && g_file_test (own, G_FILE_TEST_EXISTS))
    study = ectopy_study_file_read (own, opened->recording, opened->digest,
                                    opened->study_error == NULL ? &opened->study_error : NULL);
  return study;
}

/* ---- The work ---- */

static gboolean
take_model (EctopyOpenInput *input, EctopyOpenedRecording *opened, GError **error)
{
  g_autofree char *path = NULL;

  if (input->model != NULL) {
    opened->model = g_object_ref (input->model);
    return TRUE;
  }
  path = ectopy_bundled_recordings_model ();
  opened->model = ectopy_model_load (path, error);
  return opened->model != NULL;
}

static gboolean
take_recording (EctopyJob *job,
                EctopyOpenInput *input,
                EctopyOpenedRecording *opened,
                GError **error)
{
  const char *source;

  opened->recording = input->recording != NULL
                          ? g_object_ref (input->recording)
                          : ectopy_recording_reader_read (input->path, &input->options,
                                                          ectopy_job_tell, job,
                                                          ectopy_job_get_cancellable (job), error);
  if (opened->recording == NULL)
    return FALSE;
  source = ectopy_recording_get_source (opened->recording);
  opened->path = g_strdup (source != NULL ? source : input->path);
  opened->digest = ectopy_study_digest (opened->recording);
  return TRUE;
}

gpointer
ectopy_recording_open_work (EctopyJob *job, gpointer data, GError **error)
{
  EctopyOpenInput *input = data;
  EctopyOpenedRecording *opened = g_new0 (EctopyOpenedRecording, 1);
  g_autofree char *folder = ectopy_recording_journal_folder ();

  if (!take_recording (job, input, opened, error) || !take_model (input, opened, error))
    goto failed;
  if (input->recording == NULL)
    opened->study = read_study (opened);
  if (opened->study == NULL)
    opened->study = find_beats (job, input, opened->recording, opened->model, error);
  if (opened->study == NULL)
    goto failed;
  if (input->recording == NULL)
    opened->n_recovered = ectopy_study_journal_recover (folder, opened->recording, opened->digest,
                                                        &opened->study);
  ectopy_atomic_file_sweep (folder);
  ectopy_job_tell (_ ("Preparing the trace"), 1, job);
  opened->source = ectopy_trace_source_new (opened->recording, ectopy_job_get_cancellable (job),
                                            error);
  if (opened->source == NULL)
    goto failed;
  return opened;

failed:
  ectopy_opened_recording_free (opened);
  return NULL;
}

void
ectopy_open_input_free (gpointer data)
{
  EctopyOpenInput *input = data;

  g_free (input->path);
  g_clear_object (&input->recording);
  g_clear_object (&input->model);
  g_free ((char *) input->options.annotator);
  g_free (input);
}

void
ectopy_opened_recording_free (gpointer data)
{
  EctopyOpenedRecording *opened = data;

  g_free (opened->path);
  g_free (opened->digest);
  g_clear_object (&opened->recording);
  g_clear_object (&opened->model);
  g_clear_object (&opened->study);
  g_clear_object (&opened->source);
  g_clear_pointer (&opened->beside, ectopy_known_file_unref);
  g_clear_pointer (&opened->own, ectopy_known_file_unref);
  g_clear_error (&opened->study_error);
  g_free (opened);
}

char *
ectopy_recording_describe_opening (EctopyJob *job)
{
  g_autofree char *stage = ectopy_job_dup_stage (job);
  const double fraction = ectopy_job_get_fraction (job);

  if (stage == NULL)
    return g_strdup (_ ("Opening the recording"));
  if (fraction <= 0 || fraction >= 1)
    return g_steal_pointer (&stage);
  /* Translators: what is being done, such as "Finding beats", and how far it is. */
  return g_strdup_printf (_ ("%s: %.0f %%"), stage, 100 * fraction);
}
