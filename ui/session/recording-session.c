/* SPDX-License-Identifier: MIT */
#include "ui/session/recording-session.h"

#include "engine/core/error.h"
#include "engine/run/alone.h"
#include "engine/run/study-export.h"
#include "ui/session/recording-session-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>

enum { PROP_STATE = 1, PROP_PROGRESS, N_PROPS };

static GParamSpec *properties[N_PROPS];
static guint signals[ECTOPY_N_RECORDING_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyRecordingSession, ectopy_recording_session, G_TYPE_OBJECT)

void
ectopy_recording_session_emit (EctopyRecordingSession *self, guint signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
notify (EctopyRecordingSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
fail (EctopyRecordingSession *self, const char *title, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[ECTOPY_RECORDING_FAILED], 0, title, error->message);
}

/* ---- What is open ---- */

static void
study_changed_cb (EctopyRecordingSession *self)
{
  g_autoptr (GError) error = NULL;

  ectopy_recording_session_drop_review (self, FALSE);
  if (!ectopy_study_journal_follow (self->journal, self->study, &error) && !self->journal_failed) {
    self->journal_failed = TRUE;
    fail (self, _ ("Changes cannot be kept aside until they are saved"), error);
  }
  ectopy_recording_session_check_selection (self);
  ectopy_recording_session_emit (self, ECTOPY_STUDY_CHANGED);
}

static void
source_changed_cb (EctopyRecordingSession *self)
{
  ectopy_recording_session_emit (self, ECTOPY_TRACE_CHANGED);
}

static void
source_failed_cb (EctopyRecordingSession *self, const GError *error)
{
  fail (self, _ ("The trace is filtered only where few seconds are shown"), error);
}

static void
drop_recording (EctopyRecordingSession *self)
{
  if (self->study != NULL)
    g_signal_handlers_disconnect_by_data (self->study, self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  ectopy_recording_session_drop_review (self, TRUE);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->digest, g_free);
  g_clear_object (&self->recording);
  g_clear_object (&self->study);
  g_clear_object (&self->source);
  g_clear_object (&self->model);
  g_clear_object (&self->adapted);
  g_clear_pointer (&self->beside, ectopy_known_file_unref);
  g_clear_pointer (&self->own, ectopy_known_file_unref);
  g_clear_pointer (&self->journal, ectopy_study_journal_free);
  self->journal_failed = FALSE;
  self->n_recovered = 0;
}

static void
take_opened (EctopyRecordingSession *self, EctopyOpenedRecording *opened)
{
  g_autofree char *folder = ectopy_recording_journal_folder ();

  /* Begun anew: the study that lies there is still the one that is known. */
  if (opened->beside == NULL) {
    opened->beside = g_steal_pointer (&self->beside);
    opened->own = g_steal_pointer (&self->own);
  }
  drop_recording (self);
  self->beside = g_steal_pointer (&opened->beside);
  self->own = g_steal_pointer (&opened->own);
  self->path = g_steal_pointer (&opened->path);
  self->digest = g_steal_pointer (&opened->digest);
  self->recording = g_steal_pointer (&opened->recording);
  self->model = g_steal_pointer (&opened->model);
  self->study = g_steal_pointer (&opened->study);
  self->source = g_steal_pointer (&opened->source);
  self->n_recovered = opened->n_recovered;
  self->spares_beside = opened->study_error != NULL;
  self->journal = ectopy_study_journal_new (folder, self->digest);
  g_signal_connect_swapped (self->study, "changed", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (self->source, "changed", G_CALLBACK (source_changed_cb), self);
  g_signal_connect_swapped (self->source, "failed", G_CALLBACK (source_failed_cb), self);
  ectopy_recording_session_reset_view (self);
}

static void
opened_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyRecordingSession *self = user_data;
  EctopyOpenedRecording *opened = result;
  const gboolean asks = g_error_matches (error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE) ||
                        g_error_matches (error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_UNIT);

  g_clear_pointer (&self->opening, ectopy_job_drop);
  if (opened == NULL) {
    notify (self, PROP_STATE);
    if (asks)
      g_signal_emit (self, signals[ECTOPY_RECORDING_NEEDS], 0, error->code, error->message);
    else
      fail (self, _ ("The recording could not be opened"), error);
    return;
  }
  take_opened (self, opened);
  notify (self, PROP_STATE);
  ectopy_recording_session_emit (self, ECTOPY_RECORDING_CHANGED);
  ectopy_recording_session_emit (self, ECTOPY_VIEW_CHANGED);
  ectopy_recording_session_emit (self, ECTOPY_SELECTION_CHANGED);
  if (opened->study_error != NULL)
    fail (self, _ ("The study beside the recording could not be taken up"), opened->study_error);
  ectopy_opened_recording_free (opened);
}

static void
open_step_cb (EctopyJob *job, gpointer user_data)
{
  notify (user_data, PROP_PROGRESS);
}

static void
start_opening (EctopyRecordingSession *self, EctopyOpenInput *input)
{
  static const EctopyJobKind kind = {
    .work = ectopy_recording_open_work,
    .step = open_step_cb,
    .done = opened_cb,
    .free_input = ectopy_open_input_free,
    .free_result = ectopy_opened_recording_free,
  };

  g_clear_pointer (&self->opening, ectopy_job_drop);
  self->opening = ectopy_job_start (&kind, input, self);
  notify (self, PROP_STATE);
  notify (self, PROP_PROGRESS);
}

void
ectopy_recording_session_open (EctopyRecordingSession *self,
                               const char *path,
                               EctopyModel *model,
                               const EctopyRecordingOptions *options,
                               gboolean uses_marks)
{
  EctopyOpenInput *input = g_new0 (EctopyOpenInput, 1);

  input->path = g_strdup (path);
  input->model = model != NULL ? g_object_ref (model) : NULL;
  if (options != NULL)
    input->options = *options;
  input->options.annotator = g_strdup (input->options.annotator);
  input->uses_marks = uses_marks;
  input->n_threads = self->n_threads;
  start_opening (self, input);
}

void
ectopy_recording_session_analyse (EctopyRecordingSession *self,
                                  EctopyModel *model,
                                  gboolean uses_marks)
{
  EctopyOpenInput *input;

  g_return_if_fail (self->recording != NULL);
  input = g_new0 (EctopyOpenInput, 1);
  input->path = g_strdup (self->path);
  input->recording = g_object_ref (self->recording);
  input->model = model != NULL ? g_object_ref (model) : NULL;
  input->uses_marks = uses_marks;
  input->n_threads = self->n_threads;
  start_opening (self, input);
}

void
ectopy_recording_session_cancel (EctopyRecordingSession *self)
{
  if (self->opening == NULL)
    return;
  g_clear_pointer (&self->opening, ectopy_job_drop);
  notify (self, PROP_STATE);
}

void
ectopy_recording_session_forget_unsaved (EctopyRecordingSession *self)
{
  if (self->study == NULL)
    return;
  ectopy_study_journal_clear (self->journal);
  ectopy_study_set_saved (self->study, ectopy_study_get_log (self->study)->len);
}

void
ectopy_recording_session_close (EctopyRecordingSession *self)
{
  ectopy_recording_session_cancel (self);
  if (self->recording == NULL)
    return;
  drop_recording (self);
  ectopy_recording_session_reset_view (self);
  notify (self, PROP_STATE);
  ectopy_recording_session_emit (self, ECTOPY_RECORDING_CHANGED);
}

/* ---- Writing ---- */

/* A file on its way: either a study or an export of one. */
typedef struct {
  EctopyStudySnapshot *snapshot;
  EctopyStudyExport *export;
  char *path;             /* (nullable): where to; of a study that goes where studies lie: NULL */
  EctopyKnownFile *place; /* (nullable): there */
  EctopyKnownFile *other; /* (nullable): where else, if it cannot be there */
  gboolean keep_other;    /* what someone else has written there is kept aside, and replaced */
} WriteInput;

/* What is to be done when it is written; lives as long as the job. */
typedef struct {
  EctopyRecordingSession *self;
  EctopyJob *job;
  EctopyStudy *study; /* (nullable): which study was saved */
  size_t n_entries;
  EctopyRecordingWrittenFunc done;
  gpointer user_data;
} Writing;

static void
write_input_free (gpointer data)
{
  WriteInput *input = data;

  g_clear_pointer (&input->snapshot, ectopy_study_snapshot_free);
  g_clear_pointer (&input->export, ectopy_study_export_free);
  g_clear_pointer (&input->place, ectopy_known_file_unref);
  g_clear_pointer (&input->other, ectopy_known_file_unref);
  g_free (input->path);
  g_free (input);
}

static gboolean
write_snapshot (const char *path, gpointer user_data, GError **error)
{
  return ectopy_study_snapshot_write (user_data, path, error);
}

/* Where studies lie. Returns: (transfer full) (nullable): where it went. */
static char *
write_study (WriteInput *input, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) reason = NULL;

  if (ectopy_known_file_write (input->place, input->keep_other, write_snapshot, input->snapshot,
                               &reason))
    return g_strdup (ectopy_known_file_get_path (input->place));
  /* Overtaken is not the same as out of reach: that is for the person to say. */
  if (!g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_EXIST)) {
    folder = g_path_get_dirname (ectopy_known_file_get_path (input->other));
    if (g_mkdir_with_parents (folder, 0700) == 0 &&
        ectopy_known_file_write (input->other, TRUE, write_snapshot, input->snapshot, NULL))
      return g_strdup (ectopy_known_file_get_path (input->other));
  }
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

