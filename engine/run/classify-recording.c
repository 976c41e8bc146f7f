/* SPDX-License-Identifier: MIT */
#include "engine/run/classify-recording.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/learn/classify.h"
#include "engine/run/classify-marks.h"
#include "engine/run/detect.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes that the array of beats may need for each while it grows to twice its size, and what is told of
 * them afterwards: findings, episodes. */
#define ROOM_A_BEAT (3 * sizeof (EctopyRecordingBeat) + 128)

/* ---- Which beats, in which lead ---- */

/* The lead asked for; without one the usual, of those that are an ECG. */
static gboolean
choose_lead (EctopyRecording *recording, const char *lead, size_t *index, GError **error)
{
  const size_t n = ectopy_recording_get_n_leads (recording);
  const char *names[ECTOPY_QRS_MAX_LEADS];
  size_t leads[ECTOPY_QRS_MAX_LEADS];
  guint n_ecg = 0;

  if (lead != NULL) {
    *index = ectopy_recording_find_lead (recording, lead, error);
    return *index != G_MAXSIZE;
  }
  for (size_t i = 0; i < n && n_ecg < ECTOPY_QRS_MAX_LEADS; i++)
    if (g_str_equal (ectopy_recording_get_lead_unit (recording, i), "mV")) {
      names[n_ecg] = ectopy_recording_get_lead_name (recording, i);
      leads[n_ecg++] = i;
    }
  if (n_ecg == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("none of the %zu signals is in millivolts: there is no ECG in it"), n);
    return FALSE;
  }
  *index = leads[ectopy_qrs_choose_lead (names, n_ecg)];
  return TRUE;
}

static gboolean
take_marks (EctopyRecordingClasses *classes, EctopyRecording *recording, GError **error)
{
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  const size_t n_samples = ectopy_recording_get_n_samples (recording);

  if (!ectopy_memory_has_room (n, ROOM_A_BEAT, error))
    return FALSE;
  for (size_t i = 0; i < n; i++)
    if (ectopy_annotation_code_is_beat (marks[i].code) && marks[i].sample >= 0 &&
        (guint64) marks[i].sample < n_samples)
      g_array_append_vals (
          classes->beats,
          &(EctopyRecordingBeat){ .sample = marks[i].sample, .code = marks[i].code }, 1);
  return TRUE;
}

static void
take_unsure (EctopyRecordingClasses *classes,
             EctopyRecording *recording,
             const EctopyQrsResult *found)
{
  const double rate = ectopy_recording_get_rate_hz (recording);
  const gint64 end = (gint64) ectopy_recording_get_n_samples (recording);

  for (size_t k = 0; k < found->n_seconds; k++) {
    const gint64 from = (gint64) ((double) k * rate);
    const EctopySpan span = { from, MIN ((gint64) ((double) (k + 1) * rate), end) };

    if (!found->is_unsure[k] || span.to <= from)
      continue;
    classes->unsure_s++;
    if (k > 0 && found->is_unsure[k - 1] && classes->unsure->len > 0)
      g_array_index (classes->unsure, EctopySpan, classes->unsure->len - 1).to = span.to;
    else
      g_array_append_val (classes->unsure, span);
  }
}

static gboolean
find_beats (EctopyRecordingClasses *classes,
            EctopyRecording *recording,
            EctopyWorkers *workers,
            EctopyProgressFunc progress,
            gpointer progress_data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (EctopyQrsResult)
      found = ectopy_detect (recording, NULL, workers, progress, progress_data, cancellable, error);

  if (found == NULL || !ectopy_memory_has_room (found->n_beats, ROOM_A_BEAT, error))
    return FALSE;
  for (size_t i = 0; i < found->n_beats; i++)
    g_array_append_vals (classes->beats,
                         &(EctopyRecordingBeat){
                             .sample = (gint64) found->beats[i].sample,
                             .is_unsure = found->beats[i].is_unsure ? 1 : 0,
                         },
                         1);
  take_unsure (classes, recording, found);
  return TRUE;
}

/* ---- Their classes ---- */

static gboolean
classify_all (EctopyRecordingClasses *classes,
              EctopyRecording *recording,
              gboolean is_alone,
              EctopyModel *model,
              EctopyWorkers *workers,
              EctopyProgressFunc progress,
              gpointer progress_data,
              GCancellable *cancellable,
              GError **error)
{
  const guint n = classes->beats->len;
  g_autofree gint64 *samples = g_try_new (gint64, n);
  g_autofree float *probabilities = g_try_new (float, (gsize) n *ECTOPY_N_CLASSES);
  const EctopyMarks marks = {
    .recording = recording,
    .lead = classes->lead,
    .is_alone = is_alone,
    .samples = samples,
    .n = n,
    .unlike = &classes->unlike,
  };

  if (samples == NULL || probabilities == NULL)
    return ectopy_memory_fail_beats (n, error);
  for (guint i = 0; i < n; i++)
    samples[i] = g_array_index (classes->beats, EctopyRecordingBeat, i).sample;
  if (!ectopy_classify_marks (&marks, model, workers, probabilities, NULL, progress, progress_data,
                              cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);

    memcpy (beat->probabilities, probabilities + (gsize) i * ECTOPY_N_CLASSES,
            sizeof beat->probabilities);
    beat->beat_class = (guint8) ectopy_classify_most_probable (beat->probabilities);
    classes->counts[beat->beat_class]++;
  }
  return TRUE;
}

