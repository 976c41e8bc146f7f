/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/nn/plan.h"

G_BEGIN_DECLS

/* All that happens between two products, in one pass over memory: batch-norm (Ioffe and Szegedy,
 * 2015) or bias, sum with a shortcut, ReLU, pool, dropout. Apart, these passes would cost as much as
 * the products. The functions work on one item, `[length, channels]`. */

/**
 * EctopyPointwise:
 * @in_length: rows of the input
 * @out_length: rows of the output
 * @channels: floats of a row
 * @scale: `[channels]`: z = y * scale + shift: batch-norm with its statistics, or 1
 * @shift: `[channels]`: as above, or the bias
 * @mean: `[channels]`: of the batch, or 0
 * @grad_z: `[channels]`: dy = dz * grad_z + y * grad_y + grad_1
 * @grad_y: `[channels]`
 * @grad_1: `[channels]`
 * @relu: whether negative values become 0
 * @pool: windows do not overlap
 * @pool_left: rows of the first window that lie before the input
 * @drop_below: a 32-bit hash below it drops a value; 0 in use
 * @keep_scale: what the others are multiplied by: 1 / (1 - rate)
 * @drop_key: makes the hash of this op and step
 *
 * The form of one op; all arrays are lent.
 */
typedef struct {
  size_t in_length;
  size_t out_length;
  size_t channels;
  const float *scale;
  const float *shift;
  const float *mean;
  const float *grad_z;
  const float *grad_y;
  const float *grad_1;
  gboolean relu;
  EctopyPool pool;
  size_t pool_size;
  size_t pool_stride;
  size_t pool_left;
  guint32 drop_below;
  float keep_scale;
  guint32 drop_key;
} EctopyPointwise;

/* Floats of scratch the backward functions want, for a number of channels. */
#define ECTOPY_POINTWISE_SCRATCH(channels) (4 * (channels))

/**
 * ectopy_pointwise_moments:
 * @y: `[length, channels]`
 * @length: rows
 * @channels: floats of a row
 * @scratch: `[2 * channels]`
 * @sums: `[2, channels]`: the sums of y and of y squared are added
 *
 * Sums of one item in float, added to the batch's in double.
 */
void ectopy_pointwise_moments (const float *y,
                               size_t length,
                               size_t channels,
                               float *scratch,
                               double *sums);

/**
 * ectopy_pointwise_forward:
 * @p: the form
 * @y: `[in_length, channels]`
 * @shortcut: (nullable): `[in_length, channels]`
 * @item: number of the item in the batch, for the dropout
 * @out: `[out_length, channels]`
 */
void ectopy_pointwise_forward (const EctopyPointwise *p,
                               const float *y,
                               const float *shortcut,
                               size_t item,
                               float *out);

/**
 * ectopy_pointwise_sums:
 * @p: the form
 * @y: `[in_length, channels]`
 * @shortcut: (nullable): as forward
 * @out: what forward gave
 * @d_out: its gradient
 * @item: as forward
 * @scratch: ECTOPY_POINTWISE_SCRATCH floats
 * @sums: `[2, channels]`: the sums of dz and of dz (y - mean) are added
 */
void ectopy_pointwise_sums (const EctopyPointwise *p,
                            const float *y,
                            const float *shortcut,
                            const float *out,
                            const float *d_out,
                            size_t item,
                            float *scratch,
                            double *sums);

/**
 * ectopy_pointwise_backward:
 * @p: the form, with what ectopy_pointwise_sums() of the whole batch led to
 * @y: `[in_length, channels]`
 * @shortcut: (nullable): as forward
 * @out: what forward gave
 * @d_out: its gradient
 * @item: as forward
 * @scratch: ECTOPY_POINTWISE_SCRATCH floats
 * @d_y: (nullable): gradient of @y; may be @y itself if not @add_y
 * @add_y: whether to add to @d_y
 * @d_shortcut: (nullable): gradient of @shortcut
 * @add_shortcut: whether to add to @d_shortcut
 */
void ectopy_pointwise_backward (const EctopyPointwise *p,
                                const float *y,
                                const float *shortcut,
                                const float *out,
                                const float *d_out,
                                size_t item,
                                float *scratch,
                                float *d_y,
                                gboolean add_y,
                                float *d_shortcut,
                                gboolean add_shortcut);

G_END_DECLS
