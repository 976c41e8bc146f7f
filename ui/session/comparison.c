/* SPDX-License-Identifier: MIT */
#include "ui/session/comparison.h"

#include "engine/core/atomic-file.h"
#include "engine/evaluate/ec57-report.h"
#include "engine/review/study-file.h"
#include "engine/run/compare-records.h"
#include "ui/session/comparison-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Changes of the study come in bursts. */
#define WAIT_MS 150

enum { CHANGED, STEPPED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyComparison, ectopy_comparison, G_TYPE_OBJECT)

static void
emit_changed (EctopyComparison *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ectopy_comparison_emit_stepped (EctopyComparison *self, gboolean found)
{
  g_signal_emit (self, signals[STEPPED], 0, found);
}

/* ---- In the background ---- */

/* What is compared: all owned. Marks are of the recording, in memory, or in a file. */
typedef struct {
  EctopyRecording *recording;
  char *reference_path; /* NULL: the recording's own */
  char *test_path;      /* NULL: @test_marks */
  GArray *test_marks;
  EctopyEc57Options options;
  char *name;
} Input;

typedef struct {
  EctopyEc57Record record;
  EctopyEc57Options options;
  GArray *test_marks;
} Result;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->recording);
  g_free (input->reference_path);
  g_free (input->test_path);
  g_clear_pointer (&input->test_marks, g_array_unref);
  g_free (input->name);
  g_free (input);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  ectopy_ec57_record_clear (&result->record);
  g_array_unref (result->test_marks);
  g_free (result);
}

static gpointer
work (EctopyJob *job, gpointer data, GError **error)
{
  const Input *input = data;
  const double rate = ectopy_recording_get_rate_hz (input->recording);
  g_autoptr (GArray) reference = NULL;
  g_autoptr (GArray) test = NULL;
  const EctopyAnnotation *marks;
  size_t n_marks;
  Result *result;

  if (input->reference_path != NULL) {
    reference = ectopy_compare_read_marks (input->reference_path, rate, error);
    if (reference == NULL)
      return NULL;
    marks = (const EctopyAnnotation *) (gpointer) reference->data;
    n_marks = reference->len;
  } else {
    marks = ectopy_recording_get_annotations (input->recording, &n_marks);
  }
  test = input->test_path != NULL ? ectopy_compare_read_marks (input->test_path, rate, error)
                                  : g_array_ref (input->test_marks);
  if (test == NULL)
    return NULL;
  result = g_new0 (Result, 1);
  ectopy_compare_marks (
      &result->record, marks, n_marks, (const EctopyAnnotation *) (gpointer) test->data, test->len,
      rate, (gint64) ectopy_recording_get_n_samples (input->recording), &input->options);
  result->record.name = g_strdup (input->name);
  result->options = input->options;
  result->test_marks = g_steal_pointer (&test);
  return result;
}

static void
drop_result (EctopyComparison *self)
{
  if (self->has_result)
    ectopy_ec57_record_clear (&self->record);
  self->has_result = FALSE;
  g_clear_pointer (&self->test_marks, g_array_unref);
  ectopy_comparison_forget_places (self);
}

static void
take_result (EctopyComparison *self, Result *result)
{
  if (self->has_result)
    ectopy_ec57_record_clear (&self->record);
  g_clear_pointer (&self->test_marks, g_array_unref);
  self->record = result->record;
  self->record_options = result->options;
  self->test_marks = result->test_marks;
  self->has_result = TRUE;
  g_free (result);
  ectopy_comparison_forget_places (self);
}

static void
done_cb (EctopyJob *job, gpointer data, const GError *error, gpointer user_data)
{
  g_autoptr (EctopyComparison) self = g_object_ref (user_data);

  g_clear_pointer (&self->job, ectopy_job_drop);
  self->is_stale = self->wait_id != 0; /* the study has changed meanwhile */
  if (data != NULL) {
    take_result (self, data);
  } else {
    drop_result (self);
    self->failure = g_strdup (error->message);
  }
  emit_changed (self);
  if (!self->is_stale)
    ectopy_comparison_take_pending (self);
}

/* (transfer full): the record's name, as the command line has it. */
static char *
name_record (const char *path)
{
  g_autofree char *study = ectopy_study_file_path (path);
  char *name = g_path_get_basename (study);

  *strstr (name, ".study.json") = '\0';
  return name;
}

