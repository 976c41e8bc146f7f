/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-header.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = fuzz_copy (data, size);
  g_autoptr (EctopyWfdbHeader) header = ectopy_wfdb_header_parse (copy, size, "x.hea", &error);

  fuzz_check (header, error);
  return 0;
}
