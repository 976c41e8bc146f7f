/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#define N_MADE_UP 200

/* Beats with probabilities that any program can make again to the bit: make-reference.py does. */
static inline void
make_up_beats (guint8 labels[N_MADE_UP], float probabilities[N_MADE_UP * ECTOPY_N_CLASSES])
{
  for (guint i = 0; i < N_MADE_UP; i++) {
    float *row = probabilities + i * ECTOPY_N_CLASSES;
    float sum = 0;

    labels[i] = i % 7 != 0 ? (guint8) ((i * i + i / 3) % 5) : 0;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      row[c] = (float) ((i * 37 + c * 11 + i * i * c * 7) % 13);
      if (i % 4 != 0 && c == labels[i])
        row[c] += 12;
      sum += row[c];
    }
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      row[c] /= sum;
  }
}
