/* SPDX-License-Identifier: MIT */
#include "engine/signal/rhythm-plan.h"

#include "engine/signal/rr-model.h"

#include <math.h>
#include <string.h>

#define FIRST_BEAT_S   0.5
#define SHORTEST_RR_S  0.26 /* the ventricles cannot follow faster */
#define TRAILING_BEATS 3

/* A sinus beat nearer than this to the beat before, in sinus intervals, meets tissue that has not
 * recovered and is dropped. */
#define REFRACTORY 0.75

/* How late the sinus node fires after a reset by an atrial beat, in sinus intervals. */
#define RESET_DELAY 0.08

/* Ectopic focus and pacemaker: jitter of their intervals. */
#define ECTOPIC_JITTER 0.02
#define PACED_JITTER   0.001

/* The QT interval follows the rate with this part of the way per beat. */
#define QT_FOLLOWS 0.1

typedef enum {
  RHYTHM_SINUS,
  RHYTHM_ATRIAL_BIGEMINY,
  RHYTHM_ATRIAL_RUN,
  RHYTHM_VENTRICULAR_BIGEMINY,
  RHYTHM_VENTRICULAR_RUN,
  RHYTHM_PACED,
} Rhythm;

/* The state of a heart between two beats. */
typedef struct {
  const EctopyEcgPatient *patient;
  EctopyRrModel rr;
  EctopyRng *rng;
  double last_s;  /* the last beat */
  double sinus_s; /* when the sinus node last fired, whether it was heard or not */
  double mean_rr_s;
  guint last_class;
  double end_s;
  GArray *beats;
} Heart;

static Rhythm
rhythm_of (const EctopyPlannedEpisode *episode)
{
  const gboolean run = episode->pattern == ECTOPY_PATTERN_RUN;
  const gboolean bigeminy = episode->pattern == ECTOPY_PATTERN_BIGEMINY;

  if (episode->beat_class == ECTOPY_CLASS_Q && run)
    return RHYTHM_PACED;
  if (episode->beat_class == ECTOPY_CLASS_S && (run || bigeminy))
    return run ? RHYTHM_ATRIAL_RUN : RHYTHM_ATRIAL_BIGEMINY;
  if (episode->beat_class == ECTOPY_CLASS_V && (run || bigeminy))
    return run ? RHYTHM_VENTRICULAR_RUN : RHYTHM_VENTRICULAR_BIGEMINY;
  return RHYTHM_SINUS;
}

static double
jittered (Heart *heart, double interval_s, double jitter)
{
  const double normal = ectopy_rng_normal (heart->rng);

  return interval_s * (1 + jitter * CLAMP (normal, -3, 3));
}

/* When the next beat of @beat_class comes, and what it does to the sinus node. */
static double
time_of_next (Heart *heart, guint beat_class)
{
  const EctopyEcgPatient *patient = heart->patient;
  const gboolean again = heart->last_class == beat_class;
  const double rr_s = ectopy_rr_model_at (&heart->rr, heart->last_s);
  double time_s;

  switch (beat_class) {
  case ECTOPY_CLASS_S:
    time_s = jittered (heart, rr_s * (again ? patient->s_run : patient->s_coupling),
                       ECTOPIC_JITTER);
    time_s = heart->last_s + MAX (time_s, SHORTEST_RR_S);
    heart->sinus_s = time_s + RESET_DELAY * rr_s;
    return time_s;
  case ECTOPY_CLASS_V:
    time_s = jittered (heart, rr_s * (again ? patient->v_run : patient->v_coupling),
                       ECTOPIC_JITTER);
    return heart->last_s + MAX (time_s, SHORTEST_RR_S);
  case ECTOPY_CLASS_F:
    return heart->last_s + jittered (heart, 0.94 * rr_s, ECTOPIC_JITTER);
  case ECTOPY_CLASS_Q:
    time_s = heart->last_s +
             jittered (heart, heart->rr.mean_s * patient->paced_interval, PACED_JITTER);
    heart->sinus_s = time_s;
    return time_s;
  default:
    time_s = heart->sinus_s + rr_s;
    while (time_s - heart->last_s < REFRACTORY * rr_s)
      time_s += rr_s;
    heart->sinus_s = time_s;
    return time_s;
  }
}

