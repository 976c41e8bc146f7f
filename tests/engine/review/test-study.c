/* SPDX-License-Identifier: MIT */
#include "tests/support/test-study.h"
#include "engine/core/error.h"
#include "engine/core/rng.h"

static size_t
count_class (EctopyStudy *study, guint beat_class)
{
  size_t counts[ECTOPY_N_CLASSES];

  ectopy_study_count (study, counts);
  return counts[beat_class];
}

static void
test_relabel (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 beats[] = { 3, 5, 7, 5 };
  guint32 first;

  g_assert_cmpuint (count_class (study, ECTOPY_CLASS_V), ==, 6);
  g_assert_true (ectopy_study_relabel (study, beats, 4, ECTOPY_CLASS_V));
  g_assert_cmpuint (count_class (study, ECTOPY_CLASS_V), ==, 8);
  g_assert_cmpuint (ectopy_study_get_beat (study, 3).status, ==, ECTOPY_BEAT_CORRECTED);
  g_assert_cmpuint (ectopy_study_get_beat (study, 5).status, ==, ECTOPY_BEAT_ACCEPTED);
  /* The same again is no act. */
  g_assert_false (ectopy_study_relabel (study, beats, 4, ECTOPY_CLASS_V));
  g_assert_cmpuint (ectopy_study_get_log (study)->len, ==, 1);
  g_assert_true (ectopy_study_undo (study, &first));
  g_assert_cmpuint (first, ==, 3);
  g_assert_cmpuint (count_class (study, ECTOPY_CLASS_V), ==, 6);
  g_assert_cmpuint (ectopy_study_get_beat (study, 5).status, ==, ECTOPY_BEAT_PREDICTED);
  g_assert_true (ectopy_study_redo (study, NULL));
  g_assert_cmpuint (count_class (study, ECTOPY_CLASS_V), ==, 8);
  g_assert_false (ectopy_study_redo (study, NULL));
}

static void
test_reject_and_restore (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 beat = 10;
  size_t n;

  g_assert_cmpfloat_with_epsilon (ectopy_study_get_rr_before (study, 11), 1.0, 1e-9);
  g_assert_true (ectopy_study_reject (study, &beat, 1));
  g_assert_false (ectopy_study_counts (study, beat));
  ectopy_study_get_counted (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS - 1);
  ectopy_study_get_order (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS);
  /* The interval now goes past it. */
  g_assert_cmpfloat_with_epsilon (ectopy_study_get_rr_before (study, 11), 2.0, 1e-9);
  g_assert_true (isnan (ectopy_study_get_rr_before (study, beat)));
  g_assert_true (ectopy_study_restore (study, &beat, 1));
  g_assert_true (ectopy_study_counts (study, beat));
  /* A rejected beat that is given a class is a beat again. */
  g_assert_true (ectopy_study_reject (study, &beat, 1));
  g_assert_true (ectopy_study_relabel (study, &beat, 1, ECTOPY_CLASS_S));
  g_assert_cmpuint (ectopy_study_get_beat (study, beat).status, ==, ECTOPY_BEAT_CORRECTED);
}

static void
test_add_and_move (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  size_t n;
  const guint32 *order;
  guint32 beat;

  g_assert_cmpuint (ectopy_study_add (study, 150, ECTOPY_CLASS_N), ==, ECTOPY_NO_BEAT);
  g_assert_cmpuint (ectopy_study_add (study, 6000, ECTOPY_CLASS_N), ==, ECTOPY_NO_BEAT);
  beat = ectopy_study_add (study, 180, ECTOPY_CLASS_V);
  g_assert_cmpuint (beat, ==, TEST_STUDY_BEATS);
  order = ectopy_study_get_order (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS + 1);
  g_assert_cmpuint (order[2], ==, beat);
  g_assert_null (ectopy_study_get_found (study, beat));
  g_assert_true (ectopy_study_move (study, beat, 320));
  order = ectopy_study_get_order (study, &n);
  g_assert_cmpuint (order[3], ==, beat);
  g_assert_cmpuint (ectopy_study_get_place (study, beat), ==, 3);
  g_assert_true (ectopy_study_move (study, 0, 60));
  g_assert_true (ectopy_study_is_moved (study, 0));
  g_assert_false (ectopy_study_move (study, 0, 150));
  g_assert_true (ectopy_study_reject (study, &beat, 1));
  g_assert_cmpuint (ectopy_study_get_place (study, beat), ==, G_MAXSIZE);
  for (guint i = 0; i < 4; i++)
    g_assert_true (ectopy_study_undo (study, NULL));
  g_assert_false (ectopy_study_can_undo (study));
  ectopy_study_get_order (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS);
  for (guint i = 0; i < 4; i++)
    g_assert_true (ectopy_study_redo (study, NULL));
  g_assert_cmpint (ectopy_study_get_beat (study, 0).sample, ==, 60);
  g_assert_cmpuint (ectopy_study_get_beat (study, beat).status, ==, ECTOPY_BEAT_ABSENT);
}

