/* SPDX-License-Identifier: MIT */
#include "engine/signal/context-align.h"
#include "engine/signal/context-private.h"
#include "engine/signal/context-rhythm.h"
#include "engine/signal/context-signal.h"
#include "engine/signal/shape-groups.h"

#include <math.h>
#include <string.h>

/* Stretches of a window, in samples of 125 a second from the beat, the second one beyond the end. */
enum {
  QRS_FROM = -12,
  QRS_TO = 15,
  P_FROM = -31,
  P_TO = -10,
  P_REACH = 3,
  T_FROM = 19,
  T_TO = 56,
  SLOPE_FROM = -19,
  SLOPE_TO = 21,
  GROUP_FROM = -11,
  GROUP_TO = 16,
  HALF = ECTOPY_CONTEXT_WINDOW / 2,
  BEATS_A_TURN = 256,
};

#define LATE     0.75 /* share of the intervals around that are shorter */
#define FEWEST   5
#define LIKE     0.8
#define AROUND   20
#define EARLY_BY 0.15f
#define TINY     1e-12
#define RATE     125.0

typedef struct {
  EctopyContext *context;
  EctopyRhythm *rhythm;
  EctopyShapeGroups groups;
  guint8 *is_late; /* [n] */
  float *pieces;   /* [n, GROUP_TO - GROUP_FROM] */
} Job;

const char *
ectopy_context_feature_name (guint feature)
{
  static const char *const names[ECTOPY_N_CONTEXT_FEATURES] = {
    "rr",          "rr-step",    "rr-local",    "next-local",    "last-local",    "next2-local",
    "last2-local", "rr-record",  "next-record", "rr-long",       "next-long",     "last-long",
    "next2-long",  "long-local", "irregular",   "early",         "qrs-like",      "qrs-off",
    "width",       "wider",      "p-like",      "p-like-around", "p-off",         "t-like",
    "height",      "upward",     "group-share", "group-early",   "group-earlies", "group-width",
  };

  return feature < ECTOPY_N_CONTEXT_FEATURES ? names[feature] : "unknown";
}

static float *
features_of (const Job *job, size_t beat)
{
  return job->context->features + beat * ECTOPY_N_CONTEXT_FEATURES;
}

/* ---- Shapes ---- */

static double
mean_of (const float *x, guint n)
{
  double sum = 0;

  for (guint k = 0; k < n; k++)
    sum += (double) x[k];
  return sum / n;
}

static double
correlation (const float *a, const float *b, guint n)
{
  const double mean_a = mean_of (a, n), mean_b = mean_of (b, n);
  double ab = 0, aa = 0, bb = 0;

  for (guint k = 0; k < n; k++) {
    const double x = (double) a[k] - mean_a, y = (double) b[k] - mean_b;

    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / sqrt (aa * bb + TINY);
}

/* How far @a is from @b, of the square of @b. */
static double
relative_difference (const float *a, const float *b, guint n)
{
  const double mean = mean_of (b, n);
  double difference = 0, own = 0;

  for (guint k = 0; k < n; k++) {
    difference += ((double) a[k] - (double) b[k]) * ((double) a[k] - (double) b[k]);
    own += ((double) b[k] - mean) * ((double) b[k] - mean);
  }
  return log (difference / MAX (own, TINY) + 0.01);
}

static double
level_difference (const float *a, const float *b, guint n)
{
  const double mean_a = mean_of (a, n), mean_b = mean_of (b, n);
  double sum = 0;

  for (guint k = 0; k < n; k++) {
    const double d = (double) a[k] - mean_a - (double) b[k] + mean_b;

    sum += d * d;
  }
  return log (sum / n + 1e-4);
}

/* Where the running sum of `[n]` shares passes @share, between samples by line. */
static double
crossing (const double *sums, guint n, double share)
{
  guint i = 0;

  while (i < n && sums[i] < share)
    i++;
  i = CLAMP (i, 1, n - 1);
  return i - 1 + (share - sums[i - 1]) / (sums[i] - sums[i - 1] + TINY);
}

/* Seconds between 5 % and 95 % of the squared slope. */
static double
width_of (const float *window)
{
  enum { N = SLOPE_TO - SLOPE_FROM - 1 };
  const float *x = window + HALF + SLOPE_FROM;
  double sums[N], sum = 0;

  for (guint k = 0; k < N; k++) {
    const double slope = (double) x[k + 1] - (double) x[k];

    sums[k] = sum += slope * slope;
  }
  for (guint k = 0; k < N; k++)
    sums[k] /= sum + TINY;
  return (crossing (sums, N, 0.95) - crossing (sums, N, 0.05)) / RATE;
}

static void
extremes (const float *x, guint n, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint k = 0; k < n; k++) {
    *low = MIN (*low, (double) x[k]);
    *high = MAX (*high, (double) x[k]);
  }
}

/* The share of a complex that is above the level. */
static double
upward_share (const float *qrs)
{
  double low, high;

  extremes (qrs, QRS_TO - QRS_FROM, &low, &high);
  return high / (high - low + 1e-3);
}

