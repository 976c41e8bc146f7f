/* SPDX-License-Identifier: MIT */
#include "engine/review/class-shape.h"

#include <math.h>

/* Rows between two looks at the cancellable. */
#define BLOCK 1024

/* Sums of one class while rows are gone through. */
typedef struct {
  double *sum;     /* [length] */
  double *squares; /* [length] */
} Sums;

/* Samples before the padding with zeros. */
static size_t
used_length (const float *samples, size_t length)
{
  while (length > 1 && samples[length - 1] == 0)
    length--;
  return length;
}

static guint
level_of (float value)
{
  const float level = value * ECTOPY_SHAPE_LEVELS;

  if (!(level > 0))
    return 0;
  return level < ECTOPY_SHAPE_LEVELS ? (guint) level : ECTOPY_SHAPE_LEVELS - 1;
}

static void
add_row (EctopyClassShape *shape, Sums *sums, const float *samples)
{
  const size_t n = used_length (samples, shape->length);
  guint before = level_of (samples[0]);

  shape->n_beats++;
  for (size_t i = 0; i < n; i++) {
    const double value = (double) samples[i];
    const guint level = level_of (samples[i]);
    const guint low = MIN (before, level);
    const guint high = MAX (before, level);

    shape->n[i]++;
    sums->sum[i] += value;
    sums->squares[i] += value * value;
    /* A steep line is seen in every level it crosses, but for the one the last sample stood in. */
    for (guint l = low; l <= high; l++)
      if (l != before || low == high)
        shape->density[i * ECTOPY_SHAPE_LEVELS + l]++;
    before = level;
  }
}

static void
finish_shape (EctopyClassShape *shape, const Sums *sums)
{
  for (size_t i = 0; i < shape->length; i++) {
    const double n = shape->n[i];
    const double mean = sums->sum[i] / n;

    shape->mean[i] = (float) (n > 0 ? mean : NAN);
    shape->deviation[i] = (float) (n > 1 ? sqrt (MAX (
                                               (sums->squares[i] - n * mean * mean) / (n - 1), 0))
                                         : (n > 0 ? 0 : NAN));
  }
  for (size_t i = 0; i < shape->length * ECTOPY_SHAPE_LEVELS; i++)
    shape->densest = MAX (shape->densest, shape->density[i]);
}

EctopyClassShapes *
ectopy_class_shapes_new (EctopyDataset *dataset, const guint8 *classes, GCancellable *cancellable)
{
  const size_t length = ectopy_dataset_get_length (dataset);
  const size_t n_rows = ectopy_dataset_get_n_rows (dataset);
  g_autoptr (EctopyClassShapes) self = g_new0 (EctopyClassShapes, 1);
  g_autofree double *memory = g_new0 (double, 2 * ECTOPY_N_CLASSES * length);
  Sums sums[ECTOPY_N_CLASSES];

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    EctopyClassShape *shape = &self->classes[c];

    sums[c] = (Sums){ memory + 2 * c * length, memory + (2 * c + 1) * length };
    shape->length = length;
    shape->n = g_new0 (guint32, length);
    shape->mean = g_new (float, length);
    shape->deviation = g_new (float, length);
    shape->density = g_new0 (guint32, length * ECTOPY_SHAPE_LEVELS);
  }
  for (size_t row = 0; row < n_rows; row++) {
    if (row % BLOCK == 0 && g_cancellable_is_cancelled (cancellable))
      return NULL;
    if (classes[row] < ECTOPY_N_CLASSES)
      add_row (&self->classes[classes[row]], &sums[classes[row]],
               ectopy_dataset_get_row (dataset, row));
  }
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    finish_shape (&self->classes[c], &sums[c]);
  return g_steal_pointer (&self);
}

void
ectopy_class_shapes_free (EctopyClassShapes *shapes)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_free (shapes->classes[c].n);
    g_free (shapes->classes[c].mean);
    g_free (shapes->classes[c].deviation);
    g_free (shapes->classes[c].density);
  }
  g_free (shapes);
}
