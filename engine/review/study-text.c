/* SPDX-License-Identifier: MIT */
#include "engine/review/study-file.h"

#include "engine/core/atomic-file.h"
#include "engine/core/digest.h"
#include "engine/review/study-file-private.h"

#include <math.h>
#include <string.h>

/* Writing a study: JSON made by hand, a line for each entry of the log, as a day's recording has some
 * hundred thousand beats. */

struct _EctopyStudySnapshot {
  EctopyRecording *recording;
  EctopyFindings *findings;
  GPtrArray *log;
  char *digest;
};

/* ---- Where, and of what ---- */

char *
ectopy_study_file_path (const char *recording_path)
{
  static const char *const endings[] = { ".hea", ".dat", ".atr", ".edf",
                                         ".bdf", ".csv", ".tsv", ".txt" };
  g_autofree char *stem = g_strdup (recording_path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    const size_t n = strlen (stem), n_ending = strlen (endings[i]);

    if (n > n_ending && g_ascii_strcasecmp (stem + n - n_ending, endings[i]) == 0) {
      stem[n - n_ending] = '\0';
      break;
    }
  }
  return g_strconcat (stem, ".study.json", NULL);
}

char *
ectopy_study_digest (EctopyRecording *recording)
{
  const size_t n = ectopy_recording_get_n_leads (recording);
  g_autofree const float **leads = g_new (const float *, n);

  for (size_t i = 0; i < n; i++)
    leads[i] = ectopy_recording_get_samples (recording, i);
  return ectopy_digest_floats (leads, n, ectopy_recording_get_n_samples (recording));
}

/* ---- Pieces ---- */

static void
append_string (GString *text, const char *string)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *shown = g_utf8_make_valid (string != NULL ? string : "", -1);
  g_autofree char *escaped = NULL;

  json_node_init_string (node, shown);
  escaped = json_to_string (node, FALSE);
  g_string_append (text, escaped);
}

static void
append_member (GString *text, const char *name, const char *string)
{
  g_string_append_printf (text, "\"%s\":", name);
  append_string (text, string);
}

static void
append_spans (GString *text, const GArray *spans)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);

    g_string_append_printf (text, "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", i > 0 ? "," : "",
                            span->from, span->to);
  }
  g_string_append_c (text, ']');
}

static void
append_state (GString *text, const EctopyBeatState *state)
{
  g_string_append_printf (text, "[%" G_GINT64_FORMAT ",\"%c\",\"%s\"]", state->sample,
                          ectopy_beat_class_letter (state->beat_class),
                          ectopy_beat_status_name (state->status));
}

static void
append_adapted (GString *text, const EctopyAdapted *adapted)
{
  const GArray *beats = adapted->beats;

  g_string_append (text, ",\"adapted\":{");
  append_member (text, "model", adapted->model);
  g_string_append_c (text, ',');
  append_member (text, "digest", adapted->digest);
  g_string_append (text, ",\"classes\":\"");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_c (
        text, ectopy_beat_class_letter (g_array_index (beats, EctopyGivenBeat, i).beat_class));
  g_string_append (text, "\",\"numbers\":[");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "",
                            g_array_index (beats, EctopyGivenBeat, i).beat);
  g_string_append (text, "],\"probabilities_x10000\":[");
  for (guint i = 0; i < beats->len; i++)
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      g_string_append_printf (text, "%s%u", i + c > 0 ? "," : "",
                              g_array_index (beats, EctopyGivenBeat, i).probabilities[c]);
  g_string_append (text, "]}");
}

void
ectopy_study_entry_append (GString *text, const EctopyStudyEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (entry->time);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  g_string_append_c (text, '{');
  append_member (text, "kind", ectopy_study_kind_names[entry->kind]);
  g_string_append_c (text, ',');
  append_member (text, "time", when);
  if (entry->kind == ECTOPY_STUDY_EDIT) {
    g_string_append_c (text, ',');
    append_member (text, "act", entry->act);
    g_string_append (text, ",\"beats\":[");
    for (guint i = 0; i < entry->changes->len; i++) {
      const EctopyBeatChange *change = &g_array_index (entry->changes, EctopyBeatChange, i);

      g_string_append_printf (text, "%s{\"beat\":%u,\"before\":", i > 0 ? "," : "", change->beat);
      append_state (text, &change->before);
      g_string_append (text, ",\"after\":");
      append_state (text, &change->after);
      g_string_append_c (text, '}');
    }
    g_string_append_c (text, ']');
    if (entry->spans_before != NULL && entry->spans_after != NULL) {
      g_string_append (text, ",\"spans_before\":");
      append_spans (text, entry->spans_before);
      g_string_append (text, ",\"spans_after\":");
      append_spans (text, entry->spans_after);
    }
    if (entry->adapted != NULL)
      append_adapted (text, entry->adapted);
  }
  g_string_append_c (text, '}');
}

