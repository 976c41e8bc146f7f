/* SPDX-License-Identifier: MIT */
#include "engine/nn/dense.h"

#include "engine/nn/gemm.h"
#include "engine/nn/row-product.h"
#include "tests/engine/nn/made-up-numbers.h"

#include <string.h>

#define MAX_ITEMS 19

static void
forward (const EctopyDense *dense,
         const float *input,
         size_t n_items,
         const float *weight,
         float *output)
{
  for (size_t i = 0; i < n_items; i++)
    for (size_t u = 0; u < dense->units; u++) {
      double sum = 0;

      for (size_t k = 0; k < dense->inputs; k++)
        sum += (double) input[i * dense->input_step + k] * (double) weight[k * dense->units + u];
      output[i * dense->units + u] = (float) sum;
    }
}

static void
backward (const EctopyDense *dense,
          const float *input,
          const float *d_output,
          size_t n_items,
          const float *weight,
          float *d_input,
          float *d_weight)
{
  for (size_t k = 0; k < dense->inputs; k++)
    for (size_t u = 0; u < dense->units; u++) {
      double sum = 0;

      for (size_t i = 0; i < n_items; i++) {
        sum += (double) input[i * dense->input_step + k] * (double) d_output[i * dense->units + u];
        d_input[i * dense->input_step + k] += d_output[i * dense->units + u] *
                                              weight[k * dense->units + u];
      }
      d_weight[k * dense->units + u] = (float) sum;
    }
}

static void
test_forward (gconstpointer data)
{
  const EctopyDense *dense = data;
  const size_t n_weights = dense->inputs * dense->units;
  g_autofree float *input = g_new (float, MAX_ITEMS * dense->input_step + ECTOPY_ROW_SLACK);
  g_autofree float *weight = g_new (float, n_weights + ECTOPY_ROW_SLACK);
  g_autofree float *packed = g_new (
      float, ectopy_row_product_packed_len (dense->inputs, dense->units) + ECTOPY_ROW_SLACK);
  g_autofree float *found = g_new (float, MAX_ITEMS * dense->units);
  g_autofree float *expected = g_new (float, MAX_ITEMS * dense->units);
  EctopyRng rng;

  ectopy_rng_init (&rng, 4, 0);
  fill_random (&rng, input, MAX_ITEMS * dense->input_step);
  fill_random (&rng, weight, n_weights);
  ectopy_row_product_pack (weight, dense->inputs, dense->units, packed);
  for (size_t n_items = 1; n_items <= MAX_ITEMS; n_items += 6) {
    forward (dense, input, n_items, weight, expected);
    for (int is_packed = 0; is_packed < 2; is_packed++) {
      memset (found, 0x7f, MAX_ITEMS * dense->units * sizeof *found);
      for (size_t part = 0; part < ectopy_dense_n_forward_parts (dense); part++)
        if (is_packed)
          ectopy_dense_forward_packed (dense, part, input, n_items, packed, found);
        else
          ectopy_dense_forward (dense, part, input, n_items, weight, found);
      g_assert_cmpfloat (relative_error (found, expected, n_items * dense->units), <, 2e-6);
    }
  }
}

static void
test_backward (gconstpointer data)
{
  const EctopyDense *dense = data;
  const size_t n_weights = dense->inputs * dense->units;
  const size_t n_input = MAX_ITEMS * dense->input_step;
  g_autofree float *input = g_new (float, n_input + ECTOPY_ROW_SLACK);
  g_autofree float *weight = g_new (float, n_weights + ECTOPY_ROW_SLACK);
  g_autofree float *d_output = g_new (float, MAX_ITEMS * dense->units + ECTOPY_ROW_SLACK);
  g_autofree float *d_input = g_new (float, n_input);
  g_autofree float *d_input_expected = g_new (float, n_input);
  g_autofree float *d_weight = g_new (float, n_weights);
  g_autofree float *d_weight_expected = g_new (float, n_weights);
  EctopyRng rng;

  g_assert_true (ectopy_blas_set_up (NULL));
  ectopy_rng_init (&rng, 5, 0);
  fill_random (&rng, input, n_input);
  fill_random (&rng, weight, n_weights);
  fill_random (&rng, d_output, MAX_ITEMS * dense->units);
  for (int add = 0; add < 2; add++) {
    fill_random (&rng, d_input, n_input);
    for (size_t i = 0; i < n_input; i++)
      d_input_expected[i] = add || i % dense->input_step >= dense->inputs ? d_input[i] : 0;
    backward (dense, input, d_output, MAX_ITEMS, weight, d_input_expected, d_weight_expected);
    for (size_t part = 0; part < ectopy_dense_n_backward_parts (dense); part++)
      ectopy_dense_backward (dense, part, input, d_output, MAX_ITEMS, weight, add, d_input,
                             d_weight);
    g_assert_cmpfloat (relative_error (d_input, d_input_expected, n_input), <, 2e-6);
    g_assert_cmpfloat (relative_error (d_weight, d_weight_expected, n_weights), <, 2e-6);
  }
  memset (d_weight, 0, n_weights * sizeof *d_weight);
  for (size_t part = 0; part < ectopy_dense_n_backward_parts (dense); part++)
    ectopy_dense_backward (dense, part, input, d_output, MAX_ITEMS, weight, FALSE, NULL, d_weight);
  g_assert_cmpfloat (relative_error (d_weight, d_weight_expected, n_weights), <, 2e-6);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    EctopyDense dense;
  } cases[] = {
    { "one", { 1, 1, 1 } },
    { "narrow", { 300, 310, 5 } },
    { "one-panel", { 64, 64, 32 } },
    { "parts-with-rest", { 513, 520, 70 } },
    { "reference", { 6144, 6160, 256 } },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *forward_path = g_strdup_printf ("/nn/dense/forward/%s", cases[i].name);
    g_autofree char *backward_path = g_strdup_printf ("/nn/dense/backward/%s", cases[i].name);

    g_test_add_data_func (forward_path, &cases[i].dense, test_forward);
    g_test_add_data_func (backward_path, &cases[i].dense, test_backward);
  }
  return g_test_run ();
}
