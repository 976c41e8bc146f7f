/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/corrections.h"
#include "engine/run/trainer.h"

G_BEGIN_DECLS

/**
 * EctopyUnfinished:
 * @training_path: where the beats are
 * @corrections_path: (nullable): what a person has corrected of them
 * @validation_path: (nullable): where the beats to judge by are
 * @patients_path: (nullable): of recordings: which are of one patient
 * @checkpoint: where the state of the run is
 * @settings: of the run
 * @n_threads: of the run
 * @n_done: epochs done
 * @base: of the names of its files
 * @lock: an open file, locked
 *
 * A run on disk, so that it can go on after a crash: a key file with what it was asked to do, the
 * checkpoint, and the corrections of that moment, in the user's state folder. A locked file tells a run
 * of another window, which still goes on, from one that nobody runs any more.
 */
typedef struct {
  char *training_path;
  char *corrections_path;
  char *validation_path;
  char *patients_path;
  char *checkpoint;
  EctopyFitSettings settings;
  guint n_threads;
  guint n_done;
  char *base;
  int lock;
} EctopyUnfinished;

/**
 * ectopy_unfinished_new:
 * @training_path: where the beats are: a file, or a folder of recordings
 * @dataset: (nullable): the beats, which @corrections are about
 * @corrections: (nullable): what is corrected of them; copied
 * @request: the rest of what is asked of the run; what it lends is copied
 * @error: return location; %G_FILE_ERROR
 *
 * Notes a run that begins.
 *
 * Returns: (transfer full) (nullable): the note
 */
EctopyUnfinished *ectopy_unfinished_new (const char *training_path,
                                         EctopyDataset *dataset,
                                         EctopyCorrections *corrections,
                                         const EctopyTrainerRequest *request,
                                         GError **error);

/* (transfer full) (nullable): a run that nobody runs any more and that has a checkpoint; now ours.
 * What cannot be gone on with is removed. */
EctopyUnfinished *ectopy_unfinished_find (void);

/* An epoch more is done. */
void ectopy_unfinished_set_done (EctopyUnfinished *self, guint n_done);

/* The run has ended: removes its files. @self is (transfer full). */
void ectopy_unfinished_remove (EctopyUnfinished *self);

/* Leaves the files for the next start. @self is (transfer full). */
void ectopy_unfinished_free (EctopyUnfinished *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyUnfinished, ectopy_unfinished_free)

G_END_DECLS
