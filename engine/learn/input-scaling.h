/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/scaler.h"

G_BEGIN_DECLS

/**
 * EctopyScalingKind:
 * @ECTOPY_SCALING_STANDARD: each position less its mean, divided by its standard deviation
 * @ECTOPY_SCALING_BEAT: 4 (x - 0.2) for the samples of the beat, 0 for the zeros that pad the row:
 *   for beats that are scaled to 0..1 already
 * @ECTOPY_SCALING_CONTEXT: the samples as they are; the side values behind them each less its mean,
 *   divided by its standard deviation, within +-5: for beats with what is around them
 *
 * How the samples of a row become what a network reads.
 */
typedef enum {
  ECTOPY_SCALING_STANDARD,
  ECTOPY_SCALING_BEAT,
  ECTOPY_SCALING_CONTEXT,
} EctopyScalingKind;

/* Returns: (transfer none): "standard", "beat" or "context". */
const char *ectopy_scaling_kind_name (EctopyScalingKind kind);

/* Returns: whether @name is one, and which. */
gboolean ectopy_scaling_kind_parse (const char *name, EctopyScalingKind *kind);

/**
 * ectopy_input_scale:
 * @kind: how
 * @scaler: for %ECTOPY_SCALING_STANDARD of the row's length, for %ECTOPY_SCALING_CONTEXT of as many
 *   values as there are side values
 * @row: `[length]`
 * @length: floats of a row
 * @input: `[length]`, overwritten
 *
 * Allocates nothing; any thread.
 */
void ectopy_input_scale (EctopyScalingKind kind,
                         const EctopyScaler *scaler,
                         const float *row,
                         size_t length,
                         float *input);

G_END_DECLS
