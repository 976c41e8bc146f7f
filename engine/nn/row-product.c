/* SPDX-License-Identifier: MIT */
#include "engine/nn/row-product.h"

#include <string.h>

/* One tile of C stays in registers while the inner index runs: AVX-512 has 32 registers of 16
 * floats, enough for 12 x 32; AVX2 has 16 of 8, enough for 6 x 16. Both run within a few per cent
 * of what the processor can do, as nothing is packed but the weights. */
#if defined(__x86_64__)
#define TILE_NAME(x) x##_avx512
#define TILE_TARGET  __attribute__ ((target ("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define TILE_BYTES   64
#define TILE_ROWS    12
#include "engine/nn/row-product-tile.inc"

#define TILE_NAME(x) x##_avx2
#define TILE_TARGET  __attribute__ ((target ("avx2,fma")))
#define TILE_BYTES   32
#define TILE_ROWS    6
#include "engine/nn/row-product-tile.inc"
#endif

#define TILE_NAME(x) x##_plain
#define TILE_TARGET
#define TILE_BYTES 16
#define TILE_ROWS  4
#include "engine/nn/row-product-tile.inc"

typedef void (*ProductFunc) (size_t rows,
                             size_t columns,
                             size_t inner,
                             const float *a,
                             size_t a_row,
                             size_t a_inner,
                             const float *b,
                             size_t b_step,
                             size_t b_panel,
                             gboolean add,
                             float *c,
                             size_t c_step);

/* ECTOPY_KERNELS=avx2 or plain asks for less than the processor can do: for tests, and for the same
 * bits on different machines. */
static ProductFunc
choose (void)
{
#if defined(__x86_64__)
  const char *wanted = g_getenv ("ECTOPY_KERNELS");
  const gboolean plain = g_strcmp0 (wanted, "plain") == 0;

  if (!plain && g_strcmp0 (wanted, "avx2") != 0 && __builtin_cpu_supports ("avx512f") &&
      __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq") &&
      __builtin_cpu_supports ("avx512vl"))
    return product_avx512;
  if (!plain && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return product_avx2;
#endif
  return product_plain;
}

static ProductFunc
product (void)
{
  static ProductFunc chosen = NULL;
  ProductFunc func = __atomic_load_n (&chosen, __ATOMIC_RELAXED);

  if (func == NULL) {
    func = choose ();
    __atomic_store_n (&chosen, func, __ATOMIC_RELAXED);
  }
  return func;
}

size_t
ectopy_row_product_packed_len (size_t inner, size_t columns)
{
  return (columns + ECTOPY_PANEL - 1) / ECTOPY_PANEL * ECTOPY_PANEL * inner;
}

void
ectopy_row_product_pack (const float *weight, size_t inner, size_t columns, float *packed)
{
  for (size_t first = 0; first < columns; first += ECTOPY_PANEL) {
    const size_t width = MIN (ECTOPY_PANEL, columns - first);

    for (size_t k = 0; k < inner; k++, packed += ECTOPY_PANEL) {
      memcpy (packed, weight + k * columns + first, width * sizeof *packed);
      memset (packed + width, 0, (ECTOPY_PANEL - width) * sizeof *packed);
    }
  }
}

/* The inner index goes in blocks, so that the part of the weights in use stays in the nearest
 * caches while the tiles pass over it. Blocks are the same for any number of rows. */
static void
product_in_blocks (size_t rows,
                   size_t columns,
                   size_t inner,
                   const float *a,
                   size_t a_row,
                   size_t a_inner,
                   const float *b,
                   size_t b_step,
                   size_t b_panel,
                   size_t block,
                   gboolean add,
                   float *c,
                   size_t c_step)
{
  const ProductFunc run = product ();

  for (size_t k = 0; k < inner; k += block)
    run (rows, columns, MIN (block, inner - k), a + k * a_inner, a_row, a_inner, b + k * b_step,
         b_step, b_panel, add || k > 0, c, c_step);
  for (size_t i = 0; inner == 0 && !add && i < rows; i++)
    memset (c + i * c_step, 0, columns * sizeof *c);
}

void
ectopy_row_product (size_t rows,
                    size_t columns,
                    size_t inner,
                    const float *a,
                    size_t a_step,
                    const float *packed,
                    gboolean add,
                    float *c,
                    size_t c_step)
{
  product_in_blocks (rows, columns, inner, a, a_step, 1, packed, ECTOPY_PANEL, ECTOPY_PANEL * inner,
                     768, add, c, c_step);
}

void
ectopy_row_product_unpacked (size_t rows,
                             size_t columns,
                             size_t inner,
                             const float *a,
                             size_t a_step,
                             const float *b,
                             size_t b_step,
                             gboolean add,
                             float *c,
                             size_t c_step)
{
  product_in_blocks (rows, columns, inner, a, a_step, 1, b, b_step, ECTOPY_PANEL, 192, add, c,
                     c_step);
}

void
ectopy_row_product_outer (size_t rows,
                          size_t inner,
                          size_t columns,
                          const float *a,
                          size_t a_step,
                          const float *b,
                          size_t b_step,
                          gboolean add,
                          float *c)
{
  product_in_blocks (inner, columns, rows, a, 1, a_step, b, b_step, ECTOPY_PANEL, 192, add, c,
                     columns);
}
