/* SPDX-License-Identifier: MIT */
#pragma once

/* Takes the epochs of engine/learn, which ui/paint does not know otherwise: the curves on screen
 * and those in a file are drawn by one painter, and the two headers are plain structs. */
#include "engine/learn/epoch.h"
#include "engine/learn/training-log.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyCurvesRun:
 * @name: (nullable): stands at the end of its lines
 * @epochs: `[n_epochs]`
 * @n_epochs: how many
 *
 * Another run to compare with: all lent.
 */
typedef struct {
  const char *name;
  const EctopyEpoch *epochs;
  size_t n_epochs;
} EctopyCurvesRun;

/**
 * EctopyCurves:
 * @epochs: `[n_epochs]`, what has been trained so far
 * @n_epochs: how many; 0 shows what will be seen
 * @best_epoch: gets a hairline with its number; 0 for none
 * @n_planned: epochs asked for, so that the axis does not move while they come; 0 for unknown
 * @others: (nullable): `[n_others]`: runs behind this one, validation only (training where there is
 *   no validation), as thin lines in kinds of dashes
 * @n_others: how many
 * @hovered: number of the epoch that is pointed at; 0 for none
 * @font_size: of the labels, user units; 0 for 11
 *
 * A run to be painted: a plain value, all lent.
 */
typedef struct {
  const EctopyEpoch *epochs;
  size_t n_epochs;
  guint best_epoch;
  guint n_planned;
  const EctopyCurvesRun *others;
  guint n_others;
  guint hovered;
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
 * the accent colour, validation dashed in its own. With what ectopy_curves_paint_hover() paints.
 */
void ectopy_curves_paint (cairo_t *cr,
                          const EctopyCurves *curves,
                          const EctopyPalette *palette,
                          double width,
                          double height);

/**
 * ectopy_curves_paint_hover:
 * @cr: as for ectopy_curves_paint()
 * @curves: what; nothing is painted unless there is an epoch of the number hovered
 * @palette: in which colours
 * @width: user units
 * @height: user units
 *
 * What belongs to the epoch pointed at alone, to be painted over charts that are already there: a
 * line through both, dots on the curves, and a small table of its values that never leaves the charts.
 */
void ectopy_curves_paint_hover (cairo_t *cr,
                                const EctopyCurves *curves,
                                const EctopyPalette *palette,
                                double width,
                                double height);

/**
 * ectopy_curves_epoch_at:
 * @curves: as painted
 * @width: as painted
 * @height: as painted
 * @x: of the pointer, user units
 * @y: of the pointer, user units
 *
 * Returns: number of the epoch nearest to the pointer; 0 where it is beside the charts, or there is
 *   none
 */
guint ectopy_curves_epoch_at (const EctopyCurves *curves,
                              double width,
                              double height,
                              double x,
                              double y);

/**
 * ectopy_curves_write:
 * @log: a run
 * @path: where to; `.png`, `.svg`, `.pdf` or `.csv` says how
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean ectopy_curves_write (const EctopyTrainingLog *log, const char *path, GError **error);

/* As ectopy_curves_write(), with runs to compare with: `[n_others]`. A table is of @log alone. */
gboolean ectopy_curves_write_compared (const EctopyTrainingLog *log,
                                       const EctopyCurvesRun *others,
                                       guint n_others,
                                       const char *path,
                                       GError **error);

G_END_DECLS
