/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/**
 * ectopy_temperature_fit:
 * @labels: `[n]`: the true classes; beats with %ECTOPY_CLASS_NONE are left out
 * @probabilities: `[n, 5]`, of beats that were not learned from
 * @n: beats
 *
 * The number by which the logarithms of probabilities are to be divided so that the truth has the smallest
 * cross-entropy: above 1 where they were too sure. Any thread.
 *
 * Source: Guo, Pleiss, Sun and Weinberger (2017).
 *
 * Returns: from 0.2 to 5; 1 without beats
 */
double ectopy_temperature_fit (const guint8 *labels, const float *probabilities, size_t n);

/* Divides the logarithms of `[n, 5]` probabilities, in place. */
void ectopy_temperature_apply (double temperature, float *probabilities, size_t n);

G_END_DECLS
