/* SPDX-License-Identifier: MIT */
#include "app/cli/model-arg.h"

#include "config.h"

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