static Input *
input_new (EctopyComparison *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  Input *input = g_new0 (Input, 1);

  input->recording = g_object_ref (ectopy_recording_session_get_recording (self->session));
  input->reference_path = g_strdup (self->reference_path);
  if (self->test == ECTOPY_TEST_FILE)
    input->test_path = g_strdup (self->test_path);
  else
    input->test_marks = self->test == ECTOPY_TEST_MODEL ? ectopy_study_dup_found_annotations (study)
                                                        : ectopy_study_dup_annotations (study);
  input->options = self->options;
  input->name = name_record (ectopy_recording_session_get_path (self->session));
  return input;
}

static gboolean
can_compare (EctopyComparison *self)
{
  return self->session != NULL && ectopy_recording_session_get_study (self->session) != NULL &&
         (self->reference_path != NULL || ectopy_comparison_has_own_marks (self));
}

void
ectopy_comparison_refresh (EctopyComparison *self)
{
  static const EctopyJobKind kind = {
    .work = work,
    .done = done_cb,
    .free_input = input_free,
    .free_result = result_free,
  };

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_pointer (&self->job, ectopy_job_drop);
  g_clear_pointer (&self->failure, g_free);
  if (can_compare (self)) {
    self->job = ectopy_job_start (&kind, input_new (self), self);
    return;
  }
  drop_result (self);
  self->is_stale = FALSE;
  emit_changed (self);
  ectopy_comparison_take_pending (self);
}

static gboolean
wait_cb (gpointer data)
{
  EctopyComparison *self = data;

  self->wait_id = 0;
  ectopy_comparison_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
study_changed_cb (EctopyComparison *self)
{
  if (self->test != ECTOPY_TEST_STUDY)
    return;
  self->is_stale = TRUE;
  if ((self->is_wanted || self->job != NULL) && self->wait_id == 0)
    self->wait_id = g_timeout_add (WAIT_MS, wait_cb, self);
}

/* Other choices: what was found is void. */
static void
begin_anew (EctopyComparison *self)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_pointer (&self->job, ectopy_job_drop);
  g_clear_pointer (&self->failure, g_free);
  drop_result (self);
  self->is_stale = TRUE;
  if (self->is_wanted)
    ectopy_comparison_refresh (self);
  emit_changed (self);
}

static void
recording_changed_cb (EctopyComparison *self)
{
  g_clear_pointer (&self->reference_path, g_free);
  g_clear_pointer (&self->test_path, g_free);
  self->test = ECTOPY_TEST_STUDY;
  self->cell = ECTOPY_EC57_MISMATCHES;
  self->place = G_MAXSIZE;
  self->last = G_MININT64;
  self->pending = 0;
  begin_anew (self);
}

/* ---- Object ---- */

