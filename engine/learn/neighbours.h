/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ectopy_neighbours_find:
 * @samples: `[n_rows, length]`
 * @n_rows: rows, more than @k
 * @length: samples a row
 * @queries: `[n_queries]`, the rows whose neighbours are wanted
 * @n_queries: how many
 * @k: neighbours a row, at least 1
 * @workers: who searches
 * @cancellable: (nullable): a way to stop
 * @neighbours: `[n_queries, k]`, overwritten: rows, the nearest first, of equally near ones the
 *   first; never the query itself
 *
 * The nearest rows by Euclidean distance, by comparing each query with all rows: products of
 * blocks find some candidates more than wanted, whose distances are then summed in double. Memory
 * is 300 KiB a thread beside the result, which is the same bits on any number of threads.
 *
 * Returns: FALSE when cancelled, or if there is not enough memory; @neighbours is then unfinished
 */
gboolean ectopy_neighbours_find (const float *samples,
                                 size_t n_rows,
                                 size_t length,
                                 const size_t *queries,
                                 size_t n_queries,
                                 size_t k,
                                 EctopyWorkers *workers,
                                 GCancellable *cancellable,
                                 size_t *neighbours);

G_END_DECLS
