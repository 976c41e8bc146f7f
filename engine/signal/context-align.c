/* SPDX-License-Identifier: MIT */
#include "engine/signal/context-align.h"

#include <math.h>
#include <string.h>

/* At 250 samples a second. */
enum { REACH = 17, BEFORE = 25, LENGTH = 56, PASSES = 3 };

#define GOOD         0.85
#define COST_OF_WAY  0.00086 /* of correlation, a sample */
#define FEWEST_GOOD  10
#define MOST_PIECES  4001
#define BEATS_A_TURN 256

/* ---- Medians ---- */

static void
swap (float *a, float *b)
{
  const float kept = *a;

  *a = *b;
  *b = kept;
}

/* Puts the value of rank @k in its place, smaller ones before it. Source: Hoare (1961). */
static float
select_rank (float *values, size_t n, size_t k)
{
  size_t low = 0, high = n - 1;

  while (low < high) {
    const float pivot = values[low + (high - low) / 2];
    size_t i = low, j = high;

    for (;;) {
      while (values[i] < pivot)
        i++;
      while (pivot < values[j])
        j--;
      if (i >= j)
        break;
      swap (&values[i++], &values[j--]);
    }
    if (values[j] > pivot)
      j--;
    if (k <= j)
      high = j;
    else
      low = j + 1;
  }
  return values[k];
}

float
ectopy_median_of (float *values, size_t n)
{
  float upper, lower;

  g_assert (n > 0);
  upper = select_rank (values, n, n / 2);
  if (n % 2 == 1)
    return upper;
  lower = values[0];
  for (size_t i = 1; i < n / 2; i++)
    lower = MAX (lower, values[i]);
  return (lower + upper) / 2;
}

gboolean
ectopy_context_median (const float *signal,
                       size_t n_signal,
                       const gint64 *at,
                       const float *level,
                       const guint8 *is_chosen,
                       size_t n,
                       gint64 before,
                       gint64 step,
                       size_t length,
                       float *median)
{
  const gint64 last = (gint64) n_signal - 1;
  g_autofree size_t *chosen = g_try_new (size_t, n + 1);
  g_autofree float *values = NULL;
  size_t n_chosen = 0, n_pieces;

  if (chosen == NULL)
    return FALSE;
  for (size_t i = 0; i < n; i++)
    if (is_chosen == NULL || is_chosen[i])
      chosen[n_chosen++] = i;
  n_pieces = MIN (n_chosen, MOST_PIECES);
  values = g_new (float, n_pieces + 1);
  for (size_t k = 0; k < length; k++) {
    for (size_t p = 0; p < n_pieces; p++) {
      const size_t i = chosen[n_chosen > MOST_PIECES ? p * n_chosen / MOST_PIECES : p];
      const gint64 place = at[i] - before + (gint64) k * step;

      values[p] = signal[CLAMP (place, 0, last)] - (level != NULL ? level[i] : 0);
    }
    median[k] = n_pieces > 0 ? ectopy_median_of (values, n_pieces) : 0;
  }
  return TRUE;
}

/* ---- Alignment ---- */

typedef struct {
  const float *signal;
  gint64 last;
  const gint64 *from;
  gint64 *to;
  guint8 *is_good;
  size_t n;
  float template[LENGTH]; /* less its mean */
  double template_norm;
} Job;

/* The shift at which a beat fits best, and whether it fits well. */
static gboolean
find_shift (const Job *job, gint64 at, gint64 *shift)
{
  float wide[LENGTH + 2 * REACH];
  double best = -2;

  for (gint64 k = 0; k < LENGTH + 2 * REACH; k++)
    wide[k] = job->signal[CLAMP (at - BEFORE - REACH + k, 0, job->last)];
  for (gint64 s = 0; s <= 2 * REACH; s++) {
    double sum = 0, squares = 0, product = 0, fit;

    for (guint k = 0; k < LENGTH; k++) {
      const double x = (double) wide[s + k];

      sum += x;
      squares += x * x;
      product += x * (double) job->template[k];
    }
    squares = MAX (squares - sum * sum / LENGTH, 0);
    fit = product / sqrt (squares * job->template_norm + 1e-12) -
          COST_OF_WAY * (double) ABS (s - REACH);
    if (fit > best) {
      best = fit;
      *shift = s - REACH;
    }
  }
  return best > GOOD;
}

static void
align_some (size_t turn, guint thread, gpointer user_data)
{
  const Job *job = user_data;
  const size_t end = MIN ((turn + 1) * BEATS_A_TURN, job->n);

  for (size_t i = turn * BEATS_A_TURN; i < end; i++) {
    gint64 shift = 0;

    job->is_good[i] = find_shift (job, job->from[i], &shift) ? 1 : 0;
    job->to[i] = CLAMP (job->from[i] + (job->is_good[i] ? shift : 0), 0, job->last);
  }
}

static void
set_template (Job *job)
{
  double mean = 0;

  for (guint k = 0; k < LENGTH; k++)
    mean += (double) job->template[k] / LENGTH;
  job->template_norm = 0;
  for (guint k = 0; k < LENGTH; k++) {
    job->template[k] -= (float) mean;
    job->template_norm += (double) job->template[k] * (double) job -> template[k];
  }
}

gboolean
ectopy_context_align (const float *signal,
                      size_t n_signal,
                      gint64 *at,
                      size_t n,
                      EctopyWorkers *workers,
                      guint8 *is_good,
                      size_t *n_good)
{
  g_autofree gint64 *from = g_try_new (gint64, n);
  const size_t n_turns = (n + BEATS_A_TURN - 1) / BEATS_A_TURN;
  Job job = {
    .signal = signal,
    .last = (gint64) n_signal - 1,
    .from = from,
    .to = at,
    .is_good = is_good,
    .n = n,
  };

  if (from == NULL)
    return FALSE;
  memcpy (from, at, n * sizeof *at);
  if (!ectopy_context_median (signal, n_signal, from, NULL, NULL, n, BEFORE, 1, LENGTH,
                              job.template))
    return FALSE;
  for (guint pass = 0; pass < PASSES; pass++) {
    set_template (&job);
    if (workers != NULL)
      ectopy_workers_run (workers, n_turns, align_some, &job);
    else
      for (size_t turn = 0; turn < n_turns; turn++)
        align_some (turn, 0, &job);
    *n_good = 0;
    for (size_t i = 0; i < n; i++)
      *n_good += is_good[i];
    if (pass + 1 < PASSES && *n_good > FEWEST_GOOD &&
        !ectopy_context_median (signal, n_signal, at, NULL, is_good, n, BEFORE, 1, LENGTH,
                                job.template))
      return FALSE;
  }
  return TRUE;
}
