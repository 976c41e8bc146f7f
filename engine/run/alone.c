/* SPDX-License-Identifier: MIT */
#include "engine/run/alone.h"

gboolean
ectopy_file_is_alone (const char *path)
{
  /* A file stands right below the document's number, the files of a folder below the folder's name. */
  return g_regex_match_simple ("^/run/(user/[0-9]+|flatpak)/doc/[0-9a-f]+/[^/]+$", path,
                               G_REGEX_DOLLAR_ENDONLY, 0);
}
