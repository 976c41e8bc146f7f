/* SPDX-License-Identifier: MIT */
#include "engine/run/bundled.h"

/* A test lies in the build folder, so it finds the files of the source. */
static void
test_build_folder (void)
{
  g_autofree char *beats = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);

  g_assert_true (g_file_test (beats, G_FILE_TEST_IS_REGULAR));
}

static void
test_own_models (void)
{
  g_autofree char *model = NULL;
  g_autofree char *beats = NULL;

  g_setenv ("ECTOPY_MODELS", "/some/where", TRUE);
  model = ectopy_bundled_path ("models", "one.safetensors");
  beats = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_unsetenv ("ECTOPY_MODELS");
  g_assert_cmpstr (model, ==, "/some/where/one.safetensors");
  g_assert_false (g_str_has_prefix (beats, "/some/where"));
}

static void
test_missing (void)
{
  g_autofree char *path = ectopy_bundled_path ("models", "no-such.safetensors");

  g_assert_true (g_str_has_suffix (path, "models/no-such.safetensors"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/bundled/of-the-source-in-the-build-folder", test_build_folder);
  g_test_add_func ("/run/bundled/models-named-by-the-environment", test_own_models);
  g_test_add_func ("/run/bundled/a-path-also-for-what-is-missing", test_missing);
  return g_test_run ();
}
