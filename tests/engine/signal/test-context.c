/* SPDX-License-Identifier: MIT */
#include "engine/signal/context.h"

#include "engine/core/beat-class.h"
#include "engine/signal/context-align.h"
#include "engine/signal/context-rhythm.h"
#include "engine/signal/context-signal.h"
#include "engine/signal/made-up-lead.h"
#include "engine/signal/shape-groups.h"
#include "tests/support/made-up-context.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- The signal ---- */

/* The height of a sine of @hz behind the filters, by its own height. */
static double
gain_at (double hz, double rate_hz)
{
  const size_t n = (size_t) (20 * rate_hz);
  g_autofree float *x = g_new (float, n);
  const size_t n_out = ectopy_context_signal_len (n, rate_hz);
  g_autofree float *y = g_new (float, n_out);
  double high = 0;

  for (size_t i = 0; i < n; i++)
    x[i] = (float) (3 + sin (2 * G_PI * hz * (double) i / rate_hz));
  ectopy_context_signal (x, n, rate_hz, NULL, y);
  for (size_t i = n_out / 4; i < 3 * n_out / 4; i++)
    high = MAX (high, fabs ((double) y[i]));
  return high;
}

static void
test_signal (void)
{
  static const double rates[] = { 128, 250, 360, 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_assert_cmpuint (ectopy_context_signal_len ((size_t) rates[i] * 10 + 1, rates[i]), ==, 2501);
    g_assert_cmpfloat_with_epsilon (gain_at (8, rates[i]), 1, 0.02);
    g_assert_cmpfloat (gain_at (0.05, rates[i]), <, 0.05); /* the level of 3 is gone too */
    g_assert_cmpfloat_with_epsilon (gain_at (0.5, rates[i]), 0.5, 0.05); /* twice 3 dB */
  }
  g_assert_cmpfloat_with_epsilon (gain_at (40, 1000), 0.5, 0.03);
  g_assert_cmpfloat (gain_at (60, 360), <, 0.15);
  g_assert_cmpfloat_with_epsilon (gain_at (8, 60), 1, 0.1); /* no room for the low pass */
}

static void
test_gaps (void)
{
  enum { N = 5000 };
  g_autofree float *x = g_new (float, N);
  g_autofree float *y = g_new (float, N);

  for (size_t i = 0; i < N; i++)
    x[i] = i >= 1000 && i < 1200 ? NAN : (float) sin (2 * G_PI * 5 * (double) i / 250);
  ectopy_context_signal (x, N, 250, NULL, y);
  for (size_t i = 0; i < N; i++)
    g_assert_true (isfinite (y[i]));
  g_assert_cmpfloat (fabs ((double) y[1100]), <, 0.3);
  for (size_t i = 0; i < N; i++)
    x[i] = NAN;
  ectopy_context_signal (x, N, 250, NULL, y);
  for (size_t i = 0; i < N; i++)
    g_assert_cmpfloat (y[i], ==, 0);
}

/* ---- Rhythm and shapes ---- */

static int
compare_floats (const void *a, const void *b)
{
  const float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static void
test_quantiles (void)
{
  enum { N = 77, REACH = 9 };
  float x[N], found[N];
  EctopyRng rng;

  ectopy_rng_init (&rng, 3, 0);
  for (guint i = 0; i < N; i++)
    x[i] = (float) (i % 5 == 0 ? 0.5 : ectopy_rng_uniform (&rng));
  for (double share = 0; share <= 1; share += 0.25) {
    ectopy_sliding_quantiles (x, N, REACH, share, found);
    for (int i = 0; i < N; i++) {
      float window[2 * REACH + 1];
      double at = share * 2 * REACH;
      int below = (int) at;

      for (int k = -REACH; k <= REACH; k++)
        window[k + REACH] = x[i + k < 0 ? -(i + k) : i + k >= N ? 2 * (N - 1) - i - k : i + k];
      qsort (window, G_N_ELEMENTS (window), sizeof *window, compare_floats);
      g_assert_cmpfloat_with_epsilon (
          (double) found[i],
          (double) window[below] +
              (at - below) * (double) (window[MIN (below + 1, 2 * REACH)] - window[below]),
          1e-6);
    }
  }
  ectopy_sliding_quantiles (x, 3, REACH, 0.5, found); /* fewer than the reach */
  g_assert_cmpfloat (found[0], ==, x[0]);
}

static void
test_rhythm (void)
{
  enum { N = 60 };
  double times[N];
  g_autoptr (EctopyRhythm) rhythm = NULL;

  /* A beat a second; one comes 0.3 s early. */
  for (guint i = 0; i < N; i++)
    times[i] = i == 30 ? 29.7 : i;
  rhythm = ectopy_rhythm_new (times, N);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->rr[30], log (0.7), 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) ectopy_rhythm_get (rhythm, 30, 1), log (1.3), 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->local[30], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->long_[30], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->early[30], 1 / 41.0, 1e-6);
  g_assert_cmpfloat (rhythm->early[5], ==, 0);
  g_assert_cmpfloat (ectopy_rhythm_get (rhythm, 0, -1), ==, rhythm->usual);
  g_assert_cmpfloat (ectopy_rhythm_get (rhythm, N - 1, 1), ==, rhythm->usual);
}

