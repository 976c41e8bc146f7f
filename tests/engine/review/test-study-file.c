/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/review/study-journal.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-study.h"

#include <glib/gstdio.h>
#include <string.h>

#define DIGEST "00112233445566aa"

static void
act (EctopyStudy *study)
{
  const guint32 beats[] = { 3, 4 };
  const guint32 rejected = 8;

  ectopy_study_relabel (study, beats, 2, ECTOPY_CLASS_S);
  ectopy_study_reject (study, &rejected, 1);
  ectopy_study_undo (study, NULL);
  ectopy_study_add (study, 333, ECTOPY_CLASS_V);
  ectopy_study_move (study, 12, 1266);
  ectopy_study_exclude (study, 2000, 2500);
  ectopy_study_undo (study, NULL);
  ectopy_study_redo (study, NULL);
}

static void
assert_same (EctopyStudy *a, EctopyStudy *b)
{
  g_assert_cmpuint (ectopy_study_get_log (a)->len, ==, ectopy_study_get_log (b)->len);
  g_assert_cmpuint (ectopy_study_get_n_numbers (a), ==, ectopy_study_get_n_numbers (b));
  for (guint32 i = 0; i < ectopy_study_get_n_numbers (a); i++) {
    const EctopyBeatState one = ectopy_study_get_beat (a, i), two = ectopy_study_get_beat (b, i);

    g_assert_cmpint (one.sample, ==, two.sample);
    g_assert_cmpuint (one.beat_class, ==, two.beat_class);
    g_assert_cmpuint (one.status, ==, two.status);
  }
  g_assert_cmpuint (ectopy_study_get_spans (a)->len, ==, ectopy_study_get_spans (b)->len);
}

static EctopyStudy *
read_back (EctopyStudy *study, const char *path, GError **error)
{
  return ectopy_study_file_read (path, ectopy_study_get_recording (study), DIGEST, error);
}

static gboolean
write_study (EctopyStudy *study, const char *path)
{
  g_autoptr (EctopyStudySnapshot) snapshot = ectopy_study_snapshot_new (study, DIGEST);

  return ectopy_study_snapshot_write (snapshot, path, NULL);
}

static void
test_round_trip (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (EctopyStudy) back = NULL;
  g_autoptr (GError) error = NULL;
  const EctopyStudyEntry *entry;

  act (study);
  g_assert_true (write_study (study, path));
  back = read_back (study, path, &error);
  g_assert_no_error (error);
  assert_same (study, back);
  g_assert_true (ectopy_study_is_saved (back));
  g_assert_cmpstr (ectopy_study_get_findings (back)->model, ==, "beats.safetensors");
  g_assert_cmpfloat (ectopy_study_get_found (back, 5)->probabilities[ECTOPY_CLASS_V], ==, 0.9f);
  entry = g_ptr_array_index (ectopy_study_get_log (back), 0);
  g_assert_cmpstr (entry->act, ==, "relabel");
  /* The log goes on where it ended: what was done then can be undone now. */
  while (ectopy_study_undo (back, NULL))
    ;
  g_assert_cmpuint (ectopy_study_get_beat (back, 3).beat_class, ==, ECTOPY_CLASS_N);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  test_folder_remove (folder);
}

/* An adapted model's word on three beats, one of them looked at. */
static EctopyAdapted *
adapted_new (void)
{
  EctopyAdapted *adapted = ectopy_adapted_new ("beats (adapted)", "4567");
  const guint32 beats[] = { 2, 3, 15 };

  for (guint i = 0; i < G_N_ELEMENTS (beats); i++)
    g_array_append_vals (adapted->beats,
                         &(EctopyGivenBeat){ .beat = beats[i],
                                             .beat_class = ECTOPY_CLASS_S,
                                             .probabilities = { 2500, 7500 } },
                         1);
  return adapted;
}

