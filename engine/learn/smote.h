/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/core/progress.h"
#include "engine/core/workers.h"

G_BEGIN_DECLS

/* Neighbours that Chawla et al. interpolate towards. */
#define ECTOPY_SMOTE_NEIGHBOURS 5

/**
 * ectopy_smote:
 * @dataset: beats, each with its class: the training part, never what is judged
 * @n_neighbours: among how many neighbours one is chosen, at least 1; usually
 *   %ECTOPY_SMOTE_NEIGHBOURS
 * @seed: of all choices
 * @workers: (nullable): who works; NULL for a team of its own
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @notes: (out) (optional) (transfer full) (element-type utf8): sentences, in English, about
 *   classes that could not be treated as usual; empty if all could
 * @error: return location
 *
 * Brings every class to the size of the largest: a synthetic beat lies at an even random place on
 * the line from a beat of its class to one of that beat's nearest neighbours in the class. Each
 * beat is the start of as many synthetic ones as any other of its class, to one.
 *
 * A class of no more than @n_neighbours beats uses all its others as neighbours; the beat of a
 * class of one is repeated; a class without beats stays without. @notes say so.
 *
 * Any thread; the same seed gives the same bytes on any number of threads. Memory is that of the
 * result and of one class.
 * Source: Chawla et al. (2002), SMOTE, with one gap for all samples of a beat.
 *
 * Returns: (transfer full) (nullable): the beats of @dataset in their order, then the synthetic
 *   ones by class, with no source file; NULL with %G_IO_ERROR_CANCELLED, %ECTOPY_ERROR_ARGUMENT
 *   (a beat without a class) or %ECTOPY_ERROR_MEMORY
 */
EctopyDataset *ectopy_smote (EctopyDataset *dataset,
                             guint n_neighbours,
                             guint64 seed,
                             EctopyWorkers *workers,
                             EctopyProgressFunc progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GPtrArray **notes,
                             GError **error);

G_END_DECLS
