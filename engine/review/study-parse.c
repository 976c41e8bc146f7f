/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/review/study-file-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Deepest nesting: object, log, entry, beats, beat, state. */
#define MAX_DEPTH 8

const char *const ectopy_study_kind_names[3] = { "edit", "undo", "redo" };

/* ---- Values ---- */

static gboolean
take_count (JsonNode *node, gint64 *value)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return *value >= 0;
}

gint64
ectopy_study_json_count (JsonObject *object, const char *name)
{
  gint64 value;

  return take_count (json_object_get_member (object, name), &value) ? value : -1;
}

const char *
ectopy_study_json_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A class by its letter; "?" is none. */
static gboolean
take_class (char letter, guint8 *beat_class)
{
  *beat_class = (guint8) ectopy_beat_class_from_letter (letter);
  return *beat_class < ECTOPY_N_CLASSES || letter == '?';
}

/* ---- Entries ---- */

static gboolean
take_state (JsonObject *object, const char *name, EctopyBeatState *state)
{
  JsonArray *array = get_array (object, name);
  const char *letter, *status;

  if (array == NULL || json_array_get_length (array) != 3 ||
      !take_count (json_array_get_element (array, 0), &state->sample) ||
      json_node_get_value_type (json_array_get_element (array, 1)) != G_TYPE_STRING ||
      json_node_get_value_type (json_array_get_element (array, 2)) != G_TYPE_STRING)
    return FALSE;
  letter = json_array_get_string_element (array, 1);
  status = json_array_get_string_element (array, 2);
  if (strlen (letter) != 1 || !take_class (letter[0], &state->beat_class))
    return FALSE;
  for (guint8 i = 0; i < ECTOPY_N_BEAT_STATUSES; i++)
    if (g_str_equal (ectopy_beat_status_name (i), status)) {
      state->status = i;
      return TRUE;
    }
  return FALSE;
}

/* (nullable): pairs of samples. */
static GArray *
parse_spans (JsonArray *array)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (EctopySpan));
  const guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, i);
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    EctopySpan span;

    if (pair == NULL || json_array_get_length (pair) != 2 ||
        !take_count (json_array_get_element (pair, 0), &span.from) ||
        !take_count (json_array_get_element (pair, 1), &span.to))
      return NULL;
    g_array_append_val (spans, span);
  }
  return array != NULL ? g_steal_pointer (&spans) : NULL;
}

static gboolean
take_given (JsonArray *numbers, JsonArray *probabilities, guint i, char letter, GArray *beats)
{
  EctopyGivenBeat says;
  gint64 value;

  if (!take_class (letter, &says.beat_class) ||
      !take_count (json_array_get_element (numbers, i), &value) || value >= ECTOPY_NO_BEAT)
    return FALSE;
  says.beat = (guint32) value;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    if (!take_count (json_array_get_element (probabilities, i * ECTOPY_N_CLASSES + c), &value) ||
        value > 10000)
      return FALSE;
    says.probabilities[c] = (guint16) value;
  }
  g_array_append_val (beats, says);
  return TRUE;
}

/* (nullable) */
static EctopyAdapted *
parse_adapted (JsonObject *object)
{
  g_autoptr (EctopyAdapted) adapted = NULL;
  JsonArray *numbers, *probabilities;
  const char *classes;
  guint n;

  if (object == NULL)
    return NULL;
  numbers = get_array (object, "numbers");
  probabilities = get_array (object, "probabilities_x10000");
  classes = ectopy_study_json_string (object, "classes");
  n = numbers != NULL ? json_array_get_length (numbers) : 0;
  if (numbers == NULL || probabilities == NULL || strlen (classes) != n ||
      json_array_get_length (probabilities) != (guint64) n * ECTOPY_N_CLASSES)
    return NULL;
  adapted = ectopy_adapted_new (ectopy_study_json_string (object, "model"),
                                ectopy_study_json_string (object, "digest"));
  for (guint i = 0; i < n; i++)
    if (!take_given (numbers, probabilities, i, classes[i], adapted->beats))
      return NULL;
  return g_steal_pointer (&adapted);
}