static void
append_recording (GString *text, const EctopyStudySnapshot *snapshot)
{
  EctopyRecording *recording = snapshot->recording;
  const char *source = ectopy_recording_get_source (recording);
  g_autofree char *name = source != NULL ? g_filename_display_basename (source) : NULL;
  char rate[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, "{");
  append_member (text, "name", name);
  g_string_append_printf (
      text, ",\"rate_hz\":%s,\"samples\":%zu,\"leads\":[",
      g_ascii_dtostr (rate, sizeof rate, ectopy_recording_get_rate_hz (recording)),
      ectopy_recording_get_n_samples (recording));
  for (size_t i = 0; i < ectopy_recording_get_n_leads (recording); i++) {
    g_string_append (text, i > 0 ? "," : "");
    append_string (text, ectopy_recording_get_lead_name (recording, i));
  }
  g_string_append (text, "],");
  append_member (text, "digest", snapshot->digest);
  g_string_append_c (text, '}');
}

/* Only where it is known. */
static void
append_unlike (GString *text, const EctopyFindings *findings)
{
  char shape[G_ASCII_DTOSTR_BUF_SIZE], rhythm[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (findings->unlike_shape) && isfinite (findings->unlike_rhythm))
    g_string_append_printf (text, ",\n \"unlike\":{\"shape\":%s,\"rhythm\":%s}",
                            g_ascii_dtostr (shape, sizeof shape, findings->unlike_shape),
                            g_ascii_dtostr (rhythm, sizeof rhythm, findings->unlike_rhythm));
}

static void
append_findings (GString *text, const EctopyFindings *findings)
{
  const GArray *beats = findings->beats;

  g_string_append_c (text, '{');
  append_member (text, "origin", findings->origin);
  g_string_append_c (text, ',');
  append_member (text, "lead", findings->lead);
  g_string_append_c (text, ',');
  append_member (text, "model", findings->model);
  g_string_append_c (text, ',');
  append_member (text, "model_digest", findings->model_digest);
  append_unlike (text, findings);
  g_string_append (text, ",\n \"classes\":\"");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_c (
        text, ectopy_beat_class_letter (g_array_index (beats, EctopyFoundBeat, i).beat_class));
  g_string_append (text, "\",\n \"unsure\":\"");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_c (text, g_array_index (beats, EctopyFoundBeat, i).is_unsure ? '1' : '0');
  g_string_append (text, "\",\n \"samples\":[");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (beats, EctopyFoundBeat, i).sample);
  g_string_append (text, "],\n \"codes\":[");
  for (guint i = 0; i < beats->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "",
                            g_array_index (beats, EctopyFoundBeat, i).code);
  g_string_append (text, "],\n \"probabilities_x10000\":[");
  for (guint i = 0; i < beats->len; i++)
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      g_string_append_printf (
          text, "%s%d", i + c > 0 ? "," : "",
          (int) lrintf (10000 * g_array_index (beats, EctopyFoundBeat, i).probabilities[c]));
  g_string_append (text, "],\n \"spans\":");
  append_spans (text, findings->spans);
  g_string_append_c (text, '}');
}

/* ---- Snapshots ---- */

EctopyStudySnapshot *
ectopy_study_snapshot_new (EctopyStudy *study, const char *digest)
{
  return ectopy_study_snapshot_new_up_to (study, digest, ectopy_study_get_log (study)->len);
}

EctopyStudySnapshot *
ectopy_study_snapshot_new_up_to (EctopyStudy *study, const char *digest, guint n_entries)
{
  EctopyStudySnapshot *snapshot = g_new0 (EctopyStudySnapshot, 1);
  const GPtrArray *log = ectopy_study_get_log (study);

  snapshot->recording = g_object_ref (ectopy_study_get_recording (study));
  snapshot->findings = ectopy_findings_ref (ectopy_study_get_findings (study));
  snapshot->log = g_ptr_array_new_full (n_entries, (GDestroyNotify) ectopy_study_entry_unref);
  for (guint i = 0; i < MIN (n_entries, log->len); i++)
    g_ptr_array_add (snapshot->log, ectopy_study_entry_ref (g_ptr_array_index (log, i)));
  snapshot->digest = g_strdup (digest);
  return snapshot;
}

size_t
ectopy_study_snapshot_get_n_entries (const EctopyStudySnapshot *snapshot)
{
  return snapshot->log->len;
}

void
ectopy_study_snapshot_free (EctopyStudySnapshot *snapshot)
{
  g_object_unref (snapshot->recording);
  ectopy_findings_unref (snapshot->findings);
  g_ptr_array_unref (snapshot->log);
  g_free (snapshot->digest);
  g_free (snapshot);
}

gboolean
ectopy_study_snapshot_write (const EctopyStudySnapshot *snapshot, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new ("{\"format\":\"" ECTOPY_STUDY_FORMAT "\",");

  g_string_append_printf (text, "\"version\":%d,\n\"recording\":", ECTOPY_STUDY_VERSION);
  append_recording (text, snapshot);
  g_string_append (text, ",\n\"found\":");
  append_findings (text, snapshot->findings);
  g_string_append (text, ",\n\"log\":[");
  for (guint i = 0; i < snapshot->log->len; i++) {
    g_string_append (text, i > 0 ? ",\n " : "\n ");
    ectopy_study_entry_append (text, g_ptr_array_index (snapshot->log, i));
  }
  g_string_append (text, "]}\n");
  return ectopy_atomic_write (path, text->str, text->len, error);
}
