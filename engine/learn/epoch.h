/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyEpoch:
 * @epoch: which pass over the training beats, from 1
 * @loss: mean cross-entropy of the training beats, in nats
 * @accuracy: share of the training beats recognised, 0 to 1
 * @val_loss: mean cross-entropy of the validation beats, in nats
 * @val_accuracy: share of the validation beats recognised, 0 to 1
 * @val_macro_f1: unweighted mean of the classes' F1 on the validation beats, 0 to 1
 * @learning_rate: the step size used, dimensionless
 * @seconds: how long the epoch took
 * @beats_per_second: training beats an epoch over its seconds
 *
 * What one epoch of training came to: a plain value. Every double may be NaN: not measured.
 */
typedef struct {
  guint epoch;
  double loss;
  double accuracy;
  double val_loss;
  double val_accuracy;
  double val_macro_f1;
  double learning_rate;
  double seconds;
  double beats_per_second;
} EctopyEpoch;

G_END_DECLS
