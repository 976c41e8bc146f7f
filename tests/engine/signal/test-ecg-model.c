/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-model.h"

#include "engine/core/error.h"

#include <math.h>
#include <string.h>

static const EctopyPlannedEpisode episodes[] = {
  { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_V, 1, 6 },
  { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_S, 1, 4 },
  { ECTOPY_PATTERN_ISOLATED, ECTOPY_CLASS_F, 1, 4 },
  { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_Q, 5, 4 },
  { ECTOPY_PATTERN_COUPLET, ECTOPY_CLASS_V, 2, 4 },
  { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_V, 6, 4 },
  { ECTOPY_PATTERN_RUN, ECTOPY_CLASS_S, 6, 4 },
};

#define N_BEATS (30 + 22 + 3)

typedef struct {
  EctopyEcgPatient patient;
  GArray *beats;
  EctopyEcgModelSettings settings;
} Case;

/* The typical patient or, if @seed is not 0, somebody else; no noise. */
static void
init_case (Case *the_case, guint64 seed)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, seed, 0);
  ectopy_ecg_patient_init (&the_case->patient);
  if (seed != 0)
    ectopy_ecg_patient_draw (&the_case->patient, &rng);
  the_case->beats = ectopy_rhythm_plan_beats (&the_case->patient, episodes, G_N_ELEMENTS (episodes),
                                              0, &rng);
  the_case->settings = (EctopyEcgModelSettings){ .rate_hz = 360, .duration_s = 70 };
}

static EctopyRecording *
record (const Case *the_case, guint64 seed, GError **error)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, seed, 1);
  return ectopy_ecg_model_record (
      &the_case->patient, &g_array_index (the_case->beats, EctopyPlannedBeat, 0),
      the_case->beats->len, &the_case->settings, &rng, NULL, NULL, NULL, error);
}

static float
absolute_at (const float *x, gint64 at, float level)
{
  return fabsf (x[at] - level);
}

/* The marked sample, or one beside it, is the largest deflection within 40 ms, either way. */
static void
assert_peak (const float *x, gint64 at)
{
  const float level = x[at - 45]; /* before the complex, and before a spike */
  gint64 found = at;

  for (gint64 i = at - 14; i <= at + 14; i++)
    if (absolute_at (x, i, level) > absolute_at (x, found, level))
      found = i;
  g_assert_cmpint (ABS (found - at), <=, 1);
}

static void
test_peaks (void)
{
  for (guint64 seed = 0; seed < 20; seed++) {
    Case the_case;
    g_autoptr (EctopyRecording) recording = NULL;
    const EctopyAnnotation *marks;
    size_t n;

    init_case (&the_case, seed);
    recording = record (&the_case, seed, NULL);
    marks = ectopy_recording_get_annotations (recording, &n);
    g_assert_cmpuint (n, ==, N_BEATS);
    for (size_t i = 0; i < n; i++) {
      const EctopyPlannedBeat *beat = &g_array_index (the_case.beats, EctopyPlannedBeat, i);
      const double expected = beat->time_s * 360;

      g_assert_cmpuint (ectopy_annotation_code_class (marks[i].code), ==, beat->beat_class);
      if (beat->beat_class != ECTOPY_CLASS_F) { /* which has two R events */
        g_assert_cmpfloat (fabs ((double) marks[i].sample - expected), <=, 1.5);
        assert_peak (ectopy_recording_get_samples (recording, 0), marks[i].sample);
      }
    }
    g_array_unref (the_case.beats);
  }
}

/* How long the first lead stays beyond half its height at a mark, in ms. */
static double
width_at (const float *x, gint64 at)
{
  const float level = x[at - 45];
  const float half = absolute_at (x, at, level) / 2;
  gint64 from = at, to = at;

  while (absolute_at (x, from, level) > half)
    from--;
  while (absolute_at (x, to, level) > half)
    to++;
  return (double) (to - from) / 0.36;
}

