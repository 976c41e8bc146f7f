/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/evaluate/ec57-report.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/run/compare-records.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-marks.h"
#include "tests/support/test-record.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define HEADER "one 1 100 10000\none.dat 16 200 12 0 0 0 0 II\n"

static void
put_marks (const char *folder, const char *name, const char *text)
{
  g_autoptr (GArray) marks = test_marks_new (text);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  ectopy_wfdb_annotation_write (path, (EctopyAnnotation *) (gpointer) marks->data, marks->len,
                                &error);
  g_assert_no_error (error);
}

static EctopyComparePair *
make_pair (const char *folder, const char *reference, const char *test)
{
  g_autofree char *first = g_build_filename (folder, reference, NULL);
  g_autofree char *second = g_build_filename (folder, test, NULL);

  return ectopy_compare_pair_new (first, second);
}

static const EctopyEc57Options from_0 = { .window_s = ECTOPY_EC57_WINDOW_S };

static void
test_files (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyComparePair) pair = make_pair (folder, "one.atr", "one.tst");
  g_autofree char *mismatches = g_build_filename (folder, "one.ec57", NULL);
  EctopyEc57Record record;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) written = NULL;
  const EctopyAnnotation *marks;

  test_record_put_text (folder, "one.hea", HEADER);
  put_marks (folder, "one.atr", "N100 V300 V400 A500 N600");
  put_marks (folder, "one.tst", "N105 N304 V400 A498 V550");
  ectopy_compare_files (pair, &from_0, 0, mismatches, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (record.name, ==, "one");
  g_assert_cmpuint (record.result->counts.cells[ECTOPY_EC57_V][ECTOPY_EC57_N], ==, 1);
  g_assert_cmpuint (record.result->counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_O], ==, 1);
  g_assert_cmpuint (record.result->counts.cells[ECTOPY_EC57_O][ECTOPY_EC57_V], ==, 1);
  g_assert_cmpuint (record.ventricular.found[2][1], ==, 1);
  g_assert_cmpuint (record.supraventricular.found[1][1], ==, 1);
  ectopy_ec57_record_clear (&record);

  written = ectopy_wfdb_annotation_read (mismatches, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (written->len, ==, 6);
  marks = (const EctopyAnnotation *) (gpointer) written->data;
  g_assert_cmpint (marks[0].sample, ==, 105);
  g_assert_cmpint (marks[0].code, ==, ECTOPY_CODE_NORMAL);
  g_assert_cmpint (marks[1].sample, ==, 304);
  g_assert_cmpint (marks[1].code, ==, ECTOPY_CODE_NOTE);
  g_assert_cmpstr (marks[1].text, ==, "Vn");
  g_assert_cmpint (marks[4].sample, ==, 550);
  g_assert_cmpstr (marks[4].text, ==, "Ov");
  g_assert_cmpint (marks[5].sample, ==, 600);
  g_assert_cmpstr (marks[5].text, ==, "No");
  test_folder_remove (folder);
}

/* Annotations that count at another rate than the record's, and out of order. */
static void
test_own_rate (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyComparePair) pair = make_pair (folder, "one.atr", "one.tst");
  char note[] = "## time resolution: 250";
  const EctopyAnnotation marks[] = {
    { .code = ECTOPY_CODE_NOTE, .text = note },
    { .sample = 1000, .code = ECTOPY_CODE_VENTRICULAR },
    { .sample = 250, .code = ECTOPY_CODE_NORMAL },
  };
  g_autofree char *path = g_build_filename (folder, "one.tst", NULL);
  EctopyEc57Record record;
  g_autoptr (GError) error = NULL;

  test_record_put_text (folder, "one.hea", HEADER);
  put_marks (folder, "one.atr", "N100 V400");
  ectopy_wfdb_annotation_write (path, marks, G_N_ELEMENTS (marks), &error);
  g_assert_no_error (error);
  ectopy_compare_files (pair, &from_0, 0, NULL, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record.result->pairs->len, ==, 2);
  g_assert_cmpuint (record.result->counts.cells[ECTOPY_EC57_V][ECTOPY_EC57_V], ==, 1);
  ectopy_ec57_record_clear (&record);
  test_folder_remove (folder);
}

