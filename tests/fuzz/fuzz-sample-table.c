/* SPDX-License-Identifier: MIT */
/* Recordings as tables of samples; the first byte chooses what the caller tells of the file. */
#include "engine/io/sample-table.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  EctopySampleTableOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) recording = NULL;
  const char *path;

  if (size == 0)
    return 0;
  path = fuzz_put ("x.csv", data + 1, size - 1);
  if (data[0] & 1)
    options.rate_hz = 360;
  if (data[0] & 2)
    options.unit = "mV";
  ectopy_sample_table_probe (path);
  recording = ectopy_sample_table_read (path, &options, NULL, NULL, NULL, &error);
  fuzz_check (recording, error);
  return 0;
}
