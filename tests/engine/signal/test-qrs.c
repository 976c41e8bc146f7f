/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/recording.h"
#include "engine/signal/qrs.h"
#include "engine/signal/synthesize.h"

#include <math.h>
#include <string.h>

/* Seconds between a mark and the beat it is for. */
#define WINDOW 0.150

static EctopyRecording *
make_recording (double rate_hz, double duration_s, guint64 seed)
{
  EctopySynthesizeSettings settings;
  EctopyRecording *recording;

  ectopy_synthesize_settings_init (&settings);
  settings.seed = seed;
  settings.rate_hz = rate_hz;
  settings.duration_s = duration_s;
  recording = ectopy_synthesize_recording (&settings, NULL, NULL, NULL, NULL);
  g_assert_nonnull (recording);
  return recording;
}

/* Two leads of a recording, copied so that tests may spoil them. */
typedef struct {
  EctopyRecording *recording;
  float *leads[2];
  EctopyQrsInput input;
} Ecg;

static Ecg *
make_ecg (double rate_hz, double duration_s, guint64 seed)
{
  Ecg *ecg = g_new0 (Ecg, 1);
  size_t n;

  ecg->recording = make_recording (rate_hz, duration_s, seed);
  n = ectopy_recording_get_n_samples (ecg->recording);
  for (guint l = 0; l < 2; l++)
    ecg->leads[l] = g_memdup2 (ectopy_recording_get_samples (ecg->recording, l),
                               n * sizeof (float));
  ecg->input = (EctopyQrsInput){
    .leads = (const float *const *) ecg->leads,
    .n_leads = 2,
    .n_samples = n,
    .rate_hz = rate_hz,
  };
  return ecg;
}

static void
free_ecg (Ecg *ecg)
{
  g_object_unref (ecg->recording);
  g_free (ecg->leads[0]);
  g_free (ecg->leads[1]);
  g_free (ecg);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ecg, free_ecg)

static EctopyQrsResult *
detect (const Ecg *ecg)
{
  GError *error = NULL;
  EctopyQrsResult *result = ectopy_qrs_detect (&ecg->input, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Beats of the recording without a mark, and marks without a beat, between two times. */
static void
count_errors (const Ecg *ecg,
              const EctopyQrsResult *result,
              double from_s,
              double to_s,
              guint *n_beats,
              guint *n_missed,
              guint *n_false)
{
  const double rate = ecg->input.rate_hz;
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (ecg->recording, &n);
  size_t k = 0;

  *n_beats = *n_missed = *n_false = 0;
  for (size_t i = 0; i < n; i++) {
    const double at = (double) marks[i].sample / rate;
    gboolean is_found;

    if (ectopy_annotation_code_class (marks[i].code) == ECTOPY_CLASS_NONE || at < from_s ||
        at > to_s)
      continue;
    (*n_beats)++;
    for (; k < result->n_beats && (double) result->beats[k].sample / rate < at - WINDOW; k++)
      if ((double) result->beats[k].sample / rate > from_s)
        (*n_false)++;
    is_found = k < result->n_beats && (double) result->beats[k].sample / rate <= at + WINDOW;
    *n_missed += is_found ? 0 : 1;
    k += is_found ? 1 : 0;
  }
}

static void
assert_errors (const Ecg *ecg, guint most)
{
  g_autoptr (EctopyQrsResult) result = detect (ecg);
  const double seconds = (double) ecg->input.n_samples / ecg->input.rate_hz;
  guint n_beats, n_missed, n_false;

  count_errors (ecg, result, 1, seconds - 1, &n_beats, &n_missed, &n_false);
  g_assert_cmpuint (n_beats, >, (guint) seconds / 2);
  g_test_message ("%u beats, %u missed, %u false", n_beats, n_missed, n_false);
  g_assert_cmpuint (n_missed + n_false, <=, most);
  for (size_t i = 0; i < result->n_beats; i++) {
    g_assert_cmpuint (result->beats[i].sample, <, ecg->input.n_samples);
    g_assert_true (i == 0 || result->beats[i].sample > result->beats[i - 1].sample);
  }
}

/* The same constants at any rate. */
static void
test_rates (void)
{
  static const double rates[] = { 100, 120, 128, 180, 200, 250, 257, 360, 500, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autoptr (Ecg) ecg = make_ecg (rates[i], 300, 5);

    assert_errors (ecg, 4);
  }
}

static void
test_one_lead (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 600, 9);

  ecg->input.n_leads = 1;
  assert_errors (ecg, 8);
}

static void
test_polarity (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 600, 9);

  for (size_t i = ecg->input.n_samples / 2; i < ecg->input.n_samples; i++) {
    ecg->leads[0][i] = -ecg->leads[0][i];
    ecg->leads[1][i] = -ecg->leads[1][i];
  }
  assert_errors (ecg, 6);
}

