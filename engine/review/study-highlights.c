/* SPDX-License-Identifier: MIT */
#include "engine/review/study-highlights.h"

#include <math.h>

#define SAME_PLACE 0.4 /* of a view, shared with another */
#define AHEAD      0.1 /* of a view, before what is longer than it */

/* A choice in the making. */
typedef struct {
  EctopyStudy *study;
  const EctopyStudySummary *summary;
  double rate_hz;
  double view_s;
  guint max;
  GArray *chosen;
} Choice;

/* A beat and how sure its class is. */
typedef struct {
  guint32 beat;
  double confidence;
} Sureness;

static double
time_of (const Choice *choice, guint32 beat)
{
  return (double) ectopy_study_get_beat (choice->study, beat).sample / choice->rate_hz;
}

/* ---- Views ---- */

static double
view_start (const Choice *choice, double from_s, double to_s)
{
  const double latest = MAX (choice->summary->duration_s - choice->view_s, 0);
  const double start = to_s - from_s <= (1 - 2 * AHEAD) * choice->view_s
                           ? (from_s + to_s - choice->view_s) / 2
                           : from_s - AHEAD * choice->view_s;

  return CLAMP (start, 0, latest);
}

static gboolean
is_seen (const Choice *choice, double start_s)
{
  for (guint i = 0; i < choice->chosen->len; i++) {
    const EctopyHighlight *other = &g_array_index (choice->chosen, EctopyHighlight, i);

    if (choice->view_s - fabs (other->start_s - start_s) > SAME_PLACE * choice->view_s)
      return TRUE;
  }
  return FALSE;
}

/* Whether there is room for another, and for the last place if @keeps_last. */
static gboolean
add (Choice *choice, EctopyHighlight highlight, guint n_kept)
{
  highlight.start_s = view_start (choice, highlight.from_s, highlight.to_s);
  if (choice->chosen->len + n_kept >= choice->max || is_seen (choice, highlight.start_s))
    return FALSE;
  g_array_append_val (choice->chosen, highlight);
  return TRUE;
}

/* ---- What stands out ---- */

static void
add_pause (Choice *choice)
{
  const EctopyStudySummary *summary = choice->summary;

  if (summary->n_pauses > 0)
    add (choice,
         (EctopyHighlight){ .kind = ECTOPY_HIGHLIGHT_PAUSE,
                            .from_s = summary->longest_pause_at_s,
                            .to_s = summary->longest_pause_at_s + summary->longest_pause_s },
         0);
}

static void
add_run (Choice *choice, guint beat_class, gboolean fastest, guint n_kept)
{
  const EctopyRunFigures *runs = &choice->summary->runs[beat_class];
  const GArray *episodes = ectopy_study_get_episodes (choice->study);
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (choice->study, &n);

  for (guint i = 0; runs->n_runs > 0 && i < episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, i);
    const double from = time_of (choice, counted[episode->first]);
    double to;

    if (episode->kind != ECTOPY_EPISODE_RUN || episode->beat_class != beat_class ||
        from < (fastest ? runs->fastest_s : runs->longest_s))
      continue;
    to = time_of (choice, counted[episode->first + episode->n_beats - 1]);
    add (choice,
         (EctopyHighlight){
             .kind = fastest ? ECTOPY_HIGHLIGHT_FASTEST_RUN : ECTOPY_HIGHLIGHT_LONGEST_RUN,
             .beat_class = (guint8) beat_class,
             .from_s = from,
             .to_s = to,
             .n_beats = episode->n_beats,
             .rate = 60 * (double) (episode->n_beats - 1) / (to - from),
         },
         n_kept);
    return;
  }
}

static void
add_rate (Choice *choice, gboolean highest, guint n_kept)
{
  const EctopyRateRange *range = &choice->summary->rate;
  const double rate = highest ? range->most : range->least;
  const double from = highest ? range->most_s : range->least_s;

  if (isfinite (rate) && rate > 0)
    add (choice,
         (EctopyHighlight){
             .kind = highest ? ECTOPY_HIGHLIGHT_HIGHEST_RATE : ECTOPY_HIGHLIGHT_LOWEST_RATE,
             .from_s = from,
             .to_s = from + 60 * ECTOPY_RATE_INTERVALS / rate,
             .rate = rate,
         },
         n_kept);
}

/* ---- Beats ---- */

static gboolean
is_by_person (guint status)
{
  return status == ECTOPY_BEAT_ACCEPTED || status == ECTOPY_BEAT_CORRECTED ||
         status == ECTOPY_BEAT_ADDED;
}

static double
confidence_of (const Choice *choice, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (choice->study, beat);

  if (found == NULL || is_by_person (ectopy_study_get_beat (choice->study, beat).status) ||
      found->beat_class >= ECTOPY_N_CLASSES)
    return (double) NAN;
  return (double) found->probabilities[found->beat_class];
}