static gpointer
write_work (EctopyJob *job, gpointer data, GError **error)
{
  WriteInput *input = data;

  if (input->path == NULL)
    return write_study (input, error);
  if (input->export != NULL ? ectopy_study_export_write (input->export, input->path, error)
                            : ectopy_study_snapshot_write (input->snapshot, input->path, error))
    return g_strdup (input->path);
  return NULL;
}

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  ectopy_job_drop (writing->job);
  g_clear_object (&writing->study);
  g_free (writing);
}

static void
written_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  Writing *writing = user_data;
  /* What is called may close the window, and so let the session go. */
  g_autoptr (EctopyRecordingSession) self = g_object_ref (writing->self);
  g_autofree char *path = result;

  if (path != NULL && writing->study != NULL) {
    ectopy_study_set_saved (writing->study, writing->n_entries);
    if (writing->study == self->study) {
      ectopy_study_journal_saved (self->journal, self->study);
      ectopy_recording_session_emit (self, ECTOPY_STUDY_CHANGED);
    }
  }
  if (writing->done != NULL)
    writing->done (path, error, writing->user_data);
  g_ptr_array_remove (self->writings, writing);
}

static void
start_writing (EctopyRecordingSession *self,
               WriteInput *input,
               EctopyStudy *study,
               EctopyRecordingWrittenFunc done,
               gpointer user_data)
{
  static const EctopyJobKind kind = {
    .work = write_work,
    .done = written_cb,
    .free_input = write_input_free,
    .free_result = g_free,
  };
  Writing *writing = g_new0 (Writing, 1);

  writing->self = self;
  writing->study = study != NULL ? g_object_ref (study) : NULL;
  writing->n_entries = study != NULL ? ectopy_study_get_log (study)->len : 0;
  writing->done = done;
  writing->user_data = user_data;
  writing->job = ectopy_job_start (&kind, input, writing);
  g_ptr_array_add (self->writings, writing);
}

