/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib/gstdio.h>

/* A folder of a test's own, removed with all files in it. */

/* Returns: (transfer full): its path. */
static inline char *
test_folder_new (void)
{
  char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static inline guint
test_folder_count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Takes @folder. */
static inline void
test_folder_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (folder);
  g_free (folder);
}
