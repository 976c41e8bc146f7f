/* SPDX-License-Identifier: MIT */
#include "engine/signal/synthesize.h"

#include "engine/core/error.h"
#include "engine/signal/cut.h"

#include <math.h>
#include <string.h>

static void
count_cb (const char *stage, double fraction, gpointer user_data)
{
  g_assert_true (stage != NULL && fraction >= 0 && fraction <= 1);
  (*(guint *) user_data)++;
}

static void
test_recording (void)
{
  EctopySynthesizeSettings settings;
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  size_t counts[ECTOPY_N_CLASSES];
  double sum = 0;
  guint n_calls = 0;

  ectopy_synthesize_settings_init (&settings);
  recording = ectopy_synthesize_recording (&settings, count_cb, &n_calls, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_calls, >, 0);
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, 1800 * 360);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 2);
  g_assert_nonnull (ectopy_recording_get_comment (recording));
  ectopy_recording_count_classes (recording, counts);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    sum += (double) counts[i];
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpfloat_with_epsilon ((double) counts[i] / sum, settings.proportions[i], 0.05);
}

/* Beats beyond the recording's end are neither marked nor missing before it. */
static void
test_whole_length (void)
{
  EctopySynthesizeSettings settings;

  ectopy_synthesize_settings_init (&settings);
  settings.duration_s = 60;
  for (settings.seed = 0; settings.seed < 20; settings.seed++) {
    g_autoptr (EctopyRecording)
        recording = ectopy_synthesize_recording (&settings, NULL, NULL, NULL, NULL);
    size_t n;
    const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);

    g_assert_cmpint (marks[0].sample, <, 360);
    g_assert_cmpint (marks[n - 1].sample, <, 60 * 360);
    g_assert_cmpint (marks[n - 1].sample, >, 57 * 360);
  }
}

static void
test_beats (void)
{
  static const size_t expected[ECTOPY_N_CLASSES] = { 1201, 200, 240, 120, 240 };
  EctopySynthesizeSettings settings;
  g_autoptr (EctopyDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  size_t counts[ECTOPY_N_CLASSES], n_first = 0;

  ectopy_synthesize_settings_init (&settings);
  dataset = ectopy_synthesize_beats (&settings, 2001, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (dataset), ==, 2001);
  g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, ECTOPY_CUT_LENGTH);
  ectopy_dataset_count_classes (dataset, counts);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpuint (counts[i], ==, expected[i]);

  for (size_t row = 0; row < 2001; row++) {
    const float *samples = ectopy_dataset_get_row (dataset, row);
    float low = 1, high = 0;

    for (size_t i = 0; i < ECTOPY_CUT_LENGTH; i++) {
      low = MIN (low, samples[i]);
      high = MAX (high, samples[i]);
    }
    g_assert_true (low >= 0 && low < 0.5f && high > 0.5f && high <= 1);
  }
  /* Shuffled: the first quarter has about its share of the commonest class. */
  for (size_t i = 0; i < 500; i++)
    n_first += ectopy_dataset_get_labels (dataset)[i] == ECTOPY_CLASS_N;
  g_assert_true (n_first > 260 && n_first < 340);
}

static void
test_counts (void)
{
  static const struct {
    double proportions[ECTOPY_N_CLASSES];
    size_t n_beats;
    size_t expected[ECTOPY_N_CLASSES];
  } cases[] = {
    { { 0.6, 0.1, 0.12, 0.06, 0.12 }, 5, { 1, 1, 1, 1, 1 } },
    { { 0.6, 0.1, 0.12, 0.06, 0.12 }, 1, { 1, 0, 0, 0, 0 } },
    { { 0, 0, 1, 0, 0 }, 300, { 0, 0, 300, 0, 0 } },
    { { 1, 0, 0, 0, 0 }, 7, { 7, 0, 0, 0, 0 } },
    { { 30, 0, 10, 0, 10 }, 100, { 60, 0, 20, 0, 20 } },
    { { 999, 0, 0, 1, 0 }, 50, { 49, 0, 0, 1, 0 } },
  };
  EctopySynthesizeSettings settings;

  ectopy_synthesize_settings_init (&settings);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyDataset) dataset = NULL;
    size_t counts[ECTOPY_N_CLASSES];

    memcpy (settings.proportions, cases[i].proportions, sizeof settings.proportions);
    dataset = ectopy_synthesize_beats (&settings, cases[i].n_beats, NULL, NULL, NULL, NULL);
    ectopy_dataset_count_classes (dataset, counts);
    for (guint k = 0; k < ECTOPY_N_CLASSES; k++)
      g_assert_cmpuint (counts[k], ==, cases[i].expected[k]);
  }
}

