/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/review/corrections.h"

G_BEGIN_DECLS

/* (transfer full): where the corrections of the file at @path lie: beside it, as
 * `NAME.corrections.json`. */
char *ectopy_corrections_file_path (const char *path);

/**
 * ectopy_corrections_save:
 * @self: corrections
 * @dataset: the beats they are about
 * @path: where to
 * @error: return location; %G_FILE_ERROR
 *
 * Writes every edit that stands, with its time, and what tells the beats from others: name, rows,
 * length, a digest of the samples. At @path stands the old file or the whole new one. Afterwards
 * ectopy_corrections_is_saved().
 */
gboolean ectopy_corrections_save (EctopyCorrections *self,
                                  EctopyDataset *dataset,
                                  const char *path,
                                  GError **error);

/**
 * ectopy_corrections_load:
 * @dataset: the beats they must be about
 * @path: a file written by ectopy_corrections_save(), that nobody vouches for
 * @error: return location
 *
 * The edits of the file can be undone as if just made.
 *
 * Returns: (transfer full) (nullable): corrections, or NULL with %G_FILE_ERROR,
 *   %ECTOPY_ERROR_PARSE or, for those of other beats, %ECTOPY_ERROR_MISMATCH
 */
EctopyCorrections *
ectopy_corrections_load (EctopyDataset *dataset, const char *path, GError **error);

/**
 * ectopy_corrections_export_csv:
 * @self: corrections
 * @dataset: the beats they are about
 * @predicted: (nullable): `[n_rows]`: what a model gave, or %ECTOPY_CLASS_NONE
 * @path: where to
 * @error: return location; %G_FILE_ERROR
 *
 * A table for other programs, a line for each beat with a verdict: row (from 0), label, predicted,
 * verdict (accepted or corrected), class, time (ISO 8601, UTC).
 */
gboolean ectopy_corrections_export_csv (EctopyCorrections *self,
                                        EctopyDataset *dataset,
                                        const guint8 *predicted,
                                        const char *path,
                                        GError **error);

/**
 * ectopy_corrections_apply_to_dataset:
 * @self: corrections
 * @dataset: the beats they are about
 * @error: return location, %ECTOPY_ERROR_ARGUMENT if beats without label remain, or %ECTOPY_ERROR_MEMORY
 *
 * Returns: (transfer full): a copy of the beats with the corrected classes as labels, for training or
 *   for a file of their own; of the same source
 */
EctopyDataset *ectopy_corrections_apply_to_dataset (EctopyCorrections *self,
                                                    EctopyDataset *dataset,
                                                    GError **error);

G_END_DECLS
