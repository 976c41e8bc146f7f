/* SPDX-License-Identifier: MIT */
#include "engine/nn/adam.h"

#include "tests/engine/nn/made-up-numbers.h"

#include <string.h>

/* More than one turn of the loop takes, and no round number. */
#define N         40007
#define N_DECAYED 20011
#define N_STEPS   12
#define RATE      0.01

typedef struct {
  float gradients[N];
  float parameters[N];
  float moments[2 * N];
  float average[N];
  double expected[N];
  double first[N];
  double second[N];
  double expected_average[N];
} Numbers;

static const EctopyAdam plain = { .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-7 };

static Numbers *
numbers_new (EctopyRng *rng)
{
  Numbers *n = g_new0 (Numbers, 1);

  ectopy_rng_init (rng, 8, 0);
  fill_random (rng, n->parameters, N);
  memcpy (n->average, n->parameters, sizeof n->average);
  for (size_t i = 0; i < N; i++)
    n->expected[i] = n->expected_average[i] = (double) n->parameters[i];
  return n;
}

static double
norm_of (const float *values)
{
  double squares = 0;

  for (size_t i = 0; i < N; i++)
    squares += (double) values[i] * (double) values[i];
  return sqrt (squares);
}

/* Adam as its paper has it, with decoupled decay and clipping by norm, in double. */
static void
expect_step (const EctopyAdam *adam, guint64 step, Numbers *n)
{
  const double norm = norm_of (n->gradients);
  const double clip = adam->clip_norm > 0 && norm > adam->clip_norm ? adam->clip_norm / norm : 1;
  const double keep = MIN (adam->average_decay, (double) step / ((double) step + 10));

  for (size_t i = 0; i < N; i++) {
    const double g = clip * (double) n->gradients[i];
    const double decay = i < N_DECAYED ? adam->decay : 0;
    double m, v;

    n->first[i] = adam->beta1 * n->first[i] + (1 - adam->beta1) * g;
    n->second[i] = adam->beta2 * n->second[i] + (1 - adam->beta2) * g * g;
    m = n->first[i] / (1 - pow (adam->beta1, (double) step));
    v = n->second[i] / (1 - pow (adam->beta2, (double) step));
    n->expected[i] -= RATE * decay * n->expected[i] + RATE * m / (sqrt (v) + adam->epsilon);
    n->expected_average[i] = keep * n->expected_average[i] + (1 - keep) * n->expected[i];
  }
}

static void
test_equals_definition (gconstpointer data)
{
  const EctopyAdam *adam = data;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (2);
  EctopyRng rng;
  g_autofree Numbers *n = numbers_new (&rng);

  for (guint64 step = 1; step <= N_STEPS; step++) {
    double norm;

    fill_random (&rng, n->gradients, N);
    expect_step (adam, step, n);
    norm = ectopy_adam_step (adam, workers, step, RATE, N, N_DECAYED, n->gradients, n->parameters,
                             n->moments, n->average);
    g_assert_cmpfloat_with_epsilon (norm, norm_of (n->gradients), 1e-4);
  }
  for (size_t i = 0; i < N; i++) {
    g_assert_cmpfloat_with_epsilon (n->parameters[i], n->expected[i], 2e-5);
    if (adam->average_decay > 0)
      g_assert_cmpfloat_with_epsilon (n->average[i], n->expected_average[i], 2e-5);
  }
}

static void
test_same_on_any_number_of_threads (void)
{
  const EctopyAdam adam = { .beta1 = 0.9,
                            .beta2 = 0.999,
                            .epsilon = 1e-7,
                            .decay = 0.1,
                            .clip_norm = 1,
                            .average_decay = 0.9 };
  g_autofree Numbers *first = NULL;

  for (guint n_threads = 1; n_threads <= 7; n_threads += 3) {
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
    EctopyRng rng;
    g_autofree Numbers *n = numbers_new (&rng);

    fill_random (&rng, n->gradients, N);
    for (guint64 step = 1; step <= 3; step++)
      ectopy_adam_step (&adam, workers, step, RATE, N, N_DECAYED, n->gradients, n->parameters,
                        n->moments, n->average);
    if (first == NULL)
      first = g_steal_pointer (&n);
    else
      g_assert_cmpmem (n, sizeof *n, first, sizeof *first);
  }
}

