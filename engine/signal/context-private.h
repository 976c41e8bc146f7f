/* SPDX-License-Identifier: MIT */
#pragma once

/* What context.c and context-features.c share. */
#include "engine/signal/context.h"

G_BEGIN_DECLS

/* The sample @k of 125 a second behind a beat, the ends of the signal repeated. */
float ectopy_context_sample (const EctopyContext *context, size_t beat, gint64 k);

/* Runs @func for turns of 256 beats. */
void
ectopy_context_for_beats (EctopyWorkers *workers, size_t n, EctopyWorkFunc func, gpointer data);

/* context-features.c: finds the usual beat and all features, once the beats have their places, levels
 * and scale. Returns: FALSE if there is not enough memory. */
gboolean ectopy_context_describe (EctopyContext *context, EctopyWorkers *workers);

G_END_DECLS
