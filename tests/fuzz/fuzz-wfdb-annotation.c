/* SPDX-License-Identifier: MIT */
/* Annotations alone. */
#include "engine/io/wfdb-annotation.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint8 *copy = fuzz_copy (data, size);
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_parse (copy, size, "x.atr", notes, &error);

  fuzz_check (marks, error);
  return 0;
}
