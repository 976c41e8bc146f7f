/* SPDX-License-Identifier: MIT */
/* What an ended program left of a study: the journal, and, behind a NUL, the study that it began from. */
#include "engine/review/study-journal.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/test-study.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static EctopyRecording *recording = NULL;
  static char *digest = NULL;
  static char *names[2];
  FuzzPart rest = { data, size };
  const FuzzPart journal = fuzz_next_part (&rest);
  g_autoptr (EctopyStudy) study = NULL;
  size_t n;

  if (recording == NULL) {
    recording = test_study_recording (1);
    digest = ectopy_study_digest (recording);
    names[0] = g_strconcat (digest, ".journal", NULL);
    names[1] = g_strconcat (digest, ".begin.json", NULL);
  }
  fuzz_put (names[0], journal.data, journal.size);
  fuzz_put (names[1], rest.data, rest.size);
  study = ectopy_study_new_take (recording, test_study_findings ("detector"));
  n = ectopy_study_journal_recover (fuzz_folder (), recording, digest, &study);
  g_assert_cmpuint (ectopy_study_get_log (study)->len, >=, n);
  while (ectopy_study_undo (study, NULL))
    ;
  fuzz_empty_folder (); /* what could not be taken up has a spare name */
  return 0;
}
