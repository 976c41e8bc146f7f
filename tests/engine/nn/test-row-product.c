/* SPDX-License-Identifier: MIT */
/* The source itself, so that each kernel this processor can run is tested, not only the best. */
#include "engine/nn/row-product.c"

#include "tests/engine/nn/made-up-numbers.h"

/* What stands where nothing may be written. */
#define UNTOUCHED 12345.0f

#define MAX_ROWS    70
#define MAX_COLUMNS 96
#define MAX_INNER   800
#define C_GAP       3

static const size_t row_counts[] = { 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 17, 29, 70 };
static const size_t column_counts[] = { 1, 5, 31, 32, 33, 48, 96 };
static const size_t inner_counts[] = { 1, 2, 7, 64, 191, 193, 769, 800 };

typedef struct {
  float *a;
  float *b;
  float *packed;
  float *c;
  float *before;
  double *expected;
  double *size; /* sum of the absolute values of the terms */
} Operands;

static void
setup (Operands *o, gconstpointer data)
{
  /* Large enough both ways round: test_outer() reads it transposed. */
  const size_t n_a = (MAX_ROWS + 3) * (MAX_INNER + 3) + MAX_INNER + ECTOPY_ROW_SLACK;
  const size_t n_b = MAX_INNER * MAX_COLUMNS + ECTOPY_ROW_SLACK;
  const size_t n_c = (MAX_ROWS + 1) * (MAX_COLUMNS + C_GAP) + ECTOPY_ROW_SLACK;
  EctopyRng rng;

  ectopy_rng_init (&rng, 1, 0);
  o->a = g_new (float, n_a);
  o->b = g_new (float, n_b);
  o->packed = g_new (float, MAX_INNER * 4 * ECTOPY_PANEL);
  o->c = g_new (float, n_c);
  o->before = g_new (float, n_c);
  o->expected = g_new (double, n_c);
  o->size = g_new (double, n_c);
  fill_random (&rng, o->a, n_a);
  fill_random (&rng, o->b, n_b);
  fill_random (&rng, o->before, n_c);
}

static void
teardown (Operands *o, gconstpointer data)
{
  g_free (o->a);
  g_free (o->b);
  g_free (o->packed);
  g_free (o->c);
  g_free (o->before);
  g_free (o->expected);
  g_free (o->size);
}

/* The textbook's loop: element (i, k) of A is a[i * a_row + k * a_inner]. */
static void
expect (Operands *o,
        size_t rows,
        size_t columns,
        size_t inner,
        size_t a_row,
        size_t a_inner,
        gboolean add,
        size_t c_step)
{
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      double sum = add ? (double) o->before[i * c_step + j] : 0;
      double size = 1;

      for (size_t k = 0; k < inner; k++) {
        const double term = (double) o->a[i * a_row + k * a_inner] * (double) o->b[k * columns + j];

        sum += term;
        size += fabs (term);
      }
      o->expected[i * c_step + j] = sum;
      o->size[i * c_step + j] = size;
    }
}

static void
prepare (Operands *o, size_t rows, size_t columns, gboolean add, size_t c_step)
{
  for (size_t i = 0; i < (rows + 1) * c_step; i++)
    o->c[i] = UNTOUCHED;
  for (size_t i = 0; add && i < rows; i++)
    memcpy (o->c + i * c_step, o->before + i * c_step, columns * sizeof (float));
}

static void
check (const Operands *o, size_t rows, size_t columns, size_t c_step)
{
  for (size_t i = 0; i <= rows; i++)
    for (size_t j = 0; j < c_step; j++)
      if (i < rows && j < columns)
        g_assert_cmpfloat_with_epsilon (o->c[i * c_step + j], o->expected[i * c_step + j],
                                        2e-6 * o->size[i * c_step + j]);
      else
        g_assert_cmpfloat (o->c[i * c_step + j], ==, UNTOUCHED);
}

/* Rows next to each other, apart, and overlapping as those of a convolution. */
static size_t
a_step_of (size_t inner, guint which)
{
  return which == 0 ? inner : which == 1 ? inner + 3 : (inner + 2) / 3;
}

static void
test_products (Operands *o, gconstpointer data)
{
  for (gsize r = 0; r < G_N_ELEMENTS (row_counts); r++)
    for (gsize c = 0; c < G_N_ELEMENTS (column_counts); c++)
      for (gsize k = 0; k < G_N_ELEMENTS (inner_counts); k++) {
        const size_t rows = row_counts[r], columns = column_counts[c], inner = inner_counts[k];
        const guint which = (guint) (r + c + k) % 3;
        const size_t a_step = a_step_of (inner, which), c_step = columns + C_GAP;
        const gboolean add = (r + k) % 2 == 1;

        ectopy_row_product_pack (o->b, inner, columns, o->packed);
        expect (o, rows, columns, inner, a_step, 1, add, c_step);
        prepare (o, rows, columns, add, c_step);
        ectopy_row_product (rows, columns, inner, o->a, a_step, o->packed, add, o->c, c_step);
        check (o, rows, columns, c_step);
        prepare (o, rows, columns, add, c_step);
        ectopy_row_product_unpacked (rows, columns, inner, o->a, a_step, o->b, columns, add, o->c,
                                     c_step);
        check (o, rows, columns, c_step);
      }
}

