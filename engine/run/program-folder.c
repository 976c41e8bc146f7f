/* SPDX-License-Identifier: MIT */
#include "engine/run/program-folder.h"

#include "config.h"

#include <string.h>

char *
ectopy_program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

gboolean
ectopy_program_is_built (const char *folder)
{
  const size_t length = strlen (ECTOPY_BUILDDIR);

  /* Not in one whose name only begins alike, as an installed tree beside the build may have. */
  return folder != NULL && strncmp (folder, ECTOPY_BUILDDIR, length) == 0 &&
         (folder[length] == '/' || folder[length] == '\0');
}
