/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/rng.h"

G_BEGIN_DECLS

/**
 * EctopyAugment:
 * @stretch: largest change of the time scale, as a share: 0.03 for 3 %
 * @shift: largest shift, in samples
 * @gain: largest change of the amplitude, as a share
 * @offset: largest change of the baseline, in the samples' unit
 * @noise: largest standard deviation of the noise, likewise
 *
 * How far a beat is varied at random; all zero leaves it as it is. A plain value.
 */
typedef struct {
  float stretch;
  float shift;
  float gain;
  float offset;
  float noise;
} EctopyAugment;

/**
 * ectopy_augment_init:
 * @augment: (out): the settings
 * @strength: 0 for none, 1 for the full measure: 3 % of time, 1.5 samples, 10 % of amplitude,
 *   0.02 of offset and 0.01 of noise, in beats scaled to 0..1
 *
 * All kinds of change in their usual proportion.
 */
void ectopy_augment_init (EctopyAugment *augment, float strength);

/**
 * ectopy_augment_row:
 * @augment: how far
 * @rng: whose numbers are used
 * @row: `[length]`, the beat and, behind it, zeros as padding
 * @length: at least 1
 * @out: `[length]`, overwritten; not @row
 *
 * A variation of @row: stretched and shifted in time (by linear interpolation), scaled, moved and
 * made noisy, each by an amount drawn evenly from its range. The zeros at the end of @row are
 * padding and stay zero; the beat before them becomes longer or shorter, but 8 samples at least,
 * while a row without padding stays full. The noise is a sum of four even numbers, close to a
 * normal one and never beyond 3.5 standard deviations. Allocates nothing; any thread.
 */
void ectopy_augment_row (const EctopyAugment *augment,
                         EctopyRng *rng,
                         const float *row,
                         size_t length,
                         float *out);

G_END_DECLS
