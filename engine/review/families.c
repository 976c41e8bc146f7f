/* SPDX-License-Identifier: MIT */
#include "engine/review/families.h"

#include "engine/core/rng.h"
#include "engine/review/family-features.h"

#include <math.h>
#include <string.h>

#define WIDTH ECTOPY_FAMILY_WIDTH

#define N_SEEDED 24 /* groups of k-means */
#define N_FAR    8  /* and such as begin with a beat that is far from all */
#define N_GROUPS (N_SEEDED + N_FAR)

#define SAMPLE_ROUNDS 24
#define ROUNDS        3
#define SEED          42

/* A beat is far from all groups by that many times the usual distance. */
#define FAR 3.0

/* Two groups are apart if their centres are further from each other than that many times their deviations
 * along the line between them: the halves of one even heap are 1.7 such apart, those of a bell 1.3. */
#define APART 2.5

/* How wide a group is, is told by its own beats and that many usual ones. */
#define FEW 6.0

#define TINY 3.0

/* Groups of wholly different classes count as that much further apart. */
#define OTHER_CLASS 1.5

typedef struct {
  const EctopyFamilyBeats *beats;
  float *features;
  guint8 *group; /* [n] */
  guint n_groups;
  double centres[N_GROUPS][WIDTH];
  GCancellable *cancellable;
} Work;

static double
distance_2 (const float *row, const double *centre)
{
  double sum = 0;

  for (guint k = 0; k < WIDTH; k++) {
    const double d = (double) row[k] - centre[k];

    sum += d * d;
  }
  return sum;
}

static const float *
row_of (const Work *work, size_t beat)
{
  return work->features + beat * WIDTH;
}

static void
begin_group (Work *work, size_t beat)
{
  for (guint k = 0; k < WIDTH; k++)
    work->centres[work->n_groups][k] = (double) row_of (work, beat)[k];
  work->n_groups++;
}

/* ---- k-means ---- */

/* Each next centre is a beat, drawn the more probably the further it is from those there are. */
static void
seed_groups (Work *work, size_t stride)
{
  const size_t n = work->beats->n, n_taken = (n + stride - 1) / stride;
  g_autofree double *least = g_new (double, n_taken);
  EctopyRng rng;

  ectopy_rng_init (&rng, SEED, 1);
  begin_group (work, stride * (size_t) ectopy_rng_below (&rng, n_taken));
  for (size_t i = 0; i < n_taken; i++)
    least[i] = G_MAXDOUBLE;
  while (work->n_groups < N_SEEDED) {
    double sum = 0, drawn;
    size_t chosen = 0;

    for (size_t i = 0; i < n_taken; i++) {
      least[i] = MIN (least[i],
                      distance_2 (row_of (work, i * stride), work->centres[work->n_groups - 1]));
      sum += least[i];
    }
    if (sum <= 1e-12)
      return; /* all beats are at a centre */
    drawn = ectopy_rng_uniform (&rng) * sum;
    while (chosen + 1 < n_taken && (drawn -= least[chosen]) >= 0)
      chosen++;
    begin_group (work, chosen * stride);
  }
}

/* Puts every @stride-th beat into the group nearest to it, then each centre into the middle of its beats;
 * groups without any go. Returns: whether a beat has changed its group. */
static gboolean
go_round (Work *work, size_t stride)
{
  double sums[N_GROUPS][WIDTH] = { 0 };
  size_t counts[N_GROUPS] = { 0 };
  gboolean changed = FALSE;
  guint kept = 0;

  for (size_t i = 0; i < work->beats->n; i += stride) {
    const float *row = row_of (work, i);
    double least = G_MAXDOUBLE;
    guint nearest = 0;

    for (guint g = 0; g < work->n_groups; g++) {
      const double d = distance_2 (row, work->centres[g]);

      if (d < least) {
        least = d;
        nearest = g;
      }
    }
    changed |= work->group[i] != nearest;
    work->group[i] = (guint8) nearest;
    counts[nearest]++;
    for (guint k = 0; k < WIDTH; k++)
      sums[nearest][k] += (double) row[k];
  }
  for (guint g = 0; g < work->n_groups; g++) {
    if (counts[g] == 0)
      continue;
    for (guint k = 0; k < WIDTH; k++)
      work->centres[kept][k] = sums[g][k] / (double) counts[g];
    kept++;
  }
  changed |= kept != work->n_groups;
  work->n_groups = kept;
  return changed;
}