/* Of bigeminy the long interval is that of the rhythm, where the median is between. */
static void
test_rhythm_of_bigeminy (void)
{
  enum { N = 200 };
  double times[N];
  g_autoptr (EctopyRhythm) rhythm = NULL;

  for (guint i = 0; i < N; i++)
    times[i] = i / 2 * 1.6 + (i % 2) * 0.6;
  rhythm = ectopy_rhythm_new (times, N);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->long_[100], log (1.0), 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) rhythm->early[100], 0.5, 0.02);
}

static void
test_median (void)
{
  float odd[] = { 3, 1, 2, 5, 4 }, even[] = { 4, 1, 3, 2 }, same[] = { 7, 7, 7, 7 }, one[] = { 9 };
  EctopyRng rng;

  g_assert_cmpfloat (ectopy_median_of (odd, 5), ==, 3);
  g_assert_cmpfloat (ectopy_median_of (even, 4), ==, 2.5f);
  g_assert_cmpfloat (ectopy_median_of (same, 4), ==, 7);
  g_assert_cmpfloat (ectopy_median_of (one, 1), ==, 9);
  ectopy_rng_init (&rng, 9, 0);
  for (guint n = 1; n < 200; n += 3) {
    g_autofree float *x = g_new (float, n);
    g_autofree float *sorted = NULL;

    for (guint i = 0; i < n; i++)
      x[i] = (float) ectopy_rng_below (&rng, 30);
    sorted = g_memdup2 (x, n * sizeof *x);
    qsort (sorted, n, sizeof *sorted, compare_floats);
    g_assert_cmpfloat (ectopy_median_of (x, n), ==, (sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }
}

static void
test_groups (void)
{
  enum { N = 300, LENGTH = 27 };
  g_autofree float *pieces = g_new (float, N *LENGTH);
  EctopyShapeGroups groups;
  EctopyRng rng;

  ectopy_rng_init (&rng, 4, 0);
  for (guint i = 0; i < N; i++)
    for (guint k = 0; k < LENGTH; k++) {
      const double d = ((double) k - 13) / (i % 3 == 0 ? 7 : 2);

      pieces[i * LENGTH + k] = (float) ((i % 3 == 0 ? -1 : 1) * exp (-d * d) +
                                        0.02 * ectopy_rng_normal (&rng));
    }
  ectopy_shape_groups_init (&groups, pieces, N, LENGTH);
  g_assert_cmpuint (groups.n, ==, 2);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (groups.of[i], ==, i % 3 == 0 ? 0 : 1);
  g_assert_cmpuint (groups.counts[0], ==, N / 3);
  ectopy_shape_groups_clear (&groups);
  /* As many shapes as there are beats: never more groups than there is room for. */
  for (guint i = 0; i < N * LENGTH; i++)
    pieces[i] = (float) ectopy_rng_normal (&rng);
  ectopy_shape_groups_init (&groups, pieces, N, LENGTH);
  g_assert_cmpuint (groups.n, ==, ECTOPY_SHAPE_GROUPS);
  ectopy_shape_groups_clear (&groups);
}

/* ---- All together ---- */

static void
assert_same (const EctopyContext *a, const EctopyContext *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpmem (a->at, a->n * sizeof *a->at, b->at, b->n * sizeof *b->at);
  g_assert_cmpmem (a->features, a->n * ECTOPY_N_CONTEXT_ALL * sizeof (float), b->features,
                   b->n * ECTOPY_N_CONTEXT_ALL * sizeof (float));
  g_assert_cmpmem (a->usual, sizeof a->usual, b->usual, sizeof b->usual);
}

static void
test_same_on_any_threads (void)
{
  MadeUpMarks made = made_up_marks (1, 360, 600);
  g_autoptr (EctopyWorkers) three = ectopy_workers_new (3);
  g_autoptr (EctopyContext) alone = made_up_context (&made, 0, NULL);
  g_autoptr (EctopyContext) together = made_up_context (&made, 0, three);

  assert_same (alone, together);
  for (size_t i = 0; i < alone->n * ECTOPY_N_CONTEXT_ALL; i++)
    g_assert_true (isfinite (alone->features[i]));
  made_up_marks_clear (&made);
}

static double
feature_mean (const EctopyContext *context, const guint8 *labels, guint beat_class, guint feature)
{
  double sum = 0;
  size_t n = 0;

  for (size_t i = 0; i < context->n; i++)
    if (labels[i] == beat_class) {
      sum += (double) context->features[i * ECTOPY_N_CONTEXT_ALL + feature];
      n++;
    }
  return sum / (double) n;
}

/* What makes a beat ectopic shows. */
static void
test_features_tell (void)
{
  MadeUpMarks made = made_up_marks (1, 360, 900);
  g_autoptr (EctopyContext) context = made_up_context (&made, 0, NULL);

#define MEAN(c, f) feature_mean (context, made.labels, ECTOPY_CLASS_##c, ECTOPY_CONTEXT_##f)
  g_assert_cmpfloat (MEAN (S, RR_LONG), <, MEAN (N, RR_LONG) - 0.1);
  g_assert_cmpfloat (MEAN (V, RR_LONG), <, MEAN (N, RR_LONG) - 0.1);
  g_assert_cmpfloat (MEAN (V, QRS_LIKE), <, MEAN (N, QRS_LIKE) - 0.1);
  g_assert_cmpfloat (MEAN (S, QRS_LIKE), >, MEAN (V, QRS_LIKE) + 0.1);
  g_assert_cmpfloat (MEAN (V, WIDTH), >, MEAN (N, WIDTH));
  g_assert_cmpfloat (MEAN (V, P_LIKE), <, MEAN (N, P_LIKE));
#undef MEAN
  made_up_marks_clear (&made);
}

/* Neither the unit nor the recorder's rate nor where the marks lie by a few milliseconds matters much. */
static void
test_unit_does_not_matter (void)
{
  MadeUpMarks made = made_up_marks (2, 360, 300);
  const size_t n = ectopy_recording_get_n_samples (made.recording);
  g_autofree float *scaled = g_new (float, n);
  g_autoptr (EctopyContext) plain = made_up_context (&made, 1, NULL);
  g_autoptr (EctopyContext) larger = NULL;

  for (size_t i = 0; i < n; i++)
    scaled[i] = 1024 * ectopy_recording_get_samples (made.recording, 1)[i];
  larger = ectopy_context_new (scaled, n, 360, made.marks, made.n, NULL, NULL);
  for (size_t i = 0; i < made.n * ECTOPY_N_CONTEXT_ALL; i++)
    g_assert_cmpfloat_with_epsilon ((double) plain->features[i], (double) larger->features[i],
                                    2e-2);
  made_up_marks_clear (&made);
}

static void
test_few_and_flat (void)
{
  enum { N = 3000 };
  g_autofree float *x = g_new0 (float, N);
  const gint64 marks[] = { 0, 700, 701, 1500, N - 1 };

  for (size_t n = 1; n <= G_N_ELEMENTS (marks); n++) {
    g_autoptr (EctopyContext) context = ectopy_context_new (x, N, 360, marks, n, NULL, NULL);
    float row[ECTOPY_CONTEXT_ROW];

    for (size_t i = 0; i < n; i++) {
      ectopy_context_row (context, i, ECTOPY_CONTEXT_ROW, row);
      for (guint k = 0; k < ECTOPY_CONTEXT_ROW; k++)
        g_assert_true (isfinite (row[k]));
    }
  }
}

static void
test_row (void)
{
  MadeUpMarks made = made_up_marks (1, 250, 120);
  g_autoptr (EctopyContext) context = made_up_context (&made, 0, NULL);
  float row[ECTOPY_CONTEXT_ROW], window[ECTOPY_CONTEXT_WINDOW], moved[ECTOPY_CONTEXT_WINDOW];

  ectopy_context_row (context, 7, ECTOPY_CONTEXT_ROW, row);
  ectopy_context_window (context, 7, 0, 1, window);
  ectopy_context_window (context, 7, 2, 1, moved);
  for (guint k = 0; k < ECTOPY_CONTEXT_WINDOW; k++) {
    g_assert_cmpfloat (row[2 * k], ==, window[k]);
    g_assert_cmpfloat (row[2 * k + 1], ==, context->usual[k]);
    if (k + 2 < ECTOPY_CONTEXT_WINDOW)
      g_assert_cmpfloat (moved[k], ==, window[k + 2]);
  }
  g_assert_cmpfloat (row[2 * ECTOPY_CONTEXT_WINDOW + ECTOPY_CONTEXT_WIDTH], ==,
                     context->features[7 * ECTOPY_N_CONTEXT_ALL + ECTOPY_CONTEXT_WIDTH]);
  for (guint f = 0; f < ECTOPY_N_CONTEXT_ALL; f++)
    g_assert_cmpstr (ectopy_context_feature_name (f), !=, "unknown");
  g_assert_cmpstr (ectopy_context_feature_name (ECTOPY_N_CONTEXT_ALL), ==, "unknown");
  made_up_marks_clear (&made);
}

/* ---- Made-up rhythms ---- */

static void
test_made_up_rhythm (void)
{
  enum { N = 400 };
  double rr[N];
  guint8 classes[N];
  size_t counts[ECTOPY_N_MADE_UP_KINDS][ECTOPY_N_CLASSES] = { 0 };

  for (guint kind = 0; kind < ECTOPY_N_MADE_UP_KINDS; kind++)
    for (guint seed = 0; seed < 40; seed++) {
      EctopyRng rng;

      ectopy_rng_init (&rng, seed, kind);
      ectopy_made_up_rhythm (kind, &rng, N, rr, classes);
      for (guint i = 0; i < N; i++) {
        g_assert_cmpfloat (rr[i], >=, 0.26);
        g_assert_cmpfloat (rr[i], <=, 3);
        counts[kind][classes[i]]++;
      }
    }
  g_assert_cmpuint (counts[ECTOPY_MADE_UP_ATRIAL][ECTOPY_CLASS_S], >, 1000);
  g_assert_cmpuint (counts[ECTOPY_MADE_UP_FIBRILLATION][ECTOPY_CLASS_S], ==, 0);
  g_assert_cmpuint (counts[ECTOPY_MADE_UP_FLUTTER][ECTOPY_CLASS_S], ==, 0);
  g_assert_cmpuint (counts[ECTOPY_MADE_UP_DROPPED][ECTOPY_CLASS_S], ==, 0);
  for (guint kind = 0; kind < ECTOPY_N_MADE_UP_KINDS; kind++) {
    g_assert_cmpuint (counts[kind][ECTOPY_CLASS_V], >, 100);
    g_assert_cmpuint (counts[kind][ECTOPY_CLASS_N], >, 4000);
  }
}

static void
test_made_up_lead (void)
{
  enum { N = 200 };
  MadeUpMarks made = made_up_marks (1, 360, 900);
  g_autoptr (EctopyContext) from = made_up_context (&made, 0, NULL);
  g_autofree guint8 *none = g_malloc (made.n);
  guint8 classes[N], again[N];

  for (guint kind = 0; kind < ECTOPY_N_MADE_UP_KINDS; kind++) {
    EctopyRng rng, same;
    g_autoptr (EctopyContext) lead = NULL;
    g_autoptr (EctopyContext) twin = NULL;

    ectopy_rng_init (&rng, 5, kind);
    same = rng;
    lead = ectopy_made_up_lead (from, made.labels, kind, &rng, N, classes, NULL);
    twin = ectopy_made_up_lead (from, made.labels, kind, &same, N, again, NULL);
    g_assert_nonnull (lead);
    assert_same (lead, twin);
    g_assert_cmpmem (classes, N, again, N);
    g_assert_cmpuint (lead->n, ==, N);
    /* Its complexes are those of the lead it was made of. */
    g_assert_cmpfloat_with_epsilon ((double) (lead->scale / from->scale), 1, 0.25);
    for (size_t i = 0; i < N * ECTOPY_N_CONTEXT_ALL; i++)
      g_assert_true (isfinite (lead->features[i]));
  }
  memset (none, ECTOPY_CLASS_NONE, made.n);
  {
    EctopyRng rng;

    ectopy_rng_init (&rng, 5, 0);
    g_assert_null (ectopy_made_up_lead (from, none, ECTOPY_MADE_UP_ATRIAL, &rng, N, classes, NULL));
  }
  made_up_marks_clear (&made);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/context/signal", test_signal);
  g_test_add_func ("/signal/context/gaps", test_gaps);
  g_test_add_func ("/signal/context/quantiles", test_quantiles);
  g_test_add_func ("/signal/context/rhythm", test_rhythm);
  g_test_add_func ("/signal/context/rhythm-of-bigeminy", test_rhythm_of_bigeminy);
  g_test_add_func ("/signal/context/median", test_median);
  g_test_add_func ("/signal/context/groups", test_groups);
  g_test_add_func ("/signal/context/same-on-any-threads", test_same_on_any_threads);
  g_test_add_func ("/signal/context/features-tell", test_features_tell);
  g_test_add_func ("/signal/context/unit-does-not-matter", test_unit_does_not_matter);
  g_test_add_func ("/signal/context/few-and-flat", test_few_and_flat);
  g_test_add_func ("/signal/context/row", test_row);
  g_test_add_func ("/signal/made-up/rhythm", test_made_up_rhythm);
  g_test_add_func ("/signal/made-up/lead", test_made_up_lead);
  return g_test_run ();
}