static gboolean
parse_changes (JsonObject *object, EctopyStudyEntry *entry)
{
  JsonArray *beats = get_array (object, "beats");
  const guint n = beats != NULL ? json_array_get_length (beats) : 0;

  if (beats == NULL)
    return FALSE;
  entry->act = g_strdup (ectopy_study_json_string (object, "act"));
  entry->changes = g_array_new (FALSE, FALSE, sizeof (EctopyBeatChange));
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (beats, i);
    JsonObject *beat = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const gint64 number = beat != NULL ? ectopy_study_json_count (beat, "beat") : -1;
    EctopyBeatChange change = { .beat = (guint32) number };

    if (number < 0 || number >= ECTOPY_NO_BEAT || !take_state (beat, "before", &change.before) ||
        !take_state (beat, "after", &change.after))
      return FALSE;
    g_array_append_val (entry->changes, change);
  }
  if (json_object_has_member (object, "adapted")) {
    entry->adapted = parse_adapted (get_object (object, "adapted"));
    if (entry->adapted == NULL)
      return FALSE;
  }
  if (json_object_has_member (object, "spans_before")) {
    entry->spans_before = parse_spans (get_array (object, "spans_before"));
    entry->spans_after = parse_spans (get_array (object, "spans_after"));
    return entry->spans_before != NULL && entry->spans_after != NULL;
  }
  return TRUE;
}

static EctopyStudyEntry *
parse_entry (JsonNode *node)
{
  g_autoptr (EctopyStudyEntry) entry = g_new0 (EctopyStudyEntry, 1);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GDateTime) time = NULL;
  guint kind = 0;

  g_atomic_ref_count_init (&entry->references);
  if (object == NULL)
    return NULL;
  while (kind < 3 &&
         !g_str_equal (ectopy_study_json_string (object, "kind"), ectopy_study_kind_names[kind]))
    kind++;
  time = g_date_time_new_from_iso8601 (ectopy_study_json_string (object, "time"), NULL);
  if (kind == 3 || time == NULL)
    return NULL;
  entry->kind = (EctopyStudyEntryKind) kind;
  entry->time = g_date_time_to_unix (time);
  if (entry->kind == ECTOPY_STUDY_EDIT && !parse_changes (object, entry))
    return NULL;
  return g_steal_pointer (&entry);
}

EctopyStudyEntry *
ectopy_study_entry_parse (const char *text, size_t length)
{
  g_autoptr (JsonNode) root = ectopy_json_guard_parse (text, length, 0, MAX_DEPTH, "journal", NULL);

  return root != NULL ? parse_entry (root) : NULL;
}

/* ---- Findings ---- */

static gboolean
take_beat (JsonArray *samples,
           JsonArray *codes,
           JsonArray *probabilities,
           guint i,
           EctopyFoundBeat *beat)
{
  gint64 value;

  if (!take_count (json_array_get_element (samples, i), &beat->sample))
    return FALSE;
  if (!take_count (json_array_get_element (codes, i), &value) || value >= ECTOPY_N_CODES)
    return FALSE;
  beat->code = (guint8) value;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    if (!take_count (json_array_get_element (probabilities, i * ECTOPY_N_CLASSES + c), &value) ||
        value > 10000)
      return FALSE;
    beat->probabilities[c] = (float) value / 10000.0f;
  }
  return TRUE;
}

/* Beats in order, within the recording; as many of each list. */
static gboolean
parse_beats (JsonObject *object, gint64 n_samples, GArray *beats)
{
  const char *classes = ectopy_study_json_string (object, "classes");
  const char *unsure = ectopy_study_json_string (object, "unsure");
  JsonArray *samples = get_array (object, "samples");
  JsonArray *codes = get_array (object, "codes");
  JsonArray *probabilities = get_array (object, "probabilities_x10000");
  const guint n = samples != NULL ? json_array_get_length (samples) : 0;
  gint64 last = 0;

  if (samples == NULL || codes == NULL || probabilities == NULL || strlen (classes) != n ||
      strlen (unsure) != n || json_array_get_length (codes) != n ||
      json_array_get_length (probabilities) != (guint64) n * ECTOPY_N_CLASSES)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    EctopyFoundBeat beat = { .is_unsure = unsure[i] == '1' };

    if (!take_class (classes[i], &beat.beat_class) ||
        !take_beat (samples, codes, probabilities, i, &beat) || beat.sample < last ||
        beat.sample >= n_samples)
      return FALSE;
    last = beat.sample;
    g_array_append_val (beats, beat);
  }
  return TRUE;
}

/* A number of at least 0; NaN where @object has none of that name. */
static double
get_ratio (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  double value = (double) NAN;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      (json_node_get_value_type (node) == G_TYPE_DOUBLE ||
       json_node_get_value_type (node) == G_TYPE_INT64))
    value = json_node_get_double (node);
  return isfinite (value) && value >= 0 ? value : (double) NAN;
}

