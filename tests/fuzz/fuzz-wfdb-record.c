/* SPDX-License-Identifier: MIT */
/* A whole record: header, NUL, annotations' length as two bytes, annotations, samples. */
#include "engine/io/wfdb-reader.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  FuzzPart rest = { data, size };
  const FuzzPart header = fuzz_next_part (&rest);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) recording = NULL;
  size_t n_marks = 0;
  const char *path;

  if (rest.size >= 2) {
    n_marks = MIN ((size_t) rest.data[0] + 256 * (size_t) rest.data[1], rest.size - 2);
    fuzz_put ("x.atr", rest.data + 2, n_marks);
    fuzz_put ("x.dat", rest.data + 2 + n_marks, rest.size - 2 - n_marks);
  } else {
    fuzz_put ("x.atr", NULL, 0);
    fuzz_put ("x.dat", NULL, 0);
  }
  path = fuzz_put ("x.hea", header.data, header.size);
  ectopy_wfdb_reader_probe (path);
  recording = ectopy_wfdb_reader_read (path, NULL, NULL, NULL, NULL, &error);
  fuzz_check (recording, error);
  return 0;
}
