/* SPDX-License-Identifier: MIT */
#include "engine/core/dataset.h"

#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/core/memory.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#define CHUNK_SIZE 1048576

struct _EctopyDataset {
  GObject parent_instance;

  size_t n_rows;
  size_t length;
  float *samples; /* [n_rows, length] */
  guint8 *labels; /* [n_rows], or NULL */

  char *source;
  gboolean source_known; /* its size and time could be had */
  struct stat source_info;
  char *digest; /* kept after the first call */
};

G_DEFINE_FINAL_TYPE (EctopyDataset, ectopy_dataset, G_TYPE_OBJECT)

static gboolean
is_same_state (const struct stat *a, const struct stat *b)
{
  return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
         a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static gboolean
check_unchanged (EctopyDataset *self, const EctopyInputFile *file, GError **error)
{
  struct stat info;

  if (self->source_known && fstat (file->fd, &info) == 0 &&
      is_same_state (&info, &self->source_info))
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
               _ ("“%s” has changed since it was read: read it again."), file->name);
  return FALSE;
}

static gboolean
digest_chunks (GChecksum *checksum,
               const EctopyInputFile *file,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree guchar *chunk = g_try_malloc (CHUNK_SIZE);
  guint64 offset = 0;
  size_t n;

  if (chunk == NULL)
    return ectopy_memory_fail (CHUNK_SIZE, 1, error);
  do {
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !ectopy_input_file_read_up_to (file, offset, chunk, CHUNK_SIZE, &n, error))
      return FALSE;
    g_checksum_update (checksum, chunk, (gssize) n);
    offset += n;
  } while (n == CHUNK_SIZE);
  return TRUE;
}

static void
ectopy_dataset_finalize (GObject *object)
{
  EctopyDataset *self = ECTOPY_DATASET (object);

  g_free (self->samples);
  g_free (self->labels);
  g_free (self->source);
  g_free (self->digest);
  G_OBJECT_CLASS (ectopy_dataset_parent_class)->finalize (object);
}

static void
ectopy_dataset_class_init (EctopyDatasetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_dataset_finalize;
}

static void
ectopy_dataset_init (EctopyDataset *self)
{
}

EctopyDataset *
ectopy_dataset_new_take (size_t n_rows, size_t length, float *samples, guint8 *labels)
{
  EctopyDataset *self;

  g_return_val_if_fail (n_rows > 0 && length > 0 && samples != NULL, NULL);

  self = g_object_new (ECTOPY_TYPE_DATASET, NULL);
  self->n_rows = n_rows;
  self->length = length;
  self->samples = samples;
  self->labels = labels;
  return self;
}

size_t
ectopy_dataset_get_n_rows (EctopyDataset *self)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), 0);

  return self->n_rows;
}

size_t
ectopy_dataset_get_length (EctopyDataset *self)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), 0);

  return self->length;
}

const float *
ectopy_dataset_get_samples (EctopyDataset *self)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);

  return self->samples;
}

const float *
ectopy_dataset_get_row (EctopyDataset *self, size_t row)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);
  g_return_val_if_fail (row < self->n_rows, NULL);

  return self->samples + row * self->length;
}

const guint8 *
ectopy_dataset_get_labels (EctopyDataset *self)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);

  return self->labels;
}

void
ectopy_dataset_count_classes (EctopyDataset *self, size_t counts[ECTOPY_N_CLASSES])
{
  g_return_if_fail (ECTOPY_IS_DATASET (self));

  memset (counts, 0, ECTOPY_N_CLASSES * sizeof *counts);
  if (self->labels == NULL)
    return;
  for (size_t i = 0; i < self->n_rows; i++)
    if (self->labels[i] < ECTOPY_N_CLASSES)
      counts[self->labels[i]]++;
}

void
ectopy_dataset_set_source (EctopyDataset *self, const char *path)
{
  g_return_if_fail (ECTOPY_IS_DATASET (self));
  g_return_if_fail (path != NULL);

  g_free (self->source);
  self->source = g_strdup (path);
  self->source_known = stat (path, &self->source_info) == 0;
  g_clear_pointer (&self->digest, g_free);
}

const char *
ectopy_dataset_get_source (EctopyDataset *self)
{
  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);

  return self->source;
}

char *
ectopy_dataset_digest_source (EctopyDataset *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (EctopyInputFile) file = NULL;

  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);

  if (self->source == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY, _ ("These beats come from no file."));
    return NULL;
  }
  if (self->digest != NULL)
    return g_strdup (self->digest);

  file = ectopy_input_file_open (self->source, error);
  /* The second look finds a file that changed while its sum was made. */
  if (file == NULL || !check_unchanged (self, file, error) ||
      !digest_chunks (checksum, file, cancellable, error) || !check_unchanged (self, file, error))
    return NULL;
  self->digest = g_strdup (g_checksum_get_string (checksum));
  return g_strdup (self->digest);
}

EctopyDataset *
ectopy_dataset_select (EctopyDataset *self, const size_t *rows, size_t n_rows, GError **error)
{
  size_t row_size;
  g_autofree float *samples = NULL;
  g_autofree guint8 *labels = NULL;
  EctopyDataset *selected;

  g_return_val_if_fail (ECTOPY_IS_DATASET (self), NULL);
  g_return_val_if_fail (rows != NULL && n_rows > 0, NULL);

  row_size = self->length * sizeof (float);
  samples = g_try_malloc_n (n_rows, row_size);
  labels = self->labels != NULL ? g_try_malloc (n_rows) : NULL;
  if (samples == NULL || (labels == NULL && self->labels != NULL)) {
    ectopy_memory_fail_beats (n_rows, error);
    return NULL;
  }
  for (size_t i = 0; i < n_rows; i++) {
    g_assert (rows[i] < self->n_rows);
    memcpy (samples + i * self->length, self->samples + rows[i] * self->length, row_size);
    if (labels != NULL)
      labels[i] = self->labels[rows[i]];
  }

  selected = ectopy_dataset_new_take (n_rows, self->length, g_steal_pointer (&samples),
                                      g_steal_pointer (&labels));
  selected->source = g_strdup (self->source);
  selected->source_known = self->source_known;
  selected->source_info = self->source_info;
  selected->digest = g_strdup (self->digest);
  return selected;
}
