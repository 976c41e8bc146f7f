/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Products of tall matrices whose rows may overlap: with channels last, a convolution is the
 * product of such a matrix (row t starts at sample t and holds taps x channels floats) with its
 * weights. A BLAS wants rows that do not overlap and copies them before it multiplies; these
 * kernels read them where they lie. All sums run in the order of the inner index, so the result of
 * a row does not depend on how many rows are asked for at once. Chosen at run time: AVX-512, AVX2
 * with FMA, or four floats at a time anywhere else. */

/* Weights are packed in panels of this many columns. */
#define ECTOPY_PANEL 32

/* Floats that must be readable behind the last row of any operand. */
#define ECTOPY_ROW_SLACK 32

/* Floats of a packed `[inner, columns]` matrix. */
size_t ectopy_row_product_packed_len (size_t inner, size_t columns);

/**
 * ectopy_row_product_pack:
 * @weight: `[inner, columns]`
 * @inner: rows of @weight
 * @columns: columns of @weight
 * @packed: (out caller-allocates): `[ceil (columns / 32), inner, 32]`, zero beyond the last column
 */
void ectopy_row_product_pack (const float *weight, size_t inner, size_t columns, float *packed);

/**
 * ectopy_row_product:
 * @rows: rows of @a and @c
 * @columns: columns of @c
 * @inner: floats of a row of @a
 * @a: row r begins at `a + r * a_step`
 * @a_step: may be less than @inner
 * @packed: ectopy_row_product_pack() of the weights
 * @add: whether to add to @c or to overwrite it
 * @c: row r begins at `c + r * c_step`; not overlapping @a
 * @c_step: at least @columns
 *
 * C = A W (+ C). Any thread; allocates nothing.
 */
void ectopy_row_product (size_t rows,
                         size_t columns,
                         size_t inner,
                         const float *a,
                         size_t a_step,
                         const float *packed,
                         gboolean add,
                         float *c,
                         size_t c_step);

/**
 * ectopy_row_product_unpacked:
 * @rows: rows of @a and @c
 * @columns: columns of @b and @c
 * @inner: floats of a row of @a, rows of @b
 * @a: row r begins at `a + r * a_step`
 * @a_step: may be less than @inner
 * @b: `[inner, columns]`, rows @b_step floats apart
 * @b_step: at least @columns
 * @add: whether to add to @c or to overwrite it
 * @c: row r begins at `c + r * c_step`
 * @c_step: at least @columns
 *
 * As ectopy_row_product() with weights as they lie: for weights used once.
 */
void ectopy_row_product_unpacked (size_t rows,
                                  size_t columns,
                                  size_t inner,
                                  const float *a,
                                  size_t a_step,
                                  const float *b,
                                  size_t b_step,
                                  gboolean add,
                                  float *c,
                                  size_t c_step);

/**
 * ectopy_row_product_outer:
 * @rows: rows of @a and @b: what is summed over
 * @inner: floats of a row of @a, rows of @c
 * @columns: floats of a row of @b, columns of @c
 * @a: row r begins at `a + r * a_step`
 * @a_step: may be less than @inner
 * @b: row r begins at `b + r * b_step`
 * @b_step: at least @columns
 * @add: whether to add to @c or to overwrite it
 * @c: `[inner, columns]`, dense
 *
 * C = A^T B (+ C): the gradient of the weights. Any thread; allocates nothing.
 */
void ectopy_row_product_outer (size_t rows,
                               size_t inner,
                               size_t columns,
                               const float *a,
                               size_t a_step,
                               const float *b,
                               size_t b_step,
                               gboolean add,
                               float *c);

G_END_DECLS