static void
test_outer (Operands *o, gconstpointer data)
{
  for (gsize r = 0; r < G_N_ELEMENTS (inner_counts); r++)
    for (gsize c = 0; c < G_N_ELEMENTS (column_counts); c++)
      for (gsize k = 0; k < G_N_ELEMENTS (row_counts); k++) {
        const size_t rows = inner_counts[r], columns = column_counts[c], inner = row_counts[k];
        const size_t a_step = a_step_of (inner, (guint) (r + c + k) % 3);
        const gboolean add = (r + k) % 2 == 1;

        expect (o, inner, columns, rows, 1, a_step, add, columns);
        prepare (o, inner, columns, add, columns);
        ectopy_row_product_outer (rows, inner, columns, o->a, a_step, o->b, columns, add, o->c);
        check (o, inner, columns, columns);
      }
}

/* A wider matrix of which only some columns are taken. */
static void
test_part_of_columns (Operands *o, gconstpointer data)
{
  const size_t columns = 70, inner = 40, rows = 13;

  expect (o, rows, columns, inner, inner, 1, FALSE, columns);
  prepare (o, rows, columns, FALSE, columns);
  for (size_t first = 0; first < columns; first += ECTOPY_PANEL)
    ectopy_row_product_unpacked (rows, MIN (ECTOPY_PANEL, columns - first), inner, o->a, inner,
                                 o->b + first, columns, FALSE, o->c + first, columns);
  check (o, rows, columns, columns);
}

static void
test_kernels (Operands *o, gconstpointer data)
{
  const ProductFunc kernels[] = {
    product_plain,
#if defined(__x86_64__)
    __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") ? product_avx2 : NULL,
    choose () == product_avx512 ? product_avx512 : NULL,
#endif
  };

  for (gsize n = 0; n < G_N_ELEMENTS (kernels); n++)
    for (gsize r = 0; kernels[n] != NULL && r < G_N_ELEMENTS (row_counts); r++)
      for (gsize c = 0; c < G_N_ELEMENTS (column_counts); c++) {
        const size_t rows = row_counts[r], columns = column_counts[c], inner = 67;

        for (int add = 0; add < 2; add++) {
          ectopy_row_product_pack (o->b, inner, columns, o->packed);
          expect (o, rows, columns, inner, 20, 1, add, columns + C_GAP);
          prepare (o, rows, columns, add, columns + C_GAP);
          kernels[n](rows, columns, inner, o->a, 20, 1, o->packed, ECTOPY_PANEL,
                     ECTOPY_PANEL * inner, add, o->c, columns + C_GAP);
          check (o, rows, columns, columns + C_GAP);
        }
      }
}

static void
test_nothing_to_sum (Operands *o, gconstpointer data)
{
  prepare (o, 4, 40, FALSE, 40);
  ectopy_row_product (4, 40, 0, o->a, 1, o->packed, TRUE, o->c, 40);
  g_assert_cmpfloat (o->c[0], ==, UNTOUCHED);
  ectopy_row_product (4, 40, 0, o->a, 1, o->packed, FALSE, o->c, 40);
  for (size_t i = 0; i < 160; i++)
    g_assert_cmpfloat (o->c[i], ==, 0);
  g_assert_cmpfloat (o->c[160], ==, UNTOUCHED);
}

/* What a beat's classes are must not depend on its neighbours in a batch. */
static void
test_row_stands_alone (Operands *o, gconstpointer data)
{
  const size_t inner = 800, a_step = 300;

  for (gsize c = 0; c < G_N_ELEMENTS (column_counts); c++) {
    const size_t columns = column_counts[c];
    float alone[MAX_COLUMNS];

    ectopy_row_product_pack (o->b, inner, columns, o->packed);
    for (size_t rows = 1; rows <= MAX_ROWS; rows += 3) {
      ectopy_row_product (rows, columns, inner, o->a, a_step, o->packed, FALSE, o->c, columns);
      for (size_t i = 0; i < rows; i++) {
        ectopy_row_product (1, columns, inner, o->a + i * a_step, a_step, o->packed, FALSE, alone,
                            columns);
        g_assert_cmpmem (o->c + i * columns, columns * sizeof (float), alone,
                         columns * sizeof (float));
      }
    }
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Operands *o, gconstpointer data);
  } tests[] = {
    { "/nn/row-product/equals-definition", test_products },
    { "/nn/row-product/outer-equals-definition", test_outer },
    { "/nn/row-product/part-of-columns", test_part_of_columns },
    { "/nn/row-product/every-kernel", test_kernels },
    { "/nn/row-product/nothing-to-sum", test_nothing_to_sum },
    { "/nn/row-product/row-stands-alone", test_row_stands_alone },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Operands, NULL, setup, tests[i].test, teardown);
  return g_test_run ();
}
