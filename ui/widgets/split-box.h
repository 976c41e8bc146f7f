/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopySplitBox:
 *
 * Two children, side by side where there is room, else one above the other: a main one, and a side
 * one of its natural width (beside) or height (below). Property `threshold`: the width in pixels from
 * which they stand beside each other, with `by-text` at the usual size of text, and from more where that
 * is larger; `spacing`: between them;
 * `side-first`: whether the side one stands at the start; `main` and `side`: the children.
 */
#define ECTOPY_TYPE_SPLIT_BOX (ectopy_split_box_get_type ())
G_DECLARE_FINAL_TYPE (EctopySplitBox, ectopy_split_box, ECTOPY, SPLIT_BOX, GtkWidget)

G_END_DECLS
