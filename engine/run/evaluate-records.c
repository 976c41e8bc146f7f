/* SPDX-License-Identifier: MIT */
#include "engine/run/evaluate-records-private.h"

#include "config.h"
#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/learn/card.h"
#include "engine/learn/file-language.h"
#include "engine/run/classify-marks.h"
#include "engine/run/classify-recording.h"
#include "engine/run/compare-records.h"
#include "engine/run/context-records.h"
#include "engine/run/record-digest.h"
#include "engine/run/record-set.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Bytes for a beat in what is gathered of all recordings, while that grows to twice its size. */
#define ROOM_A_BEAT 128

typedef struct {
  const EctopyRecordsToJudge *what;
  EctopyModel *model;
  EctopyWorkers *workers;
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
  EctopyRecordsResult *result;
  EctopyJudgedRecords *judged;
  EctopyJudgingTally tally;
  GChecksum *checksum;
  guint index; /* of the record at hand */
} Judging;

static const EctopyRecordEntry *
get_entry (const Judging *judging)
{
  return g_ptr_array_index (judging->what->records, judging->index);
}

/* A record's progress as part of that of all. */
static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  const Judging *judging = user_data;
  const guint n = judging->what->records->len;
  g_autofree char *text = NULL;

  if (judging->progress == NULL)
    return;
  /* Translators: the name of the record at hand, its number, and how many there are. */
  text = g_strdup_printf (_ ("Record %s, %u of %u"), get_entry (judging)->name, judging->index + 1,
                          n);
  judging->progress (text, (judging->index + CLAMP (fraction, 0, 0.999)) / n,
                     judging->progress_data);
}

/* ---- What is told of a record ---- */

static void
note_leads (Judging *judging, EctopyRecording *recording, size_t lead)
{
  size_t leads[ECTOPY_CONTEXT_MAX_LEADS] = { lead };
  guint n = 1;
  g_autoptr (GString) text = g_string_new (NULL);

  if (judging->what->lead == NULL &&
      ectopy_model_get_scaling (judging->model) == ECTOPY_SCALING_CONTEXT)
    n = ectopy_context_choose_leads (recording, leads);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " + " : "",
                            ectopy_recording_get_lead_name (recording, leads[i]));
  ectopy_judging_tally_count (judging->tally.leads, text->str);
}

static void
note_record (Judging *judging, EctopyRecording *recording)
{
  const char *annotator = ectopy_recording_get_annotator (recording);
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  gboolean is_paced = FALSE;

  for (size_t i = 0; i < n && !is_paced; i++)
    is_paced = marks[i].code == ECTOPY_CODE_PACED || marks[i].code == ECTOPY_CODE_PACED_FUSION;
  if (is_paced)
    g_ptr_array_add (judging->tally.paced, g_strdup (get_entry (judging)->name));
  ectopy_judging_tally_count (judging->tally.annotators,
                              annotator != NULL ? annotator : ECTOPY_JUDGING_OF_THE_FILE);
  ectopy_record_digest_add (judging->checksum, get_entry (judging)->name, recording);
}

/* ---- Labels ---- */

static void
label_marks (Judging *judging,
             const EctopyRecordingClasses *classes,
             double rate_hz,
             guint8 *labels)
{
  const EctopyEc57Options *options = &judging->what->compare;
  const gint64 from = ectopy_ec57_samples (options->from_s, rate_hz);

  for (guint i = 0; i < classes->beats->len; i++) {
    const EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);
    const EctopyEc57Label label = ectopy_ec57_label (options->map, beat->code);

    labels[i] = ECTOPY_CLASS_NONE;
    if (beat->sample < from)
      judging->tally.n_early++;
    else if (label >= ECTOPY_EC57_O)
      judging->tally.n_no_class++;
    else
      labels[i] = (guint8) label;
  }
}

/* The classes given, as annotations. */
static GArray *
annotate (const EctopyRecordingClasses *classes)
{
  GArray *marks = g_array_new (FALSE, TRUE, sizeof (EctopyAnnotation));

  for (guint i = 0; classes != NULL && i < classes->beats->len; i++) {
    const EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);
    const EctopyAnnotation mark = {
      .sample = beat->sample,
      .code = (guint8) ectopy_annotation_class_code (beat->beat_class),
    };

    g_array_append_val (marks, mark);
  }
  return marks;
}

