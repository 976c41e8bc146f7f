/* SPDX-License-Identifier: MIT */
#include "engine/run/bundled.h"

#include "config.h"
#include "engine/run/program-folder.h"

char *
ectopy_bundled_path (const char *folder, const char *name)
{
  const char *models = g_str_equal (folder, "models") ? g_getenv ("ECTOPY_MODELS") : NULL;
  g_autofree char *bin = ectopy_program_folder ();
  g_autofree char *path = NULL;

  if (models != NULL)
    return g_build_filename (models, name, NULL);
  if (bin != NULL) {
    path = g_build_filename (bin, "..", "share", "ectopy", folder, name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
    g_free (path);
    path = g_build_filename (ECTOPY_SOURCEDIR, "data", folder, name, NULL);
    if (ectopy_program_is_built (bin) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return g_build_filename (ECTOPY_DATADIR, folder, name, NULL);
}

char *
ectopy_bundled_recordings_model (void)
{
  g_autofree char *path = ectopy_bundled_path ("models", ECTOPY_BUNDLED_RECORDINGS);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR)
             ? g_steal_pointer (&path)
             : ectopy_bundled_path ("models", ECTOPY_BUNDLED_MODEL);
}
