/* SPDX-License-Identifier: MIT */
#include "engine/core/workers.h"

#include "engine/core/rng.h"

#define N_ITEMS 1000

typedef struct {
  guint64 results[N_ITEMS];
  guint turns[N_ITEMS];
  guint n_threads;
} Work;

static void
work_cb (size_t item, guint thread, gpointer user_data)
{
  Work *work = user_data;
  EctopyRng rng;

  g_assert_cmpuint (thread, <, work->n_threads);
  ectopy_rng_init (&rng, 11, item);
  for (size_t i = 0; i < item % 50; i++)
    ectopy_rng_next (&rng);
  work->results[item] = ectopy_rng_next (&rng);
  work->turns[item]++;
}

static void
test_same_on_any_number (void)
{
  static const guint n_threads[] = { 1, 2, 5 };
  Work *works = g_new0 (Work, G_N_ELEMENTS (n_threads));

  for (gsize i = 0; i < G_N_ELEMENTS (n_threads); i++) {
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads[i]);

    works[i].n_threads = ectopy_workers_get_n_threads (workers);
    g_assert_cmpuint (works[i].n_threads, ==, n_threads[i]);
    ectopy_workers_run (workers, N_ITEMS, work_cb, &works[i]);
    for (gsize k = 0; k < N_ITEMS; k++) {
      g_assert_cmpuint (works[i].turns[k], ==, 1);
      g_assert_cmpuint (works[i].results[k], ==, works[0].results[k]);
    }
  }
  g_free (works);
}

static void
count_cb (size_t item, guint thread, gpointer user_data)
{
  guint *counts = user_data;

  counts[item]++; /* an item of its own: no two threads touch one count */
}

static void
test_many_short_rounds (void)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (3);
  guint counts[9] = { 0 };

  for (guint round = 0; round < 2000; round++) {
    ectopy_workers_run (workers, round % 10, count_cb, counts);
    if (round % 500 == 499)
      g_usleep (20000); /* long enough for the others to fall asleep */
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], ==, (9 - i) * 200);
}

static void
test_ends_unused (void)
{
  for (guint i = 0; i < 50; i++)
    ectopy_workers_free (ectopy_workers_new (4));
  ectopy_workers_free (NULL);
}

static void
test_default_number (void)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (0);

  g_assert_cmpuint (ectopy_workers_get_n_threads (workers), ==, g_get_num_processors ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/workers/same-on-any-number", test_same_on_any_number);
  g_test_add_func ("/core/workers/many-short-rounds", test_many_short_rounds);
  g_test_add_func ("/core/workers/ends-unused", test_ends_unused);
  g_test_add_func ("/core/workers/default-number", test_default_number);
  return g_test_run ();
}