static void
test_not_finite_changes_nothing (void)
{
  static const float bad[] = { NAN, INFINITY, -INFINITY, 3e38f };
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  EctopyRng rng;
  g_autofree Numbers *n = numbers_new (&rng);
  g_autofree Numbers *before = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    const EctopyAdam adam = { .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-7, .clip_norm = 1 };

    fill_random (&rng, n->gradients, N);
    n->gradients[N - 1 - i * 15000 / 4] = bad[i];
    n->gradients[0] = bad[i]; /* whose squares add up to more than a float holds */
    g_free (before);
    before = g_memdup2 (n, sizeof *n);
    if (isfinite (ectopy_adam_step (&adam, workers, 1, RATE, N, N_DECAYED, n->gradients,
                                    n->parameters, n->moments, n->average)))
      g_assert_cmpfloat (bad[i], ==, 3e38f); /* may be had in double */
    else
      g_assert_cmpmem (n, sizeof *n, before, sizeof *before);
  }
}

/* A gradient within the bound is left alone. */
static void
test_clips_only_beyond (void)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  EctopyAdam adam = plain;
  EctopyRng rng;
  g_autofree Numbers *a = numbers_new (&rng);
  g_autofree Numbers *b = NULL;

  fill_random (&rng, a->gradients, N);
  b = g_memdup2 (a, sizeof *a);
  ectopy_adam_step (&adam, workers, 1, RATE, N, 0, a->gradients, a->parameters, a->moments, NULL);
  adam.clip_norm = norm_of (b->gradients) * 1.001;
  ectopy_adam_step (&adam, workers, 1, RATE, N, 0, b->gradients, b->parameters, b->moments, NULL);
  g_assert_cmpmem (a, sizeof *a, b, sizeof *b);
}

static void
test_average_alone (void)
{
  const EctopyAdam adam = { .average_decay = 0.5 };
  const float values[3] = { 1, 2, 3 };
  float average[3] = { 0, 0, 0 };

  ectopy_adam_average (&adam, 1, 3, values, average); /* keeps 1 / 11 */
  g_assert_cmpfloat_with_epsilon (average[1], 2 * 10 / 11.0, 1e-6);
  ectopy_adam_average (&adam, 1000, 3, values, average); /* keeps a half */
  g_assert_cmpfloat_with_epsilon (average[1], (2 * 10 / 11.0 + 2) / 2, 1e-6);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    EctopyAdam adam;
  } cases[] = {
    { "/nn/adam/equals-definition/plain", { 0.9, 0.999, 1e-7, 0, 0, 0 } },
    { "/nn/adam/equals-definition/large-epsilon", { 0.8, 0.99, 0.1, 0, 0, 0 } },
    { "/nn/adam/equals-definition/decay", { 0.9, 0.999, 1e-7, 0.5, 0, 0 } },
    { "/nn/adam/equals-definition/clipped", { 0.9, 0.999, 1e-3, 0, 0.7, 0 } },
    { "/nn/adam/equals-definition/average", { 0.9, 0.999, 1e-7, 0.1, 1, 0.4 } },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i].adam, test_equals_definition);
  g_test_add_func ("/nn/adam/same-on-any-number-of-threads", test_same_on_any_number_of_threads);
  g_test_add_func ("/nn/adam/not-finite-changes-nothing", test_not_finite_changes_nothing);
  g_test_add_func ("/nn/adam/clips-only-beyond", test_clips_only_beyond);
  g_test_add_func ("/nn/adam/average-alone", test_average_alone);
  return g_test_run ();
}