static void
test_adapted (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (EctopyStudy) back = NULL;
  g_autoptr (GError) error = NULL;
  const guint32 looked_at = 3;

  ectopy_study_accept (study, &looked_at, 1);
  g_assert_true (ectopy_study_adapt (study, adapted_new ()));
  g_assert_cmpuint (ectopy_study_get_beat (study, 3).beat_class, ==, ECTOPY_CLASS_N);
  g_assert_true (write_study (study, path));
  back = read_back (study, path, &error);
  g_assert_no_error (error);
  assert_same (study, back);
  g_assert_cmpstr (ectopy_study_get_adapted (back)->model, ==, "beats (adapted)");
  g_assert_cmpstr (ectopy_study_get_adapted (back)->digest, ==, "4567");
  g_assert_cmpuint (ectopy_study_count_adapted (back), ==, 2);
  g_assert_cmpfloat (ectopy_study_get_found (back, 15)->probabilities[ECTOPY_CLASS_S], ==, 0.75f);
  g_assert_cmpfloat (ectopy_study_get_found (back, 3)->probabilities[ECTOPY_CLASS_N], ==, 0.9f);
  g_assert_true (ectopy_study_undo (back, NULL));
  g_assert_null (ectopy_study_get_adapted (back));
  g_assert_cmpuint (ectopy_study_get_beat (back, 15).beat_class, ==, ECTOPY_CLASS_V);
  g_assert_cmpfloat (ectopy_study_get_found (back, 15)->probabilities[ECTOPY_CLASS_V], ==, 0.9f);
  test_folder_remove (folder);
}

/* How unlike the recording is stands in the file where it is known, and need not stand there. */
static void
test_unlike (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  EctopyFindings *findings = test_study_findings ("detector");
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyStudy) old = test_study_new ("detector");

  g_assert_null (ectopy_findings_dup_unlike_text (findings));
  findings->unlike_shape = 1.75;
  findings->unlike_rhythm = 0.5;
  study = ectopy_study_new_take (recording, findings);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (EctopyStudy) back = NULL;
    g_autofree char *text = NULL;

    g_assert_true (write_study (i == 0 ? study : old, path));
    back = read_back (study, path, NULL);
    text = ectopy_findings_dup_unlike_text (ectopy_study_get_findings (back));
    if (i == 0) {
      g_assert_cmpfloat (ectopy_study_get_findings (back)->unlike_shape, ==, 1.75);
      g_assert_cmpfloat (ectopy_study_get_findings (back)->unlike_rhythm, ==, 0.5);
      g_assert_nonnull (strstr (text, "shape of its beats is 1.8 times"));
      g_assert_null (strstr (text, "rhythm"));
    } else {
      g_assert_true (isnan (ectopy_study_get_findings (back)->unlike_shape));
      g_assert_null (text);
    }
  }
  test_folder_remove (folder);
}

static void
test_other_recording (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (EctopyRecording) other = test_study_recording (2);
  g_autofree char *one = ectopy_study_digest (ectopy_study_get_recording (study));
  g_autofree char *two = ectopy_study_digest (other);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (one, !=, two);
  g_assert_true (write_study (study, path));
  g_assert_null (ectopy_study_file_read (path, other, two, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  test_folder_remove (folder);
}

/* The start of what stands for a digest is shown, cut between characters. */
static void
test_odd_digest (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *odd = NULL;
  char *digest;

  g_assert_true (write_study (study, path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  digest = strstr (text, "\"digest\":\"");
  g_assert_nonnull (digest);
  odd = g_strdup_printf ("%.*s\"digest\":\"fifteen letters\303\251\303\251%s",
                         (int) (digest - text), text,
                         strchr (digest + strlen ("\"digest\":\""), '"'));
  g_assert_true (g_file_set_contents (path, odd, -1, NULL));
  g_assert_null (read_back (study, path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, "digest fifteen letters\303\251, these"));
  test_folder_remove (folder);
}

/* Every prefix, and files with bytes changed: a study or an error. */
static void
test_spoiled (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autofree char *spoiled = g_build_filename (folder, "b.study.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autofree char *text = NULL;
  gsize length;
  EctopyRng rng;

  act (study);
  ectopy_study_adapt (study, adapted_new ());
  g_assert_true (write_study (study, path));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize n = 0; n < length - 2; n += 7) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (spoiled, text, (gssize) n, NULL));
    g_assert_null (read_back (study, spoiled, &error));
    g_assert_nonnull (error);
  }
  ectopy_rng_init (&rng, 3, 0);
  for (guint i = 0; i < 500; i++) {
    g_autofree char *copy = g_memdup2 (text, length);
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyStudy) back = NULL;

    for (guint k = 0; k < 3; k++)
      copy[ectopy_rng_below (&rng, length)] = "0123456789,]}[{\"N?"[ectopy_rng_below (&rng, 18)];
    g_assert_true (g_file_set_contents (spoiled, copy, (gssize) length, NULL));
    back = read_back (study, spoiled, &error);
    g_assert_true ((back != NULL) != (error != NULL));
  }
  test_folder_remove (folder);
}

/* The recording of a study is looked for beside it, and nowhere else. */
static void
test_recording_of (void)
{
  static const char *const names[] = { "a.hea", "../a.hea", "/etc/passwd", "", "b.hea" };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.study.json", NULL);
  g_autofree char *recording = g_build_filename (folder, "a.hea", NULL);

  g_assert_true (g_file_set_contents (recording, "a", 1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_strdup_printf (
        "{\"format\":\"ectopy-study\",\"version\":1,\"recording\":{\"name\":\"%s\"}}", names[i]);
    g_autofree char *found = NULL;

    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    found = ectopy_study_file_recording (path, &error);
    if (i == 0)
      g_assert_cmpstr (found, ==, recording);
    else
      g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  }
  test_folder_remove (folder);
}

static void
test_paths (void)
{
  static const char *const paths[][2] = {
    { "/a/208.hea", "/a/208.study.json" },
    { "/a/208.edf", "/a/208.study.json" },
    { "/a/b.c", "/a/b.c.study.json" },
    { "/a/208", "/a/208.study.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *path = ectopy_study_file_path (paths[i][0]);

    g_assert_cmpstr (path, ==, paths[i][1]);
  }
}

/* What an ended program left is taken up: where the beats are found again as they were, ... */
static void
test_journal (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  g_autoptr (EctopyStudy) again = test_study_new ("detector");
  EctopyRecording *recording = ectopy_study_get_recording (again);
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, DIGEST);
  g_autoptr (GError) error = NULL;
  const guint32 beat = 30;

  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==, 0);
  act (study);
  g_assert_true (ectopy_study_journal_follow (journal, study, &error));
  g_assert_no_error (error);
  ectopy_study_relabel (study, &beat, 1, ECTOPY_CLASS_F);
  g_assert_true (ectopy_study_journal_follow (journal, study, &error));
  ectopy_study_journal_free (journal);
  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==,
                    ectopy_study_get_log (study)->len);
  assert_same (study, again);
  g_assert_false (ectopy_study_is_saved (again));
  journal = ectopy_study_journal_new (folder, DIGEST);
  ectopy_study_journal_clear (journal);
  ectopy_study_journal_free (journal);
  g_assert_cmpuint (test_folder_count (folder), ==, 0);
  test_folder_remove (folder);
}

