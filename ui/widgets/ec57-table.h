/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-summary.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The figures of a comparison as a table: those of ANSI/AAMI EC57, plain ones by class, runs. */
GtkWidget *ectopy_ec57_table_new (const EctopyEc57Record *record);

G_END_DECLS
