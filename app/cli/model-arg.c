/* SPDX-License-Identifier: MIT */
#include "app/cli/model-arg.h"

#include "config.h"
#include "engine/core/error.h"

#define BUNDLED "beats.safetensors"

/* Beside the data of this installation: wherever the program lies, its data lie at the same place
 * relative to it; ECTOPY_MODELS names another folder. */
static char *
bundled_path (void)
{
  const char *folder = g_getenv ("ECTOPY_MODELS");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *beside = NULL;

  if (folder != NULL)
    return g_build_filename (folder, BUNDLED, NULL);
  if (program != NULL) {
    g_autofree char *bin = g_path_get_dirname (program);

    beside = g_build_filename (bin, "..", "share", "ectopy", "models", BUNDLED, NULL);
    if (g_file_test (beside, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&beside);
    g_free (beside);
    beside = g_build_filename (ECTOPY_SOURCEDIR, "data", "models", BUNDLED, NULL);
    if (g_str_has_prefix (bin, ECTOPY_BUILDDIR) && g_file_test (beside, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&beside);
  }
  return g_build_filename (ECTOPY_DATADIR, "models", BUNDLED, NULL);
}

EctopyModel *
ectopy_cli_load_model (const char *path, GError **error)
{
  g_autofree char *bundled = path == NULL ? bundled_path () : NULL;

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
                 "%s: its beats have %zu samples, the model reads %zu", name,
                 ectopy_dataset_get_length (dataset), ectopy_model_get_length (model));
    return NULL;
  }
  return g_steal_pointer (&dataset);
}
