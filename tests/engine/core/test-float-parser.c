/* SPDX-License-Identifier: MIT */
#include "engine/core/float-parser.h"

#include "engine/core/rng.h"

#include <math.h>
#include <string.h>

/* The whole of @text is read, to the bits that the C library gives. */
static void
assert_same (const char *text)
{
  const size_t size = strlen (text);
  /* A copy that ends where the text ends, so that reading on is found by the sanitizer. */
  g_autofree char *copy = g_memdup2 (text, size);
  const double expected = g_ascii_strtod (text, NULL);
  double value = -1;

  g_assert_true (ectopy_float_parser_read (copy, copy + size, &value) == copy + size);
  if (memcmp (&value, &expected, sizeof value) != 0)
    g_error ("%s: %.17g instead of %.17g", text, value, expected);
}

static void
test_awkward (void)
{
  static const char *texts[] = {
    "0",
    "-0",
    "+1",
    "1.",
    ".5",
    "-.5e1",
    "0.000000000000000000e+00",
    "1.000000000000000000e+00",
    "9.779411554336547852e-01",
    "9007199254740993",
    "9007199254740992",
    "9007199254740991",
    "9007199254740993e0",
    "9007199254740995",
    "18446744073709551615",
    "18446744073709551616",
    "9999999999999999999",
    "99999999999999999999",
    "0.00000000000000000000000000012345",
    "1e22",
    "1e23",
    "8.5e22",
    "1e-27",
    "1e-28",
    "123456789012345678e-27",
    "1e308",
    "1e309",
    "-1e400",
    "1e-400",
    "4.9e-324",
    "2.2250738585072011e-308",
    "1e99999999999",
    "1e-99999999999",
    "0e99999999999",
    "5e-1",
    "4503599627370496.5",
    "4503599627370497.5",
    "1125899906842624.125",
    "1125899906842624.375",
    "00000000000000000000000000000001.5",
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482"
    "53421170679821480865132823066470938446095505822317253594081284811174502841027019385211055596",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_same (texts[i]);
}

static void
test_random (void)
{
  static const char *formats[] = { "%.18e", "%.17g", "%.9g", "%.6f", "%.15f", "%.0f", "%.25e" };
  EctopyRng rng;

  ectopy_rng_init (&rng, 5, 0);
  for (guint i = 0; i < 300000; i++) {
    const double scale = pow (10, 44 * ectopy_rng_uniform (&rng) - 32);
    const double x = (2 * ectopy_rng_uniform (&rng) - 1) * (i % 2 == 0 ? 1 : scale);
    char text[400];

    g_ascii_formatd (text, sizeof text, formats[i % G_N_ELEMENTS (formats)],
                     i % 3 == 0 ? (double) (float) x : x);
    assert_same (text);
  }
}

/* Digits and powers as they come: half-way cases and full 64 bits among them. */
static void
test_random_digits (void)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 6, 0);
  for (guint i = 0; i < 300000; i++) {
    const guint64 digits = ectopy_rng_next (&rng) >> ectopy_rng_below (&rng, 64);
    const int power = (int) ectopy_rng_below (&rng, 56) - 30;
    char text[64];

    g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "e%d", digits, power);
    assert_same (text);
  }
}

static void
test_half_way (void)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 7, 0);
  for (guint i = 0; i < 100000; i++) {
    const guint64 odd = (ectopy_rng_next (&rng) >> 10) | (G_GUINT64_CONSTANT (1) << 53) | 1;
    char text[64];

    g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, odd);
    assert_same (text);
    g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".5", odd >> 3);
    assert_same (text);
    g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "5e-1", odd >> 4);
    assert_same (text);
  }
}

static void
test_where_it_stops (void)
{
  static const struct {
    const char *text;
    int size; /* that is read; -1 for no number */
  } cases[] = {
    { "", -1 },         { "-", -1 },    { ".", -1 },   { "e5", -1 },  { " 1", -1 },   { "nan", -1 },
    { "inf", -1 },      { "-inf", -1 }, { "0x10", 1 }, { "1e", 1 },   { "1e+", 1 },   { "1e+x", 1 },
    { "1,2", 1 },       { "1.2.3", 3 }, { "1-2", 1 },  { "--1", -1 }, { "1e5e5", 3 }, { "1 ", 1 },
    { "12345678,", 8 }, { "1e5,", 3 },  { "+", -1 },   { ".e1", -1 }, { "1_000", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *text = cases[i].text;
    double value;
    const char *stop = ectopy_float_parser_read (text, text + strlen (text), &value);

    g_assert_cmpint (stop == NULL ? -1 : (int) (stop - text), ==, cases[i].size);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/float-parser/awkward", test_awkward);
  g_test_add_func ("/core/float-parser/random", test_random);
  g_test_add_func ("/core/float-parser/random-digits", test_random_digits);
  g_test_add_func ("/core/float-parser/half-way", test_half_way);
  g_test_add_func ("/core/float-parser/where-it-stops", test_where_it_stops);
  return g_test_run ();
}
