/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/evaluate/report.h"
#include "tests/engine/evaluate/made-up-beats.h"
#include "tests/support/made-up-language.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

static EctopyEvaluation *
made_up (void)
{
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];
  const EctopyProvenance source = {
    .model_name = "recordings 1.0",
    .model_digest = "0123456789abcdef",
    .network_name = "residual",
    .data_name = "test \"beats\".csv",
    .date = "2024-01-02",
    .version = "0.1.0",
    .protocol = ECTOPY_PROTOCOL_RANDOM_BEATS,
    .seconds = 2.5,
    .beats_per_second = 8000,
  };
  EctopyEvaluation *evaluation;

  make_up_beats (labels, probabilities);
  evaluation = ectopy_evaluation_new (labels, probabilities, N_MADE_UP);
  ectopy_evaluation_set_provenance (evaluation, &source);
  return evaluation;
}

static void
test_text (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  g_autofree char *text = ectopy_report_text (evaluation);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *const wanted[] = {
    "79.5 % of 200 beats right; worst: fusion, 32 of 44 found.",
    "Beats were split at random: this says nothing about new patients.",
    "85.9 % (75.4–92.4)",
    "test \"beats\".csv",
    "2.5 s, 8,000 beats/s",
    ECTOPY_NOTICE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (strstr (text, wanted[i]));
  /* the table's lines end in one column */
  for (guint i = 4; i < 11; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, g_utf8_strlen (lines[3], -1));
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 100);
}

static void
test_csv (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  g_autofree char *csv = ectopy_report_csv (evaluation);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv) fields = g_strsplit (lines[2], ",", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 10);
  for (guint i = 0; i < 9; i++) {
    g_auto (GStrv) row = g_strsplit (lines[i], ",", -1);

    g_assert_cmpuint (g_strv_length (row), ==, 19);
  }
  g_assert_cmpstr (fields[0], ==, "S");
  g_assert_cmpstr (fields[2], ==, "46");
  g_assert_cmpstr (fields[4], ==, "0.837209302");
  g_assert_cmpstr (fields[15], ==, "36");
}

static void
test_json (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  g_autofree char *text = ectopy_report_json (evaluation);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonObject *class_s = json_array_get_object_element (
      json_object_get_array_member (object, "classes"), 1);
  JsonArray *row = json_array_get_array_element (json_object_get_array_member (object, "confusion"),
                                                 0);

  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, 200);
  g_assert_cmpfloat (json_object_get_double_member (object, "accuracy"), ==, 0.795);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "macro_f1"),
                                  0.764667038957, 1e-10);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "weighted_f1"),
                                  0.804157102607, 1e-10);
  g_assert_cmpstr (json_object_get_string_member (class_s, "name"), ==, "S");
  g_assert_cmpint (json_object_get_int_member (class_s, "support"), ==, 46);
  g_assert_cmpint (json_array_get_int_element (row, 1), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (object, "protocol"), ==, "random");
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (object, "model"), "digest"), ==,
      "0123456789abcdef");
  g_assert_cmpstr (json_object_get_string_member (object, "notice"), ==, ECTOPY_NOTICE);
}

/* Nothing to report is null in JSON, empty in CSV, a dash in the text. */
static void
test_empty (void)
{
  g_autoptr (EctopyEvaluation) evaluation = ectopy_evaluation_new (NULL, NULL, 0);
  g_autofree char *text = ectopy_report_text (evaluation);
  g_autofree char *csv = ectopy_report_csv (evaluation);
  g_autofree char *json = ectopy_report_json (evaluation);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  g_assert_true (json_object_get_null_member (json_node_get_object (root), "accuracy"));
  g_assert_null (strstr (text, "nan"));
  g_assert_null (strstr (csv, "nan"));
  g_assert_null (strstr (json, "nan"));
}

static void
test_write (void)
{
  static const char *const names[] = { "r.txt", "r.CSV", "r.json" };
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *other = g_build_filename (folder, "r.doc", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_assert_true (ectopy_report_write (evaluation, path, &error));
    g_assert_no_error (error);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_false (ectopy_report_write (evaluation, other, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  g_rmdir (folder);
}

/* A program reads the same bytes in every locale; people read their own numbers and words. */
static void
test_locale (gconstpointer user_data)
{
  static const MadeUpMessage messages[] = {
    MADE_UP ("%s of %s beats right; worst: %s, %s of %s found.",
             "%s von %s Schlägen richtig; am schlechtesten: %s, %s von %s gefunden."),
    MADE_UP ("Beats were split at random: this says nothing about new patients.",
             "Die Schläge wurden zufällig verteilt: über neue Patienten sagt das nichts."),
    MADE_UP ("For research and education, not for diagnosis.",
             "Für Forschung und Lehre, nicht für Diagnosen."),
    MADE_UP ("beats left out", "Schläge, die ausgelassen wurden"),
    MADE_UP ("fusion", "Fusion"),
    MADE_UP ("recall (95 %)", "Trefferquote (Bereich zu 95 %)"),
  };
  const char *locale = user_data;
  g_autoptr (EctopyEvaluation) evaluation = made_up ();
  g_autofree char *csv = ectopy_report_csv (evaluation);
  g_autofree char *json = ectopy_report_json (evaluation);
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);

  if (made_up_language_begin (locale)) {
    const gboolean is_german = g_str_has_prefix (locale, "de");
    g_autofree char *csv_there = NULL;
    g_autofree char *json_there = NULL;
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    made_up_language_write (folder, messages, G_N_ELEMENTS (messages));
    csv_there = ectopy_report_csv (evaluation);
    json_there = ectopy_report_json (evaluation);
    text = ectopy_report_text (evaluation);
    lines = g_strsplit (text, "\n", -1);
    g_assert_cmpstr (csv_there, ==, csv);
    g_assert_cmpstr (json_there, ==, json);
    g_assert_nonnull (strstr (text, "85,9 % (75,4–92,4)"));
    g_assert_true (!is_german || strstr (text, "2,5 s, 8.000 beats/s") != NULL);
    g_assert_cmpstr (
        lines[0], ==,
        "79,5 % von 200 Schlägen richtig; am schlechtesten: Fusion, 32 von 44 gefunden.");
    g_assert_nonnull (strstr (text, "\nFür Forschung und Lehre, nicht für Diagnosen.\n"));
    /* A heading that is longer than the column was to be widens it in every line. */
    for (guint i = 4; i < 11; i++)
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, g_utf8_strlen (lines[3], -1));
    made_up_language_remove (folder);
  }
  setlocale (LC_ALL, "C");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/evaluate/report/text", test_text);
  g_test_add_func ("/evaluate/report/csv", test_csv);
  g_test_add_func ("/evaluate/report/json", test_json);
  g_test_add_func ("/evaluate/report/undefined", test_empty);
  g_test_add_func ("/evaluate/report/write-by-suffix", test_write);
  g_test_add_data_func ("/evaluate/report/german", "de_DE.UTF-8", test_locale);
  g_test_add_data_func ("/evaluate/report/french", "fr_FR.UTF-8", test_locale);
  return g_test_run ();
}
