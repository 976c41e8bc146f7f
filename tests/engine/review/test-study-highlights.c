/* SPDX-License-Identifier: MIT */
#include "engine/review/study-highlights.h"
#include "tests/support/test-study.h"

#define VIEW_S 6.8

static GArray *
choose (EctopyStudy *study, guint max)
{
  g_autoptr (EctopyStudySummary) summary = ectopy_study_summary_new (study);

  return ectopy_study_highlights (study, summary, VIEW_S, max);
}

static const EctopyHighlight *
find (const GArray *highlights, EctopyHighlightKind kind)
{
  for (guint i = 0; i < highlights->len; i++)
    if (g_array_index (highlights, EctopyHighlight, i).kind == kind)
      return &g_array_index (highlights, EctopyHighlight, i);
  return NULL;
}

/* Views are within the recording, and none shows much of another. */
static void
check_views (const GArray *highlights, double duration_s)
{
  for (guint i = 0; i < highlights->len; i++) {
    const EctopyHighlight *one = &g_array_index (highlights, EctopyHighlight, i);

    g_assert_cmpfloat (one->start_s, >=, 0);
    g_assert_cmpfloat (one->start_s, <=, MAX (duration_s - VIEW_S, 0));
    g_assert_cmpfloat (one->start_s, <=, one->from_s + 1e-9);
    for (guint k = 0; k < i; k++)
      g_assert_cmpfloat (
          fabs (one->start_s - g_array_index (highlights, EctopyHighlight, k).start_s), >=,
          0.6 * VIEW_S - 1e-9);
  }
}

static void
test_events (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 run[] = { 20, 21, 22, 23 }, gap[] = { 40, 41 };
  g_autoptr (GArray) highlights = NULL;
  const EctopyHighlight *one;

  ectopy_study_relabel (study, run, 4, ECTOPY_CLASS_V);
  ectopy_study_reject (study, gap, 2);
  highlights = choose (study, 8);
  check_views (highlights, 60);
  g_assert_cmpuint (highlights->len, <=, 8);
  one = &g_array_index (highlights, EctopyHighlight, 0);
  g_assert_cmpint (one->kind, ==, ECTOPY_HIGHLIGHT_PAUSE);
  g_assert_cmpfloat_with_epsilon (one->from_s, 39.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (one->to_s, 42.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (one->start_s, 41 - VIEW_S / 2, 1e-9);
  one = find (highlights, ECTOPY_HIGHLIGHT_LONGEST_RUN);
  g_assert_nonnull (one);
  g_assert_cmpuint (one->beat_class, ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (one->n_beats, ==, 4);
  g_assert_cmpfloat_with_epsilon (one->from_s, 20.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (one->to_s, 23.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (one->rate, 60, 1e-9);
  g_assert_null (find (highlights, ECTOPY_HIGHLIGHT_FASTEST_RUN)); /* it is the same */
  g_assert_null (find (highlights, ECTOPY_HIGHLIGHT_START));
}

/* Beats of a class: those a person gave come first, then the surest; the last place is for doubt. */
static void
test_beats (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  EctopyFindings *findings = test_study_findings ("detector");
  g_autoptr (EctopyStudy) study = NULL;
  const guint32 given = 12;
  g_autoptr (GArray) highlights = NULL;
  g_autoptr (GArray) two = NULL;
  const EctopyHighlight *one;

  g_array_index (findings->beats, EctopyFoundBeat, 33).probabilities[ECTOPY_CLASS_N] = 0.4f;
  study = ectopy_study_new_take (recording, findings);
  ectopy_study_relabel (study, &given, 1, ECTOPY_CLASS_F);
  highlights = choose (study, 8);
  check_views (highlights, 60);
  one = find (highlights, ECTOPY_HIGHLIGHT_EXAMPLE);
  g_assert_nonnull (one);
  for (guint i = 0; i < highlights->len; i++) {
    const EctopyHighlight *other = &g_array_index (highlights, EctopyHighlight, i);

    if (other->kind == ECTOPY_HIGHLIGHT_EXAMPLE && other->beat_class == ECTOPY_CLASS_F) {
      g_assert_true (isnan (other->confidence));
      g_assert_cmpfloat_with_epsilon (other->from_s, 12.5, 1e-9);
    }
  }
  two = choose (study, 2);
  g_assert_cmpuint (two->len, ==, 2);
  one = &g_array_index (two, EctopyHighlight, 1);
  g_assert_cmpint (one->kind, ==, ECTOPY_HIGHLIGHT_LEAST_SURE);
  g_assert_cmpfloat_with_epsilon (one->from_s, 33.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (one->confidence, 0.4, 1e-6);
}

static void
test_nothing (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  EctopyFindings *findings = ectopy_findings_new ();
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (GArray) highlights = NULL;

  findings->origin = g_strdup ("detector");
  study = ectopy_study_new_take (recording, findings);
  highlights = choose (study, 8);
  g_assert_cmpuint (highlights->len, ==, 1);
  g_assert_nonnull (find (highlights, ECTOPY_HIGHLIGHT_START));
}

static void
test_confidence (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  EctopyFindings *findings = test_study_findings ("detector");
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyStudySummary) summary = NULL;
  const guint32 accepted = 3;

  g_array_index (findings->beats, EctopyFoundBeat, 33).probabilities[ECTOPY_CLASS_N] = 0.4f;
  study = ectopy_study_new_take (recording, findings);
  ectopy_study_accept (study, &accepted, 1);
  summary = ectopy_study_summary_new (study);
  g_assert_cmpuint (summary->n_by_model, ==, 59);
  g_assert_cmpuint (summary->n_doubtful, ==, 1);
  g_assert_cmpfloat_with_epsilon (summary->mean_confidence, (58 * 0.9 + 0.4) / 59, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/study-highlights/events", test_events);
  g_test_add_func ("/review/study-highlights/beats", test_beats);
  g_test_add_func ("/review/study-highlights/nothing", test_nothing);
  g_test_add_func ("/review/study-highlights/confidence", test_confidence);
  return g_test_run ();
}