static gboolean
is_class_seen (const Choice *choice, guint beat_class)
{
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (choice->study, &n);

  for (size_t i = 0; i < n; i++) {
    const double at = time_of (choice, counted[i]);

    if (ectopy_study_get_beat (choice->study, counted[i]).beat_class != beat_class)
      continue;
    for (guint k = 0; k < choice->chosen->len; k++) {
      const double start = g_array_index (choice->chosen, EctopyHighlight, k).start_s;

      if (at >= start && at < start + choice->view_s)
        return TRUE;
    }
  }
  return FALSE;
}

static void
add_example (Choice *choice, guint beat_class, guint n_kept)
{
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (choice->study, &n);
  guint32 best = ECTOPY_NO_BEAT;
  double highest = -1;

  for (size_t i = 0; i < n; i++) {
    const double confidence = confidence_of (choice, counted[i]);
    const double sure = isnan (confidence) ? 2 : confidence; /* a person's word is above all */

    if (ectopy_study_get_beat (choice->study, counted[i]).beat_class != beat_class ||
        sure <= highest ||
        is_seen (choice,
                 view_start (choice, time_of (choice, counted[i]), time_of (choice, counted[i]))))
      continue;
    highest = sure;
    best = counted[i];
  }
  if (best != ECTOPY_NO_BEAT)
    add (choice,
         (EctopyHighlight){ .kind = ECTOPY_HIGHLIGHT_EXAMPLE,
                            .beat_class = (guint8) beat_class,
                            .from_s = time_of (choice, best),
                            .to_s = time_of (choice, best),
                            .confidence = confidence_of (choice, best) },
         n_kept);
}

static void
add_examples (Choice *choice, guint n_kept)
{
  gboolean is_seen_already[ECTOPY_N_CLASSES];

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    is_seen_already[c] = is_class_seen (choice, c);
  for (guint c = ECTOPY_CLASS_S; c < ECTOPY_N_CLASSES; c++)
    if (!is_seen_already[c])
      add_example (choice, c, n_kept);
  for (guint c = ECTOPY_CLASS_S; c < ECTOPY_N_CLASSES; c++)
    if (is_seen_already[c])
      add_example (choice, c, n_kept);
}

static int
compare_sureness (gconstpointer a, gconstpointer b)
{
  const Sureness *one = a, *other = b;

  if (one->confidence != other->confidence)
    return one->confidence < other->confidence ? -1 : 1;
  return (one->beat > other->beat) - (one->beat < other->beat);
}

/* (transfer full) (element-type Sureness): beats that the model was not sure of, the least first. */
static GArray *
find_doubtful (const Choice *choice)
{
  GArray *doubtful = g_array_new (FALSE, FALSE, sizeof (Sureness));
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (choice->study, &n);

  for (size_t i = 0; i < n; i++) {
    const Sureness one = { counted[i], confidence_of (choice, counted[i]) };

    if (one.confidence < ECTOPY_DOUBTFUL)
      g_array_append_val (doubtful, one);
  }
  g_array_sort (doubtful, compare_sureness);
  return doubtful;
}

static void
add_doubtful (Choice *choice, const GArray *doubtful)
{
  for (guint i = 0; i < doubtful->len && choice->chosen->len < choice->max; i++) {
    const Sureness *one = &g_array_index (doubtful, Sureness, i);

    add (choice,
         (EctopyHighlight){
             .kind = ECTOPY_HIGHLIGHT_LEAST_SURE,
             .beat_class = ectopy_study_get_beat (choice->study, one->beat).beat_class,
             .from_s = time_of (choice, one->beat),
             .to_s = time_of (choice, one->beat),
             .confidence = one->confidence },
         0);
  }
}

GArray *
ectopy_study_highlights (EctopyStudy *study,
                         const EctopyStudySummary *summary,
                         double view_s,
                         guint max)
{
  Choice choice = {
    .study = study,
    .summary = summary,
    .rate_hz = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study)),
    .view_s = view_s,
    .max = MAX (max, 1),
    .chosen = g_array_new (FALSE, FALSE, sizeof (EctopyHighlight)),
  };
  g_autoptr (GArray) doubtful = find_doubtful (&choice);
  const guint n_kept = doubtful->len > 0 && choice.max > 1 ? 1 : 0;

  add_pause (&choice);
  add_run (&choice, ECTOPY_CLASS_V, FALSE, n_kept);
  add_run (&choice, ECTOPY_CLASS_V, TRUE, n_kept);
  add_run (&choice, ECTOPY_CLASS_S, FALSE, n_kept);
  add_rate (&choice, TRUE, n_kept);
  add_rate (&choice, FALSE, n_kept);
  add_examples (&choice, n_kept);
  add_doubtful (&choice, doubtful);
  if (choice.chosen->len == 0)
    add (&choice, (EctopyHighlight){ .kind = ECTOPY_HIGHLIGHT_START }, 0);
  return choice.chosen;
}
