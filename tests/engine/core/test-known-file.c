/* SPDX-License-Identifier: MIT */
#include "engine/core/known-file.h"

#include "engine/core/atomic-file.h"
#include "tests/support/test-folder.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = test_folder_new ();
  place->path = g_build_filename (place->folder, "208.study.json", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

static gboolean
write_text (const char *path, gpointer text, GError **error)
{
  return ectopy_atomic_write (path, text, strlen (text), error);
}

static void
put (const char *path, const char *text)
{
  g_assert_true (write_text (path, (gpointer) text, NULL));
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static gboolean
save (EctopyKnownFile *file, gboolean keep_other, GError **error)
{
  return ectopy_known_file_write (file, keep_other, write_text, (gpointer) "mine", error);
}

/* What one has written oneself is known. */
static void
test_own (Place *place, gconstpointer data)
{
  g_autoptr (EctopyKnownFile) file = ectopy_known_file_new (place->path);

  g_assert_false (ectopy_known_file_is_changed (file));
  g_assert_true (save (file, FALSE, NULL));
  g_assert_false (ectopy_known_file_is_changed (file));
  g_assert_true (save (file, FALSE, NULL));
  g_assert_cmpuint (test_folder_count (place->folder), ==, 1);
}

/* The same bytes, written by another, are no change. */
static void
test_same (Place *place, gconstpointer data)
{
  g_autoptr (EctopyKnownFile) file = NULL;

  put (place->path, "old");
  file = ectopy_known_file_new (place->path);
  put (place->path, "old");
  g_assert_true (save (file, FALSE, NULL));
  assert_contents (place->path, "mine");
}

/* Removed meanwhile: nothing is lost by writing it again. */
static void
test_removed (Place *place, gconstpointer data)
{
  g_autoptr (EctopyKnownFile) file = NULL;

  put (place->path, "old");
  file = ectopy_known_file_new (place->path);
  g_remove (place->path);
  g_assert_true (save (file, FALSE, NULL));
  assert_contents (place->path, "mine");
}

static void
test_overtaken (Place *place, gconstpointer data)
{
  g_autofree char *spare = g_strconcat (place->path, ".backup-1", NULL);
  g_autofree char *second = g_strconcat (place->path, ".backup-2", NULL);
  g_autoptr (EctopyKnownFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (GPOINTER_TO_INT (data))
    put (place->path, "old");
  file = ectopy_known_file_new (place->path);
  put (place->path, "theirs");
  g_assert_false (save (file, FALSE, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  assert_contents (place->path, "theirs");
  g_assert_true (save (file, TRUE, NULL));
  assert_contents (place->path, "mine");
  assert_contents (spare, "theirs");
  put (place->path, "theirs again");
  g_assert_true (save (file, TRUE, NULL));
  assert_contents (spare, "theirs");
  assert_contents (second, "theirs again");
}

/* It is the file that is kept, not another name of the link. */
static void
test_link (Place *place, gconstpointer data)
{
  g_autofree char *target = g_build_filename (place->folder, "elsewhere.json", NULL);
  g_autofree char *spare = g_strconcat (place->path, ".backup-1", NULL);
  g_autoptr (EctopyKnownFile) file = NULL;

  put (target, "old");
  g_assert_cmpint (symlink (target, place->path), ==, 0);
  file = ectopy_known_file_new (place->path);
  put (target, "theirs");
  g_assert_true (ectopy_known_file_is_changed (file));
  g_assert_true (save (file, TRUE, NULL));
  assert_contents (target, "mine");
  assert_contents (spare, "theirs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/core/known-file/own", Place, NULL, set_up, test_own, tear_down);
  g_test_add ("/core/known-file/same", Place, NULL, set_up, test_same, tear_down);
  g_test_add ("/core/known-file/removed", Place, NULL, set_up, test_removed, tear_down);
  g_test_add ("/core/known-file/overtaken", Place, GINT_TO_POINTER (TRUE), set_up, test_overtaken,
              tear_down);
  g_test_add ("/core/known-file/appeared", Place, GINT_TO_POINTER (FALSE), set_up, test_overtaken,
              tear_down);
  g_test_add ("/core/known-file/link", Place, NULL, set_up, test_link, tear_down);
  return g_test_run ();
}
