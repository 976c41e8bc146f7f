/* SPDX-License-Identifier: MIT */
#include "engine/learn/context-examples.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"

#include <math.h>
#include <string.h>

/* What a beat is changed by at full strength. */
#define MAX_SHIFT   2    /* samples of 125 a second */
#define GAIN_SPREAD 0.15 /* of its logarithm */
#define WHITE_NOISE 0.02 /* of the height of a complex */
#define SLOW_WAVE   0.06 /* likewise */
#define SLOWEST     0.2  /* periods of that wave in a window */
#define FASTEST     1.5
#define WINDOW_LOST                                                                                \
  0.5 /* chance that all samples are: else the network trusts shapes, which are a patient's */
#define RESIDUE_CHANCE 0.3 /* of what a normal beat has besides the usual one */
#define RESIDUE_LEAST  0.2
#define RESIDUE_MOST   1.2
#define RESIDUE_LIMIT  1.0 /* larger ones are no noise */
#define SIDE_NOISE     0.3 /* standard deviations of a side value */
#define SIDE_LOST      0.1 /* chance of a side value to be that of the mean: none alone decides */

/* Added to the standard deviation of a side value, so that one that never changes is not blown up. */
#define LEAST_SPREAD 1e-3

struct _EctopyContextExamples {
  EctopyExamples examples;
  EctopyContextSet *set;
  EctopyScaler scaler;
  double augment;
  guint8 *labels;     /* [n_rows] */
  size_t *rows;       /* [n_rows]: in the set */
  double *cumulative; /* [n_rows]: of the chances to be drawn */
  size_t *normal;     /* rows of the set: recorded normal beats, whose noise others get */
  size_t n_normal;
};

/* ---- What is drawn ---- */

static gboolean
is_drawn (const EctopyContextExamples *self,
          const guint8 *takes_part,
          const EctopyContextDraw *draw,
          size_t row)
{
  const guint32 part = self->set->part_of[row];
  const EctopyContextPart *of = g_ptr_array_index (self->set->parts, part);

  return self->set->labels[row] < ECTOPY_N_CLASSES && (takes_part == NULL || takes_part[part]) &&
         (draw == NULL || !self->set->is_left_out[row]) &&
         (draw == NULL || draw->weights == NULL || draw->weights[row] > 0) &&
         (!of->is_made_up || (draw != NULL && draw->made_up > 0));
}

static gboolean
list_rows (EctopyContextExamples *self,
           const guint8 *takes_part,
           const EctopyContextDraw *draw,
           GError **error)
{
  const size_t n = self->set->n_rows;

  self->rows = g_try_new (size_t, n + 1);
  self->labels = g_try_new (guint8, n + 1);
  self->normal = g_try_new (size_t, n + 1);
  if (self->rows == NULL || self->labels == NULL || self->normal == NULL)
    return ectopy_memory_fail (n, 2 * sizeof (size_t) + 1, error);
  for (size_t row = 0; row < n; row++) {
    const EctopyContextPart *part = ectopy_context_set_get_part (self->set, row);

    if (!is_drawn (self, takes_part, draw, row))
      continue;
    self->labels[self->examples.n_rows] = self->set->labels[row];
    self->rows[self->examples.n_rows++] = row;
    if (self->set->labels[row] == ECTOPY_CLASS_N && !part->is_made_up)
      self->normal[self->n_normal++] = row;
  }
  return TRUE;
}

/* The chance of each row: its class's share, by the root of how many of the class its lead has. */
static void
set_chances (EctopyContextExamples *self, const EctopyContextDraw *draw)
{
  const guint n_parts = self->set->parts->len;
  g_autofree size_t *counts = g_new0 (size_t, n_parts * ECTOPY_N_CLASSES);
  double sums[2][ECTOPY_N_CLASSES] = { 0 };
  double sum = 0;

  for (size_t i = 0; i < self->examples.n_rows; i++)
    counts[self->set->part_of[self->rows[i]] * ECTOPY_N_CLASSES + self->labels[i]]++;
  for (guint p = 0; p < n_parts; p++) {
    const EctopyContextPart *part = g_ptr_array_index (self->set->parts, p);

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      sums[part->is_made_up ? 1 : 0][c] += sqrt ((double) counts[p * ECTOPY_N_CLASSES + c]);
  }
  for (size_t i = 0; i < self->examples.n_rows; i++) {
    const guint32 p = self->set->part_of[self->rows[i]];
    const EctopyContextPart *part = g_ptr_array_index (self->set->parts, p);
    const guint c = self->labels[i];
    const double n = (double) counts[p * ECTOPY_N_CLASSES + c];

    sum += draw->shares[c] * (part->is_made_up ? draw->made_up : 1) *
           (part->is_made_up && c == ECTOPY_CLASS_V ? draw->made_up_v : 1) /
           (sqrt (n) * sums[part->is_made_up ? 1 : 0][c]);
    self->cumulative[i] = sum;
  }
}

