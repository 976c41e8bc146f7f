/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation.h"
#include "engine/review/review-queue.h"
#include "engine/run/study-results.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* ---- Members ---- */

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
add_element (JsonBuilder *json, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_double (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  add_element (json, value);
}

/* @time_s where @value is defined. */
static void
add_time (JsonBuilder *json, const char *name, double value, double time_s)
{
  add_double (json, name, isfinite (value) ? time_s : (double) NAN);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

static void
begin (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
}

/* ---- Figures ---- */

static void
add_rate (JsonBuilder *json, const EctopyRateRange *rate)
{
  begin (json, "heart_rate");
  add_double (json, "mean", rate->mean);
  add_double (json, "min", rate->least);
  add_time (json, "min_at_s", rate->least, rate->least_s);
  add_double (json, "max", rate->most);
  add_time (json, "max_at_s", rate->most, rate->most_s);
  json_builder_end_object (json);
}

static void
add_runs (JsonBuilder *json, const char *name, const EctopyRunFigures *runs)
{
  const double longest = runs->n_runs > 0 ? (double) runs->longest : (double) NAN;

  begin (json, name);
  add_count (json, "couplets", runs->n_couplets);
  add_count (json, "runs", runs->n_runs);
  add_count (json, "longest_beats", runs->longest);
  add_time (json, "longest_at_s", longest, runs->longest_s);
  add_double (json, "fastest_bpm", runs->fastest);
  add_time (json, "fastest_at_s", runs->fastest, runs->fastest_s);
  json_builder_end_object (json);
}

static void
add_pauses (JsonBuilder *json, const EctopyStudySummary *summary)
{
  const double longest = summary->n_pauses > 0 ? summary->longest_pause_s : (double) NAN;

  begin (json, "pauses");
  add_count (json, "count", summary->n_pauses);
  add_double (json, "longest_s", longest);
  add_time (json, "longest_at_s", longest, summary->longest_pause_at_s);
  json_builder_end_object (json);
}

static void
add_shares (JsonBuilder *json, const EctopyStudySummary *summary)
{
  const double n = summary->n_beats > 0 ? (double) summary->n_beats : (double) NAN;

  begin (json, "burden");
  add_double (json, "S", (double) summary->counts[ECTOPY_CLASS_S] / n);
  add_double (json, "V", (double) summary->counts[ECTOPY_CLASS_V] / n);
  json_builder_end_object (json);
  begin (json, "confidence");
  add_double (json, "mean", summary->mean_confidence);
  add_count (json, "by_model", summary->n_by_model);
  add_count (json, "below_70_percent", summary->n_doubtful);
  json_builder_end_object (json);
  begin (json, "reviewed");
  add_count (json, "looked_at", summary->n_looked_at);
  add_count (json, "by_hand", summary->n_by_hand);
  json_builder_end_object (json);
}

static void
add_summary (JsonBuilder *json, const EctopyStudySummary *summary)
{
  add_double (json, "duration_s", summary->duration_s);
  add_double (json, "analysable_s", summary->duration_s - summary->left_out_s);
  add_rate (json, &summary->rate);
  add_double (json, "sdnn_ms", summary->sdnn_ms);
  add_double (json, "rmssd_ms", summary->rmssd_ms);
  add_shares (json, summary);
  add_pauses (json, summary);
  begin (json, "runs");
  add_runs (json, "S", &summary->runs[ECTOPY_CLASS_S]);
  add_runs (json, "V", &summary->runs[ECTOPY_CLASS_V]);
  json_builder_end_object (json);
  add_count (json, "bigeminy", summary->n_bigeminy);
  add_count (json, "trigeminy", summary->n_trigeminy);
  json_builder_set_member_name (json, "trend_bpm");
  json_builder_begin_array (json);
  for (guint i = 0; i < summary->trend->len; i++)
    add_element (json, g_array_index (summary->trend, double, i));
  json_builder_end_array (json);
}

/* ---- Episodes and beats ---- */

static void
add_episodes (JsonBuilder *json, EctopyStudy *study)
{
  const GArray *episodes = ectopy_study_get_episodes (study);
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (study, &n);

  json_builder_set_member_name (json, "episodes");
  json_builder_begin_array (json);
  for (guint i = 0; i < episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, i);
    const char letter[2] = { ectopy_beat_class_letter (episode->beat_class), '\0' };

    json_builder_begin_object (json);
    add_string (json, "kind", ectopy_episode_kind_name (episode->kind));
    add_string (json, "class", letter);
    add_count (json, "sample",
               (guint64) ectopy_study_get_beat (study, counted[episode->first]).sample);
    add_count (json, "beats", episode->n_beats);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

/* An array as long as there are classes, or null for a beat that a person added. */
static void
add_probabilities (JsonBuilder *json, const EctopyFoundBeat *found)
{
  json_builder_set_member_name (json, "probabilities");
  if (found == NULL) {
    json_builder_add_null_value (json);
    return;
  }
  json_builder_begin_array (json);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    json_builder_add_double_value (json, (double) found->probabilities[c]);
  json_builder_end_array (json);
}

/* All that are not rejected, whether they count or not. */
static void
add_counts (JsonBuilder *json, EctopyStudy *study)
{
  size_t counts[ECTOPY_N_CLASSES] = { 0 }, n;
  const guint32 *order = ectopy_study_get_order (study, &n);

  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);

    if (state.status != ECTOPY_BEAT_REJECTED && state.beat_class < ECTOPY_N_CLASSES)
      counts[state.beat_class]++;
  }
  begin (json, "counts");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    add_count (json, (const char[2]){ ectopy_beat_class_letter (c), '\0' }, counts[c]);
  json_builder_end_object (json);
}

static void
add_review (JsonBuilder *json, const EctopyReviewQueue *review)
{
  begin (json, "review");
  add_double (json, "due_from", ECTOPY_REVIEW_DUE);
  add_count (json, "due", review->n_due);
  add_count (json, "not_looked_at", review->n);
  json_builder_end_object (json);
}

static void
add_families (JsonBuilder *json, const EctopyFamilySource *source, const EctopyFamilies *families)
{
  json_builder_set_member_name (json, "families");
  json_builder_begin_array (json);
  for (guint k = 0; k < families->n_families; k++) {
    const EctopyFamily *family = &families->families[k];

    json_builder_begin_object (json);
    add_count (json, "family", k + 1);
    add_count (json, "beats", family->n_beats);
    add_string (json, "class",
                (const char[2]){ ectopy_beat_class_letter (family->beat_class), '\0' });
    begin (json, "counts");
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      add_count (json, (const char[2]){ ectopy_beat_class_letter (c), '\0' }, family->counts[c]);
    json_builder_end_object (json);
    add_double (json, "mean_rr_s", ectopy_family_mean_rr_s (source, families, k));
    add_count (json, "typical_sample", (guint64) source->samples[family->medoid]);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

/* (transfer full): by number of the beat in the study, from 1; 0 for those in none. */
static guint8 *
number_families (EctopyStudy *study,
                 const EctopyFamilySource *source,
                 const EctopyFamilies *families)
{
  guint8 *numbers = g_new0 (guint8, ectopy_study_get_n_numbers (study) + 1);

  for (size_t i = 0; i < source->n; i++)
    numbers[source->beats[i]] = (guint8) (families->family[i] + 1);
  return numbers;
}

static void
add_beats (JsonBuilder *json,
           EctopyStudy *study,
           const EctopyReviewQueue *review,
           const guint8 *family_numbers)
{
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  double before = (double) NAN;
  size_t n;
  const guint32 *order = ectopy_study_get_order (study, &n);

  json_builder_set_member_name (json, "beats");
  json_builder_begin_array (json);
  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);
    const char letter[2] = { ectopy_beat_class_letter (state.beat_class), '\0' };

    if (state.status == ECTOPY_BEAT_REJECTED)
      continue;
    json_builder_begin_object (json);
    add_count (json, "sample", (guint64) state.sample);
    add_string (json, "class", letter);
    add_double (json, "rr", ((double) state.sample - before) / rate);
    add_probabilities (json, ectopy_study_get_found (study, order[i]));
    json_builder_set_member_name (json, "unsure");
    json_builder_add_boolean_value (json, !ectopy_study_counts (study, order[i]));
    add_string (json, "status", ectopy_beat_status_name (state.status));
    add_double (json, "review", ectopy_review_queue_get_cost (review, order[i]));
    if (family_numbers != NULL)
      add_double (json, "family",
                  family_numbers[order[i]] > 0 ? (double) family_numbers[order[i]] : (double) NAN);
    json_builder_end_object (json);
    before = (double) state.sample;
  }
  json_builder_end_array (json);
}

/* An object, or null where it is not known. */
static void
add_unlike (JsonBuilder *json, const EctopyFindings *findings)
{
  if (!isfinite (findings->unlike_shape) || !isfinite (findings->unlike_rhythm)) {
    json_builder_set_member_name (json, "unlike");
    json_builder_add_null_value (json);
    return;
  }
  begin (json, "unlike");
  add_double (json, "shape", findings->unlike_shape);
  add_double (json, "rhythm", findings->unlike_rhythm);
  json_builder_end_object (json);
}

/* The model adapted to the recording that gave classes, or null. */
static void
add_adapted (JsonBuilder *json, EctopyStudy *study)
{
  const EctopyAdapted *adapted = ectopy_study_get_adapted (study);

  if (adapted == NULL) {
    json_builder_set_member_name (json, "adapted");
    json_builder_add_null_value (json);
    return;
  }
  begin (json, "adapted");
  add_string (json, "model", adapted->model);
  add_string (json, "digest", adapted->digest);
  add_count (json, "beats", ectopy_study_count_adapted (study));
  json_builder_end_object (json);
}

char *
ectopy_study_results_json (EctopyStudy *study,
                           const EctopyStudySummary *summary,
                           const EctopyFamilySource *source,
                           const EctopyFamilies *families,
                           const char *record)
{
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  g_autoptr (EctopyReviewQueue) review = ectopy_review_queue_new (study);
  g_autofree guint8 *numbers = families != NULL ? number_families (study, source, families) : NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  add_string (json, "record", record);
  add_double (json, "rate_hz", ectopy_recording_get_rate_hz (ectopy_study_get_recording (study)));
  add_string (json, "lead", findings->lead);
  add_string (json, "model", findings->model_digest);
  add_string (json, "origin", findings->origin);
  add_unlike (json, findings);
  add_adapted (json, study);
  add_counts (json, study);
  add_count (json, "unsure_s", (guint64) ceil (summary->left_out_s - 1e-6));
  add_summary (json, summary);
  add_episodes (json, study);
  add_review (json, review);
  if (families != NULL)
    add_families (json, source, families);
  add_beats (json, study, review, numbers);
  add_string (json, "notice", ECTOPY_NOTICE);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}
