/* SPDX-License-Identifier: MIT */
#include "engine/core/atomic-file.h"
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = test_folder_new ();
  place->path = g_build_filename (place->folder, "file.txt", NULL);
}

static guint
count_files (const Place *place)
{
  return test_folder_count (place->folder);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_commit_replaces (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  EctopyAtomicFile *file;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, &error));
  file = ectopy_atomic_file_open (place->path, &error);
  g_assert_no_error (error);
  g_assert_true (ectopy_atomic_file_write (file, "new ", 4, &error));
  g_assert_true (ectopy_atomic_file_printf (file, &error, "%d beats", 12));
  assert_contents (place->path, "old");
  g_assert_true (ectopy_atomic_file_commit (file, &error));
  assert_contents (place->path, "new 12 beats");
  g_assert_cmpuint (count_files (place), ==, 1);
}

static void
test_abort_leaves (Place *place, gconstpointer data)
{
  EctopyAtomicFile *file;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, NULL));
  file = ectopy_atomic_file_open (place->path, NULL);
  g_assert_true (ectopy_atomic_file_write (file, "new", 3, NULL));
  ectopy_atomic_file_abort (file);
  ectopy_atomic_file_abort (NULL);
  assert_contents (place->path, "old");
  g_assert_cmpuint (count_files (place), ==, 1);
}

static void
test_pieces (Place *place, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  EctopyAtomicFile *file = ectopy_atomic_file_open (place->path, NULL);

  for (guint i = 0; i < 60; i++) {
    const size_t size = (i * 7919u) % 150000u;
    g_autofree char *piece = g_malloc (size + 1);

    memset (piece, 'a' + (int) (i % 26), size);
    g_assert_true (ectopy_atomic_file_write (file, piece, size, NULL));
    g_string_append_len (expected, piece, (gssize) size);
  }
  g_assert_true (ectopy_atomic_file_commit (file, NULL));
  assert_contents (place->path, expected->str);
}

static void
test_follows_link (Place *place, gconstpointer data)
{
  g_autofree char *link_path = g_build_filename (place->folder, "link", NULL);
  struct stat info;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, NULL));
  g_assert_cmpint (chmod (place->path, 0640), ==, 0);
  g_assert_cmpint (symlink (place->path, link_path), ==, 0);
  g_assert_true (ectopy_atomic_write (link_path, "new", 3, NULL));
  assert_contents (place->path, "new");
  g_assert_cmpint (g_lstat (link_path, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (g_stat (place->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777u, ==, 0640);
}

static void
test_refuses (Place *place, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (place->folder, "no", "such", "file", NULL);
  g_autofree char *pipe_path = g_build_filename (place->folder, "pipe", NULL);
  GError *error = NULL;

  g_assert_null (ectopy_atomic_file_open (place->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_false (ectopy_atomic_write (nowhere, "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (ectopy_atomic_write ("", "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_false (ectopy_atomic_write (pipe_path, "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (Place *, gconstpointer);
  } tests[] = {
    { "/core/atomic-file/commit-replaces", test_commit_replaces },
    { "/core/atomic-file/abort-leaves", test_abort_leaves },
    { "/core/atomic-file/pieces", test_pieces },
    { "/core/atomic-file/follows-link", test_follows_link },
    { "/core/atomic-file/refuses", test_refuses },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
