/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

#define ECTOPY_TABLE_MAX_COLUMNS 14
#define ECTOPY_TABLE_ROW         1.65 /* height, in font sizes */

/**
 * EctopyTable:
 * @cells: `[n_rows, n_columns]`, text or NULL; the first row is the head
 * @n_rows: with the head
 * @n_columns: up to %ECTOPY_TABLE_MAX_COLUMNS
 * @widths: `[n_columns]`, in any unit: the table's width is shared in proportion, but for columns that
 *   want more, which get it of those that can spare it
 * @rule_before: row that a line is drawn above, besides the one below the head; 0 for none
 * @font_size: user units
 *
 * A table to be painted, its first column at the left, the others at the right of their room; the head takes
 * as many lines as its words need, what is too long elsewhere is cut with an ellipsis. A plain value, all
 * lent.
 */
typedef struct {
  const char *const *cells;
  guint n_rows;
  guint n_columns;
  const double *widths;
  guint rule_before;
  double font_size;
} EctopyTable;

/* The height of the head of @table, user units; rows below it have %ECTOPY_TABLE_ROW. @cr may be NULL. */
double ectopy_table_head_height (cairo_t *cr, const EctopyTable *table, double width);

/* Paints @table @width wide from the origin down; a tagged PDF knows it for one. Returns: its height,
 * user units. */
double ectopy_table_paint (cairo_t *cr,
                           const EctopyTable *table,
                           const EctopyPalette *palette,
                           double width);

G_END_DECLS
