/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"
#include "engine/evaluate/metrics.h"

G_BEGIN_DECLS

/**
 * ectopy_bootstrap_confusion:
 * @confusion: the counts of an evaluation
 * @n_replicates: how often to draw, at least 1; 1000 is usual
 * @seed: where the draws start: the same seed gives the same intervals
 * @accuracy: (out): 95 % percentile interval of the accuracy
 * @macro_f1: (out): 95 % percentile interval of the macro-F1
 *
 * Draws as many beats as there are, with replacement, and looks how far the figures scatter. As
 * the figures depend on the counts only, the counts are drawn at once (a multinomial), which takes
 * milliseconds however many beats there are. Both intervals are NaN without beats, and without
 * errors, of which draws know nothing.
 *
 * Beats are drawn, not patients: see #EctopyMetrics. Any thread; cannot fail.
 */
void ectopy_bootstrap_confusion (const EctopyConfusion *confusion,
                                 guint n_replicates,
                                 guint64 seed,
                                 EctopyInterval *accuracy,
                                 EctopyInterval *macro_f1);

/* The 2.5 % and 97.5 % points of `[n]` values, at least one, which are sorted here; between neighbours by
 * line. */
EctopyInterval ectopy_bootstrap_percentiles (double *values, guint n);

/**
 * ectopy_draw_binomial:
 * @rng: the generator
 * @n: trials
 * @p: chance of a success, 0 to 1
 *
 * Source: Hörmann (1993), algorithm BTRS, where 10 or more successes are expected; counting the
 * waiting times between successes (Devroye 1986, X.4) below.
 *
 * Returns: successes among @n trials
 */
guint64 ectopy_draw_binomial (EctopyRng *rng, guint64 n, double p);

G_END_DECLS
