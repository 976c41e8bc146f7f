/* SPDX-License-Identifier: MIT */
#include "engine/run/help-files.h"

#include "config.h"
#include "engine/run/program-folder.h"

#include <string.h>

#define FIGURES "figures/"

/* "C" is what GLib calls the language of the source, and what help systems call its folder. */
static char *
path_in (const char *language, const char *name)
{
  g_autofree char *bin = ectopy_program_folder ();

  if (ectopy_program_is_built (bin)) {
    if (g_str_has_prefix (name, FIGURES) && g_str_equal (language, "C"))
      return g_build_filename (ECTOPY_SOURCEDIR, "data", "screenshots", name + strlen (FIGURES),
                               NULL);
    return g_build_filename (ECTOPY_SOURCEDIR, "data", "help", language, name, NULL);
  }
  return g_build_filename (bin != NULL ? bin : "/", "..", "share", "help", language,
                           GETTEXT_PACKAGE, name, NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
ectopy_help_file (const char *name)
{
  const char *const *languages = g_get_language_names ();

  for (; *languages != NULL; languages++) {
    g_autofree char *path = path_in (*languages, name);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

char **
ectopy_help_pages (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *folder = path_in ("C", ".");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".page"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
