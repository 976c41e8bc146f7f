/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/text-columns.h"

static void
test_columns (void)
{
  g_assert_cmpuint (ectopy_text_columns (""), ==, 0);
  g_assert_cmpuint (ectopy_text_columns ("98,5 %"), ==, 6); /* a narrow no-break space */
  g_assert_cmpuint (ectopy_text_columns ("Schläge"), ==, 7);
  g_assert_cmpuint (ectopy_text_columns ("a\xcc\x88"), ==, 1); /* a combining diaeresis */
  g_assert_cmpuint (ectopy_text_columns ("心搏 N"), ==, 6);
  g_assert_cmpuint (ectopy_text_column_width (8, "beats"), ==, 8);
  g_assert_cmpuint (ectopy_text_column_width (8, "心搏心搏"), ==, 9);
}

/* Columns end where they should, and never touch. */
static void
test_append (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  ectopy_text_append_left (text, 6, "心搏");
  ectopy_text_append_right (text, 6, g_strdup ("心搏"));
  g_string_append_c (text, '|');
  ectopy_text_append_left (text, 3, "long");
  ectopy_text_append_right (text, 3, g_strdup ("long"));
  g_assert_cmpstr (text->str, ==, "心搏    心搏|long  long");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/text-columns/columns", test_columns);
  g_test_add_func ("/evaluate/text-columns/append", test_append);
  return g_test_run ();
}
