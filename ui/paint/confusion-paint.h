/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/confusion.h"
#include "engine/evaluate/ec57.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyConfusionScene:
 * @confusion: (nullable): the counts: five classes by five
 * @ec57: (nullable): those of a comparison instead: seven by seven, with what one side lacks
 * @has_focus: whether a cell is singled out
 * @focus_truth: its row
 * @focus_predicted: its column
 * @share_of_given: whether the share in a cell, and its tint, are of the beats given that class
 *   (its column) rather than of those of the true one (its row)
 * @font_size: of the labels, user units; 0 for 11
 *
 * A matrix to be painted: a plain value, all lent.
 */
typedef struct {
  const EctopyConfusion *confusion;
  const EctopyEc57Counts *ec57;
  gboolean has_focus;
  guint focus_truth;
  guint focus_predicted;
  gboolean share_of_given;
  double font_size;
} EctopyConfusionScene;

/**
 * EctopyConfusionLayout:
 * @n: rows, and columns
 * @x: left edge of the first column
 * @y: upper edge of the first row
 * @cell: length of a cell's side
 * @margin_gap: from the cells to the column of recalls and the row of precisions
 *
 * Where the cells are, user units: for the pointer and the focus.
 */
typedef struct {
  guint n;
  double x;
  double y;
  double cell;
  double margin_gap;
} EctopyConfusionLayout;

/* Lays the matrix out in @width times @height, square cells in the middle. */
void ectopy_confusion_layout (const EctopyConfusionScene *scene,
                              double width,
                              double height,
                              EctopyConfusionLayout *layout);

/* Whether there is a cell at that place (where neither side has a beat there is none); sets @truth and @predicted to it. */
gboolean ectopy_confusion_layout_hit (const EctopyConfusionLayout *layout,
                                      double x,
                                      double y,
                                      guint *truth,
                                      guint *predicted);

/**
 * ectopy_confusion_paint:
 * @cr: where to; its origin is the upper left corner. Not cleared first
 * @scene: what
 * @palette: in which colours
 * @width: user units
 * @height: user units
 *
 * Rows are true classes, columns those given. One hue, the stronger the larger the share of the
 * row, so that rare classes are seen; in each cell the count and that share, along the sides the
 * recall of each row and the precision of each column. Of a comparison rows are the reference's and
 * columns the test's; recall and precision are plain ones of whole rows and columns.
 */
void ectopy_confusion_paint (cairo_t *cr,
                             const EctopyConfusionScene *scene,
                             const EctopyPalette *palette,
                             double width,
                             double height);

/**
 * ectopy_confusion_write:
 * @confusion: the counts
 * @path: where to; `.png`, `.svg` or `.pdf` says how
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean
ectopy_confusion_write (const EctopyConfusion *confusion, const char *path, GError **error);

/* The same of a comparison. */
gboolean
ectopy_confusion_write_ec57 (const EctopyEc57Counts *counts, const char *path, GError **error);

G_END_DECLS
