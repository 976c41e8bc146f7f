/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyTrainLayout:
 *
 * Settings beside charts where there is room for both; else above them, both as tall as they like, to
 * be scrolled together. Properties: `settings` and `charts`, the children; `stacked` (read-only),
 * whether they are above each other.
 */
#define ECTOPY_TYPE_TRAIN_LAYOUT (ectopy_train_layout_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTrainLayout, ectopy_train_layout, ECTOPY, TRAIN_LAYOUT, GtkWidget)

gboolean ectopy_train_layout_get_stacked (EctopyTrainLayout *self);

G_END_DECLS
