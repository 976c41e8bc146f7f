/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;

void
fuzz_empty_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (fuzz_folder (), 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
}

static void
remove_folder (void)
{
  fuzz_empty_folder ();
  g_rmdir (folder);
}

const char *
fuzz_folder (void)
{
  if (folder == NULL) {
    const char *base = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

    folder = g_build_filename (base, "ectopy-fuzz-XXXXXX", NULL);
    g_assert_nonnull (g_mkdtemp (folder));
    atexit (remove_folder);
  }
  return folder;
}

const char *
fuzz_put (const char *name, const guint8 *data, size_t size)
{
  static GHashTable *paths = NULL;
  const char *path;
  int fd;

  if (paths == NULL)
    paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  path = g_hash_table_lookup (paths, name);
  if (path == NULL) {
    path = g_build_filename (fuzz_folder (), name, NULL);
    g_hash_table_insert (paths, g_strdup (name), (char *) path);
  }
  fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  close (fd);
  return path;
}

gpointer
fuzz_copy (const guint8 *data, size_t size)
{
  gpointer copy = malloc (size);

  g_assert_nonnull (copy);
  if (size > 0)
    memcpy (copy, data, size);
  return copy;
}

void
fuzz_check (gconstpointer object, const GError *error)
{
  if (object != NULL)
    g_assert_null (error);
  else {
    g_assert_nonnull (error);
    g_assert_true (error->message != NULL && error->message[0] != '\0');
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_cmpuint (strlen (error->message), <, 2000); /* to be read */
  }
}

FuzzPart
fuzz_next_part (FuzzPart *rest)
{
  const guint8 *end = rest->size > 0 ? memchr (rest->data, '\0', rest->size) : NULL;
  FuzzPart part = *rest;

  if (end == NULL) {
    rest->size = 0;
    return part;
  }
  part.size = (size_t) (end - rest->data);
  rest->size -= part.size + 1;
  rest->data = end + 1;
  return part;
}
