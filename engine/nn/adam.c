/* SPDX-License-Identifier: MIT */
#include "engine/nn/adam.h"

#include "engine/nn/kernel.h"

#include <math.h>

/* Parameters that one turn of the loop takes. */
#define CHUNK      16384
#define MAX_CHUNKS 8192

typedef struct {
  size_t n;
  size_t n_decayed;
  const float *gradients;
  float *parameters;
  float *first;
  float *second;
  float *average;
  float beta1;
  float beta2;
  float rate;    /* with both corrections for the start */
  float epsilon; /* likewise */
  float shrink;  /* factor of decayed weights */
  float grad_scale;
  float keep; /* share of the old average */
  size_t chunk;
  double *squares; /* [chunks] */
} Step;

ECTOPY_KERNEL static void
update (const Step *s, size_t begin, size_t end, float shrink)
{
  const float *restrict gradients = s->gradients;
  float *restrict parameters = s->parameters;
  float *restrict first = s->first;
  float *restrict second = s->second;
  const float beta1 = s->beta1, beta2 = s->beta2, rate = s->rate, epsilon = s->epsilon;
  const float grad_scale = s->grad_scale;

  for (size_t i = begin; i < end; i++) {
    const float g = gradients[i] * grad_scale;

    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    parameters[i] = parameters[i] * shrink - rate * first[i] / (sqrtf (second[i]) + epsilon);
  }
}

ECTOPY_KERNEL static void
move_average (const float *restrict values, float *restrict average, size_t n, float keep)
{
  for (size_t i = 0; i < n; i++)
    average[i] = keep * average[i] + (1 - keep) * values[i];
}

static void
update_chunk (size_t chunk, guint thread, gpointer user_data)
{
  const Step *s = user_data;
  const size_t begin = chunk * s->chunk;
  const size_t end = MIN (begin + s->chunk, s->n);
  const size_t middle = CLAMP (s->n_decayed, begin, end);

  update (s, begin, middle, s->shrink);
  update (s, middle, end, 1);
  if (s->average != NULL)
    move_average (s->parameters + begin, s->average + begin, end - begin, s->keep);
}

/* The squares of a chunk, eight sums side by side so that they vectorise: still in a fixed order. */
ECTOPY_KERNEL static double
sum_squares (const float *values, size_t n)
{
  float sums[16] = { 0 };
  double total = 0;
  size_t i = 0;

  for (; i + 16 <= n; i += 16)
    for (size_t j = 0; j < 16; j++)
      sums[j] += values[i + j] * values[i + j];
  for (; i < n; i++)
    total += (double) values[i] * (double) values[i];
  for (size_t j = 0; j < 16; j++)
    total += (double) sums[j];
  return total;
}

static void
square_chunk (size_t chunk, guint thread, gpointer user_data)
{
  const Step *s = user_data;
  const size_t begin = chunk * s->chunk;

  s->squares[chunk] = sum_squares (s->gradients + begin, MIN (s->chunk, s->n - begin));
}

static float
average_keep (const EctopyAdam *adam, guint64 step)
{
  return (float) MIN (adam->average_decay, (double) step / ((double) step + 10));
}

double
ectopy_adam_step (const EctopyAdam *adam,
                  EctopyWorkers *workers,
                  guint64 step,
                  double rate,
                  size_t n,
                  size_t n_decayed,
                  const float *gradients,
                  float *parameters,
                  float *moments,
                  float *average)
{
  double squares[MAX_CHUNKS];
  const double correct1 = 1 - pow (adam->beta1, (double) step);
  const double correct2 = sqrt (1 - pow (adam->beta2, (double) step));
  Step s = {
    .n = n,
    .n_decayed = n_decayed,
    .gradients = gradients,
    .parameters = parameters,
    .first = moments,
    .second = moments + n,
    .average = adam->average_decay > 0 ? average : NULL,
    .beta1 = (float) adam->beta1,
    .beta2 = (float) adam->beta2,
    .rate = (float) (rate * correct2 / correct1),
    .epsilon = (float) (adam->epsilon * correct2),
    .shrink = (float) (1 - rate * adam->decay),
    .grad_scale = 1,
    .keep = average_keep (adam, step),
    .chunk = MAX (CHUNK, (n + MAX_CHUNKS - 1) / MAX_CHUNKS),
    .squares = squares,
  };
  const size_t n_chunks = (n + s.chunk - 1) / s.chunk;
  double norm = 0;

  ectopy_workers_run (workers, n_chunks, square_chunk, &s);
  for (size_t i = 0; i < n_chunks; i++)
    norm += squares[i];
  norm = sqrt (norm);
  if (!isfinite (norm))
    return norm;
  if (adam->clip_norm > 0 && norm > adam->clip_norm)
    s.grad_scale = (float) (adam->clip_norm / norm);
  ectopy_workers_run (workers, n_chunks, update_chunk, &s);
  return norm;
}

void
ectopy_adam_average (const EctopyAdam *adam,
                     guint64 step,
                     size_t n,
                     const float *values,
                     float *average)
{
  move_average (values, average, n, average_keep (adam, step));
}
