/* SPDX-License-Identifier: MIT */
#include "app/cli/model-arg.h"

#include "engine/core/error.h"
#include "engine/run/bundled.h"

#include <glib/gi18n.h>

EctopyModel *
ectopy_cli_load_model (const char *path, GError **error)
{
  g_autofree char *bundled = path == NULL ? ectopy_bundled_path ("models", ECTOPY_BUNDLED_MODEL)
                                          : NULL;

  return ectopy_model_load (path != NULL ? path : bundled, error);
}

EctopyModel *
ectopy_cli_load_recordings_model (const char *path, GError **error)
{
  g_autofree char *bundled = path == NULL ? ectopy_bundled_recordings_model () : NULL;

  return ectopy_model_load (path != NULL ? path : bundled, error);
}

EctopyDataset *
ectopy_cli_load_beats (EctopyCli *cli,
                       EctopyBeatCsvLabelled labelled,
                       EctopyModel *model,
                       EctopyWorkers *workers,
                       GError **error)
{
  const EctopyBeatCsvOptions options = { .labelled = labelled };
  g_autoptr (EctopyDataset) dataset = ectopy_beat_csv_read (
      cli->files[0], &options, workers, ectopy_cli_progress, cli, cli->cancellable, error);
  g_autofree char *name = g_path_get_basename (cli->files[0]);

  if (dataset == NULL)
    return NULL;
  if (ectopy_dataset_get_length (dataset) != ectopy_model_get_length (model)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("%s: its beats have %zu samples, the model reads %zu"), name,
                 ectopy_dataset_get_length (dataset), ectopy_model_get_length (model));
    return NULL;
  }
  return g_steal_pointer (&dataset);
}