/* Two windows with one recording: neither writes into the journal of the other, nor takes it up while
 * the other goes on. */
static void
test_journal_of_two (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyStudy) one = test_study_new ("detector");
  g_autoptr (EctopyStudy) other = test_study_new ("detector");
  g_autoptr (EctopyStudy) again = test_study_new ("detector");
  EctopyRecording *recording = ectopy_study_get_recording (again);
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, DIGEST);
  EctopyStudyJournal *second = ectopy_study_journal_new (folder, DIGEST);
  const guint32 beat = 30;

  act (one);
  g_assert_true (ectopy_study_journal_follow (journal, one, NULL));
  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==, 0);
  ectopy_study_relabel (other, &beat, 1, ECTOPY_CLASS_F);
  g_assert_true (ectopy_study_journal_follow (second, other, NULL));
  ectopy_study_journal_clear (second);
  ectopy_study_journal_free (second);
  ectopy_study_journal_free (journal);
  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==,
                    ectopy_study_get_log (one)->len);
  assert_same (one, again);
  journal = ectopy_study_journal_new (folder, DIGEST);
  ectopy_study_journal_clear (journal);
  ectopy_study_journal_free (journal);
  g_assert_cmpuint (test_folder_count (folder), ==, 0);
  test_folder_remove (folder);
}

/* Both ended badly after the other was saved: acts of one are not mixed into the log of the other, and
 * stay in the folder. */
static void
test_journal_of_another (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyStudy) one = test_study_new ("detector");
  g_autoptr (EctopyStudy) saved = test_study_new ("detector");
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, DIGEST);
  const guint32 beat = 30;
  guint n;

  act (one);
  g_assert_true (ectopy_study_journal_follow (journal, one, NULL));
  ectopy_study_journal_free (journal);
  ectopy_study_relabel (saved, &beat, 1, ECTOPY_CLASS_F);
  n = ectopy_study_get_log (saved)->len;
  g_assert_cmpuint (
      ectopy_study_journal_recover (folder, ectopy_study_get_recording (saved), DIGEST, &saved), ==,
      0);
  g_assert_cmpuint (ectopy_study_get_log (saved)->len, ==, n);
  journal = ectopy_study_journal_new (folder, DIGEST);
  ectopy_study_journal_clear (journal);
  ectopy_study_journal_free (journal);
  {
    g_autofree char *spare = g_build_filename (folder, DIGEST ".journal.backup-1", NULL);

    g_assert_true (g_file_test (spare, G_FILE_TEST_IS_REGULAR));
  }
  test_folder_remove (folder);
}

