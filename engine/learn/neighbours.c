/* SPDX-License-Identifier: MIT */
#include "engine/learn/neighbours.h"

#include "engine/nn/gemm.h"

#include <string.h>

/* Queries and rows of one product: its result stays in the second-level cache. */
#define QUERY_BLOCK 64
#define ROW_BLOCK   512

/* |x - y|^2 as |x|^2 - 2xy + |y|^2 loses digits in float when x and y are close, so that the order
 * near the last place is uncertain: this many more are looked at precisely. */
#define SPARE_CANDIDATES 11

typedef struct {
  double distance; /* squared; of a candidate, less the query's own square */
  size_t row;
} Candidate;

typedef struct {
  const float *samples;
  size_t n_rows;
  size_t length;
  const size_t *queries;
  size_t n_queries;
  size_t k;
  size_t n_candidates; /* a query */
  GCancellable *cancellable;
  size_t *neighbours;

  float *squares;        /* [n_rows] */
  float *blocks;         /* [n_threads, QUERY_BLOCK, length]: queries gathered */
  float *products;       /* [n_threads, QUERY_BLOCK, ROW_BLOCK] */
  Candidate *candidates; /* [n_threads, QUERY_BLOCK, n_candidates], the nearest first */
} Search;

/* Puts @candidate where it belongs among the @n sorted @list, of which the last falls out. */
static void
insert (Candidate *list, size_t n, Candidate candidate)
{
  size_t at = n - 1;

  while (at > 0 && candidate.distance < list[at - 1].distance) {
    list[at] = list[at - 1];
    at--;
  }
  list[at] = candidate;
}

static void
sift (const Search *search,
      Candidate *list,
      size_t query,
      const float *products,
      size_t first,
      size_t n)
{
  const size_t n_candidates = search->n_candidates;
  float worst = (float) list[n_candidates - 1].distance;

  for (size_t i = 0; i < n; i++) {
    const float distance = search->squares[first + i] - 2 * products[i];

    if (distance < worst && first + i != query) {
      insert (list, n_candidates, (Candidate){ (double) distance, first + i });
      worst = (float) list[n_candidates - 1].distance;
    }
  }
}

static double
precise_distance (const float *a, const float *b, size_t length)
{
  double sum = 0;

  for (size_t i = 0; i < length; i++) {
    const double d = (double) a[i] - (double) b[i];

    sum += d * d;
  }
  return sum;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static void
settle (const Search *search, Candidate *list, size_t query, size_t *neighbours)
{
  for (size_t i = 0; i < search->n_candidates; i++)
    list[i].distance = precise_distance (search->samples + query * search->length,
                                         search->samples + list[i].row * search->length,
                                         search->length);
  qsort (list, search->n_candidates, sizeof *list, compare_candidates);
  for (size_t i = 0; i < search->k; i++)
    neighbours[i] = list[i].row;
}

static void
block_cb (size_t item, guint thread, gpointer user_data)
{
  const Search *search = user_data;
  const size_t length = search->length;
  const size_t *queries = search->queries + item * QUERY_BLOCK;
  const size_t n_queries = MIN (QUERY_BLOCK, search->n_queries - item * QUERY_BLOCK);
  float *block = search->blocks + thread * QUERY_BLOCK * length;
  float *products = search->products + (size_t) thread * QUERY_BLOCK * ROW_BLOCK;
  Candidate *candidates = search->candidates + thread * QUERY_BLOCK * search->n_candidates;

  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  for (size_t i = 0; i < n_queries; i++)
    memcpy (block + i * length, search->samples + queries[i] * length, length * sizeof (float));
  for (size_t i = 0; i < n_queries * search->n_candidates; i++)
    candidates[i] = (Candidate){ G_MAXFLOAT, 0 };

  for (size_t first = 0; first < search->n_rows; first += ROW_BLOCK) {
    const size_t n = MIN (ROW_BLOCK, search->n_rows - first);

    ectopy_gemm (FALSE, TRUE, n_queries, n, length, 1, block, length,
                 search->samples + first * length, length, 0, products, ROW_BLOCK);
    for (size_t i = 0; i < n_queries; i++)
      sift (search, candidates + i * search->n_candidates, queries[i], products + i * ROW_BLOCK,
            first, n);
  }
  for (size_t i = 0; i < n_queries; i++)
    settle (search, candidates + i * search->n_candidates, queries[i],
            search->neighbours + (item * QUERY_BLOCK + i) * search->k);
}

static void
square_rows (Search *search)
{
  for (size_t row = 0; row < search->n_rows; row++) {
    const float *sample = search->samples + row * search->length;
    double sum = 0;

    for (size_t i = 0; i < search->length; i++)
      sum += (double) sample[i] * (double) sample[i];
    search->squares[row] = (float) sum;
  }
}

gboolean
ectopy_neighbours_find (const float *samples,
                        size_t n_rows,
                        size_t length,
                        const size_t *queries,
                        size_t n_queries,
                        size_t k,
                        EctopyWorkers *workers,
                        GCancellable *cancellable,
                        size_t *neighbours)
{
  const size_t n_queries_at_once = (size_t) ectopy_workers_get_n_threads (workers) * QUERY_BLOCK;
  Search search = {
    .samples = samples,
    .n_rows = n_rows,
    .length = length,
    .queries = queries,
    .n_queries = n_queries,
    .k = k,
    .n_candidates = MIN (k + SPARE_CANDIDATES, n_rows - 1),
    .cancellable = cancellable,
    .neighbours = neighbours,
  };
  gboolean has_memory;

  g_return_val_if_fail (k > 0 && k < n_rows, FALSE);

  search.squares = g_try_new (float, n_rows);
  search.blocks = g_try_malloc_n (n_queries_at_once, length * sizeof (float));
  search.products = g_try_malloc_n (n_queries_at_once, ROW_BLOCK * sizeof (float));
  search.candidates = g_try_malloc_n (n_queries_at_once, search.n_candidates * sizeof (Candidate));
  has_memory = ectopy_blas_set_up (NULL) && search.squares != NULL && search.blocks != NULL &&
               search.products != NULL && search.candidates != NULL;
  if (has_memory) {
    square_rows (&search);
    ectopy_workers_run (workers, (n_queries + QUERY_BLOCK - 1) / QUERY_BLOCK, block_cb, &search);
  }
  g_free (search.squares);
  g_free (search.blocks);
  g_free (search.products);
  g_free (search.candidates);
  return has_memory && !g_cancellable_is_cancelled (cancellable);
}
