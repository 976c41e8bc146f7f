/* SPDX-License-Identifier: MIT */
#include "engine/model-file/safetensors.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *copy = fuzz_copy (data, size);
  g_autoptr (EctopySafetensors)
      file = ectopy_safetensors_parse (copy, size, "x.safetensors", &error);

  fuzz_check (file, error);
  if (file != NULL)
    for (const char *const *name = ectopy_safetensors_get_names (file); *name != NULL; name++) {
      const EctopyTensorView *view = ectopy_safetensors_lookup (file, *name);

      g_assert_nonnull (view);
    }
  return 0;
}