static void
test_widths (void)
{
  for (guint64 seed = 0; seed < 20; seed++) {
    double widths[ECTOPY_N_CLASSES] = { 0 };
    Case the_case;
    g_autoptr (EctopyRecording) recording = NULL;
    const EctopyAnnotation *marks;
    size_t n;

    init_case (&the_case, seed);
    recording = record (&the_case, seed, NULL);
    marks = ectopy_recording_get_annotations (recording, &n);
    for (size_t i = 1; i + 1 < n; i++)
      if (marks[i].code != marks[i - 1].code || marks[i].code == ECTOPY_CODE_NORMAL)
        widths[ectopy_annotation_code_class (marks[i].code)] = width_at (
            ectopy_recording_get_samples (recording, 0), marks[i].sample);
    g_assert_cmpfloat (widths[ECTOPY_CLASS_N], <, 40);
    g_assert_cmpfloat (widths[ECTOPY_CLASS_V], >, 1.5 * widths[ECTOPY_CLASS_N]);
    g_assert_cmpfloat (widths[ECTOPY_CLASS_Q], >, 1.3 * widths[ECTOPY_CLASS_N]);
    g_assert_cmpfloat (widths[ECTOPY_CLASS_S], <, 1.2 * widths[ECTOPY_CLASS_N]);
    g_array_unref (the_case.beats);
  }
}

/* Marks stand in the rhythm that was asked for. */
static void
test_intervals (void)
{
  Case the_case;
  g_autoptr (EctopyRecording) recording = NULL;
  const EctopyAnnotation *marks;
  size_t n;
  double sum = 0;

  init_case (&the_case, 0);
  g_array_unref (the_case.beats);
  the_case.settings.duration_s = 600;
  {
    EctopyRng rng;

    ectopy_rng_init (&rng, 4, 0);
    the_case.beats = ectopy_rhythm_plan_beats (&the_case.patient, NULL, 0, 600, &rng);
  }
  recording = record (&the_case, 4, NULL);
  marks = ectopy_recording_get_annotations (recording, &n);
  for (size_t i = 1; i < n; i++) {
    const EctopyPlannedBeat *beat = &g_array_index (the_case.beats, EctopyPlannedBeat, i);
    const double rr = (double) (marks[i].sample - marks[i - 1].sample) / 360;

    g_assert_cmpfloat_with_epsilon (rr, beat->time_s - beat[-1].time_s, 2.0 / 360);
    sum += rr;
  }
  g_assert_cmpfloat_with_epsilon (sum / (double) (n - 1), 60.0 / the_case.patient.rate_bpm, 0.004);
  g_array_unref (the_case.beats);
}

/* The typical normal beat: P before, R of its height, T after, the leads not alike. */
static void
test_normal_beat (void)
{
  Case the_case;
  g_autoptr (EctopyRecording) recording = NULL;
  const EctopyAnnotation *marks;
  const float *x, *v1;
  gint64 r;
  size_t n;

  init_case (&the_case, 0);
  recording = record (&the_case, 1, NULL);
  g_array_unref (the_case.beats);
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (marks[3].code, ==, ECTOPY_CODE_NORMAL);
  r = marks[3].sample;
  x = ectopy_recording_get_samples (recording, 0);
  v1 = ectopy_recording_get_samples (recording, 1);
  g_assert_cmpfloat ((double) x[r] - (double) x[r - 32], >, 1.0);       /* PR segment */
  g_assert_cmpfloat ((double) x[r - 57] - (double) x[r - 90], >, 0.1);  /* P */
  g_assert_cmpfloat ((double) x[r + 95] - (double) x[r + 170], >, 0.2); /* T */
  g_assert_cmpfloat (v1[r + 7], <, -0.5);                               /* the S wave of V1 */
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 0), ==, "MLII");
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "V1");
}

