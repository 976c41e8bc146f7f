/* SPDX-License-Identifier: MIT */
#include "engine/learn/familiarity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  SHAPE = ECTOPY_FAMILIAR_SHAPE,
  RHYTHM = ECTOPY_FAMILIAR_RHYTHM,
  SHAPE_FROM = ECTOPY_CONTEXT_WINDOW / 2 - 12,
  REACH = 6, /* samples of a shift */
  N_MEANS = 6,
  N_NEAREST = 3,
  FEWEST_PATIENTS = 5,
};

#define LIMIT_SHARE 0.95

/* Of no spread at all, one would be divided by nothing. */
#define LEAST_SCALE 1e-3f

static const guint mean_features[N_MEANS] = {
  ECTOPY_CONTEXT_RR,    ECTOPY_CONTEXT_LONG_LOCAL, ECTOPY_CONTEXT_IRREGULAR,
  ECTOPY_CONTEXT_EARLY, ECTOPY_CONTEXT_RR_LONG,    ECTOPY_CONTEXT_RR_RECORD,
};
static const guint spread_features[RHYTHM - N_MEANS] = {
  ECTOPY_CONTEXT_RR_LONG,
  ECTOPY_CONTEXT_RR_STEP,
};

double
ectopy_unlike_most (const EctopyUnlike *unlike)
{
  return fmax (unlike->shape, unlike->rhythm);
}

EctopyFamiliarity *
ectopy_familiarity_new (size_t n_leads)
{
  EctopyFamiliarity *self = g_new0 (EctopyFamiliarity, 1);

  self->n_leads = n_leads;
  self->shapes = g_new0 (float, n_leads *SHAPE);
  self->rhythms = g_new0 (float, n_leads *RHYTHM);
  return self;
}

EctopyFamiliarity *
ectopy_familiarity_copy (const EctopyFamiliarity *self)
{
  EctopyFamiliarity *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->shapes = g_memdup2 (self->shapes, self->n_leads * SHAPE * sizeof (float));
  copy->rhythms = g_memdup2 (self->rhythms, self->n_leads * RHYTHM * sizeof (float));
  return copy;
}

void
ectopy_familiarity_free (EctopyFamiliarity *self)
{
  if (self == NULL)
    return;
  g_free (self->shapes);
  g_free (self->rhythms);
  g_free (self);
}

/* ---- What a lead looks like ---- */

/* The stretch of the usual beat that is compared, @shift samples later, less its mean. */
static void
take_shape (const EctopyContext *lead, int shift, float *shape)
{
  double mean = 0;

  for (int k = 0; k < SHAPE; k++) {
    shape[k] = lead->usual[SHAPE_FROM + k + shift];
    mean += (double) shape[k] / SHAPE;
  }
  for (int k = 0; k < SHAPE; k++)
    shape[k] -= (float) mean;
}

static double
mean_feature (const EctopyContext *lead, guint feature, double *spread)
{
  double sum = 0, squares = 0;

  for (size_t i = 0; i < lead->n; i++) {
    const double value = (double) lead->features[i * ECTOPY_N_CONTEXT_ALL + feature];

    sum += value;
    squares += value * value;
  }
  sum /= (double) lead->n;
  *spread = sqrt (MAX (squares / (double) lead->n - sum * sum, 0));
  return sum;
}

/* Not yet by the scale. */
static void
take_rhythm (const EctopyContext *lead, float *rhythm)
{
  double spread;

  for (guint k = 0; k < N_MEANS; k++)
    rhythm[k] = (float) mean_feature (lead, mean_features[k], &spread);
  for (guint k = N_MEANS; k < RHYTHM; k++) {
    mean_feature (lead, spread_features[k - N_MEANS], &spread);
    rhythm[k] = (float) spread;
  }
}

/* ---- Distances ---- */

static double
distance (const float *a, const float *b, float sign, guint n)
{
  double sum = 0;

  for (guint k = 0; k < n; k++) {
    const double d = (double) a[k] - (double) (sign * b[k]);

    sum += d * d;
  }
  return sqrt (sum / n);
}

static double
shape_distance (const EctopyContext *lead, const float *shape)
{
  float shifted[SHAPE];
  double least = INFINITY;

  for (int shift = -REACH; shift <= REACH; shift++) {
    take_shape (lead, shift, shifted);
    least = MIN (least, distance (shifted, shape, 1, SHAPE));
    least = MIN (least, distance (shifted, shape, -1, SHAPE));
  }
  return least;
}

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
mean_of_nearest (double *distances, size_t n)
{
  const size_t k = MIN (n, N_NEAREST);
  double sum = 0;

  qsort (distances, n, sizeof *distances, compare_doubles);
  for (size_t i = 0; i < k; i++)
    sum += distances[i] / (double) k;
  return sum;
}

