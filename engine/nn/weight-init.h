/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"
#include "engine/nn/plan.h"

G_BEGIN_DECLS

/* Scales as the layers say (1 as a rule), shifts, biases and running means 0, running variances 1. */
void ectopy_weight_init_norms (const EctopyPlan *plan, float *parameters, float *states);

/* The weights of convolutions and dense layers: uniform after Glorot and Bengio (2010), or normal
 * after He et al. (2015), the last layer always the former. */
void ectopy_weight_init_products (const EctopyPlan *plan,
                                  EctopyInit init,
                                  EctopyRng *rng,
                                  float *parameters);

G_END_DECLS