/* Beats that no group is near to begin one of their own, the furthest first. */
static void
add_far (Work *work)
{
  const size_t n = work->beats->n;
  g_autofree double *least = g_new (double, n);
  double sum = 0;

  for (size_t i = 0; i < n; i++) {
    least[i] = G_MAXDOUBLE;
    for (guint g = 0; g < work->n_groups; g++)
      least[i] = MIN (least[i], distance_2 (row_of (work, i), work->centres[g]));
    sum += least[i];
  }
  for (guint added = 0; added < N_FAR; added++) {
    size_t furthest = 0;

    for (size_t i = 1; i < n; i++)
      if (least[i] > least[furthest])
        furthest = i;
    if (least[furthest] <= FAR * FAR * sum / (double) n)
      return;
    begin_group (work, furthest);
    for (size_t i = 0; i < n; i++)
      least[i] = MIN (least[i], distance_2 (row_of (work, i), work->centres[work->n_groups - 1]));
  }
}

static gboolean
group_beats (Work *work)
{
  const size_t stride = ectopy_family_stride (work->beats->n);

  seed_groups (work, stride);
  for (guint round = 0; round < SAMPLE_ROUNDS && go_round (work, stride); round++)
    if (g_cancellable_is_cancelled (work->cancellable))
      return FALSE;
  add_far (work);
  for (guint round = 0; round < ROUNDS && go_round (work, 1); round++)
    if (g_cancellable_is_cancelled (work->cancellable))
      return FALSE;
  /* Once more where a group went in the last round: numbers of groups have moved. */
  go_round (work, 1);
  return TRUE;
}

/* ---- Groups to families ---- */

/* What is known of a group without its beats. */
typedef struct {
  guint parent; /* the group that it has become part of; itself */
  double n;
  double centre[WIDTH];
  double spread[WIDTH][WIDTH]; /* the sum of products of what its beats deviate by */
  double classes[ECTOPY_N_CLASSES + 1];
} Group;

static void
measure_groups (const Work *work, Group *groups)
{
  for (size_t i = 0; i < work->beats->n; i++) {
    Group *group = &groups[work->group[i]];

    group->n++;
    group->classes[MIN (work->beats->classes[i], (guint8) ECTOPY_N_CLASSES)]++;
    for (guint k = 0; k < WIDTH; k++)
      group->centre[k] += (double) row_of (work, i)[k];
  }
  for (guint g = 0; g < N_GROUPS; g++) {
    groups[g].parent = g;
    for (guint k = 0; k < WIDTH; k++)
      groups[g].centre[k] /= MAX (groups[g].n, 1);
  }
  for (size_t i = 0; i < work->beats->n; i++) {
    Group *group = &groups[work->group[i]];

    for (guint k = 0; k < WIDTH; k++)
      for (guint l = 0; l < WIDTH; l++)
        group->spread[k][l] += ((double) row_of (work, i)[k] - group->centre[k]) *
                               ((double) row_of (work, i)[l] - group->centre[l]);
  }
}

/* The sum of squares of what the beats of @group deviate by along @line, times its length squared. */
static double
squares_along (const Group *group, const double *line)
{
  double sum = 0;

  for (guint k = 0; k < WIDTH; k++)
    for (guint l = 0; l < WIDTH; l++)
      sum += line[k] * group->spread[k][l] * line[l];
  return MAX (sum, 0);
}

/* The deviation of the beats of @group along @line, which is @length long; that of @all beats from their
 * groups where they are too few to tell. */
static double
deviation_along (const Group *group, const Group *all, const double *line, double length)
{
  const double usual = squares_along (all, line) / all->n;

  return sqrt ((squares_along (group, line) + FEW * usual) / (group->n + FEW)) / length;
}

/* 0 to 1: the share of the beats whose classes do not match. */
static double
unlikeness (const Group *a, const Group *b)
{
  double sum = 0;

  for (guint c = 0; c <= ECTOPY_N_CLASSES; c++)
    sum += fabs (a->classes[c] / a->n - b->classes[c] / b->n);
  return sum / 2;
}

