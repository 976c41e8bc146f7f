/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_gemm:
 * @transpose_a: whether @a lies as `[inner, rows]`
 * @transpose_b: whether @b lies as `[columns, inner]`
 * @rows: rows of op(@a) and of @c
 * @columns: columns of op(@b) and of @c
 * @inner: columns of op(@a), rows of op(@b)
 * @alpha: factor of the product
 * @a: `[rows, inner]`, rows @lda floats apart
 * @lda: at least the length of a row of @a as it lies
 * @b: `[inner, columns]`, rows @ldb floats apart
 * @ldb: at least the length of a row of @b as it lies
 * @beta: factor of what @c held; with 0 it is not read
 * @c: `[rows, columns]`, rows @ldc floats apart
 * @ldc: at least @columns
 *
 * C = alpha op(A) op(B) + beta C, row-major, on the calling thread. The only place that calls the
 * BLAS, after ectopy_blas_set_up(); sizes that it cannot count are a fault of ours and asserted. An empty @c
 * is left alone. Where there is no memory for as many products at a time as there are threads, some wait for
 * others.
 */
void ectopy_gemm (gboolean transpose_a,
                  gboolean transpose_b,
                  size_t rows,
                  size_t columns,
                  size_t inner,
                  float alpha,
                  const float *a,
                  size_t lda,
                  const float *b,
                  size_t ldb,
                  float beta,
                  float *c,
                  size_t ldc);

/**
 * ectopy_blas_set_up:
 *
 * Makes the BLAS run on the calling thread only, as our loops bring their own, and take the memory that it
 * cannot do without: it would ask for it for ever. Called before products by whatever leads to them; may be
 * called often, from any thread.
 *
 * Returns: whether there is a BLAS to work with; FALSE is %ECTOPY_ERROR_MEMORY
 */
gboolean ectopy_blas_set_up (GError **error);

/* Whether the BLAS has threads of its own, which start with the program and are of no use to it. Each takes
 * memory as a product does; one that gets none neither rests nor ends. */
gboolean ectopy_blas_has_threads (void);

/* (transfer none): what the BLAS says of itself, such as "OpenBLAS 0.3.21 SkylakeX". */
const char *ectopy_blas_describe (void);

/**
 * ectopy_blas_better_core:
 *
 * OpenBLAS before 0.3.22 takes its AVX2 kernels on processors with AVX-512 that it does not know by
 * name, at half their speed.
 *
 * Returns: (nullable) (transfer none): the value of the environment variable `OPENBLAS_CORETYPE`
 *   that would do better in a new process, or NULL if there is nothing to gain or it is set already
 */
const char *ectopy_blas_better_core (void);

G_END_DECLS
