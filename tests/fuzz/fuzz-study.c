/* SPDX-License-Identifier: MIT */
/* The study of a recording. */
#include "engine/review/study-file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/test-study.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static EctopyRecording *recording = NULL;
  static char *digest = NULL;
  const char *path = fuzz_put ("x.study.json", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) name_error = NULL;
  g_autoptr (EctopyStudy) study = NULL;
  g_autofree char *name = NULL;

  if (recording == NULL) {
    recording = test_study_recording (1);
    digest = ectopy_study_digest (recording);
  }
  study = ectopy_study_file_read (path, recording, digest, &error);
  fuzz_check (study, error);
  /* A study never leads out of its folder. */
  name = ectopy_study_file_recording (path, &name_error);
  fuzz_check (name, name_error);
  if (name != NULL) {
    g_autofree char *parent = g_path_get_dirname (name);

    g_assert_cmpstr (parent, ==, fuzz_folder ());
  }
  return 0;
}
