/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-annotation.h"

#include <math.h>
#include <string.h>

static void
annotation_cb (double onset_s, const char *text, gpointer user_data)
{
  g_string_append_printf (user_data, "%g=%s;", onset_s, text);
}

/* Lists with "|" for 0x14, "^" for 0x15 and "~" for NUL. */
static char *
make_bytes (const char *text)
{
  char *bytes = g_strdup (text);

  for (char *p = bytes; *p != '\0'; p++)
    if (*p == '|')
      *p = ECTOPY_EDF_TEXT_END;
    else if (*p == '^')
      *p = ECTOPY_EDF_DURATION;
  for (size_t i = 0, n = strlen (text); i < n; i++)
    if (bytes[i] == '~')
      bytes[i] = '\0';
  return bytes;
}

static void
test_lists (void)
{
  static const struct {
    const char *bytes;
    const char *heard;
    double record_s; /* -1: none told */
    gboolean is_good;
  } cases[] = {
    { "+0||~~~", "", 0, TRUE },
    { "+567.25||~+568^0.5|V|~", "568=V;", 567.25, TRUE },
    { "-0.065||recording starts|~", "-0.065=recording starts;", -0.065, TRUE },
    { "+3^25.5|Apnea|Second text|~~~", "3=Apnea;3=Second text;", -1, TRUE },
    { "+3|N|~+4||~", "3=N;", -1, TRUE }, /* only the first list tells the time */
    { "+1|a\tb\x01|~", "1=a b;", -1, TRUE },
    { "+1| |~", "", -1, TRUE },
    { "+1|\xb5V|~", "1=\xef\xbf\xbdV;", -1, TRUE },
    { "+1|\xc2\xb5V|~", "1=\xc2\xb5V;", -1, TRUE },
    { "+1|to the end", "1=to the end;", -1, TRUE },
    { "+1|", "", 1, TRUE },
    { "1|no sign|~+2|N|~", "2=N;", -1, FALSE },
    { "+|N|~", "", -1, FALSE },
    { "+nan|N|~", "", -1, FALSE },
    { "+1e999|N|~", "", -1, FALSE },
    { "+1", "", -1, FALSE },
    { "+1^2", "", -1, FALSE },
    { "+1^|N|", "1=N;", -1, TRUE },
    { "||||", "", -1, FALSE },
    { "~~~~", "", -1, TRUE },
    { "", "", -1, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const size_t n = strlen (cases[i].bytes);
    g_autofree char *bytes = make_bytes (cases[i].bytes);
    g_autofree char *exact = g_memdup2 (bytes, n); /* so that a byte too far is seen */
    g_autoptr (GString) heard = g_string_new (NULL);
    double record_s;

    g_assert_cmpint (ectopy_edf_annotation_parse (exact, n, &record_s, annotation_cb, heard), ==,
                     cases[i].is_good);
    g_assert_cmpstr (heard->str, ==, cases[i].heard);
    if (cases[i].record_s == -1)
      g_assert_true (isnan (record_s));
    else
      g_assert_cmpfloat (record_s, ==, cases[i].record_s);
    g_assert_cmpint (ectopy_edf_annotation_parse (exact, n, NULL, NULL, NULL), ==,
                     cases[i].is_good);
  }
}

static void
test_texts (void)
{
  static const struct {
    const char *text;
    guint code;
    const char *own;
  } cases[] = {
    { "N", ECTOPY_CODE_NORMAL, NULL },
    { "S", ECTOPY_CODE_SUPRAVENTRICULAR, NULL },
    { "A", ECTOPY_CODE_ATRIAL, NULL },
    { "V", ECTOPY_CODE_VENTRICULAR, NULL },
    { "F", ECTOPY_CODE_FUSION, NULL },
    { "Q", ECTOPY_CODE_UNKNOWN, NULL },
    { "/", ECTOPY_CODE_PACED, NULL },
    { "premature ventricular contraction", ECTOPY_CODE_VENTRICULAR, NULL },
    { "Normal beat: wide", ECTOPY_CODE_NORMAL, "wide" },
    { "change of rhythm: (AFIB", ECTOPY_CODE_RHYTHM, "(AFIB" },
    { "comment: N", ECTOPY_CODE_NOTE, "N" },
    { "T", ECTOPY_CODE_NOTE, "T" }, /* no beat */
    { "n.", ECTOPY_CODE_NOTE, "n." },
    { "normal beats", ECTOPY_CODE_NOTE, "normal beats" },
    { "Sleep stage W", ECTOPY_CODE_NOTE, "Sleep stage W" },
    { "", ECTOPY_CODE_NOTE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    EctopyAnnotation mark = ectopy_edf_annotation_from_text (cases[i].text);

    g_assert_cmpuint (mark.code, ==, cases[i].code);
    g_assert_cmpstr (mark.text, ==, cases[i].own);
    ectopy_annotation_clear (&mark);
  }
}

/* Every code with a symbol, with and without a text, is read as it was written. */
static void
test_round_trip (void)
{
  static const char *const texts[] = { NULL, "(AFIB", "N", "change of rhythm: x", "comment" };

  for (guint code = 1; code < ECTOPY_N_CODES; code++)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
      const EctopyAnnotation mark = { .code = (guint8) code, .text = (char *) texts[i] };
      g_autofree char *text = ectopy_edf_annotation_to_text (&mark);
      EctopyAnnotation read = ectopy_edf_annotation_from_text (text);

      if (ectopy_annotation_code_symbol (code) != ' ') {
        g_assert_cmpuint (read.code, ==, code);
        g_assert_cmpstr (read.text, ==, texts[i]);
      } else {
        g_assert_cmpuint (read.code, ==, ECTOPY_CODE_NOTE);
      }
      ectopy_annotation_clear (&read);
    }
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  EctopyAnnotation mark;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "\u00b5");
  mark = ectopy_edf_annotation_from_text (text->str);
  g_assert_cmpuint (strlen (mark.text), ==, 255); /* a, and 127 of two bytes */
  g_assert_true (g_utf8_validate (mark.text, -1, NULL));
  ectopy_annotation_clear (&mark);
  g_string_append_c (g_string_truncate (text, 0), '\xe2');
  for (guint i = 0; i < 300; i++)
    g_string_append (text, "\u20ac");
  mark = ectopy_edf_annotation_from_text (text->str + 1);
  g_assert_cmpuint (strlen (mark.text), ==, 255);
  g_assert_true (g_utf8_validate (mark.text, -1, NULL));
  ectopy_annotation_clear (&mark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/edf-annotation/lists", test_lists);
  g_test_add_func ("/io/edf-annotation/texts", test_texts);
  g_test_add_func ("/io/edf-annotation/round-trip", test_round_trip);
  g_test_add_func ("/io/edf-annotation/long-text", test_long_text);
  return g_test_run ();
}