static void
test_spans (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const GArray *spans;
  size_t n;

  g_assert_true (ectopy_study_exclude (study, 1000, 2000));
  g_assert_true (ectopy_study_exclude (study, 3000, 4000));
  g_assert_true (ectopy_study_exclude (study, 1500, 3500));
  spans = ectopy_study_get_spans (study);
  g_assert_cmpuint (spans->len, ==, 1);
  g_assert_cmpint (g_array_index (spans, EctopySpan, 0).from, ==, 1000);
  g_assert_cmpint (g_array_index (spans, EctopySpan, 0).to, ==, 4000);
  ectopy_study_get_counted (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS - 30);
  /* No interval and no pause across it. */
  g_assert_true (isnan (ectopy_study_get_rr_before (study, 40)));
  g_assert_true (isnan (ectopy_study_get_rr_after (study, 9)));
  for (guint i = 0; i < ectopy_study_get_episodes (study)->len; i++)
    g_assert_cmpuint (g_array_index (ectopy_study_get_episodes (study), EctopyEpisode, i).kind, !=,
                      ECTOPY_EPISODE_PAUSE);
  g_assert_true (ectopy_study_include (study, 2000, 3000));
  g_assert_cmpuint (ectopy_study_get_spans (study)->len, ==, 2);
  g_assert_false (ectopy_study_include (study, 2000, 3000));
  g_assert_false (ectopy_study_exclude (study, 7000, 8000));
  for (guint i = 0; i < 4; i++)
    g_assert_true (ectopy_study_undo (study, NULL));
  g_assert_cmpuint (ectopy_study_get_spans (study)->len, ==, 0);
}

static void
test_episodes (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 run[] = { 20, 21, 22 };
  const guint32 gap[] = { 40, 41 };
  const GArray *episodes;
  size_t n;
  const guint32 *counted;
  guint found = 0;

  ectopy_study_relabel (study, run, 3, ECTOPY_CLASS_V);
  ectopy_study_reject (study, gap, 2);
  episodes = ectopy_study_get_episodes (study);
  counted = ectopy_study_get_counted (study, &n);
  for (guint i = 0; i < episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, i);

    if (episode->kind == ECTOPY_EPISODE_RUN && counted[episode->first] == 20 &&
        episode->n_beats == 3)
      found |= 1;
    if (episode->kind == ECTOPY_EPISODE_PAUSE && counted[episode->first] == 39)
      found |= 2;
  }
  g_assert_cmpuint (found, ==, 3);
  /* A stretch within the run leaves no run. */
  ectopy_study_exclude (study, 2110, 2120);
  episodes = ectopy_study_get_episodes (study);
  for (guint i = 0; i < episodes->len; i++)
    g_assert_cmpint (g_array_index (episodes, EctopyEpisode, i).kind, !=, ECTOPY_EPISODE_RUN);
}

static const EctopyAnnotation *
mark_at (const GArray *marks, gint64 sample)
{
  for (guint i = 0; i < marks->len; i++)
    if (g_array_index (marks, EctopyAnnotation, i).sample == sample)
      return &g_array_index (marks, EctopyAnnotation, i);
  return NULL;
}