/* FALSE when the plan's time is over. */
static gboolean
add_beat (Heart *heart, guint beat_class, Rhythm rhythm)
{
  EctopyPlannedBeat beat = { .beat_class = (guint8) beat_class, .rhythm = (guint8) rhythm };

  beat.time_s = heart->beats->len == 0 ? FIRST_BEAT_S : time_of_next (heart, beat_class);
  if (beat.time_s >= heart->end_s)
    return FALSE;
  if (heart->beats->len > 0)
    heart->mean_rr_s += QT_FOLLOWS * (beat.time_s - heart->last_s - heart->mean_rr_s);
  else
    heart->sinus_s = beat.time_s;
  beat.rr_s = (float) heart->mean_rr_s;
  if (beat_class == ECTOPY_CLASS_F)
    beat.fusion = (float) (0.35 + 0.3 * ectopy_rng_uniform (heart->rng));
  g_array_append_val (heart->beats, beat);
  heart->last_s = beat.time_s;
  heart->last_class = beat_class;
  return TRUE;
}

static gboolean
add_episode (Heart *heart, const EctopyPlannedEpisode *episode)
{
  const Rhythm rhythm = rhythm_of (episode);

  for (size_t i = 0; i < episode->n_before; i++)
    if (!add_beat (heart, ECTOPY_CLASS_N, RHYTHM_SINUS))
      return FALSE;
  if (episode->beat_class == ECTOPY_CLASS_N)
    return TRUE;
  for (size_t i = 0; i < episode->n_beats; i++) {
    if (i > 0 && episode->pattern == ECTOPY_PATTERN_BIGEMINY &&
        !add_beat (heart, ECTOPY_CLASS_N, rhythm))
      return FALSE;
    if (!add_beat (heart, episode->beat_class, rhythm))
      return FALSE;
  }
  return TRUE;
}

/* How many beats the next episode of a class has, and in which pattern. */
static EctopyPlannedEpisode
draw_episode (EctopyBeatClass beat_class, size_t n_left, EctopyRng *rng)
{
  EctopyPlannedEpisode episode = { ECTOPY_PATTERN_ISOLATED, beat_class, 1, 0 };
  const double u = ectopy_rng_uniform (rng);
  const size_t few = 3 + (size_t) ectopy_rng_below (rng, 6);
  const size_t many = 6 + (size_t) ectopy_rng_below (rng, 25);

  if (beat_class == ECTOPY_CLASS_Q && n_left >= 3) {
    episode.pattern = ECTOPY_PATTERN_RUN;
    episode.n_beats = MIN (n_left, many);
  } else if (beat_class == ECTOPY_CLASS_F || beat_class == ECTOPY_CLASS_Q || u < 0.55) {
    return episode;
  } else if (u < 0.70 && n_left >= 2) {
    episode.pattern = ECTOPY_PATTERN_COUPLET;
    episode.n_beats = 2;
  } else if (u < 0.88 && n_left >= 3) {
    episode.pattern = ECTOPY_PATTERN_BIGEMINY;
    episode.n_beats = MIN (n_left, few);
  } else if (n_left >= 3) {
    episode.pattern = ECTOPY_PATTERN_RUN;
    episode.n_beats = MIN (n_left, few);
  }
  return episode;
}

static void
shuffle_episodes (GArray *episodes, EctopyRng *rng)
{
  EctopyPlannedEpisode *items = (EctopyPlannedEpisode *) (gpointer) episodes->data;

  for (size_t i = episodes->len; i > 1; i--) {
    const size_t j = (size_t) ectopy_rng_below (rng, i);
    const EctopyPlannedEpisode swapped = items[i - 1];

    items[i - 1] = items[j];
    items[j] = swapped;
  }
}

