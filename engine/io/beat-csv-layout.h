/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/beat-csv-records.h"
#include "engine/io/beat-csv.h"

G_BEGIN_DECLS

/* How the rows of a file lie: a plain value. */
typedef struct {
  char separator;
  size_t columns;
  size_t length;     /* samples a row: columns, or one less */
  gboolean labelled; /* the last column is the class */
  gboolean assumed;  /* which nobody said, nor the number of columns shows */
  guint64 offset;    /* of the first line that may be a row */
  guint64 line;      /* its number, from 1 */
} EctopyBeatCsvLayout;

/* The beats of a file as both readers leave them. */
typedef struct {
  size_t n_rows;
  float *samples; /* [n_rows, length] */
  guint8 *labels; /* [n_rows], or NULL */
} EctopyBeatCsvTable;

/**
 * ectopy_beat_csv_layout_find:
 * @layout: (out): the layout
 * @file: an open file
 * @labelled: what the caller says of the last column
 * @error: return location
 *
 * Looks at the first lines.
 *
 * Returns: FALSE with the errors of ectopy_beat_csv_read()
 */
gboolean ectopy_beat_csv_layout_find (EctopyBeatCsvLayout *layout,
                                      const EctopyInputFile *file,
                                      EctopyBeatCsvLabelled labelled,
                                      GError **error);

/* Frees what @table holds and leaves it empty. */
void ectopy_beat_csv_table_clear (EctopyBeatCsvTable *table);

G_END_DECLS
