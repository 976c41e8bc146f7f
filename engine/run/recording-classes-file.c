/* SPDX-License-Identifier: MIT */
/* What classify-recording.h says of files and texts. */
#include "engine/core/atomic-file.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "engine/io/edf-write.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/run/classify-recording.h"

#include <json-glib/json-glib.h>
#include <math.h>

static const EctopyRecordingBeat *
beat_at (const EctopyRecordingClasses *classes, guint i)
{
  return &g_array_index (classes->beats, EctopyRecordingBeat, i);
}

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

/* Seconds since the beat before; not a number for the first. */
static double
interval_before (const EctopyRecordingClasses *classes, guint i, double rate_hz)
{
  if (i == 0)
    return (double) NAN;
  return (double) (beat_at (classes, i)->sample - beat_at (classes, i - 1)->sample) / rate_hz;
}

/* ---- Files ---- */

static gboolean
write_table (const EctopyRecordingClasses *classes,
             double rate_hz,
             const char *path,
             GError **error)
{
  g_autoptr (GString) text = g_string_new ("sample,seconds,class,rr,N,S,V,F,Q,unsure\n");

  for (guint i = 0; i < classes->beats->len; i++) {
    const EctopyRecordingBeat *beat = beat_at (classes, i);

    g_string_append_printf (text, "%" G_GINT64_FORMAT ",", beat->sample);
    append_number (text, "%.6f", (double) beat->sample / rate_hz);
    g_string_append_printf (text, ",%c,", ectopy_beat_class_letter (beat->beat_class));
    if (i > 0)
      append_number (text, "%.6f", interval_before (classes, i, rate_hz));
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      g_string_append_c (text, ',');
      append_number (text, "%.6f", (double) beat->probabilities[c]);
    }
    g_string_append_printf (text, ",%u\n", beat->is_unsure);
  }
  return ectopy_atomic_write (path, text->str, text->len, error);
}

gboolean
ectopy_recording_classes_write (const EctopyRecordingClasses *classes,
                                EctopyRecording *recording,
                                const char *path,
                                GError **error)
{
  static const guint8 codes[ECTOPY_N_CLASSES] = { ECTOPY_CODE_NORMAL, ECTOPY_CODE_SUPRAVENTRICULAR,
                                                  ECTOPY_CODE_VENTRICULAR, ECTOPY_CODE_FUSION,
                                                  ECTOPY_CODE_UNKNOWN };
  g_autofree EctopyAnnotation *marks = NULL;

  if (g_str_has_suffix (path, ".csv"))
    return write_table (classes, ectopy_recording_get_rate_hz (recording), path, error);
  marks = g_new0 (EctopyAnnotation, classes->beats->len);
  for (guint i = 0; i < classes->beats->len; i++)
    marks[i] = (EctopyAnnotation){
      .sample = beat_at (classes, i)->sample,
      .code = codes[beat_at (classes, i)->beat_class],
    };
  if (g_str_has_suffix (path, ".edf"))
    return ectopy_edf_write (recording, marks, classes->beats->len, path, error);
  return ectopy_wfdb_annotation_write (path, marks, classes->beats->len, error);
}