/* How far two groups are apart, in their deviations; @cost: (out): what merging them costs after Ward. */
static double
gap (const Group *a, const Group *b, const Group *all, double *cost)
{
  const double farther = 1 + OTHER_CLASS * unlikeness (a, b);
  double line[WIDTH], square = 0;

  for (guint k = 0; k < WIDTH; k++) {
    line[k] = b->centre[k] - a->centre[k];
    square += line[k] * line[k];
  }
  *cost = a->n * b->n / (a->n + b->n) * square * farther;
  if (square <= 1e-18)
    return 0;
  return farther * sqrt (square) /
         (deviation_along (a, all, line, sqrt (square)) +
          deviation_along (b, all, line, sqrt (square)) + 1e-9);
}

static void
merge (Group *a, Group *b)
{
  const double n = a->n + b->n;

  for (guint k = 0; k < WIDTH; k++)
    for (guint l = 0; l < WIDTH; l++)
      a->spread[k][l] += b->spread[k][l] + a->n * b->n / n * (b->centre[k] - a->centre[k]) *
                                               (b->centre[l] - a->centre[l]);
  for (guint k = 0; k < WIDTH; k++)
    a->centre[k] = (a->n * a->centre[k] + b->n * b->centre[k]) / n;
  for (guint c = 0; c <= ECTOPY_N_CLASSES; c++)
    a->classes[c] += b->classes[c];
  a->n = n;
  b->n = 0;
}

/* The pair with the least gap, or where @by_cost that costs least. Returns: whether there are two. */
static gboolean
find_pair (const Group *groups,
           gboolean by_cost,
           const Group *all,
           guint *first,
           guint *second,
           double *least)
{
  *least = G_MAXDOUBLE;
  for (guint a = 0; a < N_GROUPS; a++)
    for (guint b = a + 1; b < N_GROUPS; b++) {
      double cost, apart;

      if (groups[a].n == 0 || groups[b].n == 0)
        continue;
      apart = gap (&groups[a], &groups[b], all, &cost);
      if ((by_cost ? cost : apart) < *least) {
        *least = by_cost ? cost : apart;
        *first = a;
        *second = b;
      }
    }
  return *least < G_MAXDOUBLE;
}

/* Fewer beats than @TINY that differ from a larger group in shape alone are the first of its beats to be
 * seen, those furthest from its centre; of another class they stay a family. */
static void
merge_tiny (Group *groups, const Group *all)
{
  for (guint a = 0; a < N_GROUPS; a++) {
    guint nearest = a;
    double least = G_MAXDOUBLE, apart, cost;

    if (groups[a].n == 0 || groups[a].n >= TINY)
      continue;
    for (guint b = 0; b < N_GROUPS; b++) {
      if (b == a || groups[b].n < TINY || unlikeness (&groups[a], &groups[b]) > 0.5)
        continue;
      apart = gap (&groups[a], &groups[b], all, &cost);
      if (apart < least) {
        least = apart;
        nearest = b;
      }
    }
    if (nearest != a) {
      merge (&groups[nearest], &groups[a]);
      groups[a].parent = nearest;
    }
  }
}

static void
merge_groups (Group *groups)
{
  guint n = 0, a = 0, b = 0;
  Group all = { 0 };
  double least;

  for (guint g = 0; g < N_GROUPS; g++) {
    all.n += groups[g].n;
    for (guint k = 0; k < WIDTH; k++)
      for (guint l = 0; l < WIDTH; l++)
        all.spread[k][l] += groups[g].spread[k][l];
  }
  for (; find_pair (groups, FALSE, &all, &a, &b, &least) && least < APART;) {
    merge (&groups[a], &groups[b]);
    groups[b].parent = a;
  }
  merge_tiny (groups, &all);
  n = 0;
  for (guint g = 0; g < N_GROUPS; g++)
    n += groups[g].n > 0 ? 1 : 0;
  for (; n > ECTOPY_MAX_FAMILIES && find_pair (groups, TRUE, &all, &a, &b, &least); n--) {
    merge (&groups[a], &groups[b]);
    groups[b].parent = a;
  }
}

/* ---- The result ---- */

static guint
most_frequent (const size_t counts[ECTOPY_N_CLASSES])
{
  guint most = ECTOPY_CLASS_NONE;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (counts[c] > (most < ECTOPY_N_CLASSES ? counts[most] : 0))
      most = c;
  return most;
}

