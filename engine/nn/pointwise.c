/* SPDX-License-Identifier: MIT */
#include "engine/nn/pointwise.h"

#include "engine/nn/kernel.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__ ((always_inline))

/* A value's dropout is a function of its place, the step and the op: the same on any number of
 * threads, and again in the backward pass without a mask in memory. The mixing is that of
 * Wellons' "lowbias32"; it vectorises. */
INLINE guint32
hash (guint32 x)
{
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return x;
}

INLINE guint32
drop_base (const EctopyPointwise *p, size_t item, size_t t)
{
  return (guint32) ((item * p->out_length + t) * p->channels) + p->drop_key;
}

/* The rows of output row @t: @n of them from @first. */
INLINE void
window (const EctopyPointwise *p, size_t t, size_t *first, size_t *n)
{
  size_t begin, end;

  if (p->pool == ECTOPY_POOL_NONE) {
    *first = t;
    *n = 1;
    return;
  }
  begin = t * p->pool_stride;
  end = begin + p->pool_size > p->pool_left ? begin + p->pool_size - p->pool_left : 0;
  *first = begin > p->pool_left ? begin - p->pool_left : 0;
  end = MIN (end, p->in_length);
  *n = end > *first ? end - *first : 0;
}

/* z = y * scale + shift (+ shortcut), of one row. */
INLINE void
affine (const EctopyPointwise *p,
        const float *restrict y,
        const float *restrict shortcut,
        float *restrict z)
{
  const size_t n = p->channels;
  const float *restrict scale = p->scale;
  const float *restrict shift = p->shift;

  if (shortcut == NULL)
    for (size_t c = 0; c < n; c++)
      z[c] = y[c] * scale[c] + shift[c];
  else
    for (size_t c = 0; c < n; c++)
      z[c] = y[c] * scale[c] + shift[c] + shortcut[c];
}

/* The larger of two rows of z, for the commonest pool. */
INLINE void
affine_max_2 (const EctopyPointwise *p, const float *restrict y, float *restrict z)
{
  const size_t n = p->channels;
  const float *restrict scale = p->scale;
  const float *restrict shift = p->shift;

  for (size_t c = 0; c < n; c++) {
    const float z0 = y[c] * scale[c] + shift[c];
    const float z1 = y[n + c] * scale[c] + shift[c];

    z[c] = z0 > z1 ? z0 : z1;
  }
}

/* Row @t before ReLU and dropout (for an average, after ReLU). @z is `[2, channels]`; the result is
 * in its first row. */
INLINE void
pooled (const EctopyPointwise *p,
        const float *y,
        const float *shortcut,
        size_t first,
        size_t n_rows,
        float *restrict z,
        float *restrict aside)
{
  const size_t n = p->channels;

  if (p->pool == ECTOPY_POOL_MAX && n_rows == 2 && shortcut == NULL) {
    affine_max_2 (p, y + first * n, z);
    return;
  }
  affine (p, y + first * n, shortcut != NULL ? shortcut + first * n : NULL, z);
  if (p->pool == ECTOPY_POOL_AVERAGE && p->relu)
    for (size_t c = 0; c < n; c++)
      z[c] = z[c] > 0 ? z[c] : 0;
  for (size_t j = first + 1; j < first + n_rows; j++) {
    affine (p, y + j * n, shortcut != NULL ? shortcut + j * n : NULL, aside);
    if (p->pool == ECTOPY_POOL_MAX)
      for (size_t c = 0; c < n; c++)
        z[c] = z[c] > aside[c] ? z[c] : aside[c];
    else if (p->relu)
      for (size_t c = 0; c < n; c++)
        z[c] += aside[c] > 0 ? aside[c] : 0;
    else
      for (size_t c = 0; c < n; c++)
        z[c] += aside[c];
  }
  if (p->pool == ECTOPY_POOL_AVERAGE)
    for (size_t c = 0; c < n; c++)
      z[c] /= (float) n_rows;
}

