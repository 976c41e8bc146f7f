/* SPDX-License-Identifier: MIT */
/* The records of the MIT-BIH databases, written as EDF+ and read again. */
#include "engine/io/edf-reader.h"
#include "engine/io/edf-write.h"
#include "engine/io/wfdb-reader.h"
#include "tests/support/real-data.h"
#include "tests/support/test-folder.h"

#include <string.h>

static void
assert_same_marks (EctopyRecording *a, EctopyRecording *b)
{
  size_t n, n_b;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (a, &n);
  const EctopyAnnotation *marks_b = ectopy_recording_get_annotations (b, &n_b);

  g_assert_cmpuint (n, ==, n_b);
  for (size_t i = 0; i < n; i++) {
    const char *text = marks[i].text;

    g_assert_cmpint (marks[i].sample, ==, marks_b[i].sample);
    g_assert_cmpuint (marks[i].code, ==, marks_b[i].code);
    g_assert_cmpstr (text != NULL && *text != '\0' ? text : NULL, ==, marks_b[i].text);
  }
}

static void
test_round_trip (gconstpointer data)
{
  const char *database = data;
  g_auto (GStrv) paths = NULL;
  g_autofree char *copy = NULL;
  char *folder;

  if (!real_data_is_there (database))
    return;
  folder = test_folder_new ();
  copy = g_build_filename (folder, "copy.edf", NULL);
  paths = real_data_list_records (database);
  for (char **path = paths; *path != NULL; path++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyRecording)
        recording = ectopy_wfdb_reader_read (*path, NULL, NULL, NULL, NULL, &error);
    g_autoptr (EctopyRecording) read = NULL;
    const size_t n = ectopy_recording_get_n_samples (recording);
    size_t n_marks;
    const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n_marks);

    g_assert_true (ectopy_edf_write (recording, marks, n_marks, copy, &error));
    read = ectopy_edf_reader_read (copy, TRUE, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_null (ectopy_recording_get_notes (read)[0]);
    g_assert_cmpfloat (ectopy_recording_get_rate_hz (read), ==,
                       ectopy_recording_get_rate_hz (recording));
    g_assert_cmpuint (ectopy_recording_get_n_leads (read), ==,
                      ectopy_recording_get_n_leads (recording));
    for (size_t lead = 0; lead < ectopy_recording_get_n_leads (read); lead++) {
      const EctopyLeadScale scale = ectopy_recording_get_lead_scale (recording, lead);
      const EctopyLeadScale own = ectopy_recording_get_lead_scale (read, lead);

      g_assert_cmpmem (ectopy_recording_get_samples (read, lead),
                       ectopy_recording_get_n_samples (read) * sizeof (float),
                       ectopy_recording_get_samples (recording, lead), n * sizeof (float));
      g_assert_cmpfloat (own.steps_per_unit, ==, scale.steps_per_unit);
      g_assert_cmpfloat (own.zero, ==, scale.zero);
    }
    assert_same_marks (recording, read);
  }
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/io/data-edf/round-trip/mitdb", "mitdb", test_round_trip);
  g_test_add_data_func ("/io/data-edf/round-trip/svdb", "svdb", test_round_trip);
  return g_test_run ();
}
