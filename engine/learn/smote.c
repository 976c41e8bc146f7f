/* SPDX-License-Identifier: MIT */
#include "engine/learn/smote.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/core/rng.h"
#include "engine/learn/neighbours.h"

#include <glib/gi18n.h>
#include <string.h>

/* Synthetic beats of one turn of the threads' loop. */
#define BLOCK_ROWS 256

/* One class on its way to the largest one's size. */
typedef struct {
  guint number;
  size_t n_rows;
  size_t n_missing;
  size_t length;
  guint64 seed;
  float *samples;  /* [n_rows, length]: the class's own */
  size_t *starts;  /* [n_starts]: rows in random order, from which synthetic ones start */
  size_t n_starts; /* all, or as many as are missing */
  size_t n_neighbours;
  size_t *neighbours; /* [n_starts, n_neighbours], or NULL: repeat the only row */
  float *output;      /* [n_missing, length] */
} Class;

static void
interpolate (const Class *class, size_t item)
{
  const size_t length = class->length;
  const size_t start = item % class->n_starts;
  const float *from = class->samples + class->starts[start] * length;
  float *output = class->output + item * length;
  const float *towards;
  EctopyRng rng;
  size_t chosen;
  float gap;

  if (class->neighbours == NULL) {
    memcpy (output, from, length * sizeof (float));
    return;
  }
  /* A sequence of its own for each, so that no thread waits for another's draws. */
  ectopy_rng_init (&rng, class->seed, ((guint64) class->number + 1) << 48 | item);
  chosen = (size_t) ectopy_rng_below (&rng, class->n_neighbours);
  gap = (float) ectopy_rng_uniform (&rng);
  towards = class->samples + class->neighbours[start * class->n_neighbours + chosen] * length;
  for (size_t i = 0; i < length; i++)
    output[i] = from[i] + gap * (towards[i] - from[i]);
}

static void
block_cb (size_t item, guint thread, gpointer user_data)
{
  const Class *class = user_data;
  const size_t end = MIN ((item + 1) * BLOCK_ROWS, class->n_missing);

  for (size_t i = item * BLOCK_ROWS; i < end; i++)
    interpolate (class, i);
}

static gboolean
gather (Class *class, EctopyDataset *dataset)
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  size_t n_gathered = 0;
  EctopyRng rng;

  class->samples = g_try_malloc_n (class->n_rows, class->length * sizeof (float));
  class->starts = g_try_new (size_t, class->n_rows);
  if (class->samples == NULL || class->starts == NULL)
    return FALSE;
  for (size_t row = 0; row < n; row++) {
    if (labels[row] != class->number)
      continue;
    memcpy (class->samples + n_gathered * class->length, ectopy_dataset_get_row (dataset, row),
            class->length * sizeof (float));
    class->starts[n_gathered] = n_gathered;
    n_gathered++;
  }
  ectopy_rng_init (&rng, class->seed, class->number);
  ectopy_rng_shuffle (&rng, class->starts, class->n_rows);
  class->n_starts = MIN (class->n_rows, class->n_missing);
  return TRUE;
}

/* Returns: FALSE when cancelled or without memory. */
static gboolean
fill (Class *class, EctopyDataset *dataset, EctopyWorkers *workers, GCancellable *cancellable)
{
  gboolean going = gather (class, dataset);

  if (going && class->n_neighbours > 0) {
    class->neighbours = g_try_new (size_t, class->n_starts * class->n_neighbours);
    going = class->neighbours != NULL &&
            ectopy_neighbours_find (class->samples, class->n_rows, class->length, class->starts,
                                    class->n_starts, class->n_neighbours, workers, cancellable,
                                    class->neighbours);
  }
  if (going)
    ectopy_workers_run (workers, (class->n_missing + BLOCK_ROWS - 1) / BLOCK_ROWS, block_cb, class);
  g_clear_pointer (&class->samples, g_free);
  g_clear_pointer (&class->starts, g_free);
  g_clear_pointer (&class->neighbours, g_free);
  return going;
}

/* Adds what was unusual about @class, if anything. */
static void
note (GPtrArray *notes, const Class *class, size_t wanted)
{
  const char *name = ectopy_beat_class_name (class->number);
  const char letter = ectopy_beat_class_letter (class->number);

  if (class->n_rows == 0)
    g_ptr_array_add (notes,
                     g_strdup_printf ("Class %c (%s) has no beats and gets none.", letter, name));
  else if (class->n_missing == 0)
    return;
  else if (class->n_rows == 1)
    g_ptr_array_add (
        notes, g_strdup_printf ("Class %c (%s) has one beat, which is repeated.", letter, name));
  else if (class->n_neighbours < wanted)
    g_ptr_array_add (
        notes,
        g_strdup_printf ("Class %c (%s) has %zu beats: %zu neighbours are used instead of %zu.",
                         letter, name, class->n_rows, class->n_neighbours, wanted));
}

