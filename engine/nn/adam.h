/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"

G_BEGIN_DECLS

/**
 * EctopyAdam:
 * @beta1: decay of the first moment
 * @beta2: decay of the second moment
 * @epsilon: added to the root of the second moment
 * @decay: decoupled weight decay (Loshchilov and Hutter, 2019): weights shrink by rate x decay a step
 * @clip_norm: the gradient is scaled down to this norm; 0 for never
 * @average_decay: of the moving average of the parameters; 0 for none
 *
 * Settings of Adam (Kingma and Ba, 2015).
 */
typedef struct {
  double beta1;
  double beta2;
  double epsilon;
  double decay;
  double clip_norm;
  double average_decay;
} EctopyAdam;

/**
 * ectopy_adam_step:
 * @adam: settings
 * @workers: a team
 * @step: from 1
 * @rate: learning rate
 * @n: parameters
 * @n_decayed: how many of them, from the first, are subject to weight decay
 * @gradients: `[n]`
 * @parameters: `[n]`
 * @moments: `[2, n]`: first and second
 * @average: (nullable): `[n]`: the moving average; its decay is at most step / (step + 10)
 *
 * One step. The same bits on any number of threads; allocates nothing.
 *
 * Returns: the norm of the gradient before clipping; not finite if the gradient is not, and then
 *   nothing has changed
 */
double ectopy_adam_step (const EctopyAdam *adam,
                         EctopyWorkers *workers,
                         guint64 step,
                         double rate,
                         size_t n,
                         size_t n_decayed,
                         const float *gradients,
                         float *parameters,
                         float *moments,
                         float *average);

/* Moves @average towards @values by 1 - decay, as ectopy_adam_step() does with its parameters. */
void ectopy_adam_average (const EctopyAdam *adam,
                          guint64 step,
                          size_t n,
                          const float *values,
                          float *average);

G_END_DECLS
