/* SPDX-License-Identifier: MIT */
#include "engine/signal/beat-shape.h"
#include "tests/support/test-study.h"

static void
test_peak (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  const float *samples = ectopy_recording_get_samples (recording, 0);
  const size_t n = ectopy_recording_get_n_samples (recording);

  g_assert_cmpuint (ectopy_find_peak (samples, n, 100, 155), ==, 150);
  g_assert_cmpuint (ectopy_find_peak (samples, n, 100, 144), ==, 150);
  /* Downwards too. */
  g_assert_cmpuint (ectopy_find_peak (samples, n, 100, 524), ==, 520);
  g_assert_cmpuint (ectopy_find_peak (samples, n, 100, -50), <, n);
  g_assert_cmpuint (ectopy_find_peak (samples, n, 100, 1000000), <, n);
}

static void
test_peak_without_signal (void)
{
  float samples[200];

  for (guint i = 0; i < 200; i++)
    samples[i] = NAN;
  g_assert_cmpuint (ectopy_find_peak (samples, 200, 100, 70), ==, 70);
}

static void
test_alike (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  g_autoptr (EctopyFindings) findings = test_study_findings ("detector");
  gint64 marks[TEST_STUDY_BEATS];
  guint8 is_alike[TEST_STUDY_BEATS];

  for (guint i = 0; i < TEST_STUDY_BEATS; i++)
    marks[i] = g_array_index (findings->beats, EctopyFoundBeat, i).sample + (i % 3) - 1;
  g_assert_cmpuint (ectopy_beats_alike (ectopy_recording_get_samples (recording, 0),
                                        ectopy_recording_get_n_samples (recording), 100, marks[15],
                                        marks, TEST_STUDY_BEATS, is_alike),
                    ==, 6);
  for (guint i = 0; i < TEST_STUDY_BEATS; i++)
    g_assert_cmpuint (is_alike[i], ==, i % 10 == 5);
}

/* The mean of like beats is like them; those at the ends and in gaps are left out. */
static void
test_mean (void)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  const size_t n = ectopy_recording_get_n_samples (recording);
  g_autofree float *samples = g_memdup2 (ectopy_recording_get_samples (recording, 0),
                                         n * sizeof (float));
  const gint64 marks[] = { 150, 250, 350, 5, (gint64) n - 3, 750 };
  float mean[61];

  samples[755] = NAN;
  g_assert_cmpuint (ectopy_beats_mean (samples, n, marks, 6, 30, 61, mean), ==, 3);
  g_assert_cmpfloat_with_epsilon (mean[30] - mean[0], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (mean[32] - mean[0], samples[152] - samples[120], 1e-5);
  g_assert_cmpuint (ectopy_beats_mean (samples, n, marks + 3, 2, 30, 61, mean), ==, 0);
  g_assert_cmpfloat (mean[30], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/beat-shape/peak", test_peak);
  g_test_add_func ("/signal/beat-shape/peak-without-signal", test_peak_without_signal);
  g_test_add_func ("/signal/beat-shape/alike", test_alike);
  g_test_add_func ("/signal/beat-shape/mean", test_mean);
  return g_test_run ();
}
