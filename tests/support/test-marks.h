/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

/* Marks from text: symbols with their samples, such as "N100 V200 [300 ]400"; "~500:48" has a
 * subtype. Returns: (transfer full) (element-type EctopyAnnotation). */
static inline GArray *
test_marks_new (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *marks = g_array_new (FALSE, TRUE, sizeof (EctopyAnnotation));

  for (char **word = words; *word != NULL; word++) {
    EctopyAnnotation mark = { 0 };
    char *end;

    if (**word == '\0')
      continue;
    mark.code = (guint8) ectopy_annotation_code_from_symbol ((*word)[0]);
    g_assert_cmpuint (mark.code, !=, ECTOPY_CODE_NONE);
    mark.sample = g_ascii_strtoll (*word + 1, &end, 10);
    if (*end == ':')
      mark.subtype = (gint8) g_ascii_strtoll (end + 1, NULL, 10);
    g_array_append_val (marks, mark);
  }
  return marks;
}
