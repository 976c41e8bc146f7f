/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyClassBars:
 *
 * How many beats there are of each class: mark, letter, a bar and the count, a line a class. Bars are
 * in proportion; a class that is there at all has a bar that can be seen.
 */
#define ECTOPY_TYPE_CLASS_BARS (ectopy_class_bars_get_type ())
G_DECLARE_FINAL_TYPE (EctopyClassBars, ectopy_class_bars, ECTOPY, CLASS_BARS, GtkWidget)

GtkWidget *ectopy_class_bars_new (void);

/* (array fixed-size=5): in the order N S V F Q. */
void ectopy_class_bars_set_counts (EctopyClassBars *self, const size_t counts[ECTOPY_N_CLASSES]);

G_END_DECLS
