/* SPDX-License-Identifier: MIT */
#include "engine/io/recording-folder.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_recording (const char *name)
{
  static const char *const endings[] = { ".hea", ".edf", ".bdf" };
  const char *dot = strrchr (name, '.');

  if (dot == NULL || name[0] == '.')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *one = g_filename_display_basename (*(char *const *) a);
  g_autofree char *other = g_filename_display_basename (*(char *const *) b);
  g_autofree char *key = g_utf8_collate_key_for_filename (one, -1);
  g_autofree char *other_key = g_utf8_collate_key_for_filename (other, -1);

  return strcmp (key, other_key);
}

char **
ectopy_recording_folder_list (const char *path, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *shown = g_filename_display_basename (path);
  const char *name;

  if (folder == NULL)
    return NULL;
  while ((name = g_dir_read_name (folder)) != NULL && paths->len < ECTOPY_FOLDER_MAX_RECORDINGS)
    if (is_recording (name))
      g_ptr_array_add (paths, g_build_filename (path, name, NULL));
  if (paths->len == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("%s: there is no recording in this folder: expected WFDB headers (.hea), EDF "
                    "or BDF files."),
                 shown);
    return NULL;
  }
  g_ptr_array_sort (paths, compare_names);
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}
