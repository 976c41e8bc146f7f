/* SPDX-License-Identifier: MIT */
#include "engine/learn/row-examples.h"

static void
fill (const EctopyExamples *examples, size_t row, EctopyRng *rng, guint thread, float *input)
{
  const EctopyRowExamples *self = (const EctopyRowExamples *) examples;
  const size_t length = examples->n_floats;
  const float *samples = ectopy_dataset_get_row (self->dataset, row);

  if (rng != NULL && self->is_augmented) {
    float *changed = self->changed + thread * length;

    ectopy_augment_row (&self->augment, rng, samples, length, changed);
    samples = changed;
  }
  ectopy_input_scale (examples->scaling, examples->scaler, samples, length, input);
}

/* A row in sixteen tells one data set from another. */
static void
hash (const EctopyExamples *examples, GChecksum *checksum)
{
  const EctopyRowExamples *self = (const EctopyRowExamples *) examples;
  const size_t sizes[2] = { examples->n_rows, examples->n_floats };

  g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
  g_checksum_update (checksum, examples->labels, (gssize) sizes[0]);
  for (size_t i = 0; i < sizes[0]; i += 16)
    g_checksum_update (checksum, (const guchar *) ectopy_dataset_get_row (self->dataset, i),
                       (gssize) (sizes[1] * sizeof (float)));
}

void
ectopy_row_examples_init (EctopyRowExamples *self,
                          EctopyDataset *dataset,
                          EctopyScalingKind scaling,
                          const EctopyScaler *scaler,
                          double augment,
                          guint n_threads)
{
  const size_t n_rows = ectopy_dataset_get_n_rows (dataset);
  const size_t length = ectopy_dataset_get_length (dataset);

  *self = (EctopyRowExamples){
    .examples = {
      .n_rows = n_rows,
      .n_floats = length,
      .labels = ectopy_dataset_get_labels (dataset),
      .scaling = scaling,
      .scaler = scaler,
      .epoch_rows = n_rows,
      .fill = fill,
      .hash = hash,
    },
    .dataset = g_object_ref (dataset),
    .is_augmented = augment > 0,
    .changed = g_new (float, n_threads * length),
  };
  ectopy_augment_init (&self->augment, (float) augment);
}

void
ectopy_row_examples_clear (EctopyRowExamples *self)
{
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->changed, g_free);
}