/* ... and where they are not: the journal tells what it began from. */
static void
test_journal_other_findings (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyStudy) study = test_study_new ("atr");
  g_autoptr (EctopyStudy) again = test_study_new ("detector");
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, DIGEST);
  const guint32 beat = 30;

  act (study);
  ectopy_study_set_saved (study, ectopy_study_get_log (study)->len);
  ectopy_study_relabel (study, &beat, 1, ECTOPY_CLASS_F);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  ectopy_study_journal_free (journal);
  g_assert_cmpuint (
      ectopy_study_journal_recover (folder, ectopy_study_get_recording (study), DIGEST, &again), ==,
      1);
  assert_same (study, again);
  test_folder_remove (folder);
}

/* What is saved while more is done: the rest is in a new journal, which goes on. */
static void
test_journal_saved (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "x.study.json", NULL);
  g_autofree char *begin_path = g_build_filename (folder, DIGEST ".begin.json", NULL);
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  EctopyRecording *recording = ectopy_study_get_recording (study);
  g_autoptr (EctopyStudyJournal) journal = ectopy_study_journal_new (folder, DIGEST);
  g_autoptr (EctopyStudySnapshot) snapshot = NULL;
  g_autoptr (EctopyStudy) again = NULL;
  const guint32 beats[] = { 30, 31 };

  act (study);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  snapshot = ectopy_study_snapshot_new (study, DIGEST);
  ectopy_study_relabel (study, &beats[0], 1, ECTOPY_CLASS_F);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  g_assert_true (ectopy_study_snapshot_write (snapshot, path, NULL));
  ectopy_study_set_saved (study, ectopy_study_snapshot_get_n_entries (snapshot));
  ectopy_study_journal_saved (journal, study);
  ectopy_study_relabel (study, &beats[1], 1, ECTOPY_CLASS_F);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));

  g_clear_pointer (&journal, ectopy_study_journal_free);
  again = ectopy_study_file_read (path, recording, DIGEST, NULL);
  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==, 2);
  assert_same (study, again);

  journal = ectopy_study_journal_new (folder, DIGEST);
  ectopy_study_set_saved (study, ectopy_study_get_log (study)->len);
  ectopy_study_journal_saved (journal, study);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);

  /* Of a clearing that was cut off. */
  g_assert_true (g_file_set_contents (begin_path, "{}", -1, NULL));
  g_assert_cmpuint (ectopy_study_journal_recover (folder, recording, DIGEST, &again), ==, 0);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  test_folder_remove (folder);
}

/* A journal cut at any byte gives the whole entries before the cut. */
static void
test_journal_cut (void)
{
  char *folder = test_folder_new ();
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  EctopyStudyJournal *journal = ectopy_study_journal_new (folder, DIGEST);
  g_autofree char *path = g_build_filename (folder, DIGEST ".journal", NULL);
  g_autofree char *text = NULL;
  gsize length;

  act (study);
  g_assert_true (ectopy_study_journal_follow (journal, study, NULL));
  ectopy_study_journal_free (journal);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize n = 0; n <= length; n += 5) {
    g_autoptr (EctopyStudy) again = test_study_new ("detector");
    size_t lines = 0;

    for (gsize i = 0; i < n; i++)
      lines += text[i] == '\n';
    g_assert_true (g_file_set_contents (path, text, (gssize) n, NULL));
    g_assert_cmpuint (
        ectopy_study_journal_recover (folder, ectopy_study_get_recording (again), DIGEST, &again),
        ==, lines > 0 ? lines - 1 : 0);
  }
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/study-file/round-trip", test_round_trip);
  g_test_add_func ("/review/study-file/adapted", test_adapted);
  g_test_add_func ("/review/study-file/unlike", test_unlike);
  g_test_add_func ("/review/study-file/other-recording", test_other_recording);
  g_test_add_func ("/review/study-file/odd-digest", test_odd_digest);
  g_test_add_func ("/review/study-file/spoiled", test_spoiled);
  g_test_add_func ("/review/study-file/recording-of", test_recording_of);
  g_test_add_func ("/review/study-file/paths", test_paths);
  g_test_add_func ("/review/study-journal/recovers", test_journal);
  g_test_add_func ("/review/study-journal/recovers-of-two", test_journal_of_two);
  g_test_add_func ("/review/study-journal/recovers-of-another", test_journal_of_another);
  g_test_add_func ("/review/study-journal/other-findings", test_journal_other_findings);
  g_test_add_func ("/review/study-journal/saved", test_journal_saved);
  g_test_add_func ("/review/study-journal/cut", test_journal_cut);
  return g_test_run ();
}