INLINE void
finish (const EctopyPointwise *p, guint32 base, float *restrict z)
{
  const size_t n = p->channels;
  const guint32 below = p->drop_below;
  const float keep = p->keep_scale;

  if (p->relu && below != 0)
    for (size_t c = 0; c < n; c++)
      z[c] = z[c] > 0 && hash (base + (guint32) c) >= below ? z[c] * keep : 0;
  else if (p->relu)
    for (size_t c = 0; c < n; c++)
      z[c] = z[c] > 0 ? z[c] : 0;
  else if (below != 0)
    for (size_t c = 0; c < n; c++)
      z[c] = hash (base + (guint32) c) >= below ? z[c] * keep : 0;
}

ECTOPY_KERNEL void
ectopy_pointwise_moments (const float *y,
                          size_t length,
                          size_t channels,
                          float *scratch,
                          double *sums)
{
  float *restrict s1 = scratch;
  float *restrict s2 = scratch + channels;

  memset (scratch, 0, 2 * channels * sizeof *scratch);
  for (size_t t = 0; t < length; t++) {
    const float *restrict row = y + t * channels;

    for (size_t c = 0; c < channels; c++) {
      s1[c] += row[c];
      s2[c] += row[c] * row[c];
    }
  }
  for (size_t c = 0; c < 2 * channels; c++)
    sums[c] += (double) scratch[c];
}

/* A row of an average needs one aside; channels go in pieces so that it fits on the stack. */
enum { PIECE = 512 };

INLINE void
forward_row (const EctopyPointwise *p,
             const float *y,
             const float *shortcut,
             size_t first,
             size_t n_rows,
             float *out)
{
  float aside[PIECE];

  if (p->channels <= PIECE || n_rows == 1) {
    pooled (p, y, shortcut, first, n_rows, out, aside);
    return;
  }
  for (size_t c = 0; c < p->channels; c++) {
    float z = 0;

    for (size_t j = first; j < first + n_rows; j++) {
      float one = y[j * p->channels + c] * p->scale[c] + p->shift[c];

      if (shortcut != NULL)
        one += shortcut[j * p->channels + c];
      if (p->pool == ECTOPY_POOL_AVERAGE)
        z += p->relu && !(one > 0) ? 0 : one / (float) n_rows;
      else
        z = j == first || one > z ? one : z;
    }
    out[c] = z;
  }
}

ECTOPY_KERNEL void
ectopy_pointwise_forward (const EctopyPointwise *p,
                          const float *y,
                          const float *shortcut,
                          size_t item,
                          float *out)
{
  for (size_t t = 0; t < p->out_length; t++) {
    size_t first, n_rows;

    window (p, t, &first, &n_rows);
    forward_row (p, y, shortcut, first, n_rows, out + t * p->channels);
    finish (p, drop_base (p, item, t), out + t * p->channels);
  }
}

/* The gradient of output row @t behind dropout and (but for an average) ReLU. What ReLU let through
 * and dropout kept is what is greater than 0. */
INLINE void
masked (const EctopyPointwise *p,
        const float *restrict out,
        const float *restrict d_out,
        guint32 base,
        float *restrict g)
{
  const size_t n = p->channels;
  const float keep = p->drop_below != 0 ? p->keep_scale : 1;

  if (p->relu && p->pool != ECTOPY_POOL_AVERAGE)
    for (size_t c = 0; c < n; c++)
      g[c] = out[c] > 0 ? d_out[c] * keep : 0;
  else if (p->drop_below != 0)
    for (size_t c = 0; c < n; c++)
      g[c] = hash (base + (guint32) c) >= p->drop_below ? d_out[c] * keep : 0;
  else
    memcpy (g, d_out, n * sizeof *g);
}

/* The gradient dz of input row @j, one of the window [first, first + n_rows). In a maximum the
 * first of equals takes all: @open is 1 where none has yet, @z_max holds the maxima. */
