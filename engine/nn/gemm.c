/* SPDX-License-Identifier: MIT */
#include "engine/nn/gemm.h"

#include "engine/core/memory.h"

#include <cblas.h>
#include <limits.h>
#include <string.h>

/* What OpenBLAS takes for a product and keeps for the next: the most that it is built with. It has one for
 * each that is under way. */
#define BUFFER_SIZE ((size_t) 128 << 20)

/* Rows of a square product for which it takes that, and does not think it small. */
#define NOT_SMALL 128

static GMutex mutex;
static GCond product_done;
static guint n_buffers;  /* that OpenBLAS has, or has been seen to get */
static guint n_products; /* under way */

static void
begin_product (void)
{
  g_mutex_lock (&mutex);
  g_assert (n_buffers > 0);
  while (n_products == n_buffers)
    if (ectopy_memory_has_room (BUFFER_SIZE, 1, NULL))
      n_buffers++;
    else
      g_cond_wait (&product_done, &mutex);
  n_products++;
  g_mutex_unlock (&mutex);
}

static void
end_product (void)
{
  g_mutex_lock (&mutex);
  n_products--;
  g_cond_signal (&product_done);
  g_mutex_unlock (&mutex);
}

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

  begin_product ();
  cblas_sgemm (CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
               transpose_b ? CblasTrans : CblasNoTrans, (int) rows, (int) columns, (int) inner,
               alpha, a, (int) lda, b, (int) ldb, beta, c, (int) ldc);
  end_product ();
}

/* Before something else has the memory that was there a moment ago. */
static void
take_buffer (void)
{
  g_autofree float *zeros = g_new0 (float, NOT_SMALL *NOT_SMALL);
  g_autofree float *product = g_new (float, NOT_SMALL *NOT_SMALL);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, NOT_SMALL, NOT_SMALL, NOT_SMALL, 1, zeros,
               NOT_SMALL, zeros, NOT_SMALL, 0, product, NOT_SMALL);
}

gboolean
ectopy_blas_set_up (GError **error)
{
  gboolean has_buffer;

  g_mutex_lock (&mutex);
  if (n_buffers == 0 && ectopy_memory_has_room (BUFFER_SIZE, 1, error)) {
    openblas_set_num_threads (1);
    take_buffer ();
    n_buffers = 1;
  }
  has_buffer = n_buffers > 0;
  g_mutex_unlock (&mutex);
  return has_buffer;
}

gboolean
ectopy_blas_has_threads (void)
{
  return openblas_get_parallel () == OPENBLAS_THREAD && openblas_get_num_threads () > 1;
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