static void
take_chances (EctopyContextExamples *self, const double *weights)
{
  double sum = 0;

  for (size_t i = 0; i < self->examples.n_rows; i++)
    self->cumulative[i] = sum += weights[self->rows[i]];
}

static void
draw_rows (const EctopyExamples *examples, EctopyRng *rng, size_t *rows)
{
  const EctopyContextExamples *self = (const EctopyContextExamples *) examples;
  const double sum = self->cumulative[examples->n_rows - 1];

  for (size_t k = 0; k < examples->epoch_rows; k++) {
    const double at = sum * ectopy_rng_uniform (rng);
    size_t low = 0, high = examples->n_rows - 1;

    while (low < high) {
      const size_t middle = (low + high) / 2;

      if (self->cumulative[middle] > at)
        high = middle;
      else
        low = middle + 1;
    }
    rows[k] = low;
  }
}

/* ---- Inputs ---- */

static const float *
side_values (const EctopyContextExamples *self, size_t row)
{
  const EctopyContextPart *part = ectopy_context_set_get_part (self->set, row);

  return part->context->features + (row - part->first) * ECTOPY_N_CONTEXT_ALL;
}

/* Mean and deviation under the chances of the draws. */
static void
fit_scaler (EctopyContextExamples *self)
{
  double sums[ECTOPY_N_CONTEXT_FEATURES] = { 0 }, squares[ECTOPY_N_CONTEXT_FEATURES] = { 0 };
  const double all = self->cumulative[self->examples.n_rows - 1];

  for (guint pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < self->examples.n_rows; i++) {
      const double weight = (self->cumulative[i] - (i > 0 ? self->cumulative[i - 1] : 0)) / all;
      const float *values = side_values (self, self->rows[i]);

      for (guint f = 0; f < ECTOPY_N_CONTEXT_FEATURES; f++) {
        const double off = (double) values[f] - sums[f];

        if (pass == 0)
          sums[f] += weight * (double) values[f];
        else
          squares[f] += weight * off * off;
      }
    }
  ectopy_scaler_init_identity (&self->scaler, ECTOPY_N_CONTEXT_FEATURES);
  for (guint f = 0; f < ECTOPY_N_CONTEXT_FEATURES; f++) {
    self->scaler.mean[f] = (float) sums[f];
    self->scaler.scale[f] = (float) (sqrt (squares[f]) + LEAST_SPREAD);
  }
}

/* What another normal beat has besides the usual one of its lead. */
static void
add_residue (const EctopyContextExamples *self, EctopyRng *rng, float *input)
{
  const size_t row = self->normal[ectopy_rng_below (rng, self->n_normal)];
  const EctopyContextPart *part = ectopy_context_set_get_part (self->set, row);
  const double share = RESIDUE_LEAST + (RESIDUE_MOST - RESIDUE_LEAST) * ectopy_rng_uniform (rng);
  float residue[ECTOPY_CONTEXT_WINDOW];

  ectopy_context_window (part->context, row - part->first, 0, 1, residue);
  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++) {
    residue[k] -= part->context->usual[k];
    if (fabs ((double) residue[k]) > RESIDUE_LIMIT)
      return;
  }
  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++)
    input[2 * k] += (float) (share * (double) residue[k]);
}

static void
change (const EctopyContextExamples *self, EctopyRng *rng, float *input)
{
  const double strength = self->augment;
  const double gain = exp (strength * GAIN_SPREAD * ectopy_rng_normal (rng));
  const double noise = strength * WHITE_NOISE * ectopy_rng_uniform (rng);
  const double wave = strength * SLOW_WAVE * ectopy_rng_normal (rng);
  const double periods = SLOWEST + (FASTEST - SLOWEST) * ectopy_rng_uniform (rng);
  const double phase = ectopy_rng_uniform (rng);

  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++) {
    const double u = (double) k / (ECTOPY_CONTEXT_WINDOW - 1);

    input[2 * k + 1] *= (float) gain;
    input[2 * k] = (float) (gain * (double) input[2 * k] + noise * ectopy_rng_normal (rng) +
                            wave * sin (2 * G_PI * (u * periods + phase)));
  }
  if (self->n_normal > 0 && ectopy_rng_uniform (rng) < RESIDUE_CHANCE)
    add_residue (self, rng, input);
}

