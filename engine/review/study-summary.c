/* SPDX-License-Identifier: MIT */
#include "engine/review/study-summary.h"

#include <math.h>
#include <string.h>

#define HOUR_S 3600.0

/* The counted beats in order: when, and how long since the one before (NaN: nothing can be said). */
typedef struct {
  size_t n;
  double *times;
  double *intervals;
  guint8 *classes;
} Beats;

static void
take_beats (Beats *beats, EctopyStudy *study)
{
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  const guint32 *counted = ectopy_study_get_counted (study, &beats->n);

  beats->times = g_new (double, beats->n + 1);
  beats->intervals = g_new (double, beats->n + 1);
  beats->classes = g_new (guint8, beats->n + 1);
  for (size_t i = 0; i < beats->n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, counted[i]);

    beats->times[i] = (double) state.sample / rate;
    beats->classes[i] = state.beat_class;
    beats->intervals[i] = ectopy_study_get_rr_before (study, counted[i]);
  }
}

static void
drop_beats (Beats *beats)
{
  g_free (beats->times);
  g_free (beats->intervals);
  g_free (beats->classes);
}

/* ---- Rates ---- */

/* Of the intervals that end with the beats @first up to before @end. */
static EctopyRateRange
find_rates (const Beats *beats, size_t first, size_t end)
{
  EctopyRateRange range = { .mean = (double) NAN, .least = (double) NAN, .most = (double) NAN };
  double sum = 0, window = 0;
  size_t n_window = 0;

  for (size_t i = first; i < end; i++) {
    const double interval = beats->intervals[i];
    double rate, since;

    if (!(interval > 0)) {
      window = 0;
      n_window = 0;
      continue;
    }
    range.n++;
    sum += interval;
    window += interval;
    if (++n_window > ECTOPY_RATE_INTERVALS) {
      window -= beats->intervals[i - ECTOPY_RATE_INTERVALS];
      n_window = ECTOPY_RATE_INTERVALS;
    }
    if (n_window < ECTOPY_RATE_INTERVALS)
      continue;
    rate = 60 * ECTOPY_RATE_INTERVALS / window;
    since = beats->times[i] - window;
    if (!(rate >= range.least)) {
      range.least = rate;
      range.least_s = since;
    }
    if (!(rate <= range.most)) {
      range.most = rate;
      range.most_s = since;
    }
  }
  if (range.n > 0)
    range.mean = 60 * (double) range.n / sum;
  return range;
}

static void
find_trend (EctopyStudySummary *summary, const Beats *beats)
{
  const guint n = (guint) MAX (ceil (summary->duration_s / ECTOPY_TREND_S), 1);
  size_t i = 0;

  for (guint k = 0; k < n; k++) {
    const size_t first = i;
    double mean;

    while (i < beats->n && beats->times[i] < (k + 1) * ECTOPY_TREND_S)
      i++;
    mean = find_rates (beats, first, i).mean;
    g_array_append_val (summary->trend, mean);
  }
}

/* Of intervals between two normal beats. */
static void
find_variability (EctopyStudySummary *summary, const Beats *beats)
{
  double sum = 0, squares = 0, differences = 0, before = (double) NAN;
  size_t n = 0, n_differences = 0;

  for (size_t i = 1; i < beats->n; i++) {
    const gboolean is_normal = beats->classes[i] == ECTOPY_CLASS_N &&
                               beats->classes[i - 1] == ECTOPY_CLASS_N;
    const double interval = is_normal ? 1000 * beats->intervals[i] : (double) NAN;

    if (isfinite (interval)) {
      sum += interval;
      squares += interval * interval;
      n++;
      if (isfinite (before)) {
        differences += (interval - before) * (interval - before);
        n_differences++;
      }
    }
    before = interval;
  }
  summary->sdnn_ms = n > 1 ? sqrt (MAX (squares - sum * sum / (double) n, 0) / (double) (n - 1))
                           : (double) NAN;
  summary->rmssd_ms = n_differences > 0 ? sqrt (differences / (double) n_differences)
                                        : (double) NAN;
}

/* ---- Episodes ---- */

static EctopyHour *
hour_at (EctopyStudySummary *summary, double s)
{
  const guint hour = (guint) MAX (s / HOUR_S, 0);

  return &g_array_index (summary->hours, EctopyHour, MIN (hour, summary->hours->len - 1));
}

static void
take_run (EctopyStudySummary *summary, const Beats *beats, const EctopyEpisode *episode)
{
  EctopyRunFigures *figures = &summary->runs[episode->beat_class];
  const double start = beats->times[episode->first];
  const double length = beats->times[episode->first + episode->n_beats - 1] - start;
  const double rate = 60 * (double) (episode->n_beats - 1) / length;

  hour_at (summary, start)->n_runs[episode->beat_class]++;
  if (episode->kind == ECTOPY_EPISODE_COUPLET) {
    figures->n_couplets++;
    return;
  }
  figures->n_runs++;
  if (episode->n_beats > figures->longest) {
    figures->longest = episode->n_beats;
    figures->longest_s = start;
  }
  if (!(rate <= figures->fastest)) {
    figures->fastest = rate;
    figures->fastest_s = start;
  }
}