static double
p_likeness (const float *window, const float *usual)
{
  double best = -2;

  for (gint64 s = -P_REACH; s <= P_REACH; s++)
    best = MAX (best,
                correlation (window + HALF + P_FROM + s, usual + HALF + P_FROM, P_TO - P_FROM));
  return best;
}

static void
describe_shape (const Job *job, size_t beat)
{
  const float *usual = job->context->usual;
  float *f = features_of (job, beat);
  float window[ECTOPY_CONTEXT_WINDOW];
  const float *qrs = window + HALF + QRS_FROM, *usual_qrs = usual + HALF + QRS_FROM;
  double low, high;

  ectopy_context_window (job->context, beat, 0, 1, window);
  memcpy (job->pieces + beat * (GROUP_TO - GROUP_FROM), window + HALF + GROUP_FROM,
          (GROUP_TO - GROUP_FROM) * sizeof (float));
  extremes (qrs, QRS_TO - QRS_FROM, &low, &high);
  f[ECTOPY_CONTEXT_QRS_LIKE] = (float) correlation (qrs, usual_qrs, QRS_TO - QRS_FROM);
  f[ECTOPY_CONTEXT_QRS_OFF] = (float) relative_difference (qrs, usual_qrs, QRS_TO - QRS_FROM);
  f[ECTOPY_CONTEXT_WIDTH] = (float) width_of (window);
  f[ECTOPY_CONTEXT_P_LIKE] = (float) p_likeness (window, usual);
  f[ECTOPY_CONTEXT_P_OFF] = (float) level_difference (window + HALF + P_FROM, usual + HALF + P_FROM,
                                                      P_TO - P_FROM);
  f[ECTOPY_CONTEXT_T_LIKE] = (float) correlation (window + HALF + T_FROM, usual + HALF + T_FROM,
                                                  T_TO - T_FROM);
  f[ECTOPY_CONTEXT_HEIGHT] = (float) log (high - low + 0.02);
  f[ECTOPY_CONTEXT_UPWARD] = (float) (upward_share (qrs) - upward_share (usual_qrs));
}

static void
describe_shapes (size_t turn, guint thread, gpointer user_data)
{
  const Job *job = user_data;
  const size_t end = MIN ((turn + 1) * BEATS_A_TURN, job->context->n);

  for (size_t i = turn * BEATS_A_TURN; i < end; i++)
    describe_shape (job, i);
}

/* ---- The usual beat ---- */

static void
take_usual (EctopyContext *context, const guint8 *is_chosen)
{
  ectopy_context_median (context->signal, context->n_signal, context->at, context->level, is_chosen,
                         context->n, 2 * HALF, 2, ECTOPY_CONTEXT_WINDOW, context->usual);
  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++)
    context->usual[k] /= context->scale;
}

/* The median of late beats, and then of those that are like it: a premature beat is not late, however many
 * of them there are. */
static void
find_usual (Job *job)
{
  EctopyContext *context = job->context;
  g_autofree guint8 *is_like = g_new0 (guint8, context->n);
  float window[ECTOPY_CONTEXT_WINDOW];
  size_t n_late = 0, n_like = 0;

  for (size_t i = 0; i < context->n; i++) {
    job->is_late[i] = (double) job->rhythm->rank[i] >= LATE ? 1 : 0;
    n_late += job->is_late[i];
  }
  if (n_late < FEWEST)
    memset (job->is_late, 1, context->n);
  take_usual (context, job->is_late);
  for (size_t i = 0; i < context->n; i++) {
    if (!job->is_late[i])
      continue;
    ectopy_context_window (context, i, 0, 1, window);
    is_like[i] = correlation (window + HALF + QRS_FROM, context->usual + HALF + QRS_FROM,
                              QRS_TO - QRS_FROM) > LIKE;
    n_like += is_like[i];
  }
  if (n_like >= FEWEST)
    take_usual (context, is_like);
}

/* ---- Rhythm ---- */

