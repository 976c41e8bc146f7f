/* SPDX-License-Identifier: MIT */
#pragma once

/* Takes the epochs of engine/learn, which ui/paint does not know otherwise: the curves on screen
 * and those in a file are drawn by one painter, and the two headers are plain structs. */
#include "engine/learn/epoch.h"
#include "engine/learn/training-log.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyCurves:
 * @epochs: `[n_epochs]`, what has been trained so far
 * @n_epochs: how many; 0 shows what will be seen
 * @best_epoch: gets a hairline with its number; 0 for none
 * @n_planned: epochs asked for, so that the axis does not move while they come; 0 for unknown
 * @font_size: of the labels, user units; 0 for 11
 *
 * A run to be painted: a plain value, all lent.
 */
typedef struct {
  const EctopyEpoch *epochs;
  size_t n_epochs;
  guint best_epoch;
  guint n_planned;
  double font_size;
} EctopyCurves;

/**
 * ectopy_curves_paint:
 * @cr: where to; its origin is the upper left corner. Not cleared first
 * @curves: what
 * @palette: in which colours
 * @width: user units
 * @height: user units
 *
 * Two charts above each other that share the epochs: loss, and accuracy in per cent; training in
 * the accent colour, validation dashed in its own.
 */
void ectopy_curves_paint (cairo_t *cr,
                          const EctopyCurves *curves,
                          const EctopyPalette *palette,
                          double width,
                          double height);

/**
 * ectopy_curves_write:
 * @log: a run
 * @path: where to; `.png`, `.svg`, `.pdf` or `.csv` says how
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean ectopy_curves_write (const EctopyTrainingLog *log, const char *path, GError **error);

G_END_DECLS
