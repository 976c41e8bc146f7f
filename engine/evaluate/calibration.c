/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/calibration.h"

#include <math.h>

#define MIN_PROBABILITY 1e-7

/* The place of the largest probability (the first of several), or none when one is not finite. */
static guint
given_class (const float *probabilities)
{
  guint best = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    if (!isfinite (probabilities[c]))
      return ECTOPY_CLASS_NONE;
    if (probabilities[c] > probabilities[best])
      best = c;
  }
  return best;
}

static guint
bin_of (double confidence)
{
  const double bin = ceil (confidence * ECTOPY_CALIBRATION_BINS) - 1;

  return (guint) CLAMP (bin, 0, ECTOPY_CALIBRATION_BINS - 1);
}

static double
squared_distance (const float *probabilities, guint truth)
{
  double sum = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const double distance = (double) probabilities[c] - (c == truth ? 1 : 0);

    sum += distance * distance;
  }
  return sum;
}

/* Turns the sums in the bins into means, and sets the figures made from them. */
static void
finish (EctopyCalibration *calibration)
{
  const double n = (double) calibration->n;

  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++) {
    EctopyCalibrationBin *bin = &calibration->bins[b];
    double distance;

    /* 0 / 0 is the NaN that an empty bin is to have. */
    bin->confidence /= (double) bin->n;
    bin->accuracy /= (double) bin->n;
    if (bin->n == 0)
      continue;
    distance = fabs (bin->confidence - bin->accuracy);
    calibration->expected_error += distance * (double) bin->n;
    calibration->largest_error = MAX (calibration->largest_error, distance);
  }
  calibration->expected_error /= n;
  calibration->brier /= n;
  calibration->log_loss /= n;
  if (calibration->n == 0)
    calibration->largest_error = (double) NAN;
}

void
ectopy_calibration_compute (EctopyCalibration *calibration,
                            const guint8 *labels,
                            const float *probabilities,
                            size_t n)
{
  *calibration = (EctopyCalibration){ 0 };
  for (size_t i = 0; i < n; i++) {
    const float *row = probabilities + i * ECTOPY_N_CLASSES;
    const guint given = given_class (row);
    EctopyCalibrationBin *bin;

    if (labels[i] >= ECTOPY_N_CLASSES || given == ECTOPY_CLASS_NONE)
      continue;
    bin = &calibration->bins[bin_of ((double) row[given])];
    bin->n++;
    bin->confidence += (double) row[given];
    bin->accuracy += given == labels[i] ? 1 : 0;
    calibration->n++;
    calibration->brier += squared_distance (row, labels[i]);
    calibration->log_loss -= log (MAX ((double) row[labels[i]], MIN_PROBABILITY));
  }
  finish (calibration);
}