static void
ectopy_comparison_dispose (GObject *object)
{
  EctopyComparison *self = ECTOPY_COMPARISON (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_pointer (&self->job, ectopy_job_drop);
  G_OBJECT_CLASS (ectopy_comparison_parent_class)->dispose (object);
}

static void
ectopy_comparison_finalize (GObject *object)
{
  EctopyComparison *self = ECTOPY_COMPARISON (object);

  drop_result (self);
  g_free (self->reference_path);
  g_free (self->test_path);
  g_free (self->failure);
  G_OBJECT_CLASS (ectopy_comparison_parent_class)->finalize (object);
}

static void
ectopy_comparison_class_init (EctopyComparisonClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_comparison_dispose;
  G_OBJECT_CLASS (klass)->finalize = ectopy_comparison_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[STEPPED] = g_signal_new ("stepped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
ectopy_comparison_init (EctopyComparison *self)
{
  self->options = ECTOPY_EC57_STANDARD;
  self->is_stale = TRUE;
  self->cell = ECTOPY_EC57_MISMATCHES;
  self->place = G_MAXSIZE;
  self->last = G_MININT64;
}

EctopyComparison *
ectopy_comparison_new (EctopyRecordingSession *session)
{
  EctopyComparison *self = g_object_new (ECTOPY_TYPE_COMPARISON, NULL);

  self->session = session;
  g_signal_connect_object (session, "recording-changed", G_CALLBACK (recording_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "study-changed", G_CALLBACK (study_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
ectopy_comparison_detach (EctopyComparison *self)
{
  self->session = NULL;
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_pointer (&self->job, ectopy_job_drop);
}

EctopyComparisonState
ectopy_comparison_get_state (EctopyComparison *self)
{
  if (self->session == NULL || ectopy_recording_session_get_study (self->session) == NULL)
    return ECTOPY_COMPARISON_EMPTY;
  if (self->failure != NULL)
    return ECTOPY_COMPARISON_FAILED;
  if (!can_compare (self))
    return ECTOPY_COMPARISON_NO_REFERENCE;
  return self->has_result ? ECTOPY_COMPARISON_READY : ECTOPY_COMPARISON_WORKING;
}

const char *
ectopy_comparison_get_failure (EctopyComparison *self)
{
  return self->failure;
}

void
ectopy_comparison_set_wanted (EctopyComparison *self, gboolean wanted)
{
  self->is_wanted = wanted;
  if (wanted && self->is_stale && self->job == NULL)
    ectopy_comparison_refresh (self);
}

/* ---- Choices ---- */

const char *
ectopy_comparison_get_reference (EctopyComparison *self)
{
  return self->reference_path;
}

void
ectopy_comparison_set_reference (EctopyComparison *self, const char *path)
{
  char *old = self->reference_path;

  self->reference_path = g_strdup (path);
  g_free (old);
  begin_anew (self);
}

gboolean
ectopy_comparison_has_own_marks (EctopyComparison *self)
{
  EctopyRecording *recording = self->session != NULL
                                   ? ectopy_recording_session_get_recording (self->session)
                                   : NULL;
  const EctopyAnnotation *marks;
  size_t n = 0;

  if (recording == NULL)
    return FALSE;
  marks = ectopy_recording_get_annotations (recording, &n);
  for (size_t i = 0; i < n; i++)
    if (ectopy_ec57_label (ECTOPY_EC57_MAP_LITERATURE, marks[i].code) < ECTOPY_EC57_O)
      return TRUE;
  return FALSE;
}

EctopyComparisonTest
ectopy_comparison_get_test (EctopyComparison *self)
{
  return self->test;
}

const char *
ectopy_comparison_get_test_path (EctopyComparison *self)
{
  return self->test_path;
}

void
ectopy_comparison_set_test (EctopyComparison *self, EctopyComparisonTest test, const char *path)
{
  char *old = self->test_path;

  g_return_if_fail (test != ECTOPY_TEST_FILE || path != NULL);
  self->test = test;
  self->test_path = g_strdup (path);
  g_free (old);
  begin_anew (self);
}

EctopyEc57Options
ectopy_comparison_get_options (EctopyComparison *self)
{
  return self->options;
}

void
ectopy_comparison_set_options (EctopyComparison *self, const EctopyEc57Options *options)
{
  self->options = *options;
  begin_anew (self);
}

char *
ectopy_comparison_dup_reference_name (EctopyComparison *self)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->session);
  const char *annotator = recording != NULL ? ectopy_recording_get_annotator (recording) : NULL;

  if (self->reference_path != NULL)
    return g_filename_display_basename (self->reference_path);
  if (annotator == NULL)
    return g_strdup (_ ("the recording’s marks"));
  /* Translators: the name of an annotator, such as "atr". */
  return g_strdup_printf (_ ("the recording’s “%s”"), annotator);
}

char *
ectopy_comparison_dup_test_name (EctopyComparison *self)
{
  if (self->test == ECTOPY_TEST_FILE)
    return g_filename_display_basename (self->test_path);
  return g_strdup (self->test == ECTOPY_TEST_MODEL ? _ ("the beats as the model gave them")
                                                   : _ ("the beats as they stand"));
}

/* ---- What was found ---- */

const EctopyEc57Record *
ectopy_comparison_get_record (EctopyComparison *self)
{
  return self->has_result ? &self->record : NULL;
}

EctopyEc57Options
ectopy_comparison_get_result_options (EctopyComparison *self)
{
  return self->record_options;
}

char *
ectopy_comparison_dup_text (EctopyComparison *self)
{
  g_return_val_if_fail (self->has_result, NULL);
  return ectopy_ec57_report_text (&self->record, 1, &self->record_options);
}

gboolean
ectopy_comparison_write_table (EctopyComparison *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self->has_result, FALSE);
  if (g_str_has_suffix (path, ".json"))
    text = ectopy_ec57_report_json (&self->record, 1, &self->record_options);
  else if (g_str_has_suffix (path, ".csv"))
    text = ectopy_ec57_report_csv (&self->record, 1, &self->record_options);
  else
    text = ectopy_comparison_dup_text (self);
  return ectopy_atomic_write (path, text, strlen (text), error);
}

gboolean
ectopy_comparison_write_mismatches (EctopyComparison *self, const char *path, GError **error)
{
  g_return_val_if_fail (self->has_result, FALSE);
  return ectopy_compare_write_mismatches (
      self->record.result, (const EctopyAnnotation *) (gpointer) self->test_marks->data, path,
      error);
}
