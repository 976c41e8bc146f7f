/* SPDX-License-Identifier: MIT */
#include "engine/learn/classify.h"

#include "engine/nn/pass.h"
#include "tests/engine/learn/toy-problem.h"

#include <string.h>

/* More than one round of blocks. */
#define N_ROWS (64 * 64 + 130)
#define SIZE   (ECTOPY_N_CLASSES * sizeof (float))

static EctopyModel *
model_new (EctopyScalingKind scaling, EctopyDataset *beats)
{
  EctopyNetwork *network = ectopy_network_new (toy_network (), NULL);
  EctopyScaler scaler;
  EctopyModel *model;
  EctopyRng rng;

  ectopy_rng_init (&rng, 41, 0);
  ectopy_network_init_weights (network, &rng);
  ectopy_scaler_init_fit (&scaler, ectopy_dataset_get_samples (beats),
                          ectopy_dataset_get_n_rows (beats), TOY_LENGTH);
  model = ectopy_model_new (network, scaling, &scaler);
  ectopy_scaler_clear (&scaler);
  return model;
}

static float *
run (EctopyModel *model, guint n_threads, const float *samples, size_t n_rows)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);
  float *p = g_new (float, n_rows *ECTOPY_N_CLASSES + 1);

  p[n_rows * ECTOPY_N_CLASSES] = 9;
  g_assert_true (ectopy_classifier_run (classifier, samples, n_rows, p, NULL, NULL, NULL, NULL));
  g_assert_cmpfloat (p[n_rows * ECTOPY_N_CLASSES], ==, 9); /* and not beyond */
  return p;
}

static void
test_same_on_any_threads (void)
{
  g_autoptr (EctopyDataset) beats = toy_beats (N_ROWS, 6);
  g_autoptr (EctopyModel) model = model_new (ECTOPY_SCALING_STANDARD, beats);
  g_autofree float *one = run (model, 1, ectopy_dataset_get_samples (beats), N_ROWS);

  for (guint n_threads = 2; n_threads <= 7; n_threads += 5) {
    g_autofree float *more = run (model, n_threads, ectopy_dataset_get_samples (beats), N_ROWS);

    g_assert_cmpmem (one, N_ROWS * SIZE, more, N_ROWS * SIZE);
  }
}

/* One row, a few and a block more or less, with few threads and with many. */
static void
test_rows_stand_alone (void)
{
  static const size_t sizes[] = { 1, 2, 3, 63, 64, 65, 129 };
  static const guint threads[] = { 1, 2, 5, 100 };
  g_autoptr (EctopyDataset) beats = toy_beats (400, 7);
  g_autoptr (EctopyModel) model = model_new (ECTOPY_SCALING_BEAT, beats);
  g_autofree float *all = run (model, 1, ectopy_dataset_get_samples (beats), 400);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (threads); j++) {
      const size_t first = 37 * i;
      g_autofree float *some = run (model, threads[j], ectopy_dataset_get_row (beats, first),
                                    sizes[i]);

      g_assert_cmpmem (some, sizes[i] * SIZE, all + first * ECTOPY_N_CLASSES, sizes[i] * SIZE);
    }
}

static void
test_no_rows (void)
{
  g_autoptr (EctopyDataset) beats = toy_beats (5, 7);
  g_autoptr (EctopyModel) model = model_new (ECTOPY_SCALING_STANDARD, beats);
  g_autofree float *one = run (model, 1, NULL, 0);
  g_autofree float *many = run (model, 3, NULL, 0);

  g_assert_nonnull (one);
  g_assert_nonnull (many);
}

/* What the rows go through on their way in, taken by hand. */
static void
test_scales (void)
{
  g_autoptr (EctopyDataset) beats = toy_beats (6, 8);
  const float *samples = ectopy_dataset_get_samples (beats);
  g_autofree float *padded = g_memdup2 (samples, 6 * TOY_LENGTH * sizeof (float));
  float by_hand[TOY_LENGTH], input[TOY_LENGTH];
  EctopyScaler scaler;

  ectopy_scaler_init_fit (&scaler, samples, 6, TOY_LENGTH);
  ectopy_input_scale (ECTOPY_SCALING_STANDARD, &scaler, samples, TOY_LENGTH, input);
  for (size_t i = 0; i < TOY_LENGTH; i++)
    g_assert_cmpfloat_with_epsilon (input[i], (samples[i] - scaler.mean[i]) / scaler.scale[i],
                                    1e-6);
  memset (padded + 20, 0, 12 * sizeof (float));
  padded[10] = 0; /* a zero within the beat is no padding */
  for (size_t i = 0; i < TOY_LENGTH; i++)
    by_hand[i] = i < 20 ? 4 * (padded[i] - 0.2f) : 0;
  ectopy_input_scale (ECTOPY_SCALING_BEAT, NULL, padded, TOY_LENGTH, input);
  g_assert_cmpmem (input, sizeof input, by_hand, sizeof by_hand);
  memset (padded, 0, TOY_LENGTH * sizeof (float));
  ectopy_input_scale (ECTOPY_SCALING_BEAT, NULL, padded, TOY_LENGTH, input);
  g_assert_cmpmem (input, sizeof input, padded, sizeof input);
  ectopy_scaler_clear (&scaler);
}

static void
test_names_of_scalings (void)
{
  EctopyScalingKind kind;

  for (int i = ECTOPY_SCALING_STANDARD; i <= ECTOPY_SCALING_BEAT; i++) {
    g_assert_true (
        ectopy_scaling_kind_parse (ectopy_scaling_kind_name ((EctopyScalingKind) i), &kind));
    g_assert_cmpint (kind, ==, i);
  }
  g_assert_false (ectopy_scaling_kind_parse ("none", &kind));
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_progress_and_cancel (void)
{
  g_autoptr (EctopyDataset) beats = toy_beats (N_ROWS, 6);
  g_autoptr (EctopyModel) model = model_new (ECTOPY_SCALING_STANDARD, beats);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (2);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree float *p = g_new (float, N_ROWS *ECTOPY_N_CLASSES);
  double last = 0;

  g_assert_true (ectopy_classifier_run (classifier, ectopy_dataset_get_samples (beats), N_ROWS, p,
                                        progress_cb, &last, cancellable, &error));
  g_assert_cmpfloat (last, ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (ectopy_classifier_run (classifier, ectopy_dataset_get_samples (beats), N_ROWS, p,
                                         NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_most_probable (void)
{
  const float first[] = { 0.4f, 0.4f, 0.1f, 0.05f, 0.05f };
  const float last[] = { 0.1f, 0.1f, 0.1f, 0.1f, 0.6f };

  g_assert_cmpuint (ectopy_classify_most_probable (first), ==, 0);
  g_assert_cmpuint (ectopy_classify_most_probable (last), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/classify/same-on-any-number-of-threads", test_same_on_any_threads);
  g_test_add_func ("/learn/classify/rows-stand-alone", test_rows_stand_alone);
  g_test_add_func ("/learn/classify/no-rows", test_no_rows);
  g_test_add_func ("/learn/classify/scales", test_scales);
  g_test_add_func ("/learn/classify/names-of-scalings", test_names_of_scalings);
  g_test_add_func ("/learn/classify/progress-and-cancel", test_progress_and_cancel);
  g_test_add_func ("/learn/classify/most-probable", test_most_probable);
  return g_test_run ();
}
