/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>

/* The recordings that tests on real data want, where they are: ECTOPY_DATA names a folder that holds
 * data/mitdb and the like; without it that is ../shared beside the sources. */

/* Returns: (transfer full): the folder of a database, which may not be there. */
static inline char *
real_data_folder (const char *database)
{
  const char *told = g_getenv ("ECTOPY_DATA");
  g_autofree char *top = g_test_build_filename (G_TEST_DIST, "..", NULL);
  g_autofree char *folder = g_canonicalize_filename (told != NULL ? told : "../shared", top);

  return g_build_filename (folder, "data", database, NULL);
}

/* Returns: whether it is there; otherwise the test is skipped. */
static inline gboolean
real_data_is_there (const char *database)
{
  g_autofree char *path = real_data_folder (database);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_test_message ("ECTOPY_DATA does not name a folder with data/%s: nothing was tested", database);
  g_test_skip ("the records are not there");
  return FALSE;
}

static inline int
real_data_compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): the paths of the annotated records' headers, in order of their names. */
static inline GStrv
real_data_list_records (const char *database)
{
  g_autofree char *folder = real_data_folder (database);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".hea")) {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *marks = g_strdup_printf ("%.*s.atr", (int) strlen (path) - 4, path);

      if (g_file_test (marks, G_FILE_TEST_EXISTS))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_ptr_array_sort (paths, real_data_compare);
  g_ptr_array_add (paths, NULL);
  return (GStrv) g_ptr_array_free (paths, FALSE);
}
