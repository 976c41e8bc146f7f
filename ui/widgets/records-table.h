/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/record-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ectopy_records_table_new:
 * @figures: what became of recordings
 *
 * VEB and SVEB of all together in words, with intervals by patients, and a table of the recordings that is sorted by
 * any of its columns; at first the one that is calibrated worst comes first.
 *
 * Returns: (transfer floating): a widget that keeps what it shows
 */
GtkWidget *ectopy_records_table_new (EctopyRecordsFigures *figures);

/* Shows ectopy_records_table_new() in a window of its own, over that of @parent. */
void
ectopy_records_table_show (GtkWidget *parent, const char *title, EctopyRecordsFigures *figures);

G_END_DECLS
