/* SPDX-License-Identifier: MIT */
/* A model. */
#include "engine/learn/model.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_put ("x.safetensors", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyModel) model = ectopy_model_load (path, &error);

  fuzz_check (model, error);
  return 0;
}
