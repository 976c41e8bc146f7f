/* SPDX-License-Identifier: MIT */
#include "engine/nn/dense.h"

#include "engine/nn/gemm.h"
#include "engine/nn/row-product.h"

/* Inputs of a backward part: large enough for the BLAS, small enough to share out. */
#define PART_INPUTS 256

size_t
ectopy_dense_n_forward_parts (const EctopyDense *dense)
{
  return (dense->units + ECTOPY_PANEL - 1) / ECTOPY_PANEL;
}

size_t
ectopy_dense_n_backward_parts (const EctopyDense *dense)
{
  return (dense->inputs + PART_INPUTS - 1) / PART_INPUTS;
}

void
ectopy_dense_forward (const EctopyDense *dense,
                      size_t part,
                      const float *input,
                      size_t n_items,
                      const float *weight,
                      float *output)
{
  const size_t first = part * ECTOPY_PANEL;

  ectopy_row_product_unpacked (n_items, MIN (ECTOPY_PANEL, dense->units - first), dense->inputs,
                               input, dense->input_step, weight + first, dense->units, FALSE,
                               output + first, dense->units);
}

void
ectopy_dense_forward_packed (const EctopyDense *dense,
                             size_t part,
                             const float *input,
                             size_t n_items,
                             const float *packed,
                             float *output)
{
  const size_t first = part * ECTOPY_PANEL;

  ectopy_row_product (n_items, MIN (ECTOPY_PANEL, dense->units - first), dense->inputs, input,
                      dense->input_step, packed + first * dense->inputs, FALSE, output + first,
                      dense->units);
}

void
ectopy_dense_backward (const EctopyDense *dense,
                       size_t part,
                       const float *input,
                       const float *d_output,
                       size_t n_items,
                       const float *weight,
                       gboolean add_input,
                       float *d_input,
                       float *d_weight)
{
  const size_t first = part * PART_INPUTS;
  const size_t n = MIN (PART_INPUTS, dense->inputs - first);

  ectopy_row_product_outer (n_items, n, dense->units, input + first, dense->input_step, d_output,
                            dense->units, FALSE, d_weight + first * dense->units);
  if (d_input != NULL)
    ectopy_gemm (FALSE, TRUE, n_items, n, dense->units, 1, d_output, dense->units,
                 weight + first * dense->units, dense->units, add_input ? 1 : 0, d_input + first,
                 dense->input_step);
}
