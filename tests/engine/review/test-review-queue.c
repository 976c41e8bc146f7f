/* SPDX-License-Identifier: MIT */
#include "engine/review/review-queue.h"

#include "engine/core/rng.h"
#include "tests/support/test-study.h"

static void
give (EctopyFindings *findings, guint beat, guint beat_class, float sure, guint other)
{
  EctopyFoundBeat *found = &g_array_index (findings->beats, EctopyFoundBeat, beat);

  found->beat_class = (guint8) beat_class;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    found->probabilities[c] = c == beat_class ? sure : c == other ? 1 - sure : 0;
}

/* A study whose beats are all surely normal, for findings to be spoiled. */
static EctopyFindings *
make_calm (void)
{
  EctopyFindings *findings = test_study_findings ("detector");

  for (guint i = 0; i < TEST_STUDY_BEATS; i++)
    give (findings, i, ECTOPY_CLASS_N, 1, ECTOPY_CLASS_V);
  return findings;
}

static EctopyStudy *
take (EctopyFindings *findings)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);

  return ectopy_study_new_take (recording, findings);
}

static void
test_costs (void)
{
  for (guint given = 0; given < ECTOPY_N_CLASSES; given++)
    for (guint truth = 0; truth < ECTOPY_N_CLASSES; truth++)
      g_assert_true ((ectopy_review_cost (given, truth) == 0) == (given == truth));
  /* To miss one is worse than to call a normal beat one. */
  g_assert_cmpfloat (ectopy_review_cost (ECTOPY_CLASS_N, ECTOPY_CLASS_V), >,
                     ectopy_review_cost (ECTOPY_CLASS_V, ECTOPY_CLASS_N));
  g_assert_cmpfloat (ectopy_review_cost (ECTOPY_CLASS_N, ECTOPY_CLASS_S), >,
                     ectopy_review_cost (ECTOPY_CLASS_S, ECTOPY_CLASS_N));
}

/* The same doubt costs more where more hangs on it; equal costs keep the order of time. */
static void
test_order (void)
{
  EctopyFindings *findings = make_calm ();
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyReviewQueue) queue = NULL;

  give (findings, 10, ECTOPY_CLASS_N, 0.9f, ECTOPY_CLASS_V); /* 0.1 * 5 */
  give (findings, 20, ECTOPY_CLASS_N, 0.9f, ECTOPY_CLASS_S); /* 0.1 * 3 */
  give (findings, 30, ECTOPY_CLASS_V, 0.9f, ECTOPY_CLASS_N); /* 0.1 * 2 */
  give (findings, 40, ECTOPY_CLASS_N, 0.9f, ECTOPY_CLASS_V);
  give (findings, 50, ECTOPY_CLASS_N, 0.5f, ECTOPY_CLASS_Q);          /* 0.5 * 1 */
  g_array_index (findings->beats, EctopyFoundBeat, 20).is_unsure = 1; /* * 1.5 */
  study = take (findings);
  queue = ectopy_review_queue_new (study);
  g_assert_cmpuint (queue->n, ==, TEST_STUDY_BEATS);
  g_assert_cmpuint (queue->items[0].beat, ==, 10);
  g_assert_cmpuint (queue->items[1].beat, ==, 40);
  g_assert_cmpuint (queue->items[2].beat, ==, 50);
  g_assert_cmpuint (queue->items[3].beat, ==, 20);
  g_assert_cmpuint (queue->items[4].beat, ==, 30);
  g_assert_cmpuint (queue->items[5].beat, ==, 0);
  g_assert_cmpuint (queue->items[6].beat, ==, 1);
  g_assert_cmpfloat_with_epsilon (ectopy_review_queue_get_cost (queue, 10), 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (ectopy_review_queue_get_cost (queue, 20), 0.45, 1e-6);
  g_assert_cmpfloat_with_epsilon (ectopy_review_queue_get_cost (queue, 30), 0.2, 1e-6);
  g_assert_cmpfloat (ectopy_review_queue_get_cost (queue, 0), ==, 0);
}

/* Next to an ectopic beat the class decides whether there is a couplet, at a pause whether it is one. */
static void
test_weights (void)
{
  EctopyFindings *findings = make_calm ();
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyReviewQueue) queue = NULL;
  const guint32 gap[] = { 40, 41 };

  give (findings, 10, ECTOPY_CLASS_V, 1, ECTOPY_CLASS_N);
  give (findings, 11, ECTOPY_CLASS_N, 0.9f, ECTOPY_CLASS_V);
  give (findings, 42, ECTOPY_CLASS_N, 0.9f, ECTOPY_CLASS_V);
  study = take (findings);
  ectopy_study_reject (study, gap, 2);
  queue = ectopy_review_queue_new (study);
  g_assert_cmpfloat_with_epsilon (ectopy_review_queue_get_cost (queue, 11), 0.5 * ECTOPY_REVIEW_RUN,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (ectopy_review_queue_get_cost (queue, 42),
                                  0.5 * ECTOPY_REVIEW_PAUSE, 1e-6);
  g_assert_cmpuint (queue->n_due, ==, 2);
}