/* The unit does not matter, nor does a wandering line. */
static void
test_amplitude (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 600, 9);

  for (size_t i = 0; i < ecg->input.n_samples; i++) {
    const float wander = 2 * sinf ((float) i / 360 * 1.9f);

    ecg->leads[0][i] = 40 * (ecg->leads[0][i] + wander);
    ecg->leads[1][i] = 0.2f * (ecg->leads[1][i] + wander);
  }
  assert_errors (ecg, 6);
}

/* A lead of noise alone leaves the other its say. */
static void
test_noisy_lead (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 600, 9);

  for (size_t i = 0; i < ecg->input.n_samples; i++)
    ecg->leads[1][i] = (float) g_test_rand_double_range (-1, 1);
  assert_errors (ecg, 12);
}

/* Gaps lose the beats in them and no other. */
static void
test_gap (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 300, 5);
  g_autoptr (EctopyQrsResult) result = NULL;
  guint n_beats, n_missed, n_false;

  for (size_t i = 100 * 360; i < 130 * 360; i++)
    ecg->leads[0][i] = ecg->leads[1][i] = i % 2 == 0 ? NAN : INFINITY;
  result = detect (ecg);
  count_errors (ecg, result, 1, 99, &n_beats, &n_missed, &n_false);
  g_assert_cmpuint (n_missed + n_false, <=, 2);
  count_errors (ecg, result, 131, 299, &n_beats, &n_missed, &n_false);
  g_assert_cmpuint (n_missed + n_false, <=, 2);
  for (size_t i = 0; i < result->n_beats; i++)
    g_assert_false (result->beats[i].sample > 101 * 360 && result->beats[i].sample < 129 * 360);
  for (size_t k = 102; k < 128; k++) {
    g_assert_cmpuint (result->lead_flags[k], ==, ECTOPY_LEAD_OFF);
    g_assert_cmpuint (result->is_unsure[k], ==, 1);
  }
  g_assert_cmpuint (result->is_unsure[50], ==, 0);
  g_assert_cmpuint (result->is_unsure[200], ==, 0);
}

/* A lead that falls off is told, and does no harm. */
static void
test_lead_off (void)
{
  g_autoptr (Ecg) ecg = make_ecg (360, 300, 5);
  g_autoptr (EctopyQrsResult) result = NULL;

  for (size_t i = 100 * 360; i < 160 * 360; i++)
    ecg->leads[1][i] = 0.3f;
  assert_errors (ecg, 4);
  result = detect (ecg);
  for (size_t k = 103; k < 157; k++) {
    g_assert_cmpuint (result->lead_flags[result->n_seconds + k], ==, ECTOPY_LEAD_OFF);
    g_assert_cmpuint (result->is_unsure[k], ==, 0);
  }
  g_assert_cmpuint (result->lead_flags[result->n_seconds + 50], ==, 0);
}

/* Marks lie on the R peak, to a sample or two, whichever the rate. */
static void
test_marks (void)
{
  g_autoptr (Ecg) ecg = make_ecg (500, 300, 8);
  g_autoptr (EctopyQrsResult) result = detect (ecg);
  size_t n, k = 0;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (ecg->recording, &n);
  guint n_near = 0, n_all = 0;

  for (size_t i = 0; i < n; i++) {
    if (ectopy_annotation_code_class (marks[i].code) != ECTOPY_CLASS_N)
      continue;
    while (k + 1 < result->n_beats && (gint64) result->beats[k].sample < marks[i].sample - 75)
      k++;
    n_all++;
    n_near += ABS ((gint64) result->beats[k].sample - marks[i].sample) <= 5 ? 1 : 0;
  }
  g_test_message ("%u of %u within 10 ms", n_near, n_all);
  g_assert_cmpuint (n_all, >, 100);
  g_assert_cmpuint (n_near * 100, >=, n_all * 97);
}

