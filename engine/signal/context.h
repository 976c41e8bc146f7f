/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"
#include "engine/signal/context-features.h"

G_BEGIN_DECLS

/* Samples of the window around a beat, at 125 a second: 0.6 s to each side. */
#define ECTOPY_CONTEXT_WINDOW 150

/* Samples that a window may be moved to each side. */
#define ECTOPY_CONTEXT_MARGIN 40

/* Floats of a row: window and usual beat, sample by sample, then the features. */
#define ECTOPY_CONTEXT_ROW (2 * ECTOPY_CONTEXT_WINDOW + ECTOPY_N_CONTEXT_FEATURES)

/* Floats of a row without them: a zero, then the features. */
#define ECTOPY_CONTEXT_SHORT_ROW (1 + ECTOPY_N_CONTEXT_FEATURES)

/**
 * EctopyContext:
 * @signal: `[n_signal]`, 250 samples a second
 * @n_signal: its length
 * @n: beats
 * @at: `[n]`: their places in @signal, each moved to where it fits the usual QRS complex
 * @level: `[n]`: the median of the samples around each, which is taken off
 * @is_good: `[n]`: whether it fits the usual complex well
 * @scale: what samples are divided by: the median height of the complexes that do
 * @usual: `[150]`: the median of the beats that do not come early: less its level, divided by @scale
 * @features: `[n, ECTOPY_N_CONTEXT_ALL]`: see #EctopyContextFeature
 *
 * The beats of one lead, each with what is around it and beside what is usual in this recording. Fixed once
 * built: may be read from any thread.
 */
typedef struct {
  float *signal;
  size_t n_signal;
  size_t n;
  gint64 *at;
  float *level;
  guint8 *is_good;
  float scale;
  float usual[ECTOPY_CONTEXT_WINDOW];
  float *features;
} EctopyContext;

/**
 * ectopy_context_new:
 * @samples: `[n_samples]`: a lead, in any unit
 * @n_samples: at least 1
 * @rate_hz: %ECTOPY_BEATS_MIN_RATE_HZ to %ECTOPY_BEATS_MAX_RATE_HZ
 * @marks: `[n]`: beats, in order, within the lead
 * @n: at least 1
 * @workers: (nullable): a team to share the work
 * @error: return location
 *
 * Needs no more of a recording than its samples and where its beats are; of these, all: what is usual is
 * found among them. The same on any number of threads.
 *
 * Returns: (transfer full) (nullable): the beats of the lead; NULL with %ECTOPY_ERROR_ARGUMENT (the rate) or
 * %ECTOPY_ERROR_MEMORY
 */
EctopyContext *ectopy_context_new (const float *samples,
                                   size_t n_samples,
                                   double rate_hz,
                                   const gint64 *marks,
                                   size_t n,
                                   EctopyWorkers *workers,
                                   GError **error);

/* The same from a signal (transfer full) of 250 samples a second and places in it. */
EctopyContext *ectopy_context_new_take (float *signal,
                                        size_t n_signal,
                                        const gint64 *at,
                                        size_t n,
                                        EctopyWorkers *workers,
                                        GError **error);

void ectopy_context_free (EctopyContext *context);

/**
 * ectopy_context_window:
 * @context: the beats of a lead
 * @beat: one of them
 * @shift: samples (of 125 a second) to move the window by, at most the margin
 * @stride: floats from one sample to the next in @window
 * @window: (out caller-allocates): `[150]`
 *
 * The samples around a beat, less its level, by the scale of the lead.
 */
void ectopy_context_window (const EctopyContext *context,
                            size_t beat,
                            int shift,
                            size_t stride,
                            float *window);

/**
 * ectopy_context_row:
 * @context: the beats of a lead
 * @beat: one of them
 * @length: %ECTOPY_CONTEXT_ROW, or %ECTOPY_CONTEXT_SHORT_ROW
 * @row: (out caller-allocates): `[length]`: what a model reads
 */
void ectopy_context_row (const EctopyContext *context, size_t beat, size_t length, float *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyContext, ectopy_context_free)

G_END_DECLS
