/* SPDX-License-Identifier: MIT */
#include "engine/nn/gemm.h"

#include <cblas.h>
#include <limits.h>
#include <string.h>

void
ectopy_gemm (gboolean transpose_a,
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
             size_t ldc)
{
  if (rows == 0 || columns == 0)
    return;

  g_assert (rows <= INT_MAX && columns <= INT_MAX && inner <= INT_MAX);
  g_assert (lda <= INT_MAX && ldb <= INT_MAX && ldc <= INT_MAX);
  g_assert (lda >= (transpose_a ? rows : inner));
  g_assert (ldb >= (transpose_b ? inner : columns));
  g_assert (ldc >= columns);

  cblas_sgemm (CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
               transpose_b ? CblasTrans : CblasNoTrans, (int) rows, (int) columns, (int) inner,
               alpha, a, (int) lda, b, (int) ldb, beta, c, (int) ldc);
}

void
ectopy_blas_set_up (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done)) {
    openblas_set_num_threads (1);
    g_once_init_leave (&done, 1);
  }
}

const char *
ectopy_blas_describe (void)
{
  static gsize text = 0;

  if (g_once_init_enter (&text)) {
    const char *config = openblas_get_config ();
    g_auto (GStrv) words = g_strsplit (config, " ", 3);
    char *made = g_strjoin (" ", words[0] != NULL ? words[0] : "BLAS",
                            words[0] != NULL && words[1] != NULL ? words[1] : "",
                            openblas_get_corename (), NULL);

    g_once_init_leave (&text, (gsize) made);
  }
  return (const char *) text;
}

const char *
ectopy_blas_better_core (void)
{
#if defined(__x86_64__)
  static const char *const poor[] = { "Haswell", "Zen", "Excavator", "Sandybridge", "Prescott" };
  const char *core = openblas_get_corename ();

  if (g_getenv ("OPENBLAS_CORETYPE") != NULL)
    return NULL;
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512bw") ||
      !__builtin_cpu_supports ("avx512dq") || !__builtin_cpu_supports ("avx512vl"))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (poor); i++)
    if (strcmp (core, poor[i]) == 0)
      return "SkylakeX";
#endif
  return NULL;
}
