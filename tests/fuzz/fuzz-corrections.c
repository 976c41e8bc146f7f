/* SPDX-License-Identifier: MIT */
/* What was said about cut beats. */
#include "engine/review/corrections-file.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static EctopyDataset *dataset = NULL;
  const char *path = fuzz_put ("x.corrections.json", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyCorrections) corrections = NULL;

  if (dataset == NULL)
    dataset = ectopy_dataset_new_take (20, 4, g_new0 (float, 80), g_new0 (guint8, 20));
  corrections = ectopy_corrections_load (dataset, path, &error);
  fuzz_check (corrections, error);
  return 0;
}
