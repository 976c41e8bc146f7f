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
  P_LENGTH = P_TO - P_FROM,
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
#define LATER    0.65
#define EARLY_BY 0.15f
#define TINY     1e-12
#define RATE     125.0

typedef struct {
  EctopyContext *context;
  EctopyRhythm *rhythm;
  EctopyShapeGroups groups;
  guint8 *is_late; /* [n] */
  float *pieces;   /* [n, GROUP_TO - GROUP_FROM] */
  float *p_waves;  /* [n, P_LENGTH] */
  float *later;    /* [n]: the interval that 65 % of those around do not exceed */
} Job;

const char *
ectopy_context_feature_name (guint feature)
{
  static const char *const names[ECTOPY_N_CONTEXT_ALL] = {
    "rr",          "rr-step",       "rr-record",  "next-record", "rr-long", "next-long",
    "last-long",   "next2-long",    "long-local", "qrs-like",    "qrs-off", "width",
    "wider",       "p-like",        "p-coherent", "t-like",      "height",  "upward",
    "group-share", "group-earlies", "irregular",  "early",
  };

  return feature < ECTOPY_N_CONTEXT_ALL ? names[feature] : "unknown";
}

static float *
features_of (const Job *job, size_t beat)
{
  return job->context->features + beat * ECTOPY_N_CONTEXT_ALL;
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
  return log (difference / (own + 1e-9) + 0.01);
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

/* What is before a beat, less its mean and by its norm. */
static void
take_p_wave (const Job *job, size_t beat, const float *stretch)
{
  const double mean = mean_of (stretch, P_LENGTH);
  float *unit = job->p_waves + beat * P_LENGTH;
  double square = 1e-9;

  for (guint k = 0; k < P_LENGTH; k++)
    square += ((double) stretch[k] - mean) * ((double) stretch[k] - mean);
  for (guint k = 0; k < P_LENGTH; k++)
    unit[k] = (float) (((double) stretch[k] - mean) / sqrt (square));
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
  take_p_wave (job, beat, window + HALF + P_FROM);
  memcpy (job->pieces + beat * (GROUP_TO - GROUP_FROM), window + HALF + GROUP_FROM,
          (GROUP_TO - GROUP_FROM) * sizeof (float));
  extremes (qrs, QRS_TO - QRS_FROM, &low, &high);
  f[ECTOPY_CONTEXT_QRS_LIKE] = (float) correlation (qrs, usual_qrs, QRS_TO - QRS_FROM);
  f[ECTOPY_CONTEXT_QRS_OFF] = (float) relative_difference (qrs, usual_qrs, QRS_TO - QRS_FROM);
  f[ECTOPY_CONTEXT_WIDTH] = (float) width_of (window);
  f[ECTOPY_CONTEXT_P_LIKE] = (float) p_likeness (window, usual);
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

static gboolean
take_usual (EctopyContext *context, const guint8 *is_chosen)
{
  if (!ectopy_context_median (context->signal, context->n_signal, context->at, context->level,
                              is_chosen, context->n, 2 * HALF, 2, ECTOPY_CONTEXT_WINDOW,
                              context->usual))
    return FALSE;
  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++)
    context->usual[k] /= context->scale;
  return TRUE;
}

/* The median of late beats, and then of those that are like it: a premature beat is not late, however many
 * of them there are. */
static gboolean
find_usual (Job *job)
{
  EctopyContext *context = job->context;
  g_autofree guint8 *is_like = g_try_new0 (guint8, context->n);
  float window[ECTOPY_CONTEXT_WINDOW];
  size_t n_late = 0, n_like = 0;

  if (is_like == NULL)
    return FALSE;
  for (size_t i = 0; i < context->n; i++) {
    job->is_late[i] = (double) job->rhythm->rank[i] >= LATE ? 1 : 0;
    n_late += job->is_late[i];
  }
  if (n_late < FEWEST)
    memset (job->is_late, 1, context->n);
  if (!take_usual (context, job->is_late))
    return FALSE;
  for (size_t i = 0; i < context->n; i++) {
    if (!job->is_late[i])
      continue;
    ectopy_context_window (context, i, 0, 1, window);
    is_like[i] = correlation (window + HALF + QRS_FROM, context->usual + HALF + QRS_FROM,
                              QRS_TO - QRS_FROM) > LIKE;
    n_like += is_like[i];
  }
  return n_like < FEWEST || take_usual (context, is_like);
}

/* ---- Rhythm ---- */

static void
describe_rhythm (const Job *job, size_t beat)
{
  const EctopyRhythm *rhythm = job->rhythm;
  const float longer = rhythm->long_[beat];
  const float now = rhythm->rr[beat];
  const float next = ectopy_rhythm_get (rhythm, beat, 1);
  float *f = features_of (job, beat);

  f[ECTOPY_CONTEXT_RR] = now;
  f[ECTOPY_CONTEXT_RR_STEP] = now - next;
  f[ECTOPY_CONTEXT_RR_RECORD] = now - rhythm->q90;
  f[ECTOPY_CONTEXT_NEXT_RECORD] = next - rhythm->q90;
  f[ECTOPY_CONTEXT_RR_LONG] = now - longer;
  f[ECTOPY_CONTEXT_NEXT_LONG] = next - longer;
  f[ECTOPY_CONTEXT_LAST_LONG] = ectopy_rhythm_get (rhythm, beat, -1) - longer;
  f[ECTOPY_CONTEXT_NEXT2_LONG] = ectopy_rhythm_get (rhythm, beat, 2) - longer;
  f[ECTOPY_CONTEXT_LONG_LOCAL] = longer - rhythm->local[beat];
  f[ECTOPY_CONTEXT_IRREGULAR] = rhythm->irregular[beat];
  f[ECTOPY_CONTEXT_EARLY] = rhythm->early[beat];
}

/* ---- What needs all beats ---- */

static gboolean
describe_groups (Job *job)
{
  const size_t n = job->context->n;
  size_t n_early[ECTOPY_SHAPE_GROUPS] = { 0 };

  if (!ectopy_shape_groups_init (&job->groups, job->pieces, n, GROUP_TO - GROUP_FROM))
    return FALSE;
  for (size_t i = 0; i < n; i++)
    n_early[job->groups.of[i]] += features_of (job, i)[ECTOPY_CONTEXT_RR_LONG] < -EARLY_BY ? 1 : 0;
  for (size_t i = 0; i < n; i++) {
    const guint g = job->groups.of[i];
    const double count = (double) job->groups.counts[g];
    float *f = features_of (job, i);

    f[ECTOPY_CONTEXT_GROUP_SHARE] = (float) log (count / (double) n + 1e-3);
    f[ECTOPY_CONTEXT_GROUP_EARLIES] = (float) ((double) n_early[g] / count);
  }
  ectopy_shape_groups_clear (&job->groups);
  return TRUE;
}

static gboolean
describe_width (Job *job)
{
  const size_t n = job->context->n;
  g_autofree float *widths = g_try_new (float, n);
  size_t n_late = 0;
  float usual;

  if (widths == NULL)
    return FALSE;
  for (size_t i = 0; i < n; i++)
    if (job->is_late[i])
      widths[n_late++] = features_of (job, i)[ECTOPY_CONTEXT_WIDTH];
  usual = ectopy_median_of (widths, n_late);
  for (size_t i = 0; i < n; i++)
    features_of (job, i)[ECTOPY_CONTEXT_WIDER] = features_of (job, i)[ECTOPY_CONTEXT_WIDTH] - usual;
  return TRUE;
}

static void
describe_coherence (size_t turn, guint thread, gpointer user_data)
{
  const Job *job = user_data;
  const size_t end = MIN ((turn + 1) * BEATS_A_TURN, job->context->n);

  for (size_t i = turn * BEATS_A_TURN; i < end; i++) {
    double sums[P_LENGTH] = { 0 }, square = 0;
    guint n = 0;

    for (int by = -AROUND; by <= AROUND; by++) {
      const size_t other = ectopy_rhythm_mirrored (job->rhythm, i, by);

      if (job->rhythm->rr[other] < job->later[i])
        continue;
      for (guint k = 0; k < P_LENGTH; k++)
        sums[k] += (double) job->p_waves[other * P_LENGTH + k];
      n++;
    }
    for (guint k = 0; k < P_LENGTH; k++)
      square += sums[k] * sums[k];
    features_of (job, i)[ECTOPY_CONTEXT_P_COHERENT] = (float) (sqrt (square) / n);
  }
}

gboolean
ectopy_context_describe (EctopyContext *context, EctopyWorkers *workers)
{
  const size_t n = context->n;
  g_autofree double *times = g_try_new (double, n);
  g_autofree guint8 *is_late = g_try_new (guint8, n);
  g_autofree float *pieces = g_try_new (float, n *(GROUP_TO - GROUP_FROM));
  g_autofree float *p_waves = g_try_new (float, n *P_LENGTH);
  g_autofree float *later = g_try_new (float, n);
  g_autoptr (EctopyRhythm) rhythm = NULL;
  Job job = {
    .context = context,
    .is_late = is_late,
    .pieces = pieces,
    .p_waves = p_waves,
    .later = later,
  };

  if (times == NULL || is_late == NULL || pieces == NULL || p_waves == NULL || later == NULL)
    return FALSE;
  for (size_t i = 0; i < n; i++)
    times[i] = (double) context->at[i] / ECTOPY_CONTEXT_RATE;
  job.rhythm = rhythm = ectopy_rhythm_new (times, n);
  if (rhythm == NULL)
    return FALSE;
  ectopy_sliding_quantiles (rhythm->rr, n, AROUND, LATER, later);
  if (!find_usual (&job))
    return FALSE;
  ectopy_context_for_beats (workers, n, describe_shapes, &job);
  for (size_t i = 0; i < n; i++)
    describe_rhythm (&job, i);
  if (!describe_width (&job))
    return FALSE;
  ectopy_context_for_beats (workers, n, describe_coherence, &job);
  return describe_groups (&job);
}