static void
take_episodes (EctopyStudySummary *summary, const Beats *beats, EctopyStudy *study)
{
  const GArray *episodes = ectopy_study_get_episodes (study);

  for (guint i = 0; i < episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, i);
    const double start = beats->times[episode->first];

    switch (episode->kind) {
    case ECTOPY_EPISODE_COUPLET:
    case ECTOPY_EPISODE_RUN:
      take_run (summary, beats, episode);
      break;
    case ECTOPY_EPISODE_BIGEMINY:
      summary->n_bigeminy++;
      break;
    case ECTOPY_EPISODE_TRIGEMINY:
      summary->n_trigeminy++;
      break;
    case ECTOPY_EPISODE_PAUSE:
      summary->n_pauses++;
      hour_at (summary, start)->n_pauses++;
      if (beats->times[episode->first + 1] - start > summary->longest_pause_s) {
        summary->longest_pause_s = beats->times[episode->first + 1] - start;
        summary->longest_pause_at_s = start;
      }
      break;
    default:
      break;
    }
  }
}

/* ---- Hours ---- */

static void
make_hours (EctopyStudySummary *summary, const Beats *beats)
{
  const guint n = (guint) MAX (ceil (summary->duration_s / HOUR_S), 1);
  size_t i = 0;

  for (guint k = 0; k < n; k++) {
    EctopyHour hour = { .start_s = k * HOUR_S };
    const size_t first = i;

    hour.length_s = MIN (summary->duration_s - hour.start_s, HOUR_S);
    for (; i < beats->n && (beats->times[i] < (k + 1) * HOUR_S || k == n - 1); i++)
      if (beats->classes[i] < ECTOPY_N_CLASSES)
        hour.counts[beats->classes[i]]++;
    hour.rate = find_rates (beats, first, i);
    g_array_append_val (summary->hours, hour);
  }
}

static void
take_spans (EctopyStudySummary *summary, EctopyStudy *study)
{
  const GArray *spans = ectopy_study_get_spans (study);
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));

  for (guint i = 0; i < spans->len; i++) {
    const double from = (double) g_array_index (spans, EctopySpan, i).from / rate;
    const double to = (double) g_array_index (spans, EctopySpan, i).to / rate;

    summary->left_out_s += to - from;
    for (guint k = 0; k < summary->hours->len; k++) {
      EctopyHour *hour = &g_array_index (summary->hours, EctopyHour, k);

      hour->left_out_s += MAX (MIN (to, hour->start_s + hour->length_s) - MAX (from, hour->start_s),
                               0);
    }
  }
}

static void
count_acts (EctopyStudySummary *summary, EctopyStudy *study)
{
  const guint32 n = ectopy_study_get_n_numbers (study);

  for (guint32 i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, i);

    if (state.status == ECTOPY_BEAT_ABSENT)
      continue;
    if (state.status != ECTOPY_BEAT_PREDICTED || ectopy_study_is_moved (study, i))
      summary->n_looked_at++;
    if (ectopy_study_is_changed (study, i))
      summary->n_by_hand++;
  }
}

static void
find_confidence (EctopyStudySummary *summary, EctopyStudy *study)
{
  double sum = 0;
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (study, &n);

  for (size_t i = 0; i < n; i++) {
    const EctopyFoundBeat *found = ectopy_study_get_found (study, counted[i]);
    double confidence;

    if (found == NULL || found->beat_class >= ECTOPY_N_CLASSES ||
        ectopy_study_get_beat (study, counted[i]).status != ECTOPY_BEAT_PREDICTED)
      continue;
    confidence = (double) found->probabilities[found->beat_class];
    sum += confidence;
    summary->n_by_model++;
    summary->n_doubtful += confidence < ECTOPY_DOUBTFUL ? 1 : 0;
  }
  summary->mean_confidence = summary->n_by_model > 0 ? sum / (double) summary->n_by_model
                                                     : (double) NAN;
}

EctopyStudySummary *
ectopy_study_summary_new (EctopyStudy *study)
{
  EctopyStudySummary *summary = g_new0 (EctopyStudySummary, 1);
  Beats beats;

  summary->hours = g_array_new (FALSE, FALSE, sizeof (EctopyHour));
  summary->trend = g_array_new (FALSE, FALSE, sizeof (double));
  summary->duration_s = ectopy_recording_get_duration_s (ectopy_study_get_recording (study));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    summary->runs[c].fastest = (double) NAN;
  take_beats (&beats, study);
  summary->n_beats = beats.n;
  ectopy_study_count (study, summary->counts);
  count_acts (summary, study);
  find_confidence (summary, study);
  summary->rate = find_rates (&beats, 0, beats.n);
  find_variability (summary, &beats);
  find_trend (summary, &beats);
  make_hours (summary, &beats);
  take_spans (summary, study);
  take_episodes (summary, &beats, study);
  drop_beats (&beats);
  return summary;
}

void
ectopy_study_summary_free (EctopyStudySummary *summary)
{
  g_array_unref (summary->hours);
  g_array_unref (summary->trend);
  g_free (summary);
}
