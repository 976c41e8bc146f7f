/* SPDX-License-Identifier: MIT */
#include "engine/run/locale.h"

#include "config.h"
#include "engine/run/program-folder.h"

#include <libintl.h>
#include <locale.h>

char *
ectopy_locale_folder (void)
{
  g_autofree char *bin = ectopy_program_folder ();
  g_autofree char *beside = NULL;

  if (bin == NULL)
    return g_strdup (ECTOPY_LOCALEDIR);
  if (ectopy_program_is_built (bin))
    return g_build_filename (ECTOPY_BUILDDIR, "po", NULL);
  beside = g_build_filename (bin, "..", "share", "locale", NULL);
  return g_file_test (beside, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&beside)
                                                  : g_strdup (ECTOPY_LOCALEDIR);
}

void
ectopy_locale_begin (void)
{
  g_autofree char *folder = ectopy_locale_folder ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
