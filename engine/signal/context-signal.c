/* SPDX-License-Identifier: MIT */
#include "engine/signal/context-signal.h"

#include "engine/signal/biquad.h"

#include <math.h>

#define HIGH_PASS_HZ 0.5
#define LOW_PASS_HZ  40.0
#define N_SECTIONS   3

/* What may be left, of a step that lies outside the samples a piece is made of. */
#define FORGOTTEN 1e-6

/* Samples that are made in one go: four minutes. */
#define PIECE 65536u

typedef struct {
  const float *samples;
  size_t n_samples;
  double rate_hz;
  float *signal;
  size_t n_signal;
  EctopyBiquad sections[N_SECTIONS];
  guint n_sections;
  gint64 memory;
  gint has_failed; /* atomic */
} Job;

size_t
ectopy_context_signal_len (size_t n_samples, double rate_hz)
{
  return (size_t) floor ((double) (n_samples - 1) * ECTOPY_CONTEXT_RATE / rate_hz) + 1;
}

static void
make_sections (Job *job)
{
  double memory = 4;

  if (HIGH_PASS_HZ < 0.45 * job->rate_hz)
    job->sections[job->n_sections++] = ectopy_biquad_high_pass (HIGH_PASS_HZ / job->rate_hz);
  if (LOW_PASS_HZ < 0.45 * job->rate_hz) {
    const double f = LOW_PASS_HZ / job->rate_hz;

    job->sections[job->n_sections++] = ectopy_biquad_low_pass_of_quality (f, 1);
    job->sections[job->n_sections++] = ectopy_biquad_low_pass_of_first_order (f);
  }
  for (guint i = 0; i < job->n_sections; i++)
    memory += ectopy_biquad_memory (&job->sections[i], FORGOTTEN);
  job->memory = (gint64) ceil (memory);
}

/* Copies samples [from, from + n), the ends repeated beyond the lead, gaps bridged by lines. */
static void
copy (const Job *job, gint64 from, size_t n, double *buffer)
{
  const gint64 last = (gint64) job->n_samples - 1;
  size_t known = G_MAXSIZE; /* the last place with a sample */

  for (size_t i = 0; i < n; i++) {
    const float sample = job->samples[CLAMP (from + (gint64) i, 0, last)];

    if (!isfinite (sample))
      continue;
    buffer[i] = (double) sample;
    for (size_t k = known == G_MAXSIZE ? 0 : known + 1; k < i; k++)
      buffer[k] = known == G_MAXSIZE
                      ? buffer[i]
                      : buffer[known] + (buffer[i] - buffer[known]) * (double) (k - known) /
                                            (double) (i - known);
    known = i;
  }
  for (size_t k = known == G_MAXSIZE ? 0 : known + 1; k < n; k++)
    buffer[k] = known == G_MAXSIZE ? 0 : buffer[known];
}

/* Between b and c, where @u of the way is gone. */
static double
between (const double *b, double u)
{
  return b[0] + 0.5 * u *
                    (b[1] - b[-1] +
                     u * (2 * b[-1] - 5 * b[0] + 4 * b[1] - b[2] +
                          u * (3 * (b[0] - b[1]) + b[2] - b[-1])));
}

static void
make_piece (size_t piece, guint thread, gpointer user_data)
{
  Job *job = user_data;
  const double step = job->rate_hz / ECTOPY_CONTEXT_RATE;
  const size_t first = piece * PIECE;
  const size_t end = MIN (first + PIECE, job->n_signal);
  const gint64 from = (gint64) floor ((double) first * step) - job->memory;
  const gint64 to = (gint64) ceil ((double) end * step) + job->memory;
  const size_t n = (size_t) (to - from);
  g_autofree double *buffer = g_try_new (double, n);

  if (buffer == NULL) {
    g_atomic_int_set (&job->has_failed, 1);
    return;
  }
  copy (job, from, n, buffer);
  for (guint i = 0; i < job->n_sections; i++)
    ectopy_biquad_run (&job->sections[i], buffer, n);
  for (guint i = 0; i < job->n_sections; i++)
    ectopy_biquad_run_back (&job->sections[i], buffer, n);
  for (size_t i = first; i < end; i++) {
    const double at = (double) i * step;
    const double whole = floor (at);

    job->signal[i] = (float) between (buffer + ((gint64) whole - from), at - whole);
  }
}

gboolean
ectopy_context_signal (const float *samples,
                       size_t n_samples,
                       double rate_hz,
                       EctopyWorkers *workers,
                       float *signal)
{
  Job job = {
    .samples = samples,
    .n_samples = n_samples,
    .rate_hz = rate_hz,
    .signal = signal,
    .n_signal = ectopy_context_signal_len (n_samples, rate_hz),
  };
  const size_t n_pieces = (job.n_signal + PIECE - 1) / PIECE;

  make_sections (&job);
  if (workers != NULL)
    ectopy_workers_run (workers, n_pieces, make_piece, &job);
  else
    for (size_t i = 0; i < n_pieces; i++)
      make_piece (i, 0, &job);
  return !g_atomic_int_get (&job.has_failed);
}