static void
test_seed (void)
{
  Case the_case;
  g_autoptr (EctopyRecording) a = NULL;
  g_autoptr (EctopyRecording) b = NULL;
  g_autoptr (EctopyRecording) other = NULL;
  size_t size;

  init_case (&the_case, 3);
  ectopy_ecg_noise_init (&the_case.settings.noise);
  a = record (&the_case, 5, NULL);
  b = record (&the_case, 5, NULL);
  other = record (&the_case, 6, NULL);
  g_array_unref (the_case.beats);
  size = ectopy_recording_get_n_samples (a) * sizeof (float);
  g_assert_cmpuint (size, ==, 70 * 360 * sizeof (float));
  for (size_t lead = 0; lead < 2; lead++) {
    g_assert_cmpmem (ectopy_recording_get_samples (a, lead), size,
                     ectopy_recording_get_samples (b, lead), size);
    g_assert_true (memcmp (ectopy_recording_get_samples (a, lead),
                           ectopy_recording_get_samples (other, lead), size) != 0);
  }
}

static void
test_rhythm_marks (void)
{
  static const char *const expected[] = { "(N", "(P", "(N", "(VT", "(N", "(SVTA", "(N" };
  Case the_case;
  g_autoptr (EctopyRecording) recording = NULL;
  const EctopyAnnotation *marks;
  size_t n, n_rhythms = 0;

  init_case (&the_case, 0);
  the_case.settings.rhythm_marks = TRUE;
  recording = record (&the_case, 1, NULL);
  g_array_unref (the_case.beats);
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (marks[0].code, ==, ECTOPY_CODE_RHYTHM);
  for (size_t i = 0; i < n; i++)
    if (marks[i].code == ECTOPY_CODE_RHYTHM)
      g_assert_cmpstr (marks[i].text, ==, expected[n_rhythms++]);
  g_assert_cmpuint (n_rhythms, ==, G_N_ELEMENTS (expected));
}

/* A beat whose waves lie partly, or whose R wholly, outside the recording. */
static void
test_ends (void)
{
  static const double rates_hz[] = { 100, 250, 360, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates_hz); i++) {
    EctopyPlannedBeat beats[] = {
      { .time_s = 0.001, .rr_s = 1 },
      { .time_s = 0.999, .rr_s = 1, .beat_class = ECTOPY_CLASS_V },
      { .time_s = 1.05, .rr_s = 1 },
    };
    Case the_case = { .settings = { .rate_hz = rates_hz[i], .duration_s = 1 } };
    g_autoptr (EctopyRecording) recording = NULL;
    const EctopyAnnotation *marks;
    size_t n;

    ectopy_ecg_patient_init (&the_case.patient);
    the_case.beats = g_array_new (FALSE, FALSE, sizeof (EctopyPlannedBeat));
    g_array_append_vals (the_case.beats, beats, 3);
    recording = record (&the_case, 1, NULL);
    g_array_unref (the_case.beats);
    marks = ectopy_recording_get_annotations (recording, &n);
    g_assert_cmpuint (n, ==, 2);
    g_assert_cmpint (marks[0].sample, >=, 0);
    g_assert_cmpint (marks[1].sample, <, (gint64) ectopy_recording_get_n_samples (recording));
  }
}

static void
test_errors (void)
{
  static const double bad[][2] = { { 99, 10 },   { 2001, 10 }, { 360, 0.5 },
                                   { 360, 1e9 }, { NAN, 10 },  { 360, NAN } };
  Case the_case;

  init_case (&the_case, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    the_case.settings.rate_hz = bad[i][0];
    the_case.settings.duration_s = bad[i][1];
    g_assert_null (record (&the_case, 1, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  }
  g_array_unref (the_case.beats);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/ecg-model/peaks", test_peaks);
  g_test_add_func ("/signal/ecg-model/widths", test_widths);
  g_test_add_func ("/signal/ecg-model/intervals", test_intervals);
  g_test_add_func ("/signal/ecg-model/normal-beat", test_normal_beat);
  g_test_add_func ("/signal/ecg-model/seed", test_seed);
  g_test_add_func ("/signal/ecg-model/rhythm-marks", test_rhythm_marks);
  g_test_add_func ("/signal/ecg-model/ends", test_ends);
  g_test_add_func ("/signal/ecg-model/errors", test_errors);
  return g_test_run ();
}
