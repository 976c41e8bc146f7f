/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "tests/support/made-up-language.h"

#include <langinfo.h>
#include <math.h>

#define assert_text(made, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text = made;                                                                  \
    g_assert_cmpstr (text, ==, expected);                                                          \
  }                                                                                                \
  G_STMT_END

static void
test_counts (void)
{
  assert_text (ectopy_text_count (0), "0");
  assert_text (ectopy_text_count (999), "999");
  assert_text (ectopy_text_count (1000), "1,000");
  assert_text (ectopy_text_count (21892), "21,892");
  assert_text (ectopy_text_count (1234567), "1,234,567");
}

static void
test_percent (void)
{
  assert_text (ectopy_text_percent (0.9852), "98.5 %");
  assert_text (ectopy_text_percent (1), "100.0 %");
  assert_text (ectopy_text_percent (0.9999), ">99.9 %");
  assert_text (ectopy_text_percent (0), "0.0 %");
  assert_text (ectopy_text_percent (1e-6), "<0.1 %");
  assert_text (ectopy_text_percent (NAN), "–");
}

static void
test_others (void)
{
  assert_text (ectopy_text_decimals (0.93349, 3), "0.933");
  assert_text (ectopy_text_area (0.98215, 3), "0.982");
  assert_text (ectopy_text_area (0.99997, 3), ">0.999");
  assert_text (ectopy_text_area (1, 3), "1.000");
  assert_text (ectopy_text_area (NAN, 3), "–");
  assert_text (ectopy_text_decimals (INFINITY, 3), "–");
  assert_text (ectopy_text_percent_interval ((EctopyInterval){ 0.9831, 0.9868 }), "98.3–98.7");
  assert_text (ectopy_text_interval ((EctopyInterval){ NAN, NAN }, 3), "–");
}

/* A comma and a point. */
static void
test_german (void)
{
  if (made_up_language_begin ("de_DE.UTF-8")) {
    assert_text (ectopy_text_count (999), "999");
    assert_text (ectopy_text_count (1234567), "1.234.567");
    assert_text (ectopy_text_decimals (0.93349, 3), "0,933");
    assert_text (ectopy_text_decimals (-12, 0), "-12");
    assert_text (ectopy_text_area (0.99997, 3), ">0,999");
    assert_text (ectopy_text_percent (0.9852), "98,5 %");
    assert_text (ectopy_text_percent (0.9999), ">99,9 %");
    assert_text (ectopy_text_percent (1e-6), "<0,1 %");
    assert_text (ectopy_text_percent_interval ((EctopyInterval){ 0.9831, 0.9868 }), "98,3–98,7");
    assert_text (ectopy_text_decimals (NAN, 3), "–");
  }
  setlocale (LC_ALL, "C");
}

/* A comma and a narrow no-break space, which takes three bytes. */
static void
test_french (void)
{
  if (made_up_language_begin ("fr_FR.UTF-8")) {
    g_autofree char *separator = g_locale_to_utf8 (nl_langinfo (THOUSEP), -1, NULL, NULL, NULL);
    g_autofree char *count = g_strconcat ("1", separator, "234", separator, "567", NULL);

    g_assert_true (g_unichar_isspace (g_utf8_get_char (separator)));
    assert_text (ectopy_text_count (1234567), count);
    assert_text (ectopy_text_decimals (1234.5, 1), "1234,5");
    assert_text (ectopy_text_percent (0.9852), "98,5 %");
  }
  setlocale (LC_ALL, "C");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/evaluate/figure-text/counts", test_counts);
  g_test_add_func ("/evaluate/figure-text/percent-never-rounds-to-all-or-none", test_percent);
  g_test_add_func ("/evaluate/figure-text/others", test_others);
  g_test_add_func ("/evaluate/figure-text/german", test_german);
  g_test_add_func ("/evaluate/figure-text/french", test_french);
  return g_test_run ();
}
