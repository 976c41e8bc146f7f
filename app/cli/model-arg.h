/* SPDX-License-Identifier: MIT */
#pragma once

#include "app/cli/command.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * ectopy_cli_load_model:
 * @path: (nullable): a model file; NULL for the one that Ectopy brings for beat CSVs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the model
 */
EctopyModel *ectopy_cli_load_model (const char *path, GError **error);

/* As ectopy_cli_load_model(), but NULL is the model that Ectopy brings for recordings. */
EctopyModel *ectopy_cli_load_recordings_model (const char *path, GError **error);

/**
 * ectopy_cli_load_beats:
 * @cli: the command's; its first file is read
 * @labelled: whether rows must end in a class
 * @model: what they must fit
 * @workers: a team
 * @error: return location, also %ECTOPY_ERROR_MISMATCH for beats of another length
 *
 * Returns: (transfer full) (nullable): the beats
 */
EctopyDataset *ectopy_cli_load_beats (EctopyCli *cli,
                                      EctopyBeatCsvLabelled labelled,
                                      EctopyModel *model,
                                      EctopyWorkers *workers,
                                      GError **error);

G_END_DECLS
