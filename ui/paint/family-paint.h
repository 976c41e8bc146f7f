/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

#include <glib.h>

G_BEGIN_DECLS

/* What is seen of a beat of a family, seconds before and after its mark, and beats that are painted over
 * one another at most. */
#define ECTOPY_FAMILY_BEFORE_S 0.25
#define ECTOPY_FAMILY_AFTER_S  0.45
#define ECTOPY_FAMILY_PIECES   60

/**
 * EctopyFamilyScene:
 * @length: samples of a piece
 * @n_pieces: how many beats are shown
 * @pieces: `[n_pieces, length]`: millivolts about the mean of each; not-a-number leaves a gap
 * @mean: (nullable): `[length]`: their mean, or that of the family a single one is of
 * @low_mv: the lowest value that has to be seen
 * @high_mv: the highest
 * @beat_class: in whose colour the mean is painted; %ECTOPY_CLASS_NONE for the ink of the trace
 *
 * Beats over one another: a plain value, all lent.
 */
typedef struct {
  size_t length;
  size_t n_pieces;
  const float *pieces;
  const float *mean;
  double low_mv;
  double high_mv;
  guint beat_class;
} EctopyFamilyScene;

/**
 * ectopy_family_cut:
 * @samples: `[n_samples]`: a lead
 * @n_samples: its length
 * @rate_hz: samples a second
 * @marks: `[n]`: beats
 * @n: how many
 * @length: (out): samples of a piece
 *
 * Returns: (transfer full): `[n, length]`: the pieces around the marks, each about its mean; not-a-number
 *   beyond the lead
 */
float *ectopy_family_cut (const float *samples,
                          size_t n_samples,
                          double rate_hz,
                          const gint64 *marks,
                          size_t n,
                          size_t *length);

/* (transfer full): `[length]`: the mean of @n pieces; not-a-number where there is no value. */
float *ectopy_family_mean (const float *pieces, size_t n, size_t length);

/**
 * ectopy_family_paint:
 * @cr: origin at the upper left corner
 * @palette: in which colours
 * @scene: what
 * @width: user units
 * @height: user units
 *
 * Paints the pieces on ECG paper, the fainter the more there are, the mean over them in the colour of its
 * class, and the mark and letter of the class in the upper left corner. The paper is true in time; in
 * height 10 mm are a millivolt, or less where that would not fit.
 */
void ectopy_family_paint (cairo_t *cr,
                          const EctopyPalette *palette,
                          const EctopyFamilyScene *scene,
                          double width,
                          double height);

G_END_DECLS
