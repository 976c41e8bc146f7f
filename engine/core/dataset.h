/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ECTOPY_TYPE_DATASET (ectopy_dataset_get_type ())
G_DECLARE_FINAL_TYPE (EctopyDataset, ectopy_dataset, ECTOPY, DATASET, GObject)

/**
 * ectopy_dataset_new_take:
 * @n_rows: number of beats, at least 1
 * @length: samples a beat, at least 1
 * @samples: (transfer full): `[n_rows, length]`, from g_malloc()
 * @labels: (transfer full) (nullable): `[n_rows]`, 0 to 4 (or %ECTOPY_CLASS_NONE), from g_malloc()
 *
 * Beats cut from recordings, with their classes where these are known. Complete when built, then
 * fixed: may be read from any thread.
 */
EctopyDataset *
ectopy_dataset_new_take (size_t n_rows, size_t length, float *samples, guint8 *labels);

size_t ectopy_dataset_get_n_rows (EctopyDataset *self);
size_t ectopy_dataset_get_length (EctopyDataset *self);

/* `[n_rows, length]`. */
const float *ectopy_dataset_get_samples (EctopyDataset *self);

/* `[length]`: beat @row. */
const float *ectopy_dataset_get_row (EctopyDataset *self, size_t row);

/* (nullable): `[n_rows]`, NULL for beats without labels. */
const guint8 *ectopy_dataset_get_labels (EctopyDataset *self);

/* How many beats of each class; all zero without labels. */
void ectopy_dataset_count_classes (EctopyDataset *self, size_t counts[ECTOPY_N_CLASSES]);

/**
 * ectopy_dataset_set_source:
 * @self: a data set that nobody else uses yet
 * @path: the file it was read from
 *
 * Remembers the file, and its size and time of change as of now, for
 * ectopy_dataset_digest_source().
 */
void ectopy_dataset_set_source (EctopyDataset *self, const char *path);

/* (nullable): the file's path. */
const char *ectopy_dataset_get_source (EctopyDataset *self);

/**
 * ectopy_dataset_digest_source:
 * @self: a data set
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * The SHA-256 of the source file, computed at the first call (2 s for 400 MB) and kept; a file
 * that has changed since it was read is an error. Any thread, one at a time.
 *
 * Returns: (transfer full) (nullable): lower-case hexadecimal; NULL on error or without source
 *   (then with %ECTOPY_ERROR_EMPTY)
 */
char *ectopy_dataset_digest_source (EctopyDataset *self, GCancellable *cancellable, GError **error);

/**
 * ectopy_dataset_select:
 * @self: a data set
 * @rows: `[n_rows]`, indices into it, in any order
 * @n_rows: how many, at least 1
 * @error: return location
 *
 * Returns: (transfer full) (nullable): NULL with %ECTOPY_ERROR_MEMORY; a copy of those beats in that order, with the same source
 */
EctopyDataset *
ectopy_dataset_select (EctopyDataset *self, const size_t *rows, size_t n_rows, GError **error);

G_END_DECLS