static void
test_annotations (void)
{
  static const char *const origins[] = { "detector", "atr" };

  for (guint k = 0; k < 2; k++) {
    g_autoptr (EctopyStudy) study = test_study_new (origins[k]);
    const guint32 supra = 1, rejected = 2;
    g_autoptr (GArray) marks = NULL;

    ectopy_study_relabel (study, &supra, 1, ECTOPY_CLASS_S);
    ectopy_study_reject (study, &rejected, 1);
    ectopy_study_add (study, 480, ECTOPY_CLASS_F);
    ectopy_study_exclude (study, 1000, 1300);
    marks = ectopy_study_dup_annotations (study);
    for (guint i = 1; i < marks->len; i++)
      g_assert_cmpint (g_array_index (marks, EctopyAnnotation, i - 1).sample, <=,
                       g_array_index (marks, EctopyAnnotation, i).sample);
    g_assert_cmpuint (mark_at (marks, 50)->code, ==,
                      k == 0 ? ECTOPY_CODE_NORMAL : ECTOPY_CODE_LEFT_BUNDLE_BRANCH);
    g_assert_cmpuint (mark_at (marks, 150)->code, ==, ECTOPY_CODE_ATRIAL);
    g_assert_null (mark_at (marks, 250));
    g_assert_cmpuint (mark_at (marks, 480)->code, ==, ECTOPY_CODE_FUSION);
    g_assert_cmpuint (mark_at (marks, 520)->code, ==, ECTOPY_CODE_VENTRICULAR);
    g_assert_cmpuint (mark_at (marks, 1000)->code, ==, ECTOPY_CODE_NOISE);
    g_assert_cmpint (mark_at (marks, 1000)->subtype, ==, -1);
    g_assert_null (mark_at (marks, 1150));
    g_assert_cmpint (mark_at (marks, 1300)->subtype, ==, 0);
    if (k == 0)
      g_assert_null (mark_at (marks, 10));
    else
      g_assert_cmpstr (mark_at (marks, 10)->text, ==, "(N");
  }
}

/* Before anybody said anything: whatever was said since. */
static void
test_found_annotations (void)
{
  static const char *const origins[] = { "detector", "atr" };

  for (guint k = 0; k < 2; k++) {
    EctopyFindings *findings = test_study_findings (origins[k]);
    const EctopySpan unsure = { 1000, 1300 };
    g_autoptr (EctopyRecording) recording = test_study_recording (1);
    g_autoptr (EctopyStudy) study = NULL;
    const guint32 supra = 1, rejected = 2;
    g_autoptr (GArray) marks = NULL;

    g_array_append_val (findings->spans, unsure);
    study = ectopy_study_new_take (recording, findings);
    ectopy_study_relabel (study, &supra, 1, ECTOPY_CLASS_S);
    ectopy_study_reject (study, &rejected, 1);
    ectopy_study_add (study, 480, ECTOPY_CLASS_F);
    ectopy_study_include (study, 1000, 1300);
    ectopy_study_exclude (study, 2000, 2300);
    marks = ectopy_study_dup_found_annotations (study);
    /* Three beats lie in the stretch, which has two marks; the file has one of its own. */
    g_assert_cmpuint (marks->len, ==, TEST_STUDY_BEATS - 3 + 2 + k);
    for (guint i = 1; i < marks->len; i++)
      g_assert_cmpint (g_array_index (marks, EctopyAnnotation, i - 1).sample, <=,
                       g_array_index (marks, EctopyAnnotation, i).sample);
    g_assert_cmpuint (mark_at (marks, 50)->code, ==, ECTOPY_CODE_NORMAL);
    g_assert_cmpuint (mark_at (marks, 150)->code, ==, ECTOPY_CODE_NORMAL);
    g_assert_nonnull (mark_at (marks, 250));
    g_assert_null (mark_at (marks, 480));
    g_assert_cmpuint (mark_at (marks, 520)->code, ==, ECTOPY_CODE_VENTRICULAR);
    g_assert_cmpint (mark_at (marks, 1000)->subtype, ==, -1);
    g_assert_null (mark_at (marks, 1150));
    g_assert_nonnull (mark_at (marks, 2050));
  }
}

/* Marks of the file are L, and V for each tenth. */
static void
test_differences (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("atr");
  g_autoptr (EctopyStudy) found = test_study_new ("detector");
  const guint32 beats[] = { 5, 6 };
  size_t n_compared;

  g_assert_cmpuint (ectopy_study_count_differences (study, &n_compared), ==, 0);
  g_assert_cmpuint (n_compared, ==, TEST_STUDY_BEATS);
  ectopy_study_relabel (study, beats, 2, ECTOPY_CLASS_S);
  g_assert_cmpuint (ectopy_study_count_differences (study, NULL), ==, 2);
  g_assert_true (ectopy_study_differs (study, 5));
  g_assert_false (ectopy_study_differs (study, 7));
  ectopy_study_reject (study, beats, 1);
  g_assert_cmpuint (ectopy_study_count_differences (study, &n_compared), ==, 1);
  g_assert_cmpuint (n_compared, ==, TEST_STUDY_BEATS - 1);
  g_assert_cmpuint (ectopy_study_count_differences (found, &n_compared), ==, 0);
  g_assert_cmpuint (n_compared, ==, 0);
}