/* Nothing in it: nothing found, and nothing goes wrong. */
static void
test_nothing (void)
{
  static const float levels[] = { 0, 1, -3, 1e-30f, 1e30f, -3e38f, NAN, INFINITY };
  const size_t n = 10 * 360;
  g_autofree float *x = g_new (float, n);
  const float *leads[1] = { x };

  for (guint k = 0; k < G_N_ELEMENTS (levels); k++) {
    g_autoptr (EctopyQrsResult) result = NULL;

    for (size_t i = 0; i < n; i++)
      x[i] = levels[k];
    result = ectopy_qrs_detect (&(EctopyQrsInput){ leads, 1, n, 360, 0, NULL }, NULL, NULL, NULL,
                                NULL);
    g_assert_nonnull (result);
    g_assert_cmpuint (result->n_beats, ==, 0);
  }
}

/* Whatever is in it. */
static void
test_wild (void)
{
  static const double rates[] = { 20, 47.3, 119.9, 120.1, 333.3, 2000, 100000 };
  const size_t n = 200000;
  g_autofree float *x = g_new (float, n);
  g_autofree float *y = g_new (float, n);
  const float *leads[2] = { x, y };

  for (guint k = 0; k < G_N_ELEMENTS (rates); k++) {
    g_autoptr (EctopyQrsResult) result = NULL;

    for (size_t i = 0; i < n; i++) {
      const guint32 bits[2] = { g_test_rand_int (), g_test_rand_int () };

      memcpy (&x[i], &bits[0], sizeof (float));
      memcpy (&y[i], &bits[1], sizeof (float));
    }
    result = ectopy_qrs_detect (&(EctopyQrsInput){ leads, 2, n, rates[k], 1, NULL }, NULL, NULL,
                                NULL, NULL);
    g_assert_nonnull (result);
    for (size_t i = 0; i < result->n_beats; i++) {
      g_assert_cmpuint (result->beats[i].sample, <, n);
      g_assert_true (isfinite (result->beats[i].score));
    }
  }
}

static void
test_refused (void)
{
  const float x[1000] = { 0 };
  const float *leads[1] = { x };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ectopy_qrs_detect (&(EctopyQrsInput){ leads, 1, 719, 360, 0, NULL }, NULL, NULL,
                                    NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (ectopy_qrs_detect (&(EctopyQrsInput){ leads, 1, 1000, NAN, 0, NULL }, NULL, NULL,
                                    NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (ectopy_qrs_detect (&(EctopyQrsInput){ leads, 1, 1000, 360, 1, NULL }, NULL, NULL,
                                    NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_qrs_detect (&(EctopyQrsInput){ leads, 1, 1000, 360, 0, NULL }, NULL, NULL,
                                    cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_choose_lead (void)
{
  static const char *const usual[] = { "V5", "MLII" };
  static const char *const unnamed[] = { NULL, "V1" };

  g_assert_cmpuint (ectopy_qrs_choose_lead (usual, 2), ==, 1);
  g_assert_cmpuint (ectopy_qrs_choose_lead (unnamed, 2), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/qrs/rates", test_rates);
  g_test_add_func ("/signal/qrs/one-lead", test_one_lead);
  g_test_add_func ("/signal/qrs/polarity", test_polarity);
  g_test_add_func ("/signal/qrs/amplitude", test_amplitude);
  g_test_add_func ("/signal/qrs/noisy-lead", test_noisy_lead);
  g_test_add_func ("/signal/qrs/gap", test_gap);
  g_test_add_func ("/signal/qrs/lead-off", test_lead_off);
  g_test_add_func ("/signal/qrs/marks", test_marks);
  g_test_add_func ("/signal/qrs/nothing", test_nothing);
  g_test_add_func ("/signal/qrs/wild", test_wild);
  g_test_add_func ("/signal/qrs/refused", test_refused);
  g_test_add_func ("/signal/qrs/choose-lead", test_choose_lead);
  return g_test_run ();
}
