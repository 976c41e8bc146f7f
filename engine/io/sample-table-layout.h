/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/input-file.h"
#include "engine/io/sample-table-field.h"

G_BEGIN_DECLS

/* Columns that a table of samples has at most: beat CSVs have more. */
#define ECTOPY_TABLE_MAX_COLUMNS 65

/* Bytes of a line that is plausible. */
#define ECTOPY_TABLE_MAX_LINE 65536

/**
 * EctopyTableTime:
 * @ECTOPY_TABLE_TIME_NONE: no column tells it
 * @ECTOPY_TABLE_TIME_NUMBER: a number of units, @unit_s seconds each
 * @ECTOPY_TABLE_TIME_SAMPLES: the number of the sample
 * @ECTOPY_TABLE_TIME_CLOCK: hours, minutes and seconds
 */
typedef enum {
  ECTOPY_TABLE_TIME_NONE,
  ECTOPY_TABLE_TIME_NUMBER,
  ECTOPY_TABLE_TIME_SAMPLES,
  ECTOPY_TABLE_TIME_CLOCK,
} EctopyTableTime;

/**
 * EctopyTableColumn:
 * @name: (nullable): its heading, without the unit
 * @unit: (nullable): such as "mV"
 * @is_text: whether it holds words: it is left out
 */
typedef struct {
  char *name;
  char *unit;
  gboolean is_text;
} EctopyTableColumn;

/**
 * EctopyTableLayout:
 * @separator: between fields
 * @decimal: point or comma
 * @line_end: the byte that ends a line
 * @columns: `[n_columns]`
 * @n_columns: at least 1
 * @time: what the time column tells
 * @time_column: which that is, where there is one
 * @unit_s: seconds a unit of time; 0 where that is not known
 * @step: from one row to the next, in units or seconds
 * @quantum: what the last place of a time is worth, likewise
 * @rate_hz: that the lines before the rows tell, or 0
 * @offset: of the first row
 * @line: its number, from 1
 *
 * How the rows of a table lie.
 */
typedef struct {
  char separator;
  char decimal;
  char line_end;
  EctopyTableColumn *columns;
  guint n_columns;
  EctopyTableTime time;
  guint time_column;
  double unit_s;
  double step;
  double quantum;
  double rate_hz;
  guint64 offset;
  guint64 line;
} EctopyTableLayout;

/**
 * ectopy_table_layout_find:
 * @file: an open file
 *
 * Looks at the first lines. Beats cut from a recording (rows that end in a class) are no samples.
 *
 * Returns: (transfer full) (nullable): NULL where the file is no table of samples
 */
EctopyTableLayout *ectopy_table_layout_find (const EctopyInputFile *file);

void ectopy_table_layout_free (EctopyTableLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyTableLayout, ectopy_table_layout_free)

G_END_DECLS