static void
describe_rhythm (const Job *job, size_t beat)
{
  const EctopyRhythm *rhythm = job->rhythm;
  const float local = rhythm->local[beat], longer = rhythm->long_[beat];
  const float last2 = ectopy_rhythm_get (rhythm, beat, -2);
  const float last = ectopy_rhythm_get (rhythm, beat, -1);
  const float now = rhythm->rr[beat];
  const float next = ectopy_rhythm_get (rhythm, beat, 1);
  const float next2 = ectopy_rhythm_get (rhythm, beat, 2);
  float *f = features_of (job, beat);

  f[ECTOPY_CONTEXT_RR] = now;
  f[ECTOPY_CONTEXT_RR_STEP] = now - next;
  f[ECTOPY_CONTEXT_RR_LOCAL] = now - local;
  f[ECTOPY_CONTEXT_NEXT_LOCAL] = next - local;
  f[ECTOPY_CONTEXT_LAST_LOCAL] = last - local;
  f[ECTOPY_CONTEXT_NEXT2_LOCAL] = next2 - local;
  f[ECTOPY_CONTEXT_LAST2_LOCAL] = last2 - local;
  f[ECTOPY_CONTEXT_RR_RECORD] = now - rhythm->q90;
  f[ECTOPY_CONTEXT_NEXT_RECORD] = next - rhythm->q90;
  f[ECTOPY_CONTEXT_RR_LONG] = now - longer;
  f[ECTOPY_CONTEXT_NEXT_LONG] = next - longer;
  f[ECTOPY_CONTEXT_LAST_LONG] = last - longer;
  f[ECTOPY_CONTEXT_NEXT2_LONG] = next2 - longer;
  f[ECTOPY_CONTEXT_LONG_LOCAL] = longer - local;
  f[ECTOPY_CONTEXT_IRREGULAR] = rhythm->irregular[beat];
  f[ECTOPY_CONTEXT_EARLY] = rhythm->early[beat];
}

/* ---- What needs all beats ---- */

/* The median of feature @index over the beats that @of_group and @is_late (each nullable) choose. */
static float
median_feature (const Job *job,
                guint index,
                const guint8 *of_group,
                guint group,
                const guint8 *is_late)
{
  g_autofree float *values = g_new (float, job->context->n + 1);
  size_t n = 0;

  for (size_t i = 0; i < job->context->n; i++)
    if ((of_group == NULL || of_group[i] == group) && (is_late == NULL || is_late[i]))
      values[n++] = features_of (job, i)[index];
  return n > 0 ? ectopy_median_of (values, n) : 0;
}

static void
describe_groups (Job *job)
{
  const size_t n = job->context->n;
  float share[ECTOPY_SHAPE_GROUPS], early[ECTOPY_SHAPE_GROUPS], width[ECTOPY_SHAPE_GROUPS];
  size_t n_early[ECTOPY_SHAPE_GROUPS] = { 0 };

  ectopy_shape_groups_init (&job->groups, job->pieces, n, GROUP_TO - GROUP_FROM);
  for (guint g = 0; g < job->groups.n; g++) {
    share[g] = (float) log ((double) job->groups.counts[g] / (double) n + 1e-3);
    early[g] = median_feature (job, ECTOPY_CONTEXT_RR_LONG, job->groups.of, g, NULL);
    width[g] = median_feature (job, ECTOPY_CONTEXT_WIDTH, job->groups.of, g, NULL);
  }
  for (size_t i = 0; i < n; i++)
    n_early[job->groups.of[i]] += features_of (job, i)[ECTOPY_CONTEXT_RR_LONG] < -EARLY_BY ? 1 : 0;
  for (size_t i = 0; i < n; i++) {
    const guint g = job->groups.of[i];
    float *f = features_of (job, i);

    f[ECTOPY_CONTEXT_GROUP_SHARE] = share[g];
    f[ECTOPY_CONTEXT_GROUP_EARLY] = early[g];
    f[ECTOPY_CONTEXT_GROUP_EARLIES] = (float) n_early[g] / (float) job->groups.counts[g];
    f[ECTOPY_CONTEXT_GROUP_WIDTH] = width[g];
  }
  ectopy_shape_groups_clear (&job->groups);
}

static void
describe_relative (Job *job)
{
  const size_t n = job->context->n;
  const float usual_width = median_feature (job, ECTOPY_CONTEXT_WIDTH, NULL, 0, job->is_late);
  g_autofree float *likeness = g_new (float, n);
  g_autofree float *around = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    likeness[i] = features_of (job, i)[ECTOPY_CONTEXT_P_LIKE];
  ectopy_sliding_quantiles (likeness, n, AROUND, 0.5, around);
  for (size_t i = 0; i < n; i++) {
    float *f = features_of (job, i);

    f[ECTOPY_CONTEXT_P_LIKE_AROUND] = around[i];
    f[ECTOPY_CONTEXT_WIDER] = f[ECTOPY_CONTEXT_WIDTH] - usual_width;
  }
}

void
ectopy_context_describe (EctopyContext *context, EctopyWorkers *workers)
{
  g_autofree double *times = g_new (double, context->n);
  g_autofree guint8 *is_late = g_new (guint8, context->n);
  g_autofree float *pieces = g_new (float, context->n *(GROUP_TO - GROUP_FROM));
  g_autoptr (EctopyRhythm) rhythm = NULL;
  Job job = { .context = context, .is_late = is_late, .pieces = pieces };

  for (size_t i = 0; i < context->n; i++)
    times[i] = (double) context->at[i] / ECTOPY_CONTEXT_RATE;
  job.rhythm = rhythm = ectopy_rhythm_new (times, context->n);
  find_usual (&job);
  ectopy_context_for_beats (workers, context->n, describe_shapes, &job);
  for (size_t i = 0; i < context->n; i++)
    describe_rhythm (&job, i);
  describe_relative (&job);
  describe_groups (&job);
}
