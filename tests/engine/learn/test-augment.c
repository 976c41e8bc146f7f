/* SPDX-License-Identifier: MIT */
#include "engine/learn/augment.h"

#include <math.h>
#include <string.h>

#define LENGTH  187
#define CONTENT 120

static void
fill_row (float row[LENGTH], size_t content)
{
  for (size_t i = 0; i < LENGTH; i++)
    row[i] = i < content ? 0.5f + 0.4f * sinf (0.2f * (float) i) : 0;
}

static size_t
content_of (const float *row)
{
  size_t n = LENGTH;

  while (n > 0 && row[n - 1] == 0)
    n--;
  return n;
}

static void
test_nothing (void)
{
  EctopyAugment augment;
  EctopyRng rng;
  float row[LENGTH], out[LENGTH];

  ectopy_rng_init (&rng, 1, 0);
  ectopy_augment_init (&augment, 0);
  fill_row (row, CONTENT);
  ectopy_augment_row (&augment, &rng, row, LENGTH, out);
  g_assert_cmpmem (row, sizeof row, out, sizeof out);
}

static void
test_same_numbers_same_row (void)
{
  EctopyAugment augment;
  EctopyRng a, b, other;
  float row[LENGTH], out_a[LENGTH], out_b[LENGTH], out_other[LENGTH];

  ectopy_rng_init (&a, 3, 4);
  ectopy_rng_init (&b, 3, 4);
  ectopy_rng_init (&other, 3, 5);
  ectopy_augment_init (&augment, 1);
  fill_row (row, CONTENT);
  ectopy_augment_row (&augment, &a, row, LENGTH, out_a);
  ectopy_augment_row (&augment, &b, row, LENGTH, out_b);
  ectopy_augment_row (&augment, &other, row, LENGTH, out_other);
  g_assert_cmpmem (out_a, sizeof out_a, out_b, sizeof out_b);
  g_assert_true (memcmp (out_a, out_other, sizeof out_a) != 0);
}

/* Every kind of change alone stays within its measure, and padding stays zero. */
static void
test_within_measure (void)
{
  const EctopyAugment gain = { .gain = 0.1f }, offset = { .offset = 0.02f };
  const EctopyAugment shift = { .shift = 1.5f }, stretch = { .stretch = 0.03f };
  EctopyRng rng;
  float row[LENGTH], out[LENGTH];

  ectopy_rng_init (&rng, 5, 0);
  fill_row (row, CONTENT);
  for (guint turn = 0; turn < 500; turn++) {
    ectopy_augment_row (&gain, &rng, row, LENGTH, out);
    for (size_t i = 0; i < CONTENT; i++)
      g_assert_cmpfloat_with_epsilon (out[i] / row[i], out[0] / row[0], 1e-5);
    g_assert_cmpfloat_with_epsilon (out[0] / row[0], 1, 0.1001);
    g_assert_cmpuint (content_of (out), ==, CONTENT);

    ectopy_augment_row (&offset, &rng, row, LENGTH, out);
    for (size_t i = 0; i < CONTENT; i++)
      g_assert_cmpfloat_with_epsilon (out[i] - row[i], out[0] - row[0], 1e-5);
    g_assert_cmpfloat_with_epsilon (out[0], row[0], 0.02001);

    /* The row's slope is at most 0.08 a sample. */
    ectopy_augment_row (&shift, &rng, row, LENGTH, out);
    for (size_t i = 0; i < CONTENT; i++)
      g_assert_cmpfloat_with_epsilon (out[i], row[i], 1.5 * 0.081);
    g_assert_cmpuint (content_of (out), ==, CONTENT);

    ectopy_augment_row (&stretch, &rng, row, LENGTH, out);
    g_assert_cmpuint (content_of (out), >=, 116);
    g_assert_cmpuint (content_of (out), <=, 124);
  }
}

static void
test_noise (void)
{
  const EctopyAugment noise = { .noise = 0.01f };
  EctopyRng rng;
  float row[LENGTH], out[LENGTH];
  double sum = 0, squares = 0, largest = 0;
  const guint n_turns = 4000;

  ectopy_rng_init (&rng, 6, 0);
  fill_row (row, LENGTH);
  for (guint turn = 0; turn < n_turns; turn++) {
    ectopy_augment_row (&noise, &rng, row, LENGTH, out);
    for (size_t i = 0; i < LENGTH; i++) {
      const double d = (double) out[i] - (double) row[i];

      sum += d;
      squares += d * d;
      largest = MAX (largest, fabs (d));
    }
  }
  /* The deviation is even in 0..0.01: its mean square is a third of 0.01 squared. */
  g_assert_cmpfloat_with_epsilon (sum / n_turns / LENGTH, 0, 4e-5);
  g_assert_cmpfloat_with_epsilon (squares / n_turns / LENGTH, 1e-4 / 3, 2e-6);
  g_assert_cmpfloat (largest, <, 0.0351);
}

static void
test_awkward_rows (void)
{
  EctopyAugment augment;
  EctopyRng rng;

  ectopy_rng_init (&rng, 7, 0);
  ectopy_augment_init (&augment, 3);
  for (size_t content = 0; content <= LENGTH; content++) {
    float row[LENGTH], out[LENGTH];

    fill_row (row, content);
    ectopy_augment_row (&augment, &rng, row, LENGTH, out);
    for (size_t i = 0; i < LENGTH; i++)
      g_assert_true (isfinite (out[i]));
    if (content == 0)
      g_assert_cmpuint (content_of (out), ==, 0);
    else if (content < 8)
      g_assert_cmpuint (content_of (out), >=, content);
    else if (content == LENGTH)
      g_assert_cmpuint (content_of (out), ==, LENGTH);
    else
      g_assert_cmpuint (content_of (out), >=, 7);
  }
  for (size_t length = 1; length <= 3; length++) {
    const float row[3] = { 1, 2, 3 };
    float out[3];

    ectopy_augment_row (&augment, &rng, row, length, out);
    g_assert_true (isfinite (out[length - 1]));
  }
}

/* Against the definition, with the shift that the generator gives. */
static void
test_interpolates (void)
{
  const float row[6] = { 0, 1, 4, 9, 16, 25 };
  const EctopyAugment augment = { .shift = 0.5f };
  float out[6];
  EctopyRng rng;

  for (guint64 seed = 0; seed < 50; seed++) {
    EctopyRng same;
    float shift;

    ectopy_rng_init (&rng, seed, 0);
    same = rng;
    ectopy_rng_uniform (&same); /* the stretch */
    shift = 0.5f * (float) (2 * ectopy_rng_uniform (&same) - 1);
    ectopy_augment_row (&augment, &rng, row, 6, out);
    for (gsize i = 0; i < 6; i++) {
      const float at = CLAMP ((float) i + shift, 0, 5);
      const gsize left = MIN ((gsize) at, 4);
      const float expected = row[left] + (at - (float) left) * (row[left + 1] - row[left]);

      g_assert_cmpfloat_with_epsilon (out[i], expected, 1e-4);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/augment/nothing", test_nothing);
  g_test_add_func ("/learn/augment/same-numbers-same-row", test_same_numbers_same_row);
  g_test_add_func ("/learn/augment/within-measure", test_within_measure);
  g_test_add_func ("/learn/augment/noise", test_noise);
  g_test_add_func ("/learn/augment/awkward-rows", test_awkward_rows);
  g_test_add_func ("/learn/augment/interpolates", test_interpolates);
  return g_test_run ();
}