/* Negative where @a comes before @b. */
static int
compare_families (const EctopyFamily *a, const EctopyFamily *b)
{
  const gboolean a_is_normal = a->beat_class == ECTOPY_CLASS_N;
  const gboolean b_is_normal = b->beat_class == ECTOPY_CLASS_N;

  if (a_is_normal != b_is_normal)
    return a_is_normal ? 1 : -1;
  if (a->n_beats != b->n_beats)
    return a->n_beats > b->n_beats ? -1 : 1;
  return (a->medoid > b->medoid) - (a->medoid < b->medoid);
}

/* Numbers the families in their order, and gives each beat its number. */
static void
number_families (EctopyFamilies *result, EctopyFamily *families, guint8 *number)
{
  guint order[N_GROUPS], n = 0;
  guint8 place[N_GROUPS] = { 0 };

  for (guint g = 0; g < N_GROUPS; g++) {
    guint k = n;

    if (families[g].n_beats == 0)
      continue;
    families[g].beat_class = most_frequent (families[g].counts);
    for (; k > 0 && compare_families (&families[g], &families[order[k - 1]]) < 0; k--)
      order[k] = order[k - 1];
    order[k] = g;
    n++;
  }
  result->n_families = n;
  result->families = g_new0 (EctopyFamily, n + 1);
  for (guint k = 0; k < n; k++) {
    result->families[k] = families[order[k]];
    place[order[k]] = (guint8) k;
  }
  for (size_t i = 0; i < result->n_beats; i++)
    result->family[i] = place[number[i]];
}

static EctopyFamilies *
make_result (const Work *work, const Group *groups)
{
  const size_t n = work->beats->n;
  EctopyFamilies *result = g_new0 (EctopyFamilies, 1);
  EctopyFamily families[N_GROUPS] = { 0 };
  guint8 root[N_GROUPS];

  for (guint g = 0; g < N_GROUPS; g++) {
    root[g] = (guint8) g;
    while (groups[root[g]].parent != root[g])
      root[g] = (guint8) groups[root[g]].parent;
  }
  result->n_beats = n;
  result->family = g_new (guint8, n);
  result->distance = g_new (float, n);
  for (size_t i = 0; i < n; i++) {
    const guint8 number = work->group[i] = root[work->group[i]];
    EctopyFamily *family = &families[number];

    result->distance[i] = (float) sqrt (distance_2 (row_of (work, i), groups[number].centre));
    if (family->n_beats == 0 || result->distance[i] < result->distance[family->medoid])
      family->medoid = i;
    family->n_beats++;
    if (work->beats->classes[i] < ECTOPY_N_CLASSES)
      family->counts[work->beats->classes[i]]++;
  }
  number_families (result, families, work->group);
  return result;
}

EctopyFamilies *
ectopy_families_new (const EctopyFamilyBeats *beats, GCancellable *cancellable)
{
  Work work = { .beats = beats, .cancellable = cancellable };
  EctopyFamilies *result = NULL;

  if (beats->n == 0)
    return g_new0 (EctopyFamilies, 1);
  work.features = ectopy_family_features (beats, cancellable);
  if (work.features == NULL)
    return NULL;
  work.group = g_new0 (guint8, beats->n);
  if (group_beats (&work)) {
    g_autofree Group *groups = g_new0 (Group, N_GROUPS);

    measure_groups (&work, groups);
    merge_groups (groups);
    result = make_result (&work, groups);
  }
  g_free (work.features);
  g_free (work.group);
  return result;
}

void
ectopy_families_free (EctopyFamilies *families)
{
  g_free (families->families);
  g_free (families->family);
  g_free (families->distance);
  g_free (families);
}

static int
compare_distances (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const float *distance = user_data;
  const float one = distance[*(const guint32 *) a], other = distance[*(const guint32 *) b];

  return (one < other) - (one > other);
}

guint32 *
ectopy_families_list (const EctopyFamilies *families, guint family, size_t *n)
{
  guint32 *beats = g_new (guint32, families->n_beats + 1);

  *n = 0;
  for (size_t i = 0; i < families->n_beats; i++)
    if (families->family[i] == family)
      beats[(*n)++] = (guint32) i;
  /* Stable: of those equally far, the earlier comes first. */
  g_qsort_with_data (beats, (int) *n, sizeof *beats, compare_distances, families->distance);
  return beats;
}