static gboolean
check (EctopyDataset *dataset, GError **error)
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);

  for (size_t row = 0; row < ectopy_dataset_get_n_rows (dataset); row++)
    if (labels == NULL || labels[row] >= ECTOPY_N_CLASSES) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   _ ("Beat %zu has no class: balancing needs one for every beat."), row + 1);
      return FALSE;
    }
  return TRUE;
}

/* Makes room for @n_rows, those of @dataset first. */
static gboolean
make_room (EctopyDataset *dataset, size_t n_rows, float **samples, guint8 **labels, GError **error)
{
  const size_t row_size = ectopy_dataset_get_length (dataset) * sizeof (float);
  const size_t n_old = ectopy_dataset_get_n_rows (dataset);

  *samples = g_try_malloc_n (n_rows, row_size);
  *labels = g_try_malloc (n_rows);
  if (*samples == NULL || *labels == NULL)
    return ectopy_memory_fail_beats (n_rows, error);
  memcpy (*samples, ectopy_dataset_get_samples (dataset), n_old * row_size);
  memcpy (*labels, ectopy_dataset_get_labels (dataset), n_old);
  return TRUE;
}

static size_t
plan (EctopyDataset *dataset, guint n_neighbours, guint64 seed, Class classes[ECTOPY_N_CLASSES])
{
  size_t counts[ECTOPY_N_CLASSES];
  size_t largest = 0, n_rows = 0;

  ectopy_dataset_count_classes (dataset, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    largest = MAX (largest, counts[c]);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    classes[c] = (Class){
      .number = c,
      .n_rows = counts[c],
      .n_missing = counts[c] > 0 ? largest - counts[c] : 0,
      .length = ectopy_dataset_get_length (dataset),
      .seed = seed,
      .n_neighbours = counts[c] > 0 ? MIN (n_neighbours, counts[c] - 1) : 0,
    };
    n_rows += counts[c] + classes[c].n_missing;
  }
  return n_rows;
}

/* Fills what follows the rows of @dataset. Returns: FALSE when cancelled or without memory. */
static gboolean
fill_classes (Class classes[ECTOPY_N_CLASSES],
              EctopyDataset *dataset,
              EctopyWorkers *workers,
              EctopyProgressFunc progress,
              gpointer progress_data,
              GCancellable *cancellable,
              float *samples,
              guint8 *labels)
{
  size_t next = ectopy_dataset_get_n_rows (dataset);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    Class *class = &classes[c];

    if (progress != NULL)
      progress (_ ("Balancing the classes"), (double) c / ECTOPY_N_CLASSES, progress_data);
    if (g_cancellable_is_cancelled (cancellable))
      return FALSE;
    if (class->n_missing == 0)
      continue;
    class->output = samples + next * class->length;
    memset (labels + next, (int) c, class->n_missing);
    next += class->n_missing;
    if (!fill (class, dataset, workers, cancellable))
      return FALSE;
  }
  if (progress != NULL)
    progress (_ ("Balancing the classes"), 1, progress_data);
  return TRUE;
}

EctopyDataset *
ectopy_smote (EctopyDataset *dataset,
              guint n_neighbours,
              guint64 seed,
              EctopyWorkers *workers,
              EctopyProgressFunc progress,
              gpointer progress_data,
              GCancellable *cancellable,
              GPtrArray **notes,
              GError **error)
{
  g_autoptr (EctopyWorkers) own = NULL;
  g_autofree float *samples = NULL;
  g_autofree guint8 *labels = NULL;
  Class classes[ECTOPY_N_CLASSES];
  size_t n_rows;

  g_return_val_if_fail (ECTOPY_IS_DATASET (dataset) && n_neighbours > 0, NULL);

  if (!check (dataset, error))
    return NULL;
  n_rows = plan (dataset, n_neighbours, seed, classes);
  if (!make_room (dataset, n_rows, &samples, &labels, error))
    return NULL;
  if (workers == NULL)
    workers = own = ectopy_workers_new (0);
  if (!fill_classes (classes, dataset, workers, progress, progress_data, cancellable, samples,
                     labels)) {
    if (!g_cancellable_set_error_if_cancelled (cancellable, error))
      ectopy_memory_fail_beats (n_rows, error);
    return NULL;
  }
  if (notes != NULL) {
    *notes = g_ptr_array_new_with_free_func (g_free);
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      note (*notes, &classes[c], n_neighbours);
  }
  return ectopy_dataset_new_take (n_rows, ectopy_dataset_get_length (dataset),
                                  g_steal_pointer (&samples), g_steal_pointer (&labels));
}