static void
save (EctopyRecordingSession *self,
      gboolean keep_other,
      EctopyRecordingWrittenFunc done,
      gpointer user_data)
{
  WriteInput *input = g_new0 (WriteInput, 1);
  const gboolean is_beside = !self->spares_beside && !ectopy_file_is_alone (self->path);

  input->snapshot = ectopy_study_snapshot_new (self->study, self->digest);
  input->place = ectopy_known_file_ref (is_beside ? self->beside : self->own);
  input->other = ectopy_known_file_ref (self->own);
  input->keep_other = keep_other;
  start_writing (self, input, self->study, done, user_data);
}

void
ectopy_recording_session_save (EctopyRecordingSession *self,
                               EctopyRecordingWrittenFunc done,
                               gpointer user_data)
{
  save (self, FALSE, done, user_data);
}

void
ectopy_recording_session_replace (EctopyRecordingSession *self,
                                  EctopyRecordingWrittenFunc done,
                                  gpointer user_data)
{
  save (self, TRUE, done, user_data);
}

void
ectopy_recording_session_save_to (EctopyRecordingSession *self,
                                  const char *path,
                                  EctopyRecordingWrittenFunc done,
                                  gpointer user_data)
{
  WriteInput *input = g_new0 (WriteInput, 1);

  input->snapshot = ectopy_study_snapshot_new (self->study, self->digest);
  input->path = g_strdup (path);
  start_writing (self, input, self->study, done, user_data);
}