static gboolean
find_episodes (EctopyRecordingClasses *classes, double rate_hz, GError **error)
{
  const guint n = classes->beats->len;
  g_autofree double *times = g_try_new (double, n);
  g_autofree guint8 *given = g_try_new (guint8, n);
  g_autofree guint8 *is_unsure = g_try_new (guint8, n);

  if (times == NULL || given == NULL || is_unsure == NULL)
    return ectopy_memory_fail_beats (n, error);
  for (guint i = 0; i < n; i++) {
    const EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);

    times[i] = (double) beat->sample / rate_hz;
    given[i] = beat->beat_class;
    is_unsure[i] = beat->is_unsure;
  }
  classes->episodes = ectopy_episodes_find (times, given, is_unsure, n);
  return TRUE;
}

EctopyRecordingClasses *
ectopy_classify_recording (EctopyRecording *recording,
                           EctopyModel *model,
                           const char *lead,
                           gboolean uses_marks,
                           EctopyWorkers *workers,
                           EctopyProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (EctopyRecordingClasses) classes = g_new0 (EctopyRecordingClasses, 1);

  classes->beats = g_array_new (FALSE, FALSE, sizeof (EctopyRecordingBeat));
  classes->unsure = g_array_new (FALSE, FALSE, sizeof (EctopySpan));
  if (!ectopy_model_suits_recordings (model, error))
    return NULL;
  if (!choose_lead (recording, lead, &classes->lead, error))
    return NULL;
  if (uses_marks && !take_marks (classes, recording, error))
    return NULL;
  if (!uses_marks &&
      !find_beats (classes, recording, workers, progress, progress_data, cancellable, error))
    return NULL;
  if (classes->beats->len == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 uses_marks ? _ ("no beat is marked in it") : _ ("no beat was found in it"));
    return NULL;
  }
  if (!classify_all (classes, recording, lead != NULL, model, workers, progress, progress_data,
                     cancellable, error))
    return NULL;
  if (!find_episodes (classes, ectopy_recording_get_rate_hz (recording), error))
    return NULL;
  return g_steal_pointer (&classes);
}

void
ectopy_recording_classes_free (EctopyRecordingClasses *classes)
{
  g_clear_pointer (&classes->beats, g_array_unref);
  g_clear_pointer (&classes->unsure, g_array_unref);
  g_clear_pointer (&classes->episodes, g_array_unref);
  g_free (classes);
}

/* Seconds that a mark may be away from the beat that it is taken for. Source: ANSI/AAMI EC57. */
#define MATCH_S 0.15

/* Each beat that was found gets the code of the mark nearest to it, each mark going to the nearest beat
 * alone. Both are in order. */
static void
take_codes (EctopyFindings *findings, EctopyRecording *recording)
{
  size_t n_marks;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n_marks);
  const gint64 reach = (gint64) (MATCH_S * ectopy_recording_get_rate_hz (recording));
  const GArray *beats = findings->beats;
  guint next = 0;

  for (size_t i = 0; i < n_marks && beats->len > 0; i++) {
    const gint64 at = marks[i].sample;
    EctopyFoundBeat *beat;

    if (!ectopy_annotation_code_is_beat (marks[i].code))
      continue;
    while (next + 1 < beats->len &&
           ABS (g_array_index (beats, EctopyFoundBeat, next + 1).sample - at) <=
               ABS (g_array_index (beats, EctopyFoundBeat, next).sample - at))
      next++;
    beat = &g_array_index (beats, EctopyFoundBeat, next);
    if (ABS (beat->sample - at) <= reach && beat->code == 0)
      beat->code = marks[i].code;
  }
}

EctopyFindings *
ectopy_recording_classes_to_findings (const EctopyRecordingClasses *classes,
                                      EctopyRecording *recording,
                                      EctopyModel *model,
                                      gboolean uses_marks)
{
  EctopyFindings *findings = ectopy_findings_new ();
  const char *annotator = ectopy_recording_get_annotator (recording);

  findings->origin = g_strdup (!uses_marks ? "detector" : annotator != NULL ? annotator : "file");
  findings->model = ectopy_model_dup_title (model);
  findings->model_digest = g_strdup (ectopy_model_get_digest (model));
  if (classes == NULL) {
    findings->lead = g_strdup (ectopy_recording_get_lead_name (recording, 0));
    return findings;
  }
  findings->lead = g_strdup (ectopy_recording_get_lead_name (recording, classes->lead));
  for (guint i = 0; i < classes->beats->len; i++) {
    const EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);
    EctopyFoundBeat found = {
      .sample = beat->sample,
      .beat_class = beat->beat_class,
      .code = beat->code,
      .is_unsure = beat->is_unsure,
    };

    memcpy (found.probabilities, beat->probabilities, sizeof found.probabilities);
    g_array_append_val (findings->beats, found);
  }
  findings->unlike_shape = classes->unlike.shape;
  findings->unlike_rhythm = classes->unlike.rhythm;
  g_array_append_vals (findings->spans, classes->unsure->data, classes->unsure->len);
  if (!uses_marks)
    take_codes (findings, recording);
  return findings;
}
