/* SPDX-License-Identifier: MIT */
#include "engine/run/alone.h"

static void
test_alone (void)
{
  g_assert_true (ectopy_file_is_alone ("/run/user/1000/doc/3f2a90c1/100.edf"));
  g_assert_true (ectopy_file_is_alone ("/run/flatpak/doc/3f2a90c1/100.edf"));
  g_assert_true (ectopy_file_is_alone ("/run/user/0/doc/a/two words.csv"));
}

static void
test_not_alone (void)
{
  g_assert_false (ectopy_file_is_alone ("/run/user/1000/doc/3f2a90c1/mitdb/100.hea"));
  g_assert_false (ectopy_file_is_alone ("/run/user/1000/100.hea"));
  g_assert_false (ectopy_file_is_alone ("/home/me/run/user/1000/doc/3f2a90c1/100.hea"));
  g_assert_false (ectopy_file_is_alone ("doc/1/100.hea"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/alone/a-file", test_alone);
  g_test_add_func ("/run/alone/a-folder-or-elsewhere", test_not_alone);
  return g_test_run ();
}
