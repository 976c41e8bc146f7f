/* SPDX-License-Identifier: MIT */
#include "engine/core/annotation.h"

#include <string.h>

/* The symbols of codes 0 to 41 as the WFDB library prints them, a space for none. */
static const char symbols[] = " NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r";

static void
test_symbols (void)
{
  g_assert_cmpuint (strlen (symbols), ==, 42);
  for (guint code = 0; code < ECTOPY_N_CODES; code++) {
    const char expected = code < strlen (symbols) ? symbols[code] : ' ';

    g_assert_cmpint (ectopy_annotation_code_symbol (code), ==, expected);
    if (expected != ' ')
      g_assert_cmpuint (ectopy_annotation_code_from_symbol (expected), ==, code);
    g_assert_cmpuint (strlen (ectopy_annotation_code_name (code)), >, 0);
  }
}

static void
test_unknown (void)
{
  g_assert_cmpuint (ectopy_annotation_code_from_symbol (' '), ==, ECTOPY_CODE_NONE);
  g_assert_cmpuint (ectopy_annotation_code_from_symbol ('\0'), ==, ECTOPY_CODE_NONE);
  g_assert_cmpuint (ectopy_annotation_code_from_symbol ('z'), ==, ECTOPY_CODE_NONE);
  g_assert_cmpint (ectopy_annotation_code_symbol (50), ==, ' ');
  g_assert_cmpint (ectopy_annotation_code_symbol (G_MAXUINT), ==, ' ');
  g_assert_nonnull (ectopy_annotation_code_name (G_MAXUINT));
  g_assert_false (ectopy_annotation_code_is_beat (G_MAXUINT));
  g_assert_cmpuint (ectopy_annotation_code_class (15), ==, ECTOPY_CLASS_NONE);
  g_assert_cmpuint (ectopy_annotation_code_class (G_MAXUINT), ==, ECTOPY_CLASS_NONE);
}

/* As in the table of QRS-like codes of the WFDB library. */
static void
test_beats (void)
{
  for (guint code = 0; code < ECTOPY_N_CODES; code++) {
    const char symbol = ectopy_annotation_code_symbol (code);
    const gboolean expected = symbol != ' ' && strchr ("NLRaVFJASEj/QB?enfr", symbol) != NULL;

    g_assert_cmpint (ectopy_annotation_code_is_beat (code), ==, expected);
  }
}

static void
test_classes (void)
{
  static const char *const classes[ECTOPY_N_CLASSES] = { "NLRej", "AaJS", "VE", "F", "/fQ" };

  for (guint code = 0; code < ECTOPY_N_CODES; code++) {
    const char symbol = ectopy_annotation_code_symbol (code);
    guint expected = ECTOPY_CLASS_NONE;

    for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
      if (symbol != ' ' && strchr (classes[i], symbol) != NULL)
        expected = i;
    g_assert_cmpuint (ectopy_annotation_code_class (code), ==, expected);
  }
}

static void
test_class_code (void)
{
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpuint (ectopy_annotation_code_class (ectopy_annotation_class_code (i)), ==, i);
  g_assert_cmpuint (ectopy_annotation_class_code (ECTOPY_CLASS_NONE), ==, ECTOPY_CODE_NONE);
}

static void
test_clear (void)
{
  EctopyAnnotation annotation = { .code = ECTOPY_CODE_NOTE, .text = g_strdup ("a note") };

  ectopy_annotation_clear (&annotation);
  g_assert_null (annotation.text);
  ectopy_annotation_clear (&annotation);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/annotation/symbols", test_symbols);
  g_test_add_func ("/core/annotation/unknown", test_unknown);
  g_test_add_func ("/core/annotation/beats", test_beats);
  g_test_add_func ("/core/annotation/classes", test_classes);
  g_test_add_func ("/core/annotation/class-code", test_class_code);
  g_test_add_func ("/core/annotation/clear", test_clear);
  return g_test_run ();
}
