/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `[n_classes]` logits to probabilities, with the largest subtracted first. May be in place. */
void ectopy_softmax (const float *logits, size_t n_classes, float *probabilities);

/**
 * ectopy_softmax_loss:
 * @logits: `[n_classes]`
 * @target: `[n_classes]`: not negative; its sum is the weight of the item. One-hot for a plain label;
 *   label smoothing and class weights are the caller's
 * @n_classes: how many
 * @scale: factor of the gradient, 1 / items of the batch as a rule
 * @probabilities: (out caller-allocates): `[n_classes]`
 * @d_logits: (out caller-allocates) (nullable): `[n_classes]`, overwritten
 *
 * Returns: the cross-entropy - sum (target log p), not scaled
 */
double ectopy_softmax_loss (const float *logits,
                            const float *target,
                            size_t n_classes,
                            float scale,
                            float *probabilities,
                            float *d_logits);

G_END_DECLS
