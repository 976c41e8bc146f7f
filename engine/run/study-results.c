/* SPDX-License-Identifier: MIT */
#include "engine/run/study-results.h"

#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/text-columns.h"
#include "engine/review/review-queue.h"

#include <glib/gi18n.h>
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

/* (transfer full): "12:31", or "1:12:31". */
static char *
time_text (double s)
{
  const guint whole = (guint) MAX (s, 0);

  if (whole >= 3600)
    return g_strdup_printf ("%u:%02u:%02u", whole / 3600, whole / 60 % 60, whole % 60);
  return g_strdup_printf ("%u:%02u", whole / 60, whole % 60);
}

static void
append_classes (GString *text, const size_t counts[ECTOPY_N_CLASSES], size_t n_beats)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_string_append_printf (text, "%c %8zu", ectopy_beat_class_letter (c), counts[c]);
    ectopy_text_append_right (text, 9, ectopy_text_percent ((double) counts[c] / (double) n_beats));
    g_string_append_printf (text, "  %s\n", gettext (ectopy_beat_class_name (c)));
  }
}

static void
append_rates (GString *text, const EctopyStudySummary *summary)
{
  const EctopyRateRange *rate = &summary->rate;
  g_autofree char *mean = ectopy_text_decimals (rate->mean, 0);
  g_autofree char *least = ectopy_text_decimals (rate->least, 0);
  g_autofree char *most = ectopy_text_decimals (rate->most, 0);
  g_autofree char *least_at = time_text (rate->least_s);
  g_autofree char *most_at = time_text (rate->most_s);
  g_autofree char *sdnn = ectopy_text_decimals (summary->sdnn_ms, 0);
  g_autofree char *rmssd = ectopy_text_decimals (summary->rmssd_ms, 0);

  if (!isfinite (rate->mean))
    return;
  if (isfinite (rate->least))
    /* Translators: rates a minute, and times such as 12:31; SDNN and RMSSD are measures of their variability. */
    g_string_append_printf (text,
                            _ ("heart rate: mean %s, lowest %s at %s, highest %s at %s (over %d "
                               "intervals); SDNN %s ms, RMSSD %s ms"),
                            mean, least, least_at, most, most_at, ECTOPY_RATE_INTERVALS, sdnn,
                            rmssd);
  else
    /* Translators: SDNN and RMSSD are measures of the variability of the heart rate. */
    g_string_append_printf (text, _ ("heart rate: mean %s; SDNN %s ms, RMSSD %s ms"), mean, sdnn,
                            rmssd);
  g_string_append_c (text, '\n');
}

/* (transfer full): how many pauses, and the longest. */
static char *
pauses_text (const EctopyStudySummary *summary)
{
  g_autofree char *longest = ectopy_text_decimals (summary->longest_pause_s, 2);
  g_autofree char *at = time_text (summary->longest_pause_at_s);

  if (summary->n_pauses == 0)
    /* Translators: from how many seconds on it is a pause; then how many there are. */
    return g_strdup_printf (_ ("pauses above %g s %zu"), ECTOPY_PAUSE_S, summary->n_pauses);
  /* Translators: from how many seconds on it is a pause; how many there are; seconds and time of the longest. */
  return g_strdup_printf (_ ("pauses above %g s %zu (longest: %s s at %s)"), ECTOPY_PAUSE_S,
                          summary->n_pauses, longest, at);
}

/* (transfer full): how many runs, and the longest. */
static char *
runs_text (size_t n_runs, size_t longest)
{
  if (longest == 0)
    return g_strdup_printf (_ ("runs %zu"), n_runs);
  /* Translators: how many runs there are, and how many beats the longest has: three at least. */
  return g_strdup_printf (_ ("runs %zu (longest: %zu beats)"), n_runs, longest);
}

/* Runs of all classes, pauses and the like in one line. */
static void
append_episodes (GString *text, const EctopyStudySummary *summary)
{
  const EctopyRunFigures *s = &summary->runs[ECTOPY_CLASS_S], *v = &summary->runs[ECTOPY_CLASS_V];
  g_autofree char *couplets = g_strdup_printf (_ ("couplets %zu"), s->n_couplets + v->n_couplets);
  g_autofree char *runs = runs_text (s->n_runs + v->n_runs, MAX (s->longest, v->longest));
  g_autofree char *bigeminy = g_strdup_printf (_ ("bigeminy %zu"), summary->n_bigeminy);
  g_autofree char *trigeminy = g_strdup_printf (_ ("trigeminy %zu"), summary->n_trigeminy);
  g_autofree char *pauses = pauses_text (summary);

  /* Translators: a list: how many couplets, runs, episodes of bigeminy and of trigeminy, and pauses. */
  g_string_append_printf (text, _ ("%s, %s, %s, %s, %s"), couplets, runs, bigeminy, trigeminy,
                          pauses);
  g_string_append_c (text, '\n');
}