/* What was looked at, rejected, added or set aside is not due. */
static void
test_members (void)
{
  g_autoptr (EctopyStudy) study = test_study_new ("detector");
  const guint32 accepted = 3, rejected = 6;
  guint32 added;
  g_autoptr (EctopyReviewQueue) queue = NULL;

  ectopy_study_accept (study, &accepted, 1);
  ectopy_study_reject (study, &rejected, 1);
  added = ectopy_study_add (study, 1000, ECTOPY_CLASS_V);
  ectopy_study_exclude (study, 3000, 3500);
  queue = ectopy_review_queue_new (study);
  g_assert_cmpuint (queue->n, ==, TEST_STUDY_BEATS - 2 - 5);
  g_assert_true (isnan (ectopy_review_queue_get_cost (queue, accepted)));
  g_assert_true (isnan (ectopy_review_queue_get_cost (queue, rejected)));
  g_assert_true (isnan (ectopy_review_queue_get_cost (queue, added)));
  g_assert_true (isnan (ectopy_review_queue_get_cost (queue, 30)));
  g_assert_true (isfinite (ectopy_review_queue_get_cost (queue, 29)));
  for (size_t i = 0; i < queue->n; i++)
    g_assert_cmpuint (queue->places[queue->items[i].beat], ==, i);
}

static void
test_accept_above (void)
{
  EctopyFindings *findings = make_calm ();
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (GArray) listed = NULL;
  const EctopyStudyEntry *entry;
  const guint32 rejected = 20;

  give (findings, 10, ECTOPY_CLASS_V, 0.75f, ECTOPY_CLASS_N);
  give (findings, 11, ECTOPY_CLASS_V, 0.5f, ECTOPY_CLASS_N);
  study = take (findings);
  ectopy_study_reject (study, &rejected, 1);
  listed = ectopy_study_list_above (study, 0.75);
  g_assert_cmpuint (listed->len, ==, TEST_STUDY_BEATS - 2);
  g_assert_true (ectopy_study_accept_above (study, 0.75));
  g_assert_cmpuint (ectopy_study_get_beat (study, 10).status, ==, ECTOPY_BEAT_ACCEPTED);
  g_assert_cmpuint (ectopy_study_get_beat (study, 11).status, ==, ECTOPY_BEAT_PREDICTED);
  g_assert_cmpuint (ectopy_study_get_beat (study, rejected).status, ==, ECTOPY_BEAT_REJECTED);
  entry = g_ptr_array_index (ectopy_study_get_log (study), 1);
  g_assert_cmpstr (entry->act, ==, "accept all above 75 %");
  /* There is nothing left to accept, and all goes back at once. */
  g_assert_false (ectopy_study_accept_above (study, 0.75));
  g_assert_true (ectopy_study_undo (study, NULL));
  g_assert_cmpuint (ectopy_study_get_beat (study, 10).status, ==, ECTOPY_BEAT_PREDICTED);
  g_assert_cmpuint (ectopy_study_get_beat (study, 59).status, ==, ECTOPY_BEAT_PREDICTED);
}

/* A day's beats are put in order within a moment: the limit is wide, for slow machines. */
static void
test_day (void)
{
  EctopyFindings *findings = ectopy_findings_new ();
  EctopyLead lead = { g_strdup ("II"), g_new0 (float, 1000000) };
  g_autoptr (EctopyRecording)
      recording = ectopy_recording_new_take (100, 1000000, &lead, 1, NULL, NULL);
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyReviewQueue) queue = NULL;
  gint64 begin;
  EctopyRng rng;

  ectopy_rng_init (&rng, 1, 0);
  for (guint i = 0; i < 100000; i++) {
    const float sure = (float) (0.5 + 0.5 * ectopy_rng_uniform (&rng));
    EctopyFoundBeat beat = { .sample = 10 * (gint64) i };

    beat.beat_class = ectopy_rng_below (&rng, 5) == 0 ? ECTOPY_CLASS_V : ECTOPY_CLASS_N;
    beat.probabilities[beat.beat_class] = sure;
    beat.probabilities[ECTOPY_CLASS_S] = 1 - sure;
    g_array_append_val (findings->beats, beat);
  }
  findings->lead = g_strdup ("II");
  study = ectopy_study_new_take (recording, findings);
  ectopy_study_get_episodes (study);
  begin = g_get_monotonic_time ();
  queue = ectopy_review_queue_new (study);
  g_test_message ("100,000 beats: %.1f ms", (double) (g_get_monotonic_time () - begin) * 1e-3);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (queue->n, ==, 100000);
  for (size_t i = 1; i < queue->n; i++) {
    g_assert_cmpfloat (queue->items[i - 1].cost, >=, queue->items[i].cost);
    if (queue->items[i - 1].cost == queue->items[i].cost)
      g_assert_cmpuint (queue->items[i - 1].beat, <, queue->items[i].beat);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/review-queue/costs", test_costs);
  g_test_add_func ("/review/review-queue/order", test_order);
  g_test_add_func ("/review/review-queue/weights", test_weights);
  g_test_add_func ("/review/review-queue/members", test_members);
  g_test_add_func ("/review/review-queue/accept-above", test_accept_above);
  g_test_add_func ("/review/review-queue/day", test_day);
  return g_test_run ();
}