/* Whatever is done, undone and redone: the order stays in order, and all of it taken back is what was
 * found. */
static void
test_random_acts (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  EctopyRng rng;
  size_t n;
  const guint32 *order;

  ectopy_rng_init (&rng, 7, 0);
  for (guint i = 0; i < 2000; i++) {
    const guint32 beat = (guint32) ectopy_rng_below (&rng, ectopy_study_get_n_numbers (study));
    const gint64 sample = (gint64) ectopy_rng_below (&rng, 6000);

    switch (ectopy_rng_below (&rng, 9)) {
    case 0:
      ectopy_study_relabel (study, &beat, 1, (guint) ectopy_rng_below (&rng, 5));
      break;
    case 1:
      ectopy_study_reject (study, &beat, 1);
      break;
    case 2:
      ectopy_study_restore (study, &beat, 1);
      break;
    case 3:
      ectopy_study_add (study, sample, ECTOPY_CLASS_V);
      break;
    case 4:
      ectopy_study_move (study, beat, sample);
      break;
    case 5:
      ectopy_study_exclude (study, sample, sample + 200);
      break;
    case 6:
      ectopy_study_include (study, sample, sample + 200);
      break;
    case 7:
      ectopy_study_undo (study, NULL);
      break;
    default:
      ectopy_study_redo (study, NULL);
    }
    order = ectopy_study_get_order (study, &n);
    for (size_t k = 1; k < n; k++)
      g_assert_cmpint (ectopy_study_get_beat (study, order[k - 1]).sample, <=,
                       ectopy_study_get_beat (study, order[k]).sample);
  }
  while (ectopy_study_undo (study, NULL))
    ;
  order = ectopy_study_get_order (study, &n);
  g_assert_cmpuint (n, ==, TEST_STUDY_BEATS);
  for (guint32 k = 0; k < n; k++) {
    g_assert_cmpuint (order[k], ==, k);
    g_assert_cmpint (ectopy_study_get_beat (study, k).sample, ==,
                     ectopy_study_get_found (study, k)->sample);
    g_assert_cmpuint (ectopy_study_get_beat (study, k).status, ==, ECTOPY_BEAT_PREDICTED);
  }
  g_assert_cmpuint (ectopy_study_get_spans (study)->len, ==, 0);
}

static void
test_replay_looks (void)
{
  g_autoptr (EctopyStudy) one = test_study_new ("detector");
  g_autoptr (EctopyStudy) other = test_study_new ("detector");
  g_autoptr (GError) error = NULL;
  const guint32 beat = 4;

  ectopy_study_relabel (one, &beat, 1, ECTOPY_CLASS_S);
  ectopy_study_undo (one, NULL);
  g_assert_true (
      ectopy_study_replay (other, g_ptr_array_index (ectopy_study_get_log (one), 0), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_study_get_beat (other, 4).beat_class, ==, ECTOPY_CLASS_S);
  /* A second time the beat is no longer what it was before. */
  g_assert_false (
      ectopy_study_replay (other, g_ptr_array_index (ectopy_study_get_log (one), 0), &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_true (
      ectopy_study_replay (other, g_ptr_array_index (ectopy_study_get_log (one), 1), &error));
  g_assert_false (
      ectopy_study_replay (other, g_ptr_array_index (ectopy_study_get_log (one), 1), &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/study/relabel", test_relabel);
  g_test_add_func ("/review/study/reject-and-restore", test_reject_and_restore);
  g_test_add_func ("/review/study/add-and-move", test_add_and_move);
  g_test_add_func ("/review/study/spans", test_spans);
  g_test_add_func ("/review/study/episodes", test_episodes);
  g_test_add_func ("/review/study/annotations", test_annotations);
  g_test_add_func ("/review/study/found-annotations", test_found_annotations);
  g_test_add_func ("/review/study/differences", test_differences);
  g_test_add_func ("/review/study/random-acts", test_random_acts);
  g_test_add_func ("/review/study/replay-looks", test_replay_looks);
  return g_test_run ();
}
