/* SPDX-License-Identifier: MIT */
#include "engine/signal/shape-groups.h"

#include <math.h>
#include <string.h>

#define NEAR        0.3
#define NEAR_AT_END 0.6
#define MEMORY      50
#define FEW         3

enum { MAX_LENGTH = 64 };

typedef struct {
  guint n;
  size_t length;
  size_t counts[ECTOPY_SHAPE_GROUPS];
  double means[ECTOPY_SHAPE_GROUPS][MAX_LENGTH];
  double norms[ECTOPY_SHAPE_GROUPS]; /* squared */
} Leaders;

/* The piece less its mean. Returns: its squared norm. */
static double
centre (const float *piece, size_t length, double *centred)
{
  double mean = 0, norm = 1e-9;

  for (size_t k = 0; k < length; k++)
    mean += (double) piece[k] / (double) length;
  for (size_t k = 0; k < length; k++) {
    centred[k] = (double) piece[k] - mean;
    norm += centred[k] * centred[k];
  }
  return norm;
}

static guint
find_nearest (const Leaders *leaders, const double *piece, double norm, double *distance)
{
  guint nearest = 0;

  *distance = INFINITY;
  for (guint g = 0; g < leaders->n; g++) {
    double product = 0, d;

    for (size_t k = 0; k < leaders->length; k++)
      product += piece[k] * leaders->means[g][k];
    d = (norm + leaders->norms[g] - 2 * product) / MAX (norm, leaders->norms[g]);
    if (d < *distance) {
      *distance = d;
      nearest = g;
    }
  }
  return nearest;
}

static void
set_norm (Leaders *leaders, guint group)
{
  leaders->norms[group] = 0;
  for (size_t k = 0; k < leaders->length; k++)
    leaders->norms[group] += leaders->means[group][k] * leaders->means[group][k];
}

static void
join (Leaders *leaders, guint group, const double *piece)
{
  const double weight = 1.0 / (double) MIN (++leaders->counts[group], MEMORY);

  for (size_t k = 0; k < leaders->length; k++)
    leaders->means[group][k] += weight * (piece[k] - leaders->means[group][k]);
  set_norm (leaders, group);
}

static void
begin (Leaders *leaders, const double *piece)
{
  guint group = leaders->n;

  if (leaders->n == ECTOPY_SHAPE_GROUPS) {
    group = 0;
    for (guint g = 1; g < leaders->n; g++)
      if (leaders->counts[g] < leaders->counts[group])
        group = g;
    if (leaders->counts[group] >= FEW)
      return;
  } else {
    leaders->n++;
  }
  leaders->counts[group] = 1;
  memcpy (leaders->means[group], piece, leaders->length * sizeof *piece);
  set_norm (leaders, group);
}

gboolean
ectopy_shape_groups_init (EctopyShapeGroups *groups,
                          const float *pieces,
                          size_t n_beats,
                          size_t length)
{
  g_autofree Leaders *leaders = g_new0 (Leaders, 1);
  double piece[MAX_LENGTH], distance;

  g_assert (length <= MAX_LENGTH);
  leaders->length = length;
  for (size_t i = 0; i < n_beats; i++) {
    const double norm = centre (pieces + i * length, length, piece);
    const guint nearest = find_nearest (leaders, piece, norm, &distance);

    if (distance < NEAR || (leaders->n == ECTOPY_SHAPE_GROUPS && distance < NEAR_AT_END))
      join (leaders, nearest, piece);
    else
      begin (leaders, piece);
  }
  *groups = (EctopyShapeGroups){ .n = leaders->n, .of = g_try_new (guint8, n_beats) };
  if (groups->of == NULL)
    return FALSE;
  for (size_t i = 0; i < n_beats; i++) {
    const double norm = centre (pieces + i * length, length, piece);

    groups->of[i] = (guint8) find_nearest (leaders, piece, norm, &distance);
    groups->counts[groups->of[i]]++;
  }
  return TRUE;
}

void
ectopy_shape_groups_clear (EctopyShapeGroups *groups)
{
  g_clear_pointer (&groups->of, g_free);
}
