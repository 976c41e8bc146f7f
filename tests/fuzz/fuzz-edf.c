/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-reader.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_put ("x.edf", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) recording = NULL;

  ectopy_edf_reader_probe (path);
  recording = ectopy_edf_reader_read (path, TRUE, NULL, NULL, NULL, &error);
  fuzz_check (recording, error);
  return 0;
}