static EctopyFindings *
parse_findings (JsonObject *object, gint64 n_samples)
{
  g_autoptr (EctopyFindings) findings = ectopy_findings_new ();
  g_autoptr (GArray) spans = object != NULL ? parse_spans (get_array (object, "spans")) : NULL;
  JsonObject *unlike = object != NULL ? get_object (object, "unlike") : NULL;
  gint64 last = -1;

  if (spans == NULL || !parse_beats (object, n_samples, findings->beats))
    return NULL;
  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);

    if (span->from <= last || span->to <= span->from || span->to > n_samples)
      return NULL;
    last = span->to;
  }
  g_array_append_vals (findings->spans, spans->data, spans->len);
  findings->origin = g_strdup (ectopy_study_json_string (object, "origin"));
  findings->lead = g_strdup (ectopy_study_json_string (object, "lead"));
  findings->model = g_strdup (ectopy_study_json_string (object, "model"));
  findings->model_digest = g_strdup (ectopy_study_json_string (object, "model_digest"));
  if (unlike != NULL) {
    findings->unlike_shape = get_ratio (unlike, "shape");
    findings->unlike_rhythm = get_ratio (unlike, "rhythm");
  }
  return g_steal_pointer (&findings);
}

/* ---- The file ---- */

static gboolean
check_format (JsonObject *root, const char *name, GError **error)
{
  if (g_str_equal (ectopy_study_json_string (root, "format"), ECTOPY_STUDY_FORMAT) &&
      ectopy_study_json_count (root, "version") == ECTOPY_STUDY_VERSION &&
      get_object (root, "recording") != NULL)
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
               _ ("%s: expected a study of format “%s”, version %d."), name, ECTOPY_STUDY_FORMAT,
               ECTOPY_STUDY_VERSION);
  return FALSE;
}

static gboolean
check_recording (JsonObject *root,
                 EctopyRecording *recording,
                 const char *digest,
                 const char *name,
                 GError **error)
{
  const char *theirs;

  if (!check_format (root, name, error))
    return FALSE;
  theirs = ectopy_study_json_string (get_object (root, "recording"), "digest");
  if (!g_str_equal (theirs, digest)) {
    g_autofree char *start = g_utf8_substring (theirs, 0, MIN (g_utf8_strlen (theirs, -1), 16));

    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        _ ("%s: this study is about another recording, or another state of it: its samples "
           "have the digest %s, these %s."),
        name, start, digest);
    return FALSE;
  }
  return TRUE;
}

static EctopyStudy *
parse_study (JsonObject *root, EctopyRecording *recording, const char *name, GError **error)
{
  const gint64 n_samples = (gint64) ectopy_recording_get_n_samples (recording);
  EctopyFindings *findings = parse_findings (get_object (root, "found"), n_samples);
  JsonArray *log = get_array (root, "log");
  const guint n = log != NULL ? json_array_get_length (log) : 0;
  g_autoptr (EctopyStudy) study = NULL;

  if (findings == NULL || log == NULL) {
    g_clear_pointer (&findings, ectopy_findings_unref);
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
        _ ("%s: expected beats in order within the %" PRId64
           " samples of the recording, with class, code and five probabilities each, and a "
           "log."),
        name, n_samples);
    return NULL;
  }
  study = ectopy_study_new_take (recording, findings);
  for (guint i = 0; i < n; i++) {
    g_autoptr (EctopyStudyEntry) entry = parse_entry (json_array_get_element (log, i));

    if (entry == NULL) {
      /* Translators: the log of a study, which lists what a reader did to the beats. */
      g_set_error (
          error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
          _ ("%s: entry %u of the log: expected a kind, a time, and beats before and after."), name,
          i + 1);
      return NULL;
    }
    if (!ectopy_study_replay (study, entry, error)) {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  }
  ectopy_study_set_saved (study, n);
  return g_steal_pointer (&study);
}

/* (transfer full) (nullable) */
static JsonNode *
read_json (const char *path, const char *name, GError **error)
{
  size_t length;
  g_autofree char *text = ectopy_input_file_read_all (path, ECTOPY_STUDY_MAX_BYTES, &length, error);

  return text != NULL ? ectopy_json_guard_parse (text, length, 0, MAX_DEPTH, name, error) : NULL;
}

char *
ectopy_study_file_recording (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (JsonNode) root = read_json (path, name, error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *recording = NULL;
  const char *member;

  if (root == NULL || !check_format (json_node_get_object (root), name, error))
    return NULL;
  member = ectopy_study_json_string (get_object (json_node_get_object (root), "recording"), "name");
  recording = g_build_filename (folder, member, NULL);
  if (member[0] == '\0' || strchr (member, G_DIR_SEPARATOR) != NULL ||
      !g_file_test (recording, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("%s: the recording it is about, “%s”, is not in its folder."), name, member);
    return NULL;
  }
  return g_steal_pointer (&recording);
}

EctopyStudy *
ectopy_study_file_read (const char *path,
                        EctopyRecording *recording,
                        const char *digest,
                        GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (JsonNode) root = read_json (path, name, error);

  if (root == NULL ||
      !check_recording (json_node_get_object (root), recording, digest, name, error))
    return NULL;
  return parse_study (json_node_get_object (root), recording, name, error);
}