static void
fill (const EctopyExamples *examples, size_t index, EctopyRng *rng, guint thread, float *input)
{
  const EctopyContextExamples *self = (const EctopyContextExamples *) examples;
  const size_t row = self->rows[index];
  const EctopyContextPart *part = ectopy_context_set_get_part (self->set, row);
  float raw[ECTOPY_CONTEXT_ROW];
  float *side = input + examples->n_floats - ECTOPY_N_CONTEXT_FEATURES;

  ectopy_context_row (part->context, row - part->first, examples->n_floats, raw);
  if (rng != NULL && self->augment > 0 && examples->n_floats == ECTOPY_CONTEXT_ROW) {
    const int shift = (int) ectopy_rng_below (rng, 2 * MAX_SHIFT + 1) - MAX_SHIFT;

    ectopy_context_window (part->context, row - part->first, shift, 2, raw);
    change (self, rng, raw);
    if (ectopy_rng_uniform (rng) < self->augment * WINDOW_LOST)
      memset (raw, 0, 2 * ECTOPY_CONTEXT_WINDOW * sizeof *raw);
  }
  ectopy_input_scale (ECTOPY_SCALING_CONTEXT, &self->scaler, raw, examples->n_floats, input);
  for (guint f = 0; rng != NULL && self->augment > 0 && f < ECTOPY_N_CONTEXT_FEATURES; f++) {
    if (ectopy_rng_uniform (rng) < self->augment * SIDE_LOST)
      side[f] = 0;
    side[f] += (float) (self->augment * SIDE_NOISE * ectopy_rng_normal (rng));
  }
}

static void
hash (const EctopyExamples *examples, GChecksum *checksum)
{
  const EctopyContextExamples *self = (const EctopyContextExamples *) examples;

  if (self->set->digest != NULL)
    g_checksum_update (checksum, (const guchar *) self->set->digest, -1);
  g_checksum_update (checksum, self->labels, (gssize) examples->n_rows);
  for (size_t i = 0; i < examples->n_rows; i += 16)
    g_checksum_update (checksum, (const guchar *) side_values (self, self->rows[i]),
                       ECTOPY_N_CONTEXT_FEATURES * sizeof (float));
}

EctopyContextExamples *
ectopy_context_examples_new (EctopyContextSet *set,
                             const guint8 *takes_part,
                             size_t n_floats,
                             const EctopyContextDraw *draw,
                             const EctopyScaler *scaler,
                             const char *none,
                             GError **error)
{
  g_autoptr (EctopyContextExamples) self = g_new0 (EctopyContextExamples, 1);

  g_assert (draw != NULL || scaler != NULL);
  self->set = ectopy_context_set_ref (set);
  if (!list_rows (self, takes_part, draw, error))
    return NULL;
  if (self->examples.n_rows < 2) {
    g_set_error_literal (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY, none);
    return NULL;
  }
  if (draw != NULL) {
    self->cumulative = g_try_new (double, self->examples.n_rows);
    if (self->cumulative == NULL) {
      ectopy_memory_fail (self->examples.n_rows, sizeof (double), error);
      return NULL;
    }
    if (draw->weights != NULL)
      take_chances (self, draw->weights);
    else
      set_chances (self, draw);
    self->augment = draw->augment;
  }
  if (scaler != NULL)
    ectopy_scaler_init_copy (&self->scaler, scaler);
  else
    fit_scaler (self);
  self->examples.n_floats = n_floats;
  self->examples.labels = self->labels;
  self->examples.scaling = ECTOPY_SCALING_CONTEXT;
  self->examples.scaler = &self->scaler;
  self->examples.epoch_rows = draw != NULL ? draw->epoch_rows : self->examples.n_rows;
  self->examples.fill = fill;
  self->examples.draw = draw != NULL ? draw_rows : NULL;
  self->examples.hash = hash;
  return g_steal_pointer (&self);
}

const EctopyExamples *
ectopy_context_examples_get (const EctopyContextExamples *self)
{
  return &self->examples;
}

void
ectopy_context_examples_free (EctopyContextExamples *self)
{
  if (self == NULL)
    return;
  ectopy_context_set_unref (self->set);
  ectopy_scaler_clear (&self->scaler);
  g_free (self->labels);
  g_free (self->rows);
  g_free (self->cumulative);
  g_free (self->normal);
  g_free (self);
}
