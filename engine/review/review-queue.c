/* SPDX-License-Identifier: MIT */
#include "engine/review/review-queue.h"

#include <math.h>

double
ectopy_review_cost (guint given, guint truth)
{
  static const guint8 costs[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES] = {
    { 0, 3, 5, 3, 1 }, { 1, 0, 4, 3, 1 }, { 2, 2, 0, 1, 1 }, { 2, 2, 1, 0, 1 }, { 1, 3, 5, 3, 0 },
  };

  g_assert (given < ECTOPY_N_CLASSES && truth < ECTOPY_N_CLASSES);
  return costs[given][truth];
}

static double
expected_cost (const EctopyFoundBeat *found, guint given)
{
  double sum = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    sum += (double) found->probabilities[c] * ectopy_review_cost (given, c);
  return sum;
}

static gboolean
is_ectopic (guint beat_class)
{
  return beat_class == ECTOPY_CLASS_S || beat_class == ECTOPY_CLASS_V;
}

/* (transfer full): `[n]`: how much more each of the beats that count does so. */
static double *
weigh (EctopyStudy *study, const guint32 *counted, size_t n)
{
  const GArray *episodes = ectopy_study_get_episodes (study);
  double *weights = g_new (double, n + 1);

  for (size_t i = 0; i < n; i++) {
    const gboolean is_beside =
        (i > 0 && is_ectopic (ectopy_study_get_beat (study, counted[i - 1]).beat_class)) ||
        (i + 1 < n && is_ectopic (ectopy_study_get_beat (study, counted[i + 1]).beat_class));

    weights[i] = is_beside ? ECTOPY_REVIEW_RUN : 1;
  }
  for (guint k = 0; k < episodes->len; k++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, k);

    if (episode->kind == ECTOPY_EPISODE_PAUSE)
      for (size_t i = episode->first; i < MIN (episode->first + episode->n_beats, n); i++)
        weights[i] *= ECTOPY_REVIEW_PAUSE;
  }
  return weights;
}

/* Items are made in order of the recording, and the sort keeps that order: it merges. */
static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const float one = ((const EctopyReviewItem *) a)->cost;
  const float other = ((const EctopyReviewItem *) b)->cost;

  return (one < other) - (one > other);
}

EctopyReviewQueue *
ectopy_review_queue_new (EctopyStudy *study)
{
  EctopyReviewQueue *queue = g_new0 (EctopyReviewQueue, 1);
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (study, &n);
  g_autofree double *weights = weigh (study, counted, n);

  queue->items = g_new (EctopyReviewItem, n + 1);
  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, counted[i]);
    const EctopyFoundBeat *found = ectopy_study_get_found (study, counted[i]);
    const double unsure = found != NULL && found->is_unsure ? ECTOPY_REVIEW_UNSURE : 1;

    if (state.status == ECTOPY_BEAT_PREDICTED && found != NULL &&
        state.beat_class < ECTOPY_N_CLASSES)
      queue->items[queue->n++] = (EctopyReviewItem){
        counted[i], (float) (expected_cost (found, state.beat_class) * weights[i] * unsure)
      };
  }
  g_qsort_with_data (queue->items, (int) queue->n, sizeof queue->items[0], compare_items, NULL);
  queue->n_numbers = ectopy_study_get_n_numbers (study);
  queue->places = g_new (guint32, queue->n_numbers + 1);
  for (size_t i = 0; i < queue->n_numbers; i++)
    queue->places[i] = G_MAXUINT32;
  for (size_t i = 0; i < queue->n; i++)
    queue->places[queue->items[i].beat] = (guint32) i;
  while (queue->n_due < queue->n && queue->items[queue->n_due].cost >= (float) ECTOPY_REVIEW_DUE)
    queue->n_due++;
  return queue;
}

void
ectopy_review_queue_free (EctopyReviewQueue *queue)
{
  g_free (queue->items);
  g_free (queue->places);
  g_free (queue);
}

double
ectopy_review_queue_get_cost (const EctopyReviewQueue *queue, guint32 beat)
{
  if (beat >= queue->n_numbers || queue->places[beat] == G_MAXUINT32)
    return (double) NAN;
  return (double) queue->items[queue->places[beat]].cost;
}
