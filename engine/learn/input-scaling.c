/* SPDX-License-Identifier: MIT */
#include "engine/learn/input-scaling.h"

#include <string.h>

/* About the mean of a beat scaled to 0..1, and what brings its spread to about 1. */
#define BEAT_CENTRE 0.2f
#define BEAT_GAIN   4.0f

/* Side values further out than that are rare, and would drown the others. */
#define FURTHEST 5.0f

static const char *const names[] = { "standard", "beat", "context" };

const char *
ectopy_scaling_kind_name (EctopyScalingKind kind)
{
  return names[kind];
}

gboolean
ectopy_scaling_kind_parse (const char *name, EctopyScalingKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *kind = (EctopyScalingKind) i;
      return TRUE;
    }
  return FALSE;
}

void
ectopy_input_scale (EctopyScalingKind kind,
                    const EctopyScaler *scaler,
                    const float *row,
                    size_t length,
                    float *input)
{
  size_t n = length;

  if (kind == ECTOPY_SCALING_CONTEXT) {
    n -= scaler->length;
    memcpy (input, row, n * sizeof *input);
    ectopy_scaler_apply (scaler, row + n, 1, input + n);
    for (size_t i = n; i < length; i++)
      input[i] = CLAMP (input[i], -FURTHEST, FURTHEST);
    return;
  }
  if (kind == ECTOPY_SCALING_STANDARD) {
    ectopy_scaler_apply (scaler, row, 1, input);
    return;
  }
  while (n > 0 && row[n - 1] == 0)
    n--;
  for (size_t i = 0; i < n; i++)
    input[i] = BEAT_GAIN * (row[i] - BEAT_CENTRE);
  memset (input + n, 0, (length - n) * sizeof *input);
}
