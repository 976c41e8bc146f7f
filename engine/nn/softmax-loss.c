/* SPDX-License-Identifier: MIT */
#include "engine/nn/softmax-loss.h"

#include <math.h>

void
ectopy_softmax (const float *logits, size_t n_classes, float *probabilities)
{
  float max = logits[0];
  double sum = 0;

  for (size_t c = 1; c < n_classes; c++)
    max = MAX (max, logits[c]);
  for (size_t c = 0; c < n_classes; c++) {
    probabilities[c] = expf (logits[c] - max);
    sum += (double) probabilities[c];
  }
  for (size_t c = 0; c < n_classes; c++)
    probabilities[c] = (float) ((double) probabilities[c] / sum);
}

double
ectopy_softmax_loss (const float *logits,
                     const float *target,
                     size_t n_classes,
                     float scale,
                     float *probabilities,
                     float *d_logits)
{
  double max = (double) logits[0], sum = 0, weight = 0, loss = 0;

  for (size_t c = 1; c < n_classes; c++)
    max = MAX (max, (double) logits[c]);
  for (size_t c = 0; c < n_classes; c++) {
    sum += exp ((double) logits[c] - max);
    weight += (double) target[c];
  }
  for (size_t c = 0; c < n_classes; c++) {
    const double log_p = (double) logits[c] - max - log (sum);

    loss -= (double) target[c] * log_p;
    probabilities[c] = (float) exp (log_p);
    if (d_logits != NULL)
      d_logits[c] = (float) ((double) scale * (weight * exp (log_p) - (double) target[c]));
  }
  return loss;
}