/* ---- Texts ---- */

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_double (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

static void
add_beat (JsonBuilder *json, const EctopyRecordingClasses *classes, guint i, double rate_hz)
{
  const EctopyRecordingBeat *beat = beat_at (classes, i);
  const char letter[2] = { ectopy_beat_class_letter (beat->beat_class), '\0' };

  json_builder_begin_object (json);
  add_count (json, "sample", (guint64) beat->sample);
  add_string (json, "class", letter);
  add_double (json, "rr", interval_before (classes, i, rate_hz));
  json_builder_set_member_name (json, "probabilities");
  json_builder_begin_array (json);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    json_builder_add_double_value (json, (double) beat->probabilities[c]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "unsure");
  json_builder_add_boolean_value (json, beat->is_unsure != 0);
  json_builder_end_object (json);
}

static void
add_episode (JsonBuilder *json, const EctopyRecordingClasses *classes, const EctopyEpisode *episode)
{
  const char letter[2] = { ectopy_beat_class_letter (episode->beat_class), '\0' };

  json_builder_begin_object (json);
  add_string (json, "kind", ectopy_episode_kind_name (episode->kind));
  add_string (json, "class", letter);
  add_count (json, "sample", (guint64) beat_at (classes, (guint) episode->first)->sample);
  add_count (json, "beats", episode->n_beats);
  json_builder_end_object (json);
}

char *
ectopy_recording_classes_to_json (const EctopyRecordingClasses *classes,
                                  EctopyRecording *recording,
                                  EctopyModel *model,
                                  const char *record)
{
  const double rate_hz = ectopy_recording_get_rate_hz (recording);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  add_string (json, "record", record);
  add_double (json, "rate_hz", rate_hz);
  add_string (json, "lead", ectopy_recording_get_lead_name (recording, classes->lead));
  add_string (json, "model", ectopy_model_get_digest (model));
  json_builder_set_member_name (json, "counts");
  json_builder_begin_object (json);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    add_count (json, (const char[2]){ ectopy_beat_class_letter (c), '\0' }, classes->counts[c]);
  json_builder_end_object (json);
  add_count (json, "unsure_s", classes->unsure_s);
  json_builder_set_member_name (json, "episodes");
  json_builder_begin_array (json);
  for (guint i = 0; i < classes->episodes->len; i++)
    add_episode (json, classes, &g_array_index (classes->episodes, EctopyEpisode, i));
  json_builder_end_array (json);
  json_builder_set_member_name (json, "beats");
  json_builder_begin_array (json);
  for (guint i = 0; i < classes->beats->len; i++)
    add_beat (json, classes, i, rate_hz);
  json_builder_end_array (json);
  add_string (json, "notice", ECTOPY_NOTICE);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}

static void
append_episodes (GString *text, const EctopyRecordingClasses *classes)
{
  size_t counts[ECTOPY_N_EPISODE_KINDS] = { 0 };
  size_t longest = 0;

  for (guint i = 0; i < classes->episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (classes->episodes, EctopyEpisode, i);

    counts[episode->kind]++;
    if (episode->kind == ECTOPY_EPISODE_RUN)
      longest = MAX (longest, episode->n_beats);
  }
  g_string_append_printf (text, "couplets %zu, runs %zu", counts[ECTOPY_EPISODE_COUPLET],
                          counts[ECTOPY_EPISODE_RUN]);
  if (longest > 0)
    g_string_append_printf (text, " (longest: %zu beats)", longest);
  g_string_append_printf (text, ", bigeminy %zu, trigeminy %zu, pauses above %g s %zu\n",
                          counts[ECTOPY_EPISODE_BIGEMINY], counts[ECTOPY_EPISODE_TRIGEMINY],
                          ECTOPY_PAUSE_S, counts[ECTOPY_EPISODE_PAUSE]);
}

char *
ectopy_recording_classes_to_text (const EctopyRecordingClasses *classes,
                                  EctopyRecording *recording,
                                  EctopyModel *model,
                                  const char *record)
{
  const double minutes = (double) ectopy_recording_get_n_samples (recording) /
                         ectopy_recording_get_rate_hz (recording) / 60;
  const char *name = ectopy_model_get_name (model);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %u beats in ", record, classes->beats->len);
  append_number (text, "%.1f", minutes);
  g_string_append (text, " min, ");
  append_number (text, "%.0f", (double) classes->beats->len / minutes);
  g_string_append_printf (text, " a minute; lead %s, model %s\n",
                          ectopy_recording_get_lead_name (recording, classes->lead),
                          name != NULL ? name : "unsaved");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const double share = (double) classes->counts[c] / classes->beats->len;
    g_autofree char *percent = ectopy_text_percent (share);

    g_string_append_printf (text, "%c %8zu  %7s  %s\n", ectopy_beat_class_letter (c),
                            classes->counts[c], percent, ectopy_beat_class_name (c));
  }
  append_episodes (text, classes);
  if (classes->unsure_s > 0)
    g_string_append_printf (text, "%zu s cannot be analysed\n", classes->unsure_s);
  g_string_append (text,
                   "A model of cut beats has learned one lead of one recorder, and the patients it "
                   "was shown: look at the beats.\n" ECTOPY_NOTICE "\n");
  return g_string_free (text, FALSE);
}
