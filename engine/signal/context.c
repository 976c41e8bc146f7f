/* SPDX-License-Identifier: MIT */
#include "engine/signal/context.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/core/recording.h"
#include "engine/signal/context-align.h"
#include "engine/signal/context-private.h"
#include "engine/signal/context-signal.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Beats fewer than that are too few to tell what is usual: all of them are. */
#define FEWEST 5

/* Beats that a thread takes at a time. */
#define BEATS_A_TURN 256

float
ectopy_context_sample (const EctopyContext *self, size_t beat, gint64 k)
{
  const gint64 place = self->at[beat] + 2 * k;

  return self->signal[CLAMP (place, 0, (gint64) self->n_signal - 1)];
}

void
ectopy_context_window (const EctopyContext *self,
                       size_t beat,
                       int shift,
                       size_t stride,
                       float *window)
{
  const gint64 first = (gint64) shift - ECTOPY_CONTEXT_WINDOW / 2;

  for (size_t k = 0; k < ECTOPY_CONTEXT_WINDOW; k++)
    window[k * stride] = (ectopy_context_sample (self, beat, first + (gint64) k) -
                          self->level[beat]) /
                         self->scale;
}

void
ectopy_context_row (const EctopyContext *self, size_t beat, size_t length, float *row)
{
  g_assert (length == ECTOPY_CONTEXT_ROW || length == ECTOPY_CONTEXT_SHORT_ROW);

  if (length == ECTOPY_CONTEXT_ROW) {
    ectopy_context_window (self, beat, 0, 2, row);
    for (size_t k = 0; k < ECTOPY_CONTEXT_WINDOW; k++)
      row[2 * k + 1] = self->usual[k];
  } else {
    row[0] = 0;
  }
  memcpy (row + length - ECTOPY_N_CONTEXT_FEATURES, self->features + beat * ECTOPY_N_CONTEXT_ALL,
          ECTOPY_N_CONTEXT_FEATURES * sizeof *row);
}

/* ---- Level and scale ---- */

static void
set_levels (size_t turn, guint thread, gpointer user_data)
{
  EctopyContext *self = user_data;
  const gint64 half = ECTOPY_CONTEXT_WINDOW / 2 + ECTOPY_CONTEXT_MARGIN;
  const size_t end = MIN ((turn + 1) * BEATS_A_TURN, self->n);
  float around[ECTOPY_CONTEXT_WINDOW + 2 * ECTOPY_CONTEXT_MARGIN];

  for (size_t i = turn * BEATS_A_TURN; i < end; i++) {
    for (gint64 k = -half; k < half; k++)
      around[k + half] = ectopy_context_sample (self, i, k);
    self->level[i] = ectopy_median_of (around, G_N_ELEMENTS (around));
  }
}

/* The median height of the complexes, from 96 ms before to 112 ms after. */
static gboolean
set_scale (EctopyContext *self)
{
  g_autofree float *heights = g_try_new (float, self->n);
  size_t n = 0;

  if (heights == NULL)
    return FALSE;
  for (size_t i = 0; i < self->n; i++) {
    float low = INFINITY, high = -INFINITY;

    for (gint64 k = -12; self->is_good[i] && k < 15; k++) {
      const float sample = ectopy_context_sample (self, i, k);

      low = MIN (low, sample);
      high = MAX (high, sample);
    }
    if (self->is_good[i])
      heights[n++] = high - low;
  }
  self->scale = ectopy_median_of (heights, n) + 1e-6f;
  return TRUE;
}

/* ---- Putting it together ---- */

void
ectopy_context_for_beats (EctopyWorkers *workers, size_t n, EctopyWorkFunc func, gpointer data)
{
  const size_t n_turns = (n + BEATS_A_TURN - 1) / BEATS_A_TURN;

  if (workers != NULL)
    ectopy_workers_run (workers, n_turns, func, data);
  else
    for (size_t turn = 0; turn < n_turns; turn++)
      func (turn, 0, data);
}

EctopyContext *
ectopy_context_new_take (float *signal,
                         size_t n_signal,
                         const gint64 *at,
                         size_t n,
                         EctopyWorkers *workers,
                         GError **error)
{
  g_autoptr (EctopyContext) self = g_new0 (EctopyContext, 1);
  size_t n_good;

  g_assert (n > 0 && n_signal > 0);
  self->signal = signal;
  self->n_signal = n_signal;
  self->n = n;
  self->at = g_try_new (gint64, n);
  self->level = g_try_new (float, n);
  self->is_good = g_try_new (guint8, n);
  self->features = g_try_new (float, n *ECTOPY_N_CONTEXT_ALL);
  if (self->at != NULL)
    memcpy (self->at, at, n * sizeof *at);
  if (self->at == NULL || self->level == NULL || self->is_good == NULL || self->features == NULL ||
      !ectopy_context_align (signal, n_signal, self->at, n, workers, self->is_good, &n_good)) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  if (n_good < FEWEST)
    memset (self->is_good, 1, n);
  ectopy_context_for_beats (workers, n, set_levels, self);
  if (!set_scale (self) || !ectopy_context_describe (self, workers)) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

EctopyContext *
ectopy_context_new (const float *samples,
                    size_t n_samples,
                    double rate_hz,
                    const gint64 *marks,
                    size_t n,
                    EctopyWorkers *workers,
                    GError **error)
{
  g_autofree float *signal = NULL;
  g_autofree gint64 *at = NULL;
  size_t n_signal;

  if (!(rate_hz >= ECTOPY_BEATS_MIN_RATE_HZ && rate_hz <= ECTOPY_BEATS_MAX_RATE_HZ)) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        _ ("Beats are classified in leads of 20 to 100,000 samples a second; this one has %g."),
        rate_hz);
    return NULL;
  }
  n_signal = ectopy_context_signal_len (n_samples, rate_hz);
  signal = g_try_new (float, n_signal);
  at = g_try_new (gint64, n);
  if (signal == NULL || at == NULL ||
      !ectopy_context_signal (samples, n_samples, rate_hz, workers, signal)) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  for (size_t i = 0; i < n; i++)
    at[i] = CLAMP ((gint64) rint ((double) marks[i] * ECTOPY_CONTEXT_RATE / rate_hz), 0,
                   (gint64) n_signal - 1);
  return ectopy_context_new_take (g_steal_pointer (&signal), n_signal, at, n, workers, error);
}

void
ectopy_context_free (EctopyContext *self)
{
  if (self == NULL)
    return;
  g_free (self->signal);
  g_free (self->at);
  g_free (self->level);
  g_free (self->is_good);
  g_free (self->features);
  g_free (self);
}
