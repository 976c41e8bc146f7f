/* SPDX-License-Identifier: MIT */
#include "engine/run/study-results.h"

#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "engine/review/review-queue.h"

#include <math.h>

/* All that are not rejected, whether they count or not. Returns: how many. */
static size_t
count_beats (EctopyStudy *study, size_t counts[ECTOPY_N_CLASSES])
{
  size_t n, n_beats = 0;
  const guint32 *order = ectopy_study_get_order (study, &n);

  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);

    if (state.status == ECTOPY_BEAT_REJECTED)
      continue;
    n_beats++;
    if (state.beat_class < ECTOPY_N_CLASSES)
      counts[state.beat_class]++;
  }
  return n_beats;
}

/* Appends "12:31", or "1:12:31". */
static void
append_time (GString *text, double s)
{
  const guint whole = (guint) MAX (s, 0);

  if (whole >= 3600)
    g_string_append_printf (text, "%u:%02u:%02u", whole / 3600, whole / 60 % 60, whole % 60);
  else
    g_string_append_printf (text, "%u:%02u", whole / 60, whole % 60);
}

static void
append_number (GString *text, double value, guint decimals)
{
  g_autofree char *number = ectopy_text_decimals (value, decimals);

  g_string_append (text, number);
}

static void
append_classes (GString *text, const size_t counts[ECTOPY_N_CLASSES], size_t n_beats)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *percent = ectopy_text_percent ((double) counts[c] / (double) n_beats);

    g_string_append_printf (text, "%c %8zu  %7s  %s\n", ectopy_beat_class_letter (c), counts[c],
                            percent, ectopy_beat_class_name (c));
  }
}

static void
append_rates (GString *text, const EctopyStudySummary *summary)
{
  const EctopyRateRange *rate = &summary->rate;

  if (!isfinite (rate->mean))
    return;
  g_string_append (text, "heart rate: mean ");
  append_number (text, rate->mean, 0);
  if (isfinite (rate->least)) {
    g_string_append (text, ", lowest ");
    append_number (text, rate->least, 0);
    g_string_append (text, " at ");
    append_time (text, rate->least_s);
    g_string_append (text, ", highest ");
    append_number (text, rate->most, 0);
    g_string_append (text, " at ");
    append_time (text, rate->most_s);
    g_string_append_printf (text, " (over %d intervals)", ECTOPY_RATE_INTERVALS);
  }
  g_string_append (text, "; SDNN ");
  append_number (text, summary->sdnn_ms, 0);
  g_string_append (text, " ms, RMSSD ");
  append_number (text, summary->rmssd_ms, 0);
  g_string_append (text, " ms\n");
}

/* Runs of all classes, pauses and the like in one line. */
static void
append_episodes (GString *text, const EctopyStudySummary *summary)
{
  const EctopyRunFigures *s = &summary->runs[ECTOPY_CLASS_S], *v = &summary->runs[ECTOPY_CLASS_V];
  const size_t longest = MAX (s->longest, v->longest);

  g_string_append_printf (text, "couplets %zu, runs %zu", s->n_couplets + v->n_couplets,
                          s->n_runs + v->n_runs);
  if (longest > 0)
    g_string_append_printf (text, " (longest: %zu beats)", longest);
  g_string_append_printf (text, ", bigeminy %zu, trigeminy %zu, pauses above %g s %zu",
                          summary->n_bigeminy, summary->n_trigeminy, ECTOPY_PAUSE_S,
                          summary->n_pauses);
  if (summary->n_pauses > 0) {
    g_string_append (text, " (longest: ");
    append_number (text, summary->longest_pause_s, 2);
    g_string_append (text, " s at ");
    append_time (text, summary->longest_pause_at_s);
    g_string_append_c (text, ')');
  }
  g_string_append_c (text, '\n');
}

static void
append_runs (GString *text, const EctopyStudySummary *summary, guint beat_class)
{
  const EctopyRunFigures *runs = &summary->runs[beat_class];
  g_autofree char *burden = ectopy_text_percent ((double) summary->counts[beat_class] /
                                                 (double) summary->n_beats);

  g_string_append_printf (text, "%c burden %s, couplets %zu, runs %zu",
                          ectopy_beat_class_letter (beat_class), burden, runs->n_couplets,
                          runs->n_runs);
  if (runs->n_runs > 0) {
    g_string_append_printf (text, ", longest %zu beats at ", runs->longest);
    append_time (text, runs->longest_s);
    g_string_append (text, ", fastest ");
    append_number (text, runs->fastest, 0);
    g_string_append (text, " a minute at ");
    append_time (text, runs->fastest_s);
  }
  g_string_append_c (text, '\n');
}

static void
append_review (GString *text, EctopyStudy *study, const EctopyStudySummary *summary)
{
  g_autoptr (EctopyReviewQueue) review = ectopy_review_queue_new (study);
  g_autofree char *percent = ectopy_text_percent ((double) summary->n_doubtful /
                                                  (double) summary->n_by_model);
  g_autofree char *mean = ectopy_text_percent (summary->mean_confidence);

  if (summary->n_by_model > 0)
    g_string_append_printf (text, "mean confidence %s, below 70 %% for %s of the beats\n", mean,
                            percent);
  g_string_append_printf (text, "to review: %zu of %zu beats not looked at\n", review->n_due,
                          review->n);
  if (summary->n_looked_at > 0)
    g_string_append_printf (text, "looked at by a person: %zu, of these changed by hand: %zu\n",
                            summary->n_looked_at, summary->n_by_hand);
}

/* What is to be known of the model before its classes. */
static void
append_model (GString *text, EctopyStudy *study)
{
  const EctopyAdapted *adapted = ectopy_study_get_adapted (study);
  g_autofree char *unlike = ectopy_findings_dup_unlike_text (ectopy_study_get_findings (study));

  if (adapted != NULL)
    g_string_append_printf (text,
                            "adapted: %zu of the beats have the class that “%s” gave, adapted to "
                            "this recording\n",
                            ectopy_study_count_adapted (study), adapted->model);
  if (unlike != NULL)
    g_string_append_printf (text, "%s\n", unlike);
}

char *
ectopy_study_results_text (EctopyStudy *study,
                           const EctopyStudySummary *summary,
                           const char *record)
{
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  const double minutes = summary->duration_s / 60;
  size_t counts[ECTOPY_N_CLASSES] = { 0 };
  const size_t n_beats = count_beats (study, counts);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %zu beats in ", record, n_beats);
  append_number (text, minutes, 1);
  g_string_append (text, " min, ");
  append_number (text, (double) n_beats / minutes, 0);
  g_string_append_printf (text, " a minute; lead %s, model %s\n", findings->lead,
                          findings->model != NULL ? findings->model : "unsaved");
  append_model (text, study);
  append_classes (text, counts, n_beats);
  append_episodes (text, summary);
  append_rates (text, summary);
  append_runs (text, summary, ECTOPY_CLASS_S);
  append_runs (text, summary, ECTOPY_CLASS_V);
  append_review (text, study, summary);
  if (summary->left_out_s > 0)
    g_string_append_printf (text, "%.0f s cannot be analysed\n", ceil (summary->left_out_s - 1e-6));
  g_string_append (text,
                   "A model has learned from the patients and recorders it was shown: look at the "
                   "beats.\n" ECTOPY_NOTICE "\n");
  return g_string_free (text, FALSE);
}
