/* SPDX-License-Identifier: MIT */
#include "engine/core/atomic-file.h"
#include "tests/support/test-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* Returns: (transfer full): a file as a writer that was killed leaves it. */
static char *
leave (const Place *place, const char *name)
{
  char *path = g_build_filename (place->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "half", 4, NULL));
  return path;
}

static void
test_sweep (Place *place, gconstpointer data)
{
  static const char *const spared[] = { ".ectopy-abcde", ".ectopy-abcdefg", "ectopy-abcdef",
                                        ".others-abcdef" };
  g_autofree char *inner = g_build_filename (place->folder, ".ectopy-folder", NULL);
  g_autofree char *link_path = g_build_filename (place->folder, ".ectopy-linked", NULL);
  g_autofree char *pipe_path = g_build_filename (place->folder, ".ectopy-apipe0", NULL);
  g_autofree char *nowhere = g_build_filename (place->folder, "nowhere", NULL);
  g_autoptr (EctopyAtomicFile) living = ectopy_atomic_file_open (place->path, NULL);
  g_autofree char *dead = leave (place, ".ectopy-abcdef");
  g_autofree char *sealed = leave (place, ".ectopy-ABCDEF");

  g_assert_cmpint (chmod (sealed, 0444), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (spared); i++)
    g_free (leave (place, spared[i]));
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_cmpint (symlink (spared[3], link_path), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);

  ectopy_atomic_file_sweep (nowhere);
  ectopy_atomic_file_sweep (place->folder);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (sealed, G_FILE_TEST_EXISTS));
  /* With the folder, the link, the pipe and what is being written. */
  g_assert_cmpuint (count_files (place), ==, G_N_ELEMENTS (spared) + 4);
  g_assert_true (ectopy_atomic_file_commit (g_steal_pointer (&living), NULL));
  assert_contents (place->path, "");
}

/* Looked for once: the folder may be large, and the files many. */
static void
test_open_sweeps_once (Place *place, gconstpointer data)
{
  g_autofree char *dead = leave (place, ".ectopy-abcdef");

  g_assert_true (ectopy_atomic_write (place->path, "new", 3, NULL));
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_free (leave (place, ".ectopy-abcdef"));
  g_assert_true (ectopy_atomic_write (place->path, "newer", 5, NULL));
  g_assert_true (g_file_test (dead, G_FILE_TEST_EXISTS));
}

/* A writer of another program is living too, and dead once that is killed. */
static void
test_killed_writer (Place *place, gconstpointer data)
{
  int ends[2], status;
  pid_t child;
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0) {
    EctopyAtomicFile *file = ectopy_atomic_file_open (place->path, NULL);

    if (file == NULL || write (ends[1], "x", 1) != 1)
      _exit (1);
    for (;;)
      pause ();
  }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  ectopy_atomic_file_sweep (place->folder);
  g_assert_cmpuint (count_files (place), ==, 1);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  ectopy_atomic_file_sweep (place->folder);
  g_assert_cmpuint (count_files (place), ==, 0);
  close (ends[0]);
  close (ends[1]);
}

/* Who may not read the old file may at no time read the new one. */
static void
test_stays_private (Place *place, gconstpointer data)
{
  g_autoptr (EctopyAtomicFile) file = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, NULL));
  g_assert_cmpint (chmod (place->path, 0600), ==, 0);
  file = ectopy_atomic_file_open (place->path, NULL);
  dir = g_dir_open (place->folder, 0, NULL);
  for (; (name = g_dir_read_name (dir)) != NULL; n++) {
    g_autofree char *path = g_build_filename (place->folder, name, NULL);
    struct stat info;

    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpuint (info.st_mode & 0777u, ==, 0600);
  }
  g_assert_cmpuint (n, ==, 2);
}

/* Where one of several cannot be written none takes its name. */
static void
test_commit_all (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->folder, "other.txt", NULL);
  g_autofree char *large = g_malloc0 (100000);
  EctopyAtomicFile *files[2];
  struct rlimit limit, old_limit;
  GError *error = NULL;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, NULL));
  g_assert_true (ectopy_atomic_write (other, "other", 5, NULL));
  files[0] = ectopy_atomic_file_open (place->path, NULL);
  files[1] = ectopy_atomic_file_open (other, NULL);
  g_assert_true (ectopy_atomic_file_write (files[0], "new", 3, NULL));

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ectopy_atomic_file_write (files[1], large, 100000, NULL));
  g_assert_false (ectopy_atomic_file_commit_all (files, 2, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  g_assert_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (EFBIG));
  g_assert_nonnull (strstr (error->message, "other.txt"));
  g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
  g_error_free (error);
  assert_contents (place->path, "old");
  assert_contents (other, "other");

  files[0] = ectopy_atomic_file_open (place->path, NULL);
  files[1] = ectopy_atomic_file_open (other, NULL);
  g_assert_true (ectopy_atomic_file_write (files[0], "new", 3, NULL));
  g_assert_true (ectopy_atomic_file_commit_all (files, 2, NULL));
  assert_contents (place->path, "new");
  assert_contents (other, "");
  g_assert_cmpuint (count_files (place), ==, 2);
}

/* Where the last of several cannot take its name the others give theirs back. */
static void
test_give_back (Place *place, gconstpointer data)
{
  g_autofree char *second = g_build_filename (place->folder, "second.txt", NULL);
  g_autofree char *last = g_build_filename (place->folder, "last.txt", NULL);
  EctopyAtomicFile *files[3];
  GError *error = NULL;

  g_assert_true (ectopy_atomic_write (place->path, "old", 3, NULL));
  files[0] = ectopy_atomic_file_open (place->path, NULL);
  files[1] = ectopy_atomic_file_open (second, NULL);
  files[2] = ectopy_atomic_file_open (last, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_true (ectopy_atomic_file_write (files[i], "new", 3, NULL));
  g_assert_cmpint (g_mkdir (last, 0700), ==, 0);
  g_assert_false (ectopy_atomic_file_commit_all (files, G_N_ELEMENTS (files), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_error_free (error);
  assert_contents (place->path, "old");
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  /* With the folder. */
  g_assert_cmpuint (count_files (place), ==, 2);
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
    { "/core/atomic-file/sweep", test_sweep },
    { "/core/atomic-file/open-sweeps-once", test_open_sweeps_once },
    { "/core/atomic-file/killed-writer", test_killed_writer },
    { "/core/atomic-file/stays-private", test_stays_private },
    { "/core/atomic-file/commit-all", test_commit_all },
    { "/core/atomic-file/give-back", test_give_back },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