void
ectopy_recording_session_set_aside (EctopyRecordingSession *self,
                                    EctopyRecordingWrittenFunc done,
                                    gpointer user_data)
{
  const gboolean is_beside = !self->spares_beside && !ectopy_file_is_alone (self->path);
  g_autofree char *path = ectopy_known_file_spare_path (
      ectopy_known_file_get_path (is_beside ? self->beside : self->own));

  ectopy_recording_session_save_to (self, path, done, user_data);
}

void
ectopy_recording_session_export (EctopyRecordingSession *self,
                                 const char *path,
                                 EctopyRecordingWrittenFunc done,
                                 gpointer user_data)
{
  WriteInput *input = g_new0 (WriteInput, 1);

  input->export = ectopy_study_export_new (self->study);
  input->path = g_strdup (path);
  start_writing (self, input, NULL, done, user_data);
}

/* ---- Object ---- */

static void
ectopy_recording_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyRecordingSession *self = ECTOPY_RECORDING_SESSION (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) ectopy_recording_session_get_state (self));
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, self->opening != NULL ? ectopy_job_get_fraction (self->opening) : 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_recording_session_finalize (GObject *object)
{
  EctopyRecordingSession *self = ECTOPY_RECORDING_SESSION (object);

  g_clear_pointer (&self->opening, ectopy_job_drop);
  ectopy_comparison_detach (self->comparison);
  g_object_unref (self->comparison);
  g_ptr_array_unref (self->writings);
  drop_recording (self);
  g_array_unref (self->selection);
  g_array_unref (self->strips);
  G_OBJECT_CLASS (ectopy_recording_session_parent_class)->finalize (object);
}

static void
ectopy_recording_session_class_init (EctopyRecordingSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const char *const plain[] = {
    "recording-changed", "study-changed",     "view-changed",
    "trace-changed",     "selection-changed", "calipers-changed"
  };

  object_class->get_property = ectopy_recording_session_get_property;
  object_class->finalize = ectopy_recording_session_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, ECTOPY_RECORDING_READY, 0,
                                             flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    signals[i] = g_signal_new (plain[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               0);
  signals[ECTOPY_RECORDING_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                                   G_TYPE_STRING);
  signals[ECTOPY_RECORDING_NEEDS] = g_signal_new ("needs", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
ectopy_recording_session_init (EctopyRecordingSession *self)
{
  self->selection = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->strips = g_array_new (FALSE, FALSE, sizeof (EctopyTimeSpan));
  self->writings = g_ptr_array_new_with_free_func (writing_free);
  self->comparison = ectopy_comparison_new (self);
  self->view = (EctopyRecordingView){ 0, 10, 25, 0 };
  ectopy_recording_session_drop_review (self, TRUE);
  ectopy_recording_session_reset_view (self);
}

EctopyRecordingSession *
ectopy_recording_session_new (void)
{
  return g_object_new (ECTOPY_TYPE_RECORDING_SESSION, NULL);
}

EctopyRecordingState
ectopy_recording_session_get_state (EctopyRecordingSession *self)
{
  if (self->opening != NULL)
    return ECTOPY_RECORDING_READING;
  return self->recording != NULL ? ECTOPY_RECORDING_READY : ECTOPY_RECORDING_EMPTY;
}

char *
ectopy_recording_session_dup_progress_text (EctopyRecordingSession *self)
{
  return self->opening != NULL ? ectopy_recording_describe_opening (self->opening) : NULL;
}

void
ectopy_recording_session_set_n_threads (EctopyRecordingSession *self, guint n_threads)
{
  self->n_threads = n_threads;
}

EctopyRecording *
ectopy_recording_session_get_recording (EctopyRecordingSession *self)
{
  return self->recording;
}

EctopyStudy *
ectopy_recording_session_get_study (EctopyRecordingSession *self)
{
  return self->study;
}

EctopyTraceSource *
ectopy_recording_session_get_source (EctopyRecordingSession *self)
{
  return self->source;
}

const char *
ectopy_recording_session_get_path (EctopyRecordingSession *self)
{
  return self->path;
}

EctopyComparison *
ectopy_recording_session_get_comparison (EctopyRecordingSession *self)
{
  return self->comparison;
}

size_t
ectopy_recording_session_get_n_recovered (EctopyRecordingSession *self)
{
  return self->n_recovered;
}

gboolean
ectopy_recording_session_has_unsaved (EctopyRecordingSession *self)
{
  return self->study != NULL && !ectopy_study_is_saved (self->study);
}