static void
append_runs (GString *text, const EctopyStudySummary *summary, guint beat_class)
{
  const EctopyRunFigures *runs = &summary->runs[beat_class];
  const char letter = ectopy_beat_class_letter (beat_class);
  g_autofree char *burden = ectopy_text_percent ((double) summary->counts[beat_class] /
                                                 (double) summary->n_beats);
  g_autofree char *longest_at = time_text (runs->longest_s);
  g_autofree char *fastest = ectopy_text_decimals (runs->fastest, 0);
  g_autofree char *fastest_at = time_text (runs->fastest_s);

  if (runs->n_runs > 0)
    /* Translators: a class's letter and its share of the beats; couplets and runs; beats of the longest run (three
     * at least) and when it was; rate of the fastest and when it was. */
    g_string_append_printf (text,
                            _ ("%c burden %s, couplets %zu, runs %zu, longest %zu beats at %s, "
                               "fastest %s a minute at %s"),
                            letter, burden, runs->n_couplets, runs->n_runs, runs->longest,
                            longest_at, fastest, fastest_at);
  else
    /* Translators: a class's letter and its share of the beats; how many couplets and runs. */
    g_string_append_printf (text, _ ("%c burden %s, couplets %zu, runs %zu"), letter, burden,
                            runs->n_couplets, runs->n_runs);
  g_string_append_c (text, '\n');
}

static void
append_review (GString *text, EctopyStudy *study, const EctopyStudySummary *summary)
{
  g_autoptr (EctopyReviewQueue) review = ectopy_review_queue_new (study);
  g_autofree char *percent = ectopy_text_percent ((double) summary->n_doubtful /
                                                  (double) summary->n_by_model);
  g_autofree char *mean = ectopy_text_percent (summary->mean_confidence);

  if (summary->n_by_model > 0) {
    /* Translators: shares such as “97.5 %”: how sure the model is on average, and of how many beats less. */
    g_string_append_printf (text, _ ("mean confidence %s, below 70 %% for %s of the beats"), mean,
                            percent);
    g_string_append_c (text, '\n');
  }
  g_string_append_printf (text,
                          ngettext ("to review: %zu of %zu beat not looked at",
                                    "to review: %zu of %zu beats not looked at", review->n),
                          review->n_due, review->n);
  g_string_append_c (text, '\n');
  if (summary->n_looked_at > 0) {
    g_string_append_printf (text, _ ("looked at by a person: %zu, of these changed by hand: %zu"),
                            summary->n_looked_at, summary->n_by_hand);
    g_string_append_c (text, '\n');
  }
}

/* What is to be known of the model before its classes. */
static void
append_model (GString *text, EctopyStudy *study)
{
  const EctopyAdapted *adapted = ectopy_study_get_adapted (study);
  g_autofree char *unlike = ectopy_findings_dup_unlike_text (ectopy_study_get_findings (study));

  if (adapted != NULL) {
    /* Translators: how many beats, and the name of a model. */
    g_string_append_printf (
        text,
        ngettext (
            "adapted: %zu of the beats has the class that “%s” gave, adapted to this recording",
            "adapted: %zu of the beats have the class that “%s” gave, adapted to this recording",
            ectopy_study_count_adapted (study)),
        ectopy_study_count_adapted (study), adapted->model);
    g_string_append_c (text, '\n');
  }
  if (unlike != NULL)
    g_string_append_printf (text, "%s\n", unlike);
}

char *
ectopy_study_results_text (EctopyStudy *study,
                           const EctopyStudySummary *summary,
                           const char *record)
{
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  size_t counts[ECTOPY_N_CLASSES] = { 0 };
  const size_t n_beats = count_beats (study, counts);
  g_autofree char *minutes = ectopy_text_decimals (summary->duration_s / 60, 1);
  g_autofree char *rate = ectopy_text_decimals ((double) n_beats * 60 / summary->duration_s, 0);
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text,
      /* Translators: a recording, its beats and minutes, and how many beats a minute; then the names of the lead
       * and of the model. */
      ngettext ("%s: %zu beat in %s min, %s a minute; lead %s, model %s",
                "%s: %zu beats in %s min, %s a minute; lead %s, model %s", n_beats),
      record, n_beats, minutes, rate, findings->lead,
      /* Translators: stands in place of the name of a model: it is in no file. */
      findings->model != NULL ? findings->model : _ ("unsaved"));
  g_string_append_c (text, '\n');
  append_model (text, study);
  append_classes (text, counts, n_beats);
  append_episodes (text, summary);
  append_rates (text, summary);
  append_runs (text, summary, ECTOPY_CLASS_S);
  append_runs (text, summary, ECTOPY_CLASS_V);
  append_review (text, study, summary);
  if (summary->left_out_s > 0) {
    /* Translators: how many seconds of the recording. */
    g_string_append_printf (text, _ ("%.0f s cannot be analysed"),
                            ceil (summary->left_out_s - 1e-6));
    g_string_append_c (text, '\n');
  }
  g_string_append_printf (text, "%s\n%s\n",
                          _ ("A model has learned from the patients and recorders it was shown: "
                             "look at the beats."),
                          ectopy_notice ());
  return g_string_free (text, FALSE);
}
