/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/nn/gemm.h"

#include <sys/resource.h>
#include <unistd.h>

#define SIDE      160
#define N_THREADS 4
#define N_TURNS   50

/* Less than the BLAS wants for a product, and more than threads have use for. */
#define LITTLE ((rlim_t) 100 << 20)

/* What a sanitizer keeps for itself counts too. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_LIMIT FALSE
#else
#define CAN_LIMIT TRUE
#endif

static float a[SIDE * SIDE], b[SIDE * SIDE], expected[SIDE * SIDE];

/* From now on there is only so much address space besides what is in use. */
static void
limit (rlim_t room)
{
  g_autofree char *statm = NULL;
  struct rlimit space;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_AS, &space), ==, 0);
  space.rlim_cur = g_ascii_strtoull (statm, NULL, 10) * (rlim_t) sysconf (_SC_PAGESIZE) + room;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &space), ==, 0);
}

static void
multiply (float *c)
{
  ectopy_gemm (FALSE, FALSE, SIDE, SIDE, SIDE, 1, a, SIDE, b, SIDE, 0, c, SIDE);
}

static gpointer
multiply_often (gpointer data)
{
  GMutex *gate = data;
  g_autofree float *c = g_new (float, SIDE *SIDE);

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  for (guint turn = 0; turn < N_TURNS; turn++) {
    multiply (c);
    g_assert_cmpmem (c, sizeof expected, expected, sizeof expected);
  }
  return NULL;
}

/* There is room for one buffer of the BLAS: threads take turns. */
static void
test_takes_turns (void)
{
  GThread *threads[N_THREADS];
  GMutex gate;
  EctopyRng rng;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
    g_test_trap_assert_passed ();
    return;
  }
  ectopy_rng_init (&rng, 3, 0);
  for (guint i = 0; i < SIDE * SIDE; i++) {
    a[i] = (float) ectopy_rng_normal (&rng);
    b[i] = (float) ectopy_rng_normal (&rng);
  }
  g_assert_true (ectopy_blas_set_up (NULL));
  multiply (expected);
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("multiply", multiply_often, &gate);
  if (CAN_LIMIT)
    limit (LITTLE);
  g_mutex_unlock (&gate);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_mutex_clear (&gate);
}

static void
test_without_memory (void)
{
  g_autoptr (GError) error = NULL;

  if (!CAN_LIMIT) {
    g_test_skip ("a sanitizer has the address space");
    return;
  }
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
    g_test_trap_assert_passed ();
    return;
  }
  limit (LITTLE);
  g_assert_false (ectopy_blas_set_up (&error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY);
  limit (4 * LITTLE);
  g_assert_true (ectopy_blas_set_up (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/gemm/takes-turns", test_takes_turns);
  g_test_add_func ("/engine/gemm/without-memory", test_without_memory);
  return g_test_run ();
}
