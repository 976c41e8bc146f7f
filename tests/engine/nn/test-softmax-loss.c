/* SPDX-License-Identifier: MIT */
#include "engine/nn/softmax-loss.h"

#include "tests/engine/nn/made-up-numbers.h"

#define N 5

/* Logits log 1 to log 4: probabilities 0.1 to 0.4. */
static void
test_by_hand (void)
{
  const float logits[4] = { 0, logf (2), logf (3), logf (4) };
  const float target[4] = { 0, 0, 1, 0 };
  float p[4], d[4];
  const double loss = ectopy_softmax_loss (logits, target, 4, 0.5f, p, d);

  g_assert_cmpfloat_with_epsilon (loss, -log (0.3), 1e-7);
  for (int c = 0; c < 4; c++) {
    g_assert_cmpfloat_with_epsilon (p[c], (float) (0.1 * (c + 1)), 1e-7);
    g_assert_cmpfloat_with_epsilon (d[c], 0.5 * (0.1 * (c + 1) - (c == 2 ? 1 : 0)), 1e-7);
  }
}

static void
test_same_without_loss (void)
{
  const float target[N] = { 1, 0, 0, 0, 0 };
  EctopyRng rng;

  ectopy_rng_init (&rng, 6, 0);
  for (guint turn = 0; turn < 200; turn++) {
    float logits[N], p[N], from_loss[N];
    float sum = 0;

    fill_random (&rng, logits, N);
    for (guint c = 0; c < N; c++)
      logits[c] *= (float) (turn + 1);
    ectopy_softmax (logits, N, p);
    ectopy_softmax_loss (logits, target, N, 1, from_loss, NULL);
    for (guint c = 0; c < N; c++) {
      g_assert_cmpfloat_with_epsilon (p[c], from_loss[c], 1e-6);
      sum += p[c];
    }
    g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
    ectopy_softmax (logits, N, logits); /* in place */
    g_assert_cmpmem (logits, sizeof logits, p, sizeof p);
  }
}

/* Any target, its sum not 1: the gradient against central differences. */
static void
test_gradient (void)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 7, 0);
  for (guint turn = 0; turn < 50; turn++) {
    float logits[N], target[N], p[N], d[N];
    const float h = 0x1p-6f;

    fill_random (&rng, logits, N);
    fill_random (&rng, target, N);
    for (guint c = 0; c < N; c++) {
      logits[c] *= 3;
      target[c] = 2 * fabsf (target[c]);
    }
    ectopy_softmax_loss (logits, target, N, 0.25f, p, d);
    for (guint c = 0; c < N; c++) {
      const float at = logits[c];
      double more, less;

      logits[c] = at + h;
      more = ectopy_softmax_loss (logits, target, N, 1, p, NULL);
      logits[c] = at - h;
      less = ectopy_softmax_loss (logits, target, N, 1, p, NULL);
      logits[c] = at;
      g_assert_cmpfloat_with_epsilon (d[c], 0.25 * (more - less) / (2 * (double) h), 1e-4);
    }
  }
}

static void
test_far_apart (void)
{
  const float logits[3] = { 3e38f, -3e38f, 0 };
  const float right[3] = { 1, 0, 0 }, wrong[3] = { 0, 0, 1 };
  float p[3], d[3];

  g_assert_cmpfloat (ectopy_softmax_loss (logits, right, 3, 1, p, d), ==, 0);
  g_assert_cmpfloat (p[0], ==, 1);
  g_assert_cmpfloat (d[2], ==, 0);
  g_assert_cmpfloat_with_epsilon (ectopy_softmax_loss (logits, wrong, 3, 1, p, d), 3e38, 1e32);
  g_assert_cmpfloat (d[0], ==, 1);
  g_assert_cmpfloat (d[2], ==, -1);
  ectopy_softmax (logits, 3, p);
  g_assert_cmpfloat (p[0], ==, 1);
  g_assert_cmpfloat (p[1], ==, 0);
}

static void
test_not_finite_shows (void)
{
  const float logits[3] = { 1, NAN, 0 };
  const float target[3] = { 1, 0, 0 };
  float p[3];

  g_assert_true (isnan (ectopy_softmax_loss (logits, target, 3, 1, p, NULL)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/softmax-loss/by-hand", test_by_hand);
  g_test_add_func ("/nn/softmax-loss/same-without-loss", test_same_without_loss);
  g_test_add_func ("/nn/softmax-loss/gradient", test_gradient);
  g_test_add_func ("/nn/softmax-loss/far-apart", test_far_apart);
  g_test_add_func ("/nn/softmax-loss/not-finite-shows", test_not_finite_shows);
  return g_test_run ();
}