INLINE void
row_gradient (const EctopyPointwise *p,
              const float *y,
              const float *shortcut,
              size_t j,
              size_t n_rows,
              const float *restrict g,
              const float *restrict z_max,
              float *restrict open,
              float *restrict dz)
{
  const size_t n = p->channels;

  if (p->pool == ECTOPY_POOL_NONE) {
    memcpy (dz, g, n * sizeof *dz);
    return;
  }
  affine (p, y + j * n, shortcut != NULL ? shortcut + j * n : NULL, dz);
  if (p->pool == ECTOPY_POOL_MAX)
    for (size_t c = 0; c < n; c++) {
      const float takes = dz[c] == z_max[c] ? open[c] : 0;

      dz[c] = g[c] * takes;
      open[c] -= takes;
    }
  else
    for (size_t c = 0; c < n; c++)
      dz[c] = p->relu && !(dz[c] > 0) ? 0 : g[c] / (float) n_rows;
}

/* Prepares row_gradient() of a window: its maxima. @open serves as scratch before it is set. */
INLINE void
begin_window (const EctopyPointwise *p,
              const float *y,
              const float *shortcut,
              size_t first,
              size_t n_rows,
              float *restrict z_max,
              float *restrict open)
{
  if (p->pool != ECTOPY_POOL_MAX)
    return;
  pooled (p, y, shortcut, first, n_rows, z_max, open);
  for (size_t c = 0; c < p->channels; c++)
    open[c] = 1;
}

/* The sums of a window of two under a maximum, without anything aside. */
INLINE void
sums_max_2 (const EctopyPointwise *p,
            const float *restrict y,
            const float *restrict g,
            float *restrict s1,
            float *restrict s2)
{
  const size_t n = p->channels;
  const float *restrict scale = p->scale;
  const float *restrict shift = p->shift;
  const float *restrict mean = p->mean;

  for (size_t c = 0; c < n; c++) {
    const float z0 = y[c] * scale[c] + shift[c];
    const float z1 = y[n + c] * scale[c] + shift[c];
    const float winner = z0 >= z1 ? y[c] : y[n + c];

    s1[c] += g[c];
    s2[c] += g[c] * (winner - mean[c]);
  }
}

INLINE void
backward_max_2 (const EctopyPointwise *p, const float *y, const float *restrict g, float *d_y)
{
  const size_t n = p->channels;
  const float *restrict scale = p->scale;
  const float *restrict shift = p->shift;
  const float *restrict grad_z = p->grad_z;
  const float *restrict grad_y = p->grad_y;
  const float *restrict grad_1 = p->grad_1;

#pragma GCC ivdep
  for (size_t c = 0; c < n; c++) {
    const float y0 = y[c], y1 = y[n + c];
    const gboolean first = y0 * scale[c] + shift[c] >= y1 * scale[c] + shift[c];

    d_y[c] = (first ? g[c] : 0) * grad_z[c] + y0 * grad_y[c] + grad_1[c];
    d_y[n + c] = (first ? 0 : g[c]) * grad_z[c] + y1 * grad_y[c] + grad_1[c];
  }
}

ECTOPY_KERNEL void
ectopy_pointwise_sums (const EctopyPointwise *p,
                       const float *y,
                       const float *shortcut,
                       const float *out,
                       const float *d_out,
                       size_t item,
                       float *scratch,
                       double *sums)
{
  const size_t n = p->channels;
  float *restrict g = scratch;
  float *restrict z_max = scratch + n;
  float *restrict open = scratch + 2 * n;
  float *restrict dz = scratch + 3 * n;
  const float *restrict mean = p->mean;
  /* Double sums of every row are slower than the rest: float over a window, which is short, and
   * over the rows of an item where the item is. */
  float s1[PIECE], s2[PIECE];

  for (size_t from = 0; from < n; from += PIECE) {
    const size_t piece = MIN (PIECE, n - from);
    const gboolean whole = n <= PIECE;

    memset (s1, 0, sizeof s1);
    memset (s2, 0, sizeof s2);
    for (size_t t = 0; t < p->out_length; t++) {
      size_t first, n_rows;

      window (p, t, &first, &n_rows);
      masked (p, out + t * n, d_out + t * n, drop_base (p, item, t), g);
      if (p->pool == ECTOPY_POOL_MAX && n_rows == 2 && shortcut == NULL && whole) {
        sums_max_2 (p, y + first * n, g, s1, s2);
        continue;
      }
      begin_window (p, y, shortcut, first, n_rows, z_max, open);
      for (size_t j = first; j < first + n_rows; j++) {
        const float *restrict row = y + j * n + from;

        row_gradient (p, y, shortcut, j, n_rows, g, z_max, open, dz);
        for (size_t c = 0; c < piece; c++) {
          s1[c] += dz[from + c];
          s2[c] += dz[from + c] * (row[c] - mean[from + c]);
        }
      }
    }
    for (size_t c = 0; c < piece; c++) {
      sums[from + c] += (double) s1[c];
      sums[n + from + c] += (double) s2[c];
    }
  }
}

