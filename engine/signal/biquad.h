/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyBiquad:
 * @b0: of the input now
 * @b1: of the input before
 * @b2: of the input before that
 * @a1: of the output before; that of the output now is 1
 * @a2: of the output before that
 *
 * A section of a recursive filter of second order: a plain value.
 */
typedef struct {
  double b0;
  double b1;
  double b2;
  double a1;
  double a2;
} EctopyBiquad;

/* Butterworth of second order by the bilinear transform; @f is the corner as a share of the sampling
 * rate, above 0 and below 0.5. Source: Zölzer, Digital Audio Signal Processing, section 5.2. */
EctopyBiquad ectopy_biquad_high_pass (double f);
EctopyBiquad ectopy_biquad_low_pass (double f);

/* A low pass of another @quality than Butterworth's 0.707 of second order: with 1 and that of first order
 * behind it, Butterworth's of third. */
EctopyBiquad ectopy_biquad_low_pass_of_quality (double f, double quality);
EctopyBiquad ectopy_biquad_low_pass_of_first_order (double f);

/* Takes out @f; @quality is @f by the width between the points where half of the power is gone. */
EctopyBiquad ectopy_biquad_notch (double f, double quality);

/* Samples after which what was before has shrunk to @share of itself. */
double ectopy_biquad_memory (const EctopyBiquad *biquad, double share);

/* Filters `[n]` in place, as if the first sample had always been there. */
void ectopy_biquad_run (const EctopyBiquad *biquad, double *samples, size_t n);

/* The same from the end to the beginning. */
void ectopy_biquad_run_back (const EctopyBiquad *biquad, double *samples, size_t n);

G_END_DECLS
