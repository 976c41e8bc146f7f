/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyConv1d:
 * @in_length: rows of an input item
 * @in_channels: floats of an input row
 * @in_step: rows from one input item to the next; @stride divides it
 * @out_length: rows of an output item
 * @out_channels: floats of an output row
 * @kernel: taps
 * @stride: input rows from one output row to the next
 * @dilation: input rows from one tap to the next; 1 with a stride
 * @pad_left: zero rows before an item
 *
 * The geometry of a 1-D convolution, a plain value. Items lie channels last, one behind the other,
 * `[item, step, channels]`, with zero rows between them (see EctopyPlanBuffer), so that a run of
 * items is one long signal and nothing needs unrolling: output row t is the product of the
 * kernel x in_channels floats from row t * stride - pad_left on with the weights. The output's step
 * is in_step / stride; rows there behind an item are overwritten with nothing of use but between
 * the first and last item of a call.
 */
typedef struct {
  size_t in_length;
  size_t in_channels;
  size_t in_step;
  size_t out_length;
  size_t out_channels;
  size_t kernel;
  size_t stride;
  size_t dilation;
  size_t pad_left;
} EctopyConv1d;

/* Floats of the packed weights, for the forward product and for the backward ones. */
size_t ectopy_conv1d_packed_len (const EctopyConv1d *conv);
size_t ectopy_conv1d_packed_backward_len (const EctopyConv1d *conv);

/**
 * ectopy_conv1d_pack:
 * @conv: the geometry
 * @weight: `[kernel, in, out]`
 * @packed: (out caller-allocates): ectopy_conv1d_packed_len() floats
 */
void ectopy_conv1d_pack (const EctopyConv1d *conv, const float *weight, float *packed);

/**
 * ectopy_conv1d_pack_backward:
 * @conv: the geometry
 * @weight: `[kernel, in, out]`
 * @scratch: as many floats as @weight
 * @packed: (out caller-allocates): ectopy_conv1d_packed_backward_len() floats
 */
void ectopy_conv1d_pack_backward (const EctopyConv1d *conv,
                                  const float *weight,
                                  float *scratch,
                                  float *packed);

/**
 * ectopy_conv1d_forward:
 * @conv: the geometry
 * @input: the first of the items
 * @n_items: at least 1
 * @packed: the weights
 * @output: the first of the items, overwritten
 *
 * Cross-correlation (the taps are not reversed), without bias.
 */
void ectopy_conv1d_forward (const EctopyConv1d *conv,
                            const float *input,
                            size_t n_items,
                            const float *packed,
                            float *output);

/* How many parts ectopy_conv1d_forward_part() has: by output channels. */
size_t ectopy_conv1d_n_forward_parts (const EctopyConv1d *conv);

/* As ectopy_conv1d_forward(), the output channels of one part only: for few items and several
 * threads. */
void ectopy_conv1d_forward_part (const EctopyConv1d *conv,
                                 size_t part,
                                 const float *input,
                                 size_t n_items,
                                 const float *packed,
                                 float *output);

/**
 * ectopy_conv1d_backward_weight:
 * @conv: the geometry
 * @input: the first of the items
 * @d_output: gradient of the output, with zeros in the rows between items
 * @n_items: at least 1
 * @add: whether to add to @d_weight
 * @d_weight: `[kernel, in, out]`
 */
void ectopy_conv1d_backward_weight (const EctopyConv1d *conv,
                                    const float *input,
                                    const float *d_output,
                                    size_t n_items,
                                    gboolean add,
                                    float *d_weight);

/**
 * ectopy_conv1d_backward_input:
 * @conv: the geometry
 * @d_output: gradient of the output, with zeros in the rows between and around the items
 * @n_items: at least 1
 * @packed: ectopy_conv1d_pack_backward() of the weights
 * @add: whether to add to @d_input
 * @d_input: the first of the items
 */
void ectopy_conv1d_backward_input (const EctopyConv1d *conv,
                                   const float *d_output,
                                   size_t n_items,
                                   const float *packed,
                                   gboolean add,
                                   float *d_input);

G_END_DECLS
