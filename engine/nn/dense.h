/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyDense:
 * @inputs: floats of an input item
 * @input_step: floats from one input item to the next, at least @inputs; likewise of its gradient
 * @units: floats of an output item
 *
 * A dense layer without its bias, cut into parts that threads can take: the same parts, and so the
 * same sums, on any number of threads.
 */
typedef struct {
  size_t inputs;
  size_t input_step;
  size_t units;
} EctopyDense;

/* How many parts the forward product has: by units. */
size_t ectopy_dense_n_forward_parts (const EctopyDense *dense);

/* How many parts the backward products have: by inputs. */
size_t ectopy_dense_n_backward_parts (const EctopyDense *dense);

/**
 * ectopy_dense_forward:
 * @dense: the sizes
 * @part: which part
 * @input: `[n_items, inputs]`, items @input_step apart
 * @n_items: at least 1
 * @weight: `[inputs, units]`
 * @output: `[n_items, units]`: the columns of this part are overwritten
 */
void ectopy_dense_forward (const EctopyDense *dense,
                           size_t part,
                           const float *input,
                           size_t n_items,
                           const float *weight,
                           float *output);

/* As ectopy_dense_forward() with weights from ectopy_row_product_pack(). */
void ectopy_dense_forward_packed (const EctopyDense *dense,
                                  size_t part,
                                  const float *input,
                                  size_t n_items,
                                  const float *packed,
                                  float *output);

/**
 * ectopy_dense_backward:
 * @dense: the sizes
 * @part: which part
 * @input: `[n_items, inputs]`
 * @d_output: `[n_items, units]`
 * @n_items: at least 1
 * @weight: `[inputs, units]`
 * @add_input: whether to add to @d_input
 * @d_input: (nullable): `[n_items, inputs]`: the columns of this part
 * @d_weight: `[inputs, units]`: the rows of this part are overwritten
 */
void ectopy_dense_backward (const EctopyDense *dense,
                            size_t part,
                            const float *input,
                            const float *d_output,
                            size_t n_items,
                            const float *weight,
                            gboolean add_input,
                            float *d_input,
                            float *d_weight);

G_END_DECLS
