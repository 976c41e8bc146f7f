/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

#define ECTOPY_CALIBRATION_BINS 15

/**
 * EctopyCalibrationBin:
 * @n: beats whose confidence lies in the bin
 * @confidence: their mean confidence; NaN for an empty bin
 * @accuracy: share of them that is right; NaN for an empty bin
 *
 * Bin `b` of 15 holds confidences above `b / 15` up to and with `(b + 1) / 15`.
 */
typedef struct {
  guint64 n;
  double confidence;
  double accuracy;
} EctopyCalibrationBin;

/**
 * EctopyCalibration:
 * @bins: by confidence, the probability of the class given
 * @n: beats
 * @expected_error: mean distance of confidence and accuracy over the bins, weighted by their beats
 *   (ECE)
 * @largest_error: the largest such distance (MCE)
 * @brier: mean squared distance of the probabilities and the truth, summed over the classes: 0 to 2
 * @log_loss: mean cross-entropy in nats; probabilities count as at least 1e-7, so that it is finite
 *
 * Whether 90 % sure means right nine times in ten: a plain value. All figures NaN without beats.
 * Pooled figures can look fine where those of one recording do not.
 */
typedef struct {
  EctopyCalibrationBin bins[ECTOPY_CALIBRATION_BINS];
  guint64 n;
  double expected_error;
  double largest_error;
  double brier;
  double log_loss;
} EctopyCalibration;

/**
 * ectopy_calibration_compute:
 * @calibration: (out): the figures
 * @labels: `[n]`; beats with %ECTOPY_CLASS_NONE are left out
 * @probabilities: `[n, 5]`; beats with a value that is not finite are left out
 * @n: beats
 *
 * Any thread; cannot fail.
 *
 * Source: Guo, Pleiss, Sun and Weinberger (2017).
 */
void ectopy_calibration_compute (EctopyCalibration *calibration,
                                 const guint8 *labels,
                                 const float *probabilities,
                                 size_t n);

G_END_DECLS