/* dy of one row whose dz is known. */
INLINE void
apply (const EctopyPointwise *p, const float *y, const float *restrict dz, gboolean add, float *d_y)
{
  const size_t n = p->channels;
  const float *restrict grad_z = p->grad_z;
  const float *restrict grad_y = p->grad_y;
  const float *restrict grad_1 = p->grad_1;

  if (add)
#pragma GCC ivdep
    for (size_t c = 0; c < n; c++)
      d_y[c] += dz[c] * grad_z[c] + y[c] * grad_y[c] + grad_1[c];
  else
#pragma GCC ivdep
    for (size_t c = 0; c < n; c++)
      d_y[c] = dz[c] * grad_z[c] + y[c] * grad_y[c] + grad_1[c];
}

INLINE void
store (const float *restrict dz, size_t n, gboolean add, float *restrict d_shortcut)
{
  if (add)
    for (size_t c = 0; c < n; c++)
      d_shortcut[c] += dz[c];
  else
    memcpy (d_shortcut, dz, n * sizeof *dz);
}

/* Rows [first, end), which no window covers. */
INLINE void
backward_uncovered (const EctopyPointwise *p,
                    const float *y,
                    size_t first,
                    size_t end,
                    float *restrict zeros,
                    float *d_y,
                    gboolean add_y,
                    float *d_shortcut,
                    gboolean add_shortcut)
{
  const size_t n = p->channels;

  for (size_t j = first; j < end; j++) {
    memset (zeros, 0, n * sizeof *zeros);
    if (d_shortcut != NULL)
      store (zeros, n, add_shortcut, d_shortcut + j * n);
    if (d_y != NULL)
      apply (p, y + j * n, zeros, add_y, d_y + j * n);
  }
}

ECTOPY_KERNEL void
ectopy_pointwise_backward (const EctopyPointwise *p,
                           const float *y,
                           const float *shortcut,
                           const float *out,
                           const float *d_out,
                           size_t item,
                           float *scratch,
                           float *d_y,
                           gboolean add_y,
                           float *d_shortcut,
                           gboolean add_shortcut)
{
  const size_t n = p->channels;
  float *restrict g = scratch;
  float *restrict z_max = scratch + n;
  float *restrict open = scratch + 2 * n;
  float *restrict dz = scratch + 3 * n;
  size_t next = 0; /* the first row not yet dealt with */

  for (size_t t = 0; t < p->out_length; t++) {
    size_t first, n_rows;

    window (p, t, &first, &n_rows);
    backward_uncovered (p, y, next, first, dz, d_y, add_y, d_shortcut, add_shortcut);
    next = MAX (next, first + n_rows);
    masked (p, out + t * n, d_out + t * n, drop_base (p, item, t), g);
    if (p->pool == ECTOPY_POOL_MAX && n_rows == 2 && shortcut == NULL && !add_y && d_y != NULL) {
      backward_max_2 (p, y + first * n, g, d_y + first * n);
      continue;
    }
    begin_window (p, y, shortcut, first, n_rows, z_max, open);
    for (size_t j = first; j < first + n_rows; j++) {
      row_gradient (p, y, shortcut, j, n_rows, g, z_max, open, dz);
      if (d_shortcut != NULL)
        store (dz, n, add_shortcut, d_shortcut + j * n);
      if (d_y != NULL)
        apply (p, y + j * n, dz, add_y, d_y + j * n);
    }
  }
  backward_uncovered (p, y, next, p->in_length, dz, d_y, add_y, d_shortcut, add_shortcut);
}
