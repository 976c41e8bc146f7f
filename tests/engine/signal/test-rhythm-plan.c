/* SPDX-License-Identifier: MIT */
#include "engine/signal/rhythm-plan.h"

#include <math.h>

/* The typical patient with a clock for a sinus node, so that pauses can be measured. */
static void
init_steady (EctopyEcgPatient *patient)
{
  ectopy_ecg_patient_init (patient);
  patient->rate_bpm = 60;
  patient->rate_sd_bpm = 0;
}

static GArray *
plan (const EctopyPlannedEpisode *episodes, size_t n_episodes, double duration_s)
{
  EctopyEcgPatient patient;
  EctopyRng rng;

  init_steady (&patient);
  ectopy_rng_init (&rng, 11, 0);
  return ectopy_rhythm_plan_beats (&patient, episodes, n_episodes, duration_s, &rng);
}

static double
interval (GArray *beats, guint from, guint to)
{
  return g_array_index (beats, EctopyPlannedBeat, to).time_s -
         g_array_index (beats, EctopyPlannedBeat, from).time_s;
}

static void
assert_letters (GArray *beats, const char *expected)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = 0; i < beats->len; i++) {
    const guint beat_class = g_array_index (beats, EctopyPlannedBeat, i).beat_class;

    g_string_append_c (letters, ectopy_beat_class_letter (beat_class));
  }
  g_assert_cmpstr (letters->str, ==, expected);
}

static void
test_patterns (void)
{
  static const EctopyPlannedEpisode episodes[] = {
    { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_V, 1, 2 },
    { ECTOPY_PATTERN_COUPLET, ECTOPY_CLASS_S, 2, 2 },
    { ECTOPY_PATTERN_BIGEMINY, ECTOPY_CLASS_V, 3, 1 },
    { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_Q, 4, 2 },
    { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_F, 1, 1 },
  };
  static const size_t expected[ECTOPY_N_CLASSES] = { 10, 2, 4, 1, 4 };
  g_autoptr (GArray) beats = plan (episodes, G_N_ELEMENTS (episodes), 0);
  size_t counts[ECTOPY_N_CLASSES];

  assert_letters (beats, "NNVNNSSNVNVNVNNQQQQNFNNN");
  ectopy_rhythm_plan_count (episodes, G_N_ELEMENTS (episodes), counts);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpuint (counts[i], ==, expected[i]);
}

/* The sinus beat after a ventricular one comes when the second would have come anyway. */
static void
test_compensatory_pause (void)
{
  static const EctopyPlannedEpisode episode = { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_V, 1, 4 };
  g_autoptr (GArray) beats = plan (&episode, 1, 0);

  assert_letters (beats, "NNNNVNNN");
  g_assert_cmpfloat_with_epsilon (interval (beats, 2, 3), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval (beats, 3, 4), 0.60, 0.05);
  g_assert_cmpfloat_with_epsilon (interval (beats, 3, 5), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval (beats, 5, 6), 1, 1e-9);
}

static void
test_incomplete_pause (void)
{
  static const EctopyPlannedEpisode episode = { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_S, 1, 4 };
  g_autoptr (GArray) beats = plan (&episode, 1, 0);

  assert_letters (beats, "NNNNSNNN");
  g_assert_cmpfloat_with_epsilon (interval (beats, 3, 4), 0.68, 0.05);
  g_assert_cmpfloat_with_epsilon (interval (beats, 4, 5), 1.08, 1e-9);
  g_assert_cmpfloat (interval (beats, 3, 5), <, 1.9);
}

static void
test_paced_time (void)
{
  static const EctopyPlannedEpisode episode = { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_Q, 20, 2 };
  g_autoptr (GArray) beats = plan (&episode, 1, 0);

  for (guint i = 2; i < 22; i++)
    g_assert_cmpfloat_with_epsilon (interval (beats, i - 1, i), 1.08, 0.005);
}

static void
test_rhythm_texts (void)
{
  static const EctopyPlannedEpisode episodes[] = {
    { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_V, 3, 2 },
    { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_S, 3, 2 },
    { ECTOPY_PATTERN_BIGEMINY, ECTOPY_CLASS_V, 3, 2 },
  };
  static const struct {
    guint beat;
    const char *text;
  } cases[] = {
    { 0, "(N" }, { 2, "(VT" }, { 5, "(N" }, { 7, "(SVTA" }, { 12, "(B" }, { 13, "(B" }
  };
  g_autoptr (GArray) beats = plan (episodes, G_N_ELEMENTS (episodes), 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyPlannedBeat *beat = &g_array_index (beats, EctopyPlannedBeat, cases[i].beat);

    g_assert_cmpstr (ectopy_rhythm_plan_text (beat->rhythm), ==, cases[i].text);
  }
}

/* A plan of given length is filled up with sinus beats, or broken off. */
static void
test_duration (void)
{
  static const EctopyPlannedEpisode episode = { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_V, 500, 2 };
  g_autoptr (GArray) filled = plan (&episode, 0, 100);
  g_autoptr (GArray) broken = plan (&episode, 1, 100);

  g_assert_cmpuint (filled->len, ==, 100);
  g_assert_cmpuint (broken->len, >, 150);
  g_assert_cmpfloat (interval (broken, 0, broken->len - 1), <, 99.5);
}

static void
test_draw (void)
{
  static const size_t wanted[][ECTOPY_N_CLASSES] = {
    { 600, 100, 120, 60, 120 }, { 5, 1, 2, 3, 4 }, { 100, 0, 0, 0, 0 },
    { 0, 40, 0, 0, 1 },         { 0, 0, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    for (guint seed = 0; seed < 50; seed++) {
      g_autoptr (GArray) episodes = NULL;
      g_autoptr (GArray) beats = NULL;
      size_t counts[ECTOPY_N_CLASSES], planned[ECTOPY_N_CLASSES] = { 0 };
      EctopyRng rng;

      ectopy_rng_init (&rng, seed, 0);
      episodes = ectopy_rhythm_plan_draw (wanted[i], &rng);
      ectopy_rhythm_plan_count (&g_array_index (episodes, EctopyPlannedEpisode, 0), episodes->len,
                                counts);
      g_assert_cmpuint (counts[ECTOPY_CLASS_N], >=, wanted[i][ECTOPY_CLASS_N]);
      for (guint k = 1; k < ECTOPY_N_CLASSES; k++)
        g_assert_cmpuint (counts[k], ==, wanted[i][k]);

      beats = plan (&g_array_index (episodes, EctopyPlannedEpisode, 0), episodes->len, 0);
      for (guint k = 0; k < beats->len; k++) {
        planned[g_array_index (beats, EctopyPlannedBeat, k).beat_class]++;
        g_assert_true (k == 0 || interval (beats, k - 1, k) >= 0.25);
      }
      counts[ECTOPY_CLASS_N] += 3;
      for (guint k = 0; k < ECTOPY_N_CLASSES; k++)
        g_assert_cmpuint (planned[k], ==, counts[k]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/rhythm-plan/patterns", test_patterns);
  g_test_add_func ("/signal/rhythm-plan/compensatory-pause", test_compensatory_pause);
  g_test_add_func ("/signal/rhythm-plan/incomplete-pause", test_incomplete_pause);
  g_test_add_func ("/signal/rhythm-plan/paced-time", test_paced_time);
  g_test_add_func ("/signal/rhythm-plan/rhythm-texts", test_rhythm_texts);
  g_test_add_func ("/signal/rhythm-plan/duration", test_duration);
  g_test_add_func ("/signal/rhythm-plan/draw", test_draw);
  return g_test_run ();
}
