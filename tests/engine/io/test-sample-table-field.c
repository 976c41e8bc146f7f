/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table-field.h"
#include "engine/io/sample-table-time.h"

#include <math.h>
#include <string.h>

static void
test_split (void)
{
  static const struct {
    const char *line;
    char separator;
    const char *fields; /* each in angle brackets */
  } cases[] = {
    { "a,b,c", ',', "<a><b><c>" },
    { " a , b ,", ',', "<a><b><>" },
    { "", ',', "<>" },
    { ",", ',', "<><>" },
    { "  1.5\t 2  3 ", ' ', "<1.5><2><3>" },
    { "a\t\tb", '\t', "<a><><b>" },
    { "a\t b c ", '\t', "<a><b c>" },
    { "'Elapsed time','MLII'", ',', "<Elapsed time><MLII>" },
    { "\"a,b\",c", ',', "<a,b><c>" },
    { "'a' , 'b'", ',', "<a><b>" },
    { "'open,b", ',', "<'open><b>" },
    { "'a'x,b", ',', "<'a'x><b>" },
    { "[13:05:00.000 25/04/1989] 1 2", ' ', "<13:05:00.000 25/04/1989><1><2>" },
    { "''", ',', "<>" },
    { "'", ',', "<'>" },
    { "a;'b;'", ';', "<a><b;>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const size_t n = strlen (cases[i].line);
    g_autofree char *exact = g_memdup2 (cases[i].line, n); /* so that a byte too far is seen */
    g_autoptr (GString) found = g_string_new (NULL);

    for (const char *p = exact, *end = exact + n; p != NULL || found->len == 0;) {
      EctopyTableField field;

      p = ectopy_table_field_next (p, end, cases[i].separator, &field);
      g_string_append_printf (found, "<%.*s>", (int) field.size, field.text);
    }
    g_assert_cmpstr (found->str, ==, cases[i].fields);
  }
}

static void
test_numbers (void)
{
  static const struct {
    const char *text;
    char decimal;
    double value; /* not-a-number for none; 7777 for text */
  } cases[] = {
    { "1.5", '.', 1.5 },   { "-0,25", ',', -0.25 }, { "1e-3", '.', 1e-3 }, { "", '.', NAN },
    { "-", '.', NAN },     { "NaN", '.', NAN },     { "n/a", '.', NAN },   { "1e999", '.', NAN },
    { "1.5x", '.', 7777 }, { "1,5", '.', 7777 },    { "x", '.', 7777 },    { "1,2,3", ',', 7777 },
    { "0:01", '.', 7777 }, { "0x10", '.', 7777 },   { "12", ',', 12 },     { "-Inf", '.', NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyTableField field = { cases[i].text, strlen (cases[i].text) };
    double value;
    const gboolean is_number = ectopy_table_field_number (&field, cases[i].decimal, &value);

    if (cases[i].value == 7777)
      g_assert_false (is_number);
    else if (isnan (cases[i].value))
      g_assert_true (is_number && isnan (value));
    else
      g_assert_cmpfloat (value, ==, cases[i].value);
  }
}

static void
test_clocks (void)
{
  static const struct {
    const char *text;
    double seconds; /* -1: none */
    gboolean has_date;
  } cases[] = {
    { "0:00.000", 0, FALSE },
    { "12:05.003", 725.003, FALSE },
    { "1:12:05.5", 4325.5, FALSE },
    { "25:00:00", 90000, FALSE },
    { "13:05:00,250", 47100.25, FALSE },
    { "[00:00:01.000 01/01/0001]", 1, TRUE },
    { "00:00:01.000 02/01/0001", 86401, TRUE },
    { "0001-01-02T00:00:00Z", 86400, TRUE },
    { "0001-01-02 00:00:00.5", 86400.5, TRUE },
    { "1:60", -1, FALSE },
    { "1:2:3:4", -1, FALSE },
    { "12", -1, FALSE },
    { ":12", -1, FALSE },
    { "1:", -1, FALSE },
    { "1:05x", -1, FALSE },
    { "31/02/2000 1:05", -1, FALSE },
    { "2000-13-01 1:05", -1, FALSE },
    { "99999999999:05", -1, FALSE },
    { "-1:05", -1, FALSE },
    { "0000-01-01 1:05", -1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyTableField field = { cases[i].text, strlen (cases[i].text) };
    gboolean has_date;
    double seconds;
    const gboolean is_clock = ectopy_table_field_clock (&field, &seconds, &has_date);

    g_assert_cmpint (is_clock, ==, cases[i].seconds >= 0);
    if (is_clock) {
      g_assert_cmpfloat_with_epsilon (seconds, cases[i].seconds, 1e-9);
      g_assert_cmpint (has_date, ==, cases[i].has_date);
    }
  }
}

static void
test_places (void)
{
  static const struct {
    const char *text;
    guint places;
  } cases[] = { { "12", 0 },     { "12.", 0 },      { "0.005", 3 },
                { "1.5e-3", 4 }, { "1.2345e2", 2 }, { "5e-3", 3 },
                { "1e5", 0 },    { "0:00.125", 3 }, { "1e-99999999999", 18 },
                { "", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyTableField field = { cases[i].text, strlen (cases[i].text) };

    g_assert_cmpuint (ectopy_table_field_count_places (&field, '.'), ==, cases[i].places);
  }
}

/* The times of @n samples at @rate_hz, told to @places, give just that rate. */
static void
test_rates (void)
{
  static const struct {
    double rate_hz;
    guint places;
    guint n;
  } cases[] = { { 360, 3, 10 },    { 360, 3, 100000 }, { 250, 3, 100 },      { 257, 3, 5000 },
                { 500, 6, 1000 },  { 128, 4, 3000 },   { 1000, 3, 5 },       { 333, 5, 2000 },
                { 62.5, 3, 1000 }, { 0.5, 0, 20 },     { 250.25, 9, 300000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const double quantum = pow (10, -(double) cases[i].places);
    EctopyTableClock clock = { .step = 1 / cases[i].rate_hz, .quantum = quantum };

    for (guint s = 0; s < cases[i].n; s++)
      g_assert_cmpuint (
          ectopy_table_time_next (&clock, rint (s / cases[i].rate_hz / quantum) * quantum), ==, 0);
    g_assert_cmpfloat_with_epsilon (ectopy_table_time_rate (&clock, 1), cases[i].rate_hz, 1e-9);
  }
}

static void
test_times (void)
{
  static const struct {
    double times[4];
    guint64 missing; /* before the last; G_MAXUINT64 where that does not follow */
    gboolean wraps;
  } cases[] = {
    { { 0, 1, 2, 3 }, 0, FALSE },
    { { 0, 1, 2, 3.04 }, 0, FALSE },
    { { 0, 1, 2, 3.1 }, G_MAXUINT64, FALSE },
    { { 0, 1, 2, 6 }, 3, FALSE },
    { { 0, 1, 2, 5.5 }, G_MAXUINT64, FALSE },
    { { 0, 1, 2, 2 }, G_MAXUINT64, FALSE },
    { { 0, 1, 2, 1 }, G_MAXUINT64, FALSE },
    { { 0, 1, 2, NAN }, G_MAXUINT64, FALSE },
    { { 0, 1, 2, 1e300 }, G_MAXUINT64, FALSE },
    { { 86397, 86398, 86399, 0 }, 0, TRUE },
    { { 86397, 86398, 86399, 0 }, G_MAXUINT64, FALSE },
    { { 3 * 86400.0 - 3, 3 * 86400.0 - 2, 3 * 86400.0 - 1, 1 }, 1, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    EctopyTableClock clock = { .step = 1, .wraps = cases[i].wraps };

    for (guint t = 0; t < 3; t++)
      g_assert_cmpuint (ectopy_table_time_next (&clock, cases[i].times[t]), ==, 0);
    g_assert_cmpuint (ectopy_table_time_next (&clock, cases[i].times[3]), ==, cases[i].missing);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/sample-table-field/split", test_split);
  g_test_add_func ("/io/sample-table-field/numbers", test_numbers);
  g_test_add_func ("/io/sample-table-field/clocks", test_clocks);
  g_test_add_func ("/io/sample-table-field/places", test_places);
  g_test_add_func ("/io/sample-table-time/rates", test_rates);
  g_test_add_func ("/io/sample-table-time/times", test_times);
  return g_test_run ();
}