/* Beats that count neither as right nor as wrong. */
static void
count_passed_over (Judging *judging,
                   const GArray *found,
                   const EctopyEc57Result *result,
                   double rate_hz)
{
  const gint64 from = ectopy_ec57_samples (judging->what->compare.from_s, rate_hz);
  size_t n_counted = 0, n_early = 0;

  for (guint i = 0; i < result->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (result->pairs, EctopyEc57Pair, i);
    const gboolean has_reference = pair->reference_label < ECTOPY_EC57_O;
    const gboolean has_test = pair->test_label < ECTOPY_EC57_O;

    n_counted += has_test ? 1 : 0;
    judging->tally.n_missed += has_reference && !has_test ? 1 : 0;
    judging->tally.n_extra += !has_reference && has_test ? 1 : 0;
  }
  for (guint i = 0; i < found->len; i++)
    n_early += g_array_index (found, EctopyAnnotation, i).sample < from ? 1 : 0;
  /* One before the start may be the partner of the first that counts. */
  n_early = MIN (n_early, found->len - MIN (n_counted, found->len));
  judging->tally.n_early += n_early;
  judging->tally.n_flutter += found->len - MIN (n_counted, found->len) - n_early;
}

/* Detected beats get the class of their partner; the comparison is kept. */
static void
label_found (Judging *judging,
             EctopyRecording *recording,
             const EctopyRecordingClasses *classes,
             guint8 *labels)
{
  const double rate_hz = ectopy_recording_get_rate_hz (recording);
  g_autoptr (GArray) found = annotate (classes);
  EctopyEc57Record record;
  size_t n;
  const EctopyAnnotation *reference = ectopy_recording_get_annotations (recording, &n);

  ectopy_compare_marks (&record, reference, n, (const EctopyAnnotation *) (gpointer) found->data,
                        found->len, rate_hz, (gint64) ectopy_recording_get_n_samples (recording),
                        &judging->what->compare);
  record.name = g_strdup (get_entry (judging)->name);
  memset (labels, ECTOPY_CLASS_NONE, found->len);
  for (guint i = 0; i < record.result->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (record.result->pairs, EctopyEc57Pair, i);

    if (pair->test < found->len && pair->reference_label < ECTOPY_EC57_O)
      labels[pair->test] = (guint8) pair->reference_label;
  }
  count_passed_over (judging, found, record.result, rate_hz);
  g_array_append_val (judging->judged->compared, record);
}

/* ---- One record ---- */

static void
take_beats (Judging *judging, const EctopyRecordingClasses *classes, const guint8 *labels)
{
  EctopyRecordsResult *result = judging->result;
  const guint n = classes != NULL ? classes->beats->len : 0;
  const EctopyJudgedPlace place = {
    .name = g_strdup (get_entry (judging)->name),
    .path = g_strdup (get_entry (judging)->path),
    .first = result->labels->len,
    .n = n,
    .unlike = classes != NULL ? ectopy_unlike_most (&classes->unlike) : (double) NAN,
  };

  g_array_append_val (result->places, place);
  for (guint i = 0; i < n; i++) {
    const EctopyRecordingBeat *beat = &g_array_index (classes->beats, EctopyRecordingBeat, i);

    g_array_append_val (result->samples, beat->sample);
    g_array_append_vals (result->probabilities, beat->probabilities, ECTOPY_N_CLASSES);
  }
  g_byte_array_append (result->labels, labels, n);
}

static gboolean
judge_record (Judging *judging, GError **error)
{
  const EctopyRecordEntry *entry = get_entry (judging);
  const gboolean uses_marks = judging->what->positions == ECTOPY_POSITIONS_REFERENCE;
  g_autoptr (GError) why = NULL;
  g_autoptr (EctopyRecording) recording = ectopy_recording_reader_read (
      entry->path, judging->what->options, progress_cb, judging, judging->cancellable, error);
  g_autoptr (EctopyRecordingClasses) classes = NULL;
  g_autofree guint8 *labels = NULL;

  if (recording == NULL)
    return FALSE;
  classes = ectopy_classify_recording (recording, judging->model, judging->what->lead, uses_marks,
                                       judging->workers, progress_cb, judging, judging->cancellable,
                                       &why);
  /* A detector may find nothing: then all is missed. */
  if (classes == NULL && (uses_marks || !g_error_matches (why, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY))) {
    if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, g_steal_pointer (&why));
    else
      g_propagate_prefixed_error (error, g_steal_pointer (&why), "%s: ", entry->name);
    return FALSE;
  }
  note_record (judging, recording);
  if (classes != NULL)
    note_leads (judging, recording, classes->lead);
  if (!ectopy_memory_has_room (classes != NULL ? classes->beats->len : 0, ROOM_A_BEAT, error))
    return FALSE;
  labels = g_malloc (classes != NULL ? classes->beats->len + 1 : 1);
  if (uses_marks)
    label_marks (judging, classes, ectopy_recording_get_rate_hz (recording), labels);
  else
    label_found (judging, recording, classes, labels);
  take_beats (judging, classes, labels);
  return TRUE;
}

/* ---- All of them ---- */

