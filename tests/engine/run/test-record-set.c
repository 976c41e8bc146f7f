/* SPDX-License-Identifier: MIT */
#include "engine/run/record-set.h"

#include "engine/core/error.h"
#include "tests/support/test-folder.h"

#include <string.h>

static gboolean
matches (const char *list, const char *name)
{
  g_autoptr (GError) error = NULL;
  gboolean is;

  g_assert_true (ectopy_record_list_matches (list, name, &is, &error));
  g_assert_no_error (error);
  return is;
}

static void
test_lists (void)
{
  const char *const *ds1 = ectopy_record_list_named ("ds1");
  const char *const *ds2 = ectopy_record_list_named ("DS2");

  g_assert_cmpuint (g_strv_length ((char **) ds1), ==, 22);
  g_assert_cmpuint (g_strv_length ((char **) ds2), ==, 22);
  g_assert_cmpuint (g_strv_length ((char **) ectopy_record_list_named ("paced")), ==, 4);
  g_assert_null (ectopy_record_list_named ("ds3"));
  for (guint i = 0; i < 22; i++) {
    g_assert_false (g_strv_contains (ds2, ds1[i]));
    g_assert_false (g_strv_contains (ectopy_record_list_named ("paced"), ds1[i]));
  }
  g_assert_true (matches ("ds1", "208"));
  g_assert_false (matches ("ds1", "232"));
  g_assert_true (matches ("100, 232", "232"));
  g_assert_true (matches ("8??", "812"));
  g_assert_false (matches ("8??", "8123"));
  g_assert_true (matches ("all !ds2", "812"));
  g_assert_false (matches ("all !ds2", "232"));
  g_assert_true (matches ("!ds2", "101"));
  g_assert_false (matches ("!ds2 !101", "101"));
  g_assert_true (matches ("!ds2 232", "232"));
  g_assert_false (matches ("", "101"));
}

static void
test_list_of_file (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "mine.txt", NULL);
  g_autofree char *item = g_strconcat ("@", path, NULL);
  g_autofree char *without = g_strconcat ("all,!@", path, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is;

  g_assert_true (g_file_set_contents (path, "101 \n\n106,8??\n", -1, NULL));
  g_assert_true (matches (item, "106"));
  g_assert_true (matches (item, "801"));
  g_assert_false (matches (item, "102"));
  g_assert_false (matches (without, "106"));
  g_assert_true (matches (without, "102"));
  g_assert_true (g_file_set_contents (path, item, -1, NULL));
  g_assert_false (ectopy_record_list_matches (item, "101", &is, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_clear_error (&error);
  g_assert_false (ectopy_record_list_matches ("@/nowhere/list", "101", &is, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  test_folder_remove (folder);
}

static void
touch (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_find (void)
{
  char *folder = test_folder_new ();
  g_autofree char *single = g_build_filename (folder, "single.edf", NULL);
  g_autofree char *patients = g_build_filename (folder, "patients.csv", NULL);
  char *paths[] = { folder, NULL, NULL };
  char *twice[] = { folder, folder, NULL };
  g_autoptr (GPtrArray) ds1 = NULL;
  g_autoptr (GPtrArray) ds2 = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  touch (folder, "202.hea", "");
  touch (folder, "201.hea", "");
  touch (folder, "9.hea", "");
  touch (folder, "single.edf", "");
  touch (folder, "patients.csv", "record,patient\n# of a study\n9, A\nsingle,A\n");
  all = ectopy_record_set_find (paths, NULL, patients, &error);
  g_assert_no_error (error);
  names = ectopy_record_set_names (all);
  g_assert_cmpstr (names, ==, "9 201 202 single");
  g_assert_cmpstr (((EctopyRecordEntry *) g_ptr_array_index (all, 0))->patient, ==, "A");
  g_assert_cmpstr (((EctopyRecordEntry *) g_ptr_array_index (all, 3))->patient, ==, "A");
  ds1 = ectopy_record_set_find (paths, "ds1", NULL, &error);
  ds2 = ectopy_record_set_find (paths, "ds2 9", NULL, &error);
  g_assert_cmpuint (ds1->len, ==, 1);
  g_assert_cmpuint (ds2->len, ==, 2);
  g_assert_true (ectopy_record_sets_share_patient (ds1, ds2));
  g_clear_pointer (&ds2, g_ptr_array_unref);
  paths[1] = single; /* named by itself: whatever the list says; here it is the list's too */
  ds2 = ectopy_record_set_find (paths, "9", NULL, &error);
  g_assert_cmpuint (ds2->len, ==, 2);
  g_assert_false (ectopy_record_sets_share_patient (ds1, ds2));

  g_assert_null (ectopy_record_set_find (twice, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  paths[1] = NULL;
  g_assert_null (ectopy_record_set_find (paths, "ds9", NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  touch (folder, "patients.csv", "9,A\n201\n");
  g_assert_null (ectopy_record_set_find (paths, NULL, patients, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 2"));
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/record-set/lists", test_lists);
  g_test_add_func ("/run/record-set/list-of-file", test_list_of_file);
  g_test_add_func ("/run/record-set/find", test_find);
  return g_test_run ();
}