/* Marks in memory: of the record's rate, or brought to it from what their file or its header tells. */
static void
test_read_marks (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "one.tst", NULL);
  g_autofree char *rhythms = g_build_filename (folder, "two.tst", NULL);
  g_autofree char *none = g_build_filename (folder, "none.tst", NULL);
  g_autoptr (GArray) marks = NULL;
  g_autoptr (GError) error = NULL;

  put_marks (folder, "one.tst", "N100 V250");
  marks = ectopy_compare_read_marks (path, 360, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_array_index (marks, EctopyAnnotation, 1).sample, ==, 250);
  g_clear_pointer (&marks, g_array_unref);
  test_record_put_text (folder, "one.hea", HEADER); /* 100 Hz */
  marks = ectopy_compare_read_marks (path, 360, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_array_index (marks, EctopyAnnotation, 1).sample, ==, 900);

  put_marks (folder, "two.tst", "+10");
  g_assert_null (ectopy_compare_read_marks (rhythms, 360, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_assert_nonnull (strstr (error->message, "two.tst"));
  g_clear_error (&error);
  g_assert_null (ectopy_compare_read_marks (none, 360, &error));
  g_assert_nonnull (error);
  test_folder_remove (folder);
}

/* A header is looked for beside the reference, then beside the test; without one a rate is wanted. */
static void
test_where_the_rate_is (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyComparePair) pair = make_pair (folder, "two.atr", "one.tst");
  EctopyEc57Record record;
  g_autoptr (GError) error = NULL;

  put_marks (folder, "two.atr", "N100 N200");
  put_marks (folder, "one.tst", "N100 N200 N300");
  g_assert_false (ectopy_compare_files (pair, &from_0, 0, NULL, &record, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE);
  g_clear_error (&error);
  ectopy_compare_files (pair, &from_0, 100, NULL, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record.result->pairs->len, ==, 2);
  ectopy_ec57_record_clear (&record);
  /* Now the length is known too. */
  test_record_put_text (folder, "one.hea", HEADER);
  ectopy_compare_files (pair, &from_0, 0, NULL, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record.result->pairs->len, ==, 3);
  ectopy_ec57_record_clear (&record);
  test_record_put_text (folder, "two.hea", "nonsense");
  g_assert_false (ectopy_compare_files (pair, &from_0, 0, NULL, &record, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  test_folder_remove (folder);
}

static void
test_list (void)
{
  char *folder = test_folder_new ();
  g_autofree char *named = g_build_filename (folder, "two.hea", NULL);
  char *records[] = { folder, named, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pairs = NULL;

  test_record_put_text (folder, "two.hea", HEADER);
  pairs = ectopy_compare_list (records, "atr", "tst", NULL, &error);
  g_assert_null (pairs);
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  test_record_put_text (folder, "one.hea", HEADER);
  put_marks (folder, "one.atr", "N100");
  pairs = ectopy_compare_list (records, "atr", "tst", "elsewhere", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pairs->len, ==, 2);
  g_assert_cmpstr (((EctopyComparePair *) pairs->pdata[0])->name, ==, "one");
  g_assert_cmpstr (((EctopyComparePair *) pairs->pdata[0])->test, ==, "elsewhere/one.tst");
  g_assert_cmpstr (((EctopyComparePair *) pairs->pdata[1])->name, ==, "two");
  g_assert_true (g_str_has_suffix (((EctopyComparePair *) pairs->pdata[1])->reference, "/two.atr"));
  test_folder_remove (folder);
}

/* Lines of as many fields as the first, with what is undefined left empty; and the sentence. */
static void
test_table (EctopyEc57Record *records)
{
  g_autofree char *csv = NULL;
  g_autofree char *sentence = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) fields = NULL;

  csv = ectopy_ec57_report_csv (records, 2, &from_0);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[1], ==, lines[2]);
  g_assert_cmpstr (lines[3], ==, "");
  names = g_strsplit (lines[0], ",", -1);
  fields = g_strsplit (lines[1], ",", -1);
  g_assert_cmpuint (g_strv_length (names), ==, g_strv_length (fields));
  for (guint i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], "record"))
      g_assert_cmpstr (fields[i], ==, "one");
    if (g_str_equal (names[i], "map"))
      g_assert_cmpstr (fields[i], ==, "literature");
    if (g_str_equal (names[i], "beats"))
      g_assert_cmpstr (fields[i], ==, "5");
    if (g_str_equal (names[i], "veb_se"))
      g_assert_cmpstr (fields[i], ==, "50");
    if (g_str_equal (names[i], "sveb_se"))
      g_assert_cmpstr (fields[i], ==, "");
    if (g_str_equal (names[i], "Fs"))
      g_assert_cmpstr (fields[i], ==, "1");
  }
  sentence = ectopy_ec57_report_summary (&records[0].result->counts);
  g_assert_cmpstr (sentence, ==,
                   "2 of 5 beats have the class of the reference; worst: fusion, 0 of 1. 1 was not "
                   "found, 1 is where the reference has none.");
}

/* The same record twice: gross figures are its own, and the report says how it was compared. */
static void
test_report (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyComparePair) pair = make_pair (folder, "one.atr", "one.tst");
  EctopyEc57Record records[2];
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *gross;

  test_record_put_text (folder, "one.hea", HEADER);
  put_marks (folder, "one.atr", "N100 V300 V400 F450 N600");
  put_marks (folder, "one.tst", "N105 N304 V400 A449 V550");
  for (guint i = 0; i < 2; i++)
    g_assert_true (ectopy_compare_files (pair, &from_0, 0, NULL, &records[i], NULL));
  text = ectopy_ec57_report_text (records, 2, &from_0);
  g_assert_nonnull (strstr (text, "not the standard's comparison"));
  g_assert_nonnull (strstr (text, "Map “literature”"));
  g_assert_nonnull (strstr (text, "\ngross            10    80.00    80.00    50.00    50.00"));
  g_assert_nonnull (strstr (text, "\nV runs, 3 to 5                 0.00 (0 of 2)"));
  json = ectopy_ec57_report_json (records, 2, &from_0);
  root = json_from_string (json, NULL);
  gross = json_object_get_object_member (json_node_get_object (root), "gross");
  g_assert_cmpfloat (json_object_get_double_member (gross, "veb_se"), ==, 50);
  g_assert_cmpfloat (json_object_get_double_member (gross, "sveb_ppv"), ==, 0);
  g_assert_true (json_object_get_null_member (gross, "sveb_se"));
  /* The one S stands on an F. */
  g_assert_true (json_object_get_null_member (gross, "sumstats_sveb_ppv"));
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (gross, "counts"), "Fs"), ==, 2);
  test_table (records);
  for (guint i = 0; i < 2; i++)
    ectopy_ec57_record_clear (&records[i]);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/compare-records/files", test_files);
  g_test_add_func ("/run/compare-records/own-rate", test_own_rate);
  g_test_add_func ("/run/compare-records/read-marks", test_read_marks);
  g_test_add_func ("/run/compare-records/where-the-rate-is", test_where_the_rate_is);
  g_test_add_func ("/run/compare-records/list", test_list);
  g_test_add_func ("/run/compare-records/report", test_report);
  return g_test_run ();
}