GArray *
ectopy_rhythm_plan_draw (const size_t counts[ECTOPY_N_CLASSES], EctopyRng *rng)
{
  static const EctopyPlannedEpisode rest = { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_N, 0, 0 };
  GArray *episodes = g_array_new (FALSE, FALSE, sizeof (EctopyPlannedEpisode));
  size_t planned[ECTOPY_N_CLASSES];

  for (guint i = ECTOPY_CLASS_S; i < ECTOPY_N_CLASSES; i++)
    for (size_t left = counts[i]; left > 0;) {
      EctopyPlannedEpisode episode = draw_episode ((EctopyBeatClass) i, left, rng);

      episode.n_before = 2;
      g_array_append_val (episodes, episode);
      left -= episode.n_beats;
    }
  shuffle_episodes (episodes, rng);
  g_array_append_val (episodes, rest);

  ectopy_rhythm_plan_count ((const EctopyPlannedEpisode *) (gpointer) episodes->data, episodes->len,
                            planned);
  for (size_t i = planned[ECTOPY_CLASS_N]; i < counts[ECTOPY_CLASS_N]; i++) {
    const guint lucky = (guint) ectopy_rng_below (rng, episodes->len);

    g_array_index (episodes, EctopyPlannedEpisode, lucky).n_before++;
  }
  return episodes;
}

void
ectopy_rhythm_plan_count (const EctopyPlannedEpisode *episodes,
                          size_t n_episodes,
                          size_t counts[ECTOPY_N_CLASSES])
{
  memset (counts, 0, ECTOPY_N_CLASSES * sizeof *counts);
  for (size_t i = 0; i < n_episodes; i++) {
    const EctopyPlannedEpisode *episode = &episodes[i];

    counts[ECTOPY_CLASS_N] += episode->n_before;
    if (episode->beat_class == ECTOPY_CLASS_N || episode->n_beats == 0)
      continue;
    counts[episode->beat_class] += episode->n_beats;
    if (episode->pattern == ECTOPY_PATTERN_BIGEMINY)
      counts[ECTOPY_CLASS_N] += episode->n_beats - 1;
  }
}

GArray *
ectopy_rhythm_plan_beats (const EctopyEcgPatient *patient,
                          const EctopyPlannedEpisode *episodes,
                          size_t n_episodes,
                          double duration_s,
                          EctopyRng *rng)
{
  Heart heart = { .patient = patient, .rng = rng, .last_class = ECTOPY_CLASS_N };
  gboolean time_left = TRUE;

  ectopy_rr_model_init (&heart.rr, patient->rate_bpm, patient->rate_sd_bpm, patient->lf_hf_ratio,
                        rng);
  heart.mean_rr_s = heart.rr.mean_s;
  heart.end_s = duration_s > 0 ? duration_s : INFINITY;
  heart.beats = g_array_new (FALSE, FALSE, sizeof (EctopyPlannedBeat));

  for (size_t i = 0; i < n_episodes && time_left; i++)
    time_left = add_episode (&heart, &episodes[i]);
  for (size_t i = 0; time_left && (duration_s > 0 || i < TRAILING_BEATS); i++)
    time_left = add_beat (&heart, ECTOPY_CLASS_N, RHYTHM_SINUS);
  return heart.beats;
}

const char *
ectopy_rhythm_plan_text (guint rhythm)
{
  static const char *const texts[] = {
    [RHYTHM_SINUS] = "(N",
    [RHYTHM_ATRIAL_BIGEMINY] = "(AB",
    [RHYTHM_ATRIAL_RUN] = "(SVTA",
    [RHYTHM_VENTRICULAR_BIGEMINY] = "(B",
    [RHYTHM_VENTRICULAR_RUN] = "(VT",
    [RHYTHM_PACED] = "(P",
  };

  return rhythm < G_N_ELEMENTS (texts) ? texts[rhythm] : texts[RHYTHM_SINUS];
}