static void
test_seed (void)
{
  EctopySynthesizeSettings settings;
  const size_t size = 300 * ECTOPY_CUT_LENGTH * sizeof (float);
  g_autoptr (EctopyDataset) a = NULL;
  g_autoptr (EctopyDataset) b = NULL;
  g_autoptr (EctopyDataset) other = NULL;

  ectopy_synthesize_settings_init (&settings);
  a = ectopy_synthesize_beats (&settings, 300, NULL, NULL, NULL, NULL);
  b = ectopy_synthesize_beats (&settings, 300, NULL, NULL, NULL, NULL);
  settings.seed++;
  other = ectopy_synthesize_beats (&settings, 300, NULL, NULL, NULL, NULL);
  g_assert_cmpmem (ectopy_dataset_get_samples (a), size, ectopy_dataset_get_samples (b), size);
  g_assert_cmpmem (ectopy_dataset_get_labels (a), 300, ectopy_dataset_get_labels (b), 300);
  g_assert_true (
      memcmp (ectopy_dataset_get_samples (a), ectopy_dataset_get_samples (other), size) != 0);
}

static guint
nearest_label (EctopyDataset *known, const float *row)
{
  float best = G_MAXFLOAT;
  guint label = ECTOPY_CLASS_NONE;

  for (size_t k = 0; k < ectopy_dataset_get_n_rows (known); k++) {
    const float *other = ectopy_dataset_get_row (known, k);
    float distance = 0;

    for (size_t i = 0; i < ECTOPY_CUT_LENGTH; i++)
      distance += (row[i] - other[i]) * (row[i] - other[i]);
    if (distance < best) {
      best = distance;
      label = ectopy_dataset_get_labels (known)[k];
    }
  }
  return label;
}

/* The nearest of other people's beats tells most beats' class. */
static void
test_classes_differ (void)
{
  EctopySynthesizeSettings settings;
  g_autoptr (EctopyDataset) known = NULL;
  g_autoptr (EctopyDataset) asked = NULL;
  size_t n_right = 0;

  ectopy_synthesize_settings_init (&settings);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    settings.proportions[i] = 1;
  known = ectopy_synthesize_beats (&settings, 2000, NULL, NULL, NULL, NULL);
  settings.seed = 77;
  asked = ectopy_synthesize_beats (&settings, 500, NULL, NULL, NULL, NULL);
  for (size_t row = 0; row < 500; row++)
    n_right += nearest_label (known, ectopy_dataset_get_row (asked, row)) ==
               ectopy_dataset_get_labels (asked)[row];
  g_test_message ("nearest neighbour: %" G_GSIZE_FORMAT " of 500 right", n_right);
  g_assert_cmpuint (n_right, >, 300); /* chance: 100 */
}

static void
test_errors (void)
{
  EctopySynthesizeSettings good, bad;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;

  ectopy_synthesize_settings_init (&good);
  for (guint i = 0; i < 6; i++) {
    bad = good;
    if (i == 0)
      memset (bad.proportions, 0, sizeof bad.proportions);
    else if (i == 1)
      bad.proportions[2] = -0.1;
    else if (i == 2)
      bad.proportions[2] = NAN;
    else if (i == 3)
      bad.noise.white_mv = -1;
    else if (i == 4)
      bad.duration_s = 1e12;
    else
      bad.rate_hz = 0;
    g_assert_null (ectopy_synthesize_recording (&bad, NULL, NULL, NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
    g_clear_error (&error);
    if (i >= 4)
      continue;
    g_assert_null (ectopy_synthesize_beats (&bad, 10, NULL, NULL, NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
    g_clear_error (&error);
  }
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_synthesize_recording (&good, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (ectopy_synthesize_beats (&good, 10, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/synthesize/recording", test_recording);
  g_test_add_func ("/signal/synthesize/whole-length", test_whole_length);
  g_test_add_func ("/signal/synthesize/beats", test_beats);
  g_test_add_func ("/signal/synthesize/counts", test_counts);
  g_test_add_func ("/signal/synthesize/seed", test_seed);
  g_test_add_func ("/signal/synthesize/classes-differ", test_classes_differ);
  g_test_add_func ("/signal/synthesize/errors", test_errors);
  return g_test_run ();
}
