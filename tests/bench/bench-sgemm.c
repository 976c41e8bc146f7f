/* SPDX-License-Identifier: MIT */
/* The rate of the BLAS with its own threads, the yardstick of a training step: GFLOP/s of the product
 * of two 2048 x 2048 matrices. Usage: bench-sgemm THREADS */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CUBE    2048
#define SECONDS 1.0

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

static void
multiply (const float *a, const float *b, float *c)
{
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, CUBE, CUBE, CUBE, 1, a, CUBE, b, CUBE, 0,
               c, CUBE);
}

int
main (int argc, char **argv)
{
  const int n_threads = argc > 1 ? atoi (argv[1]) : 1;
  const size_t n = (size_t) CUBE * CUBE;
  float *block = malloc (3 * n * sizeof *block);
  double times[1000];
  size_t n_times = 0;
  double begin;

  if (block == NULL || n_threads < 1) {
    fprintf (stderr, "usage: bench-sgemm THREADS\n");
    return 2;
  }
  for (size_t i = 0; i < 2 * n; i++)
    block[i] = (float) (i % 1009) / 1009.0f;
  openblas_set_num_threads (n_threads);
  multiply (block, block + n, block + 2 * n);
  begin = now ();
  do {
    const double before = now ();

    multiply (block, block + n, block + 2 * n);
    times[n_times++] = now () - before;
  } while (now () - begin < SECONDS && n_times < 1000);
  qsort (times, n_times, sizeof *times, compare);
  printf ("{\"core\": \"%s\", \"GFLOP/s\": %.1f}\n", openblas_get_corename (),
          2.0 * CUBE * CUBE * CUBE / times[n_times / 2] * 1e-9);
  free (block);
  return 0;
}
