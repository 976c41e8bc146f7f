/* SPDX-License-Identifier: MIT */
/* Settings of a training run; what could be read is written and read again, and must be the same. */
#include "engine/learn/fit-settings.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_put ("x.conf", data, size);
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;
  gboolean is_read;

  ectopy_fit_settings_init (&settings);
  is_read = ectopy_fit_settings_load (&settings, path, &error);
  fuzz_check (is_read ? path : NULL, error);
  if (is_read) {
    g_autofree char *text = ectopy_fit_settings_to_text (&settings);
    g_autofree char *again = NULL;
    EctopyFitSettings other;

    ectopy_fit_settings_init (&other);
    path = fuzz_put ("y.conf", (const guint8 *) text, strlen (text));
    g_assert_true (ectopy_fit_settings_load (&other, path, &error));
    again = ectopy_fit_settings_to_text (&other);
    g_assert_cmpstr (again, ==, text);
    ectopy_fit_settings_clear (&other);
  }
  ectopy_fit_settings_clear (&settings);
  return 0;
}
