/* SPDX-License-Identifier: MIT */
#include "engine/signal/episodes.h"

/* Ectopic beats that make bigeminy or trigeminy. */
#define LEAST_REPEATS 3

#define LEAST_RUN 3

typedef struct {
  const double *times;
  const guint8 *classes;
  const guint8 *is_unsure;
  size_t n;
  GArray *episodes;
} Search;

const char *
ectopy_episode_kind_name (EctopyEpisodeKind kind)
{
  static const char *const names[ECTOPY_N_EPISODE_KINDS] = { "couplet", "run", "bigeminy",
                                                             "trigeminy", "pause" };

  return names[kind];
}

/* Whether beat @i is of @beat_class, follows the one before without a pause (unless it is the first
 * asked for), and can be relied on. */
static gboolean
goes_on (const Search *search, size_t i, guint beat_class, gboolean is_first)
{
  if (i >= search->n || search->classes[i] != beat_class ||
      (search->is_unsure != NULL && search->is_unsure[i]))
    return FALSE;
  return is_first || search->times[i] - search->times[i - 1] <= ECTOPY_PAUSE_S;
}

static void
add (Search *search, EctopyEpisodeKind kind, guint beat_class, size_t first, size_t n_beats)
{
  g_array_append_vals (search->episodes,
                       &(EctopyEpisode){ kind, (EctopyBeatClass) beat_class, first, n_beats }, 1);
}

/* Couplets and runs. Returns: beats passed over. */
static size_t
find_together (Search *search, size_t i)
{
  const guint beat_class = search->classes[i];
  size_t n = 0;

  if (beat_class != ECTOPY_CLASS_V && beat_class != ECTOPY_CLASS_S)
    return 1;
  while (goes_on (search, i + n, beat_class, n == 0))
    n++;
  if (n >= LEAST_RUN)
    add (search, ECTOPY_EPISODE_RUN, beat_class, i, n);
  else if (n == 2)
    add (search, ECTOPY_EPISODE_COUPLET, beat_class, i, n);
  return MAX (n, 1);
}

/* @n_normal normal beats and a ventricular one, again and again. Returns: beats passed over. */
static size_t
find_alternating (Search *search, size_t i, size_t n_normal, EctopyEpisodeKind kind)
{
  size_t n = 0, n_repeats = 0;

  for (;;) {
    size_t k = 0;

    while (k < n_normal && goes_on (search, i + n + k, ECTOPY_CLASS_N, n + k == 0))
      k++;
    if (k < n_normal || !goes_on (search, i + n + k, ECTOPY_CLASS_V, FALSE))
      break;
    n += n_normal + 1;
    n_repeats++;
  }
  if (n_repeats < LEAST_REPEATS)
    return 1;
  add (search, kind, ECTOPY_CLASS_V, i, n);
  return n;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const EctopyEpisode *x = a, *y = b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return (int) x->kind - (int) y->kind;
}

GArray *
ectopy_episodes_find (const double *times, const guint8 *classes, const guint8 *is_unsure, size_t n)
{
  Search search = { times, classes, is_unsure, n,
                    g_array_new (FALSE, FALSE, sizeof (EctopyEpisode)) };

  for (size_t i = 0; i < n;)
    i += find_together (&search, i);
  for (size_t i = 0; i < n;)
    i += find_alternating (&search, i, 1, ECTOPY_EPISODE_BIGEMINY);
  for (size_t i = 0; i < n;)
    i += find_alternating (&search, i, 2, ECTOPY_EPISODE_TRIGEMINY);
  for (size_t i = 1; i < n; i++)
    if (times[i] - times[i - 1] > ECTOPY_PAUSE_S &&
        (is_unsure == NULL || (!is_unsure[i] && !is_unsure[i - 1])))
      add (&search, ECTOPY_EPISODE_PAUSE, ECTOPY_CLASS_N, i - 1, 2);
  g_array_sort (search.episodes, compare);
  return search.episodes;
}