/* @patients and @patient: (nullable): leads of that patient are passed over. */
static void
measure_lead (const EctopyFamiliarity *self,
              const EctopyContext *lead,
              const char *const *patients,
              const char *patient,
              double *shape,
              double *rhythm)
{
  g_autofree double *shapes = g_new (double, self->n_leads + 1);
  g_autofree double *rhythms = g_new (double, self->n_leads + 1);
  float own[RHYTHM];
  size_t n = 0;

  take_rhythm (lead, own);
  for (guint k = 0; k < RHYTHM; k++)
    own[k] /= self->scale[k];
  for (size_t i = 0; i < self->n_leads; i++) {
    if (patients != NULL && g_str_equal (patients[i], patient))
      continue;
    shapes[n] = shape_distance (lead, self->shapes + i * SHAPE);
    rhythms[n++] = distance (own, self->rhythms + i * RHYTHM, 1, RHYTHM);
  }
  *shape = n > 0 ? mean_of_nearest (shapes, n) : NAN;
  *rhythm = n > 0 ? mean_of_nearest (rhythms, n) : NAN;
}

EctopyUnlike
ectopy_familiarity_measure (const EctopyFamiliarity *self,
                            const EctopyContext *const *leads,
                            guint n_leads)
{
  EctopyUnlike unlike = { 0, 0 };

  for (guint i = 0; i < n_leads; i++) {
    double shape, rhythm;

    measure_lead (self, leads[i], NULL, NULL, &shape, &rhythm);
    unlike.shape += shape / ((double) self->shape_limit * n_leads);
    unlike.rhythm += rhythm / ((double) self->rhythm_limit * n_leads);
  }
  return unlike;
}

/* ---- Learning ---- */

static void
set_scale (EctopyFamiliarity *self)
{
  for (guint k = 0; k < RHYTHM; k++) {
    double sum = 0, squares = 0;

    for (size_t i = 0; i < self->n_leads; i++) {
      const double value = (double) self->rhythms[i * RHYTHM + k];

      sum += value / (double) self->n_leads;
      squares += value * value / (double) self->n_leads;
    }
    self->scale[k] = (float) sqrt (MAX (squares - sum * sum, 0)) + LEAST_SCALE;
    for (size_t i = 0; i < self->n_leads; i++)
      self->rhythms[i * RHYTHM + k] /= self->scale[k];
  }
}

static float
limit_of (double *values, size_t n)
{
  const double at = LIMIT_SHARE * (double) (n - 1);
  const size_t below = (size_t) at;

  qsort (values, n, sizeof *values, compare_doubles);
  return (float) (values[below] +
                  (at - (double) below) * (values[MIN (below + 1, n - 1)] - values[below])) +
         1e-6f;
}

/* What the records do not exceed, each compared with those of other patients. */
static void
set_limits (EctopyFamiliarity *self,
            const EctopyContext *const *leads,
            const char *const *patients,
            const char *const *records)
{
  g_autofree double *shapes = g_new0 (double, self->n_leads);
  g_autofree double *rhythms = g_new0 (double, self->n_leads);
  size_t n = 0;

  for (size_t i = 0; i < self->n_leads;) {
    size_t next = i;
    double shape, rhythm;

    while (next < self->n_leads && g_str_equal (records[next], records[i]))
      next++;
    for (size_t k = i; k < next; k++) {
      measure_lead (self, leads[k], patients, patients[k], &shape, &rhythm);
      shapes[n] += shape / (double) (next - i);
      rhythms[n] += rhythm / (double) (next - i);
    }
    n++;
    i = next;
  }
  self->shape_limit = limit_of (shapes, n);
  self->rhythm_limit = limit_of (rhythms, n);
}

EctopyFamiliarity *
ectopy_familiarity_learn (const EctopyContext *const *leads,
                          const char *const *patients,
                          const char *const *records,
                          size_t n_leads)
{
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (EctopyFamiliarity) self = ectopy_familiarity_new (n_leads);

  for (size_t i = 0; i < n_leads; i++) {
    g_hash_table_add (people, (gpointer) patients[i]);
    take_shape (leads[i], 0, self->shapes + i * SHAPE);
    take_rhythm (leads[i], self->rhythms + i * RHYTHM);
  }
  if (g_hash_table_size (people) < FEWEST_PATIENTS)
    return NULL;
  set_scale (self);
  set_limits (self, leads, patients, records);
  return g_steal_pointer (&self);
}
