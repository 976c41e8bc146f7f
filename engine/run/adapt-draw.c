/* SPDX-License-Identifier: MIT */
#include "engine/run/adapt-private.h"

#include "engine/learn/classify.h"

#include <math.h>
#include <stdlib.h>

/* The share of the draws that are beats looked at. */
#define SAID_SHARE 0.5

/* Other beats are taken at their label where the model is as sure as this. */
#define SURE 0.9f

static guint
class_of_model (const EctopyAdaptData *data, size_t beat)
{
  return ectopy_classify_most_probable (data->probabilities + beat * ECTOPY_N_CLASSES);
}

static gboolean
is_sure (const EctopyAdaptData *data, size_t beat)
{
  return data->probabilities[beat * ECTOPY_N_CLASSES + class_of_model (data, beat)] >= SURE;
}

/* Beats looked at that are learned from. */
static size_t *
list_said (const EctopyAdaptData *data, guint left_out, size_t *n)
{
  size_t *said = g_new (size_t, data->n + 1);

  *n = 0;
  for (size_t i = 0; i < data->n; i++)
    if (data->said[i] < ECTOPY_N_CLASSES && data->fold[i] != left_out)
      said[(*n)++] = i;
  return said;
}

/* ---- Beats like those that the model was wrong about ---- */

static double
distance (const EctopyAdaptData *data, size_t a, size_t b)
{
  const float *x = data->hidden + a * data->n_hidden, *y = data->hidden + b * data->n_hidden;
  double sum = 0;

  for (size_t k = 0; k < data->n_hidden; k++) {
    const double d = (double) x[k] - (double) y[k];

    sum += d * d;
  }
  return sqrt (sum);
}

static gboolean
is_wrong (const EctopyAdaptData *data, size_t beat)
{
  return class_of_model (data, beat) != data->said[beat];
}

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* How far beats that the model was wrong about in the same way are from each other: the median of the distances to
 * the nearest. 0 where there are too few to tell. */
static double
find_reach (const EctopyAdaptData *data, const size_t *said, size_t n)
{
  g_autofree double *nearest = g_new (double, n + 1);
  size_t n_found = 0;

  for (size_t i = 0; i < n; i++) {
    double least = INFINITY;

    for (size_t k = 0; is_wrong (data, said[i]) && k < n; k++)
      if (k != i && data->said[said[k]] == data->said[said[i]] &&
          class_of_model (data, said[k]) == class_of_model (data, said[i]))
        least = MIN (least, distance (data, said[i], said[k]));
    if (isfinite (least))
      nearest[n_found++] = least;
  }
  if (n_found < 2)
    return 0;
  qsort (nearest, n_found, sizeof *nearest, compare_doubles);
  return nearest[n_found / 2];
}

/* Whether the nearest of the beats looked at was given the same class and is another. */
static gboolean
is_doubtful (const EctopyAdaptData *data, size_t beat, const size_t *said, size_t n, double reach)
{
  const guint given = class_of_model (data, beat);
  double least = INFINITY;
  size_t nearest = 0;

  for (size_t k = 0; k < n && reach > 0; k++) {
    const double d = distance (data, beat, said[k]);

    if (class_of_model (data, said[k]) == given && d < least) {
      least = d;
      nearest = said[k];
    }
  }
  return least <= reach && is_wrong (data, nearest);
}

/* ---- Weights ---- */

/* Weights of @beats, each in all leads, are @share by class, a class's divided evenly. */
static void
share_out (const EctopyAdaptData *data,
           const size_t *beats,
           size_t n,
           const double shares[ECTOPY_N_CLASSES],
           const size_t counts[ECTOPY_N_CLASSES],
           double *weights)
{
  for (size_t i = 0; i < n; i++) {
    const guint c = data->set->labels[beats[i]];

    for (guint p = 0; p < data->set->parts->len; p++)
      weights[p * data->n + beats[i]] = shares[c] / (double) counts[c];
  }
}

static void
count (const EctopyAdaptData *data, const size_t *beats, size_t n, size_t counts[ECTOPY_N_CLASSES])
{
  for (size_t i = 0; i < n; i++)
    counts[data->set->labels[beats[i]]]++;
}

/* @power of the counts: 0 for all classes alike, 0.5 for the root. */
static void
set_shares (const size_t counts[ECTOPY_N_CLASSES],
            double power,
            double all,
            double shares[ECTOPY_N_CLASSES])
{
  double sum = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    sum += shares[c] = counts[c] > 0 ? pow ((double) counts[c], power) : 0;
  for (guint c = 0; c < ECTOPY_N_CLASSES && sum > 0; c++)
    shares[c] *= all / sum;
}

double *
ectopy_adapt_draw (const EctopyAdaptData *data, guint left_out)
{
  size_t n_said, n_others = 0;
  g_autofree size_t *said = list_said (data, left_out, &n_said);
  g_autofree size_t *others = g_new (size_t, data->n + 1);
  const double reach = find_reach (data, said, n_said);
  size_t counts[2][ECTOPY_N_CLASSES] = { 0 };
  double shares[ECTOPY_N_CLASSES];
  double *weights;

  if (n_said == 0)
    return NULL;
  weights = g_new0 (double, data->set->n_rows);
  for (size_t i = 0; i < data->n; i++)
    if (data->said[i] == ECTOPY_CLASS_NONE && is_sure (data, i) &&
        !is_doubtful (data, i, said, n_said, reach))
      others[n_others++] = i;
  count (data, said, n_said, counts[0]);
  set_shares (counts[0], 0, SAID_SHARE, shares);
  share_out (data, said, n_said, shares, counts[0], weights);
  count (data, others, n_others, counts[1]);
  set_shares (counts[1], 0.5, 1 - SAID_SHARE, shares);
  share_out (data, others, n_others, shares, counts[1], weights);
  return weights;
}
