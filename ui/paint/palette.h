/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#include <cairo.h>

G_BEGIN_DECLS

/* sRGB and opacity, 0 to 1. */
typedef struct {
  double red;
  double green;
  double blue;
  double alpha;
} EctopyColor;

typedef enum {
  ECTOPY_PALETTE_LIGHT,
  ECTOPY_PALETTE_DARK,
  ECTOPY_PALETTE_HIGH_CONTRAST,
  ECTOPY_PALETTE_HIGH_CONTRAST_DARK,
  ECTOPY_PALETTE_PRINT,
} EctopyPaletteKind;

#define ECTOPY_N_PALETTES 5

/**
 * EctopyPalette:
 * @background: what is painted on
 * @text: words and figures
 * @muted: words of less weight; still readable on @background
 * @rule: axes, frames
 * @grid: lines behind data
 * @accent: the training curve, the focused thing; a page may put the theme's here
 * @validation: the validation curve
 * @matrix_low: a matrix cell that holds none of its row
 * @matrix_high: a matrix cell that holds all of its row
 * @paper: ECG paper
 * @paper_fine: its 1 mm lines
 * @paper_coarse: its 5 mm lines
 * @trace: the signal
 * @classes: beats, in the order N S V F Q; never the only thing that tells two classes apart
 *
 * Named colours: a plain value.
 */
typedef struct {
  EctopyColor background;
  EctopyColor text;
  EctopyColor muted;
  EctopyColor rule;
  EctopyColor grid;
  EctopyColor accent;
  EctopyColor validation;
  EctopyColor matrix_low;
  EctopyColor matrix_high;
  EctopyColor paper;
  EctopyColor paper_fine;
  EctopyColor paper_coarse;
  EctopyColor trace;
  EctopyColor classes[ECTOPY_N_CLASSES];
} EctopyPalette;

/* The colours of that kind, a copy. */
EctopyPalette ectopy_palette_get (EctopyPaletteKind kind);

/* Makes @color the source of @cr. */
void ectopy_color_set (cairo_t *cr, EctopyColor color);

/* The colour at @share (0 to 1) of the way from @low to @high. */
EctopyColor ectopy_color_mix (EctopyColor low, EctopyColor high, double share);

/* The contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, contrast ratio. */
double ectopy_color_contrast (EctopyColor a, EctopyColor b);

/* @color, or where that is not readable as text on @background (WCAG 2.1: 4.5 to 1), the nearest
 * darker or lighter one that is. Both are opaque. */
EctopyColor ectopy_color_as_text (EctopyColor color, EctopyColor background);

/* Black or white, whichever is read better on @background. */
EctopyColor ectopy_color_readable_on (EctopyColor background);

G_END_DECLS
