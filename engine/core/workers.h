/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A team of threads that waits for loops to share. */
typedef struct _EctopyWorkers EctopyWorkers;

/**
 * EctopyWorkFunc:
 * @item: which turn of the loop, 0 to `n_items - 1`
 * @thread: which member of the team runs it, 0 to `n_threads - 1`: for scratch memory only
 * @user_data: the caller's
 *
 * One turn of a loop. Which thread takes which turn is left to chance: a result that is to be the
 * same on any number of threads must not depend on @thread.
 */
typedef void (*EctopyWorkFunc) (size_t item, guint thread, gpointer user_data);

/**
 * ectopy_workers_new:
 * @n_threads: members, the caller of ectopy_workers_run() counted; 0 for one a processor
 *
 * The other members run by 10 nicer than the calling thread where the system allows it, so that a
 * window stays fluid. Where it has no room for so many threads those that it has do the work of all.
 *
 * Returns: (transfer full): a team
 */
EctopyWorkers *ectopy_workers_new (guint n_threads);

void ectopy_workers_free (EctopyWorkers *workers);

guint ectopy_workers_get_n_threads (const EctopyWorkers *workers);

/**
 * ectopy_workers_run:
 * @workers: a team; used by one caller at a time
 * @n_items: turns
 * @func: what to do
 * @user_data: for @func
 *
 * Runs all turns, the caller's thread taking part, and returns when the last has ended. What they
 * wrote is visible to the caller. Allocates nothing.
 */
void ectopy_workers_run (EctopyWorkers *workers,
                         size_t n_items,
                         EctopyWorkFunc func,
                         gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyWorkers, ectopy_workers_free)

G_END_DECLS
