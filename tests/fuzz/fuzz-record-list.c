/* SPDX-License-Identifier: MIT */
/* Which records are meant: a list, behind a NUL a file that the list can name as @a, behind another the
 * table of patients. */
#include "engine/run/record-set.h"
#include "tests/fuzz/fuzz.h"

#include <glib/gstdio.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  FuzzPart rest = { data, size };
  const FuzzPart first = fuzz_next_part (&rest);
  const FuzzPart second = fuzz_next_part (&rest);
  g_autofree char *list = g_strndup ((const char *) first.data, first.size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) table_error = NULL;
  g_autoptr (GHashTable) patients = NULL;
  gboolean matches, is_read;

  fuzz_put ("a", second.data, second.size);
  /* A list names files by paths from where the program was started. */
  g_assert_cmpint (g_chdir (fuzz_folder ()), ==, 0);
  is_read = ectopy_record_list_matches (list, "208", &matches, &error);
  fuzz_check (is_read ? list : NULL, error);
  patients = ectopy_record_patients_read (fuzz_put ("t.csv", rest.data, rest.size), &table_error);
  fuzz_check (patients, table_error);
  if (patients != NULL)
    g_assert_nonnull (ectopy_record_patients_find (patients, "208"));
  return 0;
}