static EctopyRecordsFigures *
make_figures (const Judging *judging)
{
  const EctopyRecordsResult *result = judging->result;
  const guint n = result->places->len;
  g_autofree EctopyRecordBeats *beats = g_new (EctopyRecordBeats, n);

  for (guint i = 0; i < n; i++) {
    const EctopyJudgedPlace *place = &g_array_index (result->places, EctopyJudgedPlace, i);
    const EctopyRecordEntry *entry = g_ptr_array_index (judging->what->records, i);

    beats[i] = (EctopyRecordBeats){ place->name, entry->patient, place->first, place->n,
                                    place->unlike };
  }
  return ectopy_records_figures_new (beats, n, result->labels->data,
                                     (const float *) (gpointer) result->probabilities->data);
}

static gboolean
say_all (Judging *judging, EctopyProtocol *protocol, GError **error)
{
  if (!ectopy_judging_tell_patients (judging->judged, judging->what, judging->model, protocol,
                                     error))
    return FALSE;
  ectopy_judging_tell (judging->judged, &judging->tally);
  return TRUE;
}

/* The same once more, as files keep it. */
static gboolean
say_for_files (Judging *judging, EctopyProtocol *protocol, GError **error)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  EctopyJudgedRecords *judged = judging->judged;
  GPtrArray *shown = judged->statements;
  gboolean done;

  g_ptr_array_set_size (judged->learned, 0);
  judged->statements = judged->stored;
  done = say_all (judging, protocol, error);
  judged->statements = shown;
  return done;
}

static gboolean
conclude (Judging *judging, gint64 begin, GError **error)
{
  EctopyRecordsResult *result = judging->result;
  const double seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  const size_t n = result->labels->len;
  g_autofree char *date = ectopy_card_date ();
  EctopyProtocol protocol;

  result->evaluation = ectopy_evaluation_new (
      result->labels->data, (const float *) (gpointer) result->probabilities->data, n);
  if (result->evaluation == NULL)
    return ectopy_memory_fail_beats (n, error);
  if (ectopy_evaluation_get_metrics (result->evaluation)->n == 0) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
        /* Translators: the number is of seconds. */
        _ ("no beat of the recordings counts: counting begins %g s after the start of each, "
           "and a beat wants a reference annotation of one of the five classes"),
        judging->what->compare.from_s);
    return FALSE;
  }
  if (!say_all (judging, &protocol, error) || !say_for_files (judging, &protocol, error))
    return FALSE;
  judging->judged->figures = make_figures (judging);
  ectopy_evaluation_set_records (result->evaluation, judging->judged);
  ectopy_evaluation_set_provenance (
      result->evaluation, &(EctopyProvenance){
                              .model_name = ectopy_model_get_name (judging->model),
                              .model_digest = ectopy_model_get_digest (judging->model),
                              .network_name = ectopy_model_get_network (judging->model)->spec->name,
                              .data_name = judging->what->data_name,
                              .data_digest = g_checksum_get_string (judging->checksum),
                              .date = date,
                              .version = ECTOPY_VERSION,
                              .protocol = protocol,
                              .seconds = seconds,
                              .beats_per_second = (double) n / MAX (seconds, 1e-6),
                          });
  return TRUE;
}

static void
clear_place (gpointer data)
{
  EctopyJudgedPlace *place = data;

  g_free (place->name);
  g_free (place->path);
}

static EctopyRecordsResult *
result_new (void)
{
  EctopyRecordsResult *result = g_new0 (EctopyRecordsResult, 1);

  result->places = g_array_new (FALSE, FALSE, sizeof (EctopyJudgedPlace));
  g_array_set_clear_func (result->places, clear_place);
  result->samples = g_array_new (FALSE, FALSE, sizeof (gint64));
  result->labels = g_byte_array_new ();
  result->probabilities = g_array_new (FALSE, FALSE, sizeof (float));
  return result;
}

void
ectopy_records_result_free (EctopyRecordsResult *result)
{
  g_clear_object (&result->evaluation);
  g_array_unref (result->places);
  g_array_unref (result->samples);
  g_byte_array_unref (result->labels);
  g_array_unref (result->probabilities);
  g_free (result);
}

EctopyRecordsResult *
ectopy_evaluate_records (const EctopyRecordsToJudge *what,
                         EctopyModel *model,
                         EctopyWorkers *workers,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (EctopyRecordsResult) result = result_new ();
  g_autoptr (EctopyJudgedRecords)
      judged = ectopy_judged_records_new (what->positions, &what->compare);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Judging judging = { .what = what,
                      .model = model,
                      .workers = workers,
                      .progress = progress,
                      .progress_data = progress_data,
                      .cancellable = cancellable,
                      .result = result,
                      .judged = judged,
                      .checksum = checksum };
  gboolean done = TRUE;

  if (!ectopy_model_suits_recordings (model, error))
    return NULL;
  ectopy_judging_tally_init (&judging.tally);
  for (; done && judging.index < what->records->len; judging.index++)
    done = judge_record (&judging, error);
  done = done && conclude (&judging, begin, error);
  ectopy_judging_tally_clear (&judging.tally);
  return done ? g_steal_pointer (&result) : NULL;
}
