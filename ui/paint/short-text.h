/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/text-paint.h"

G_BEGIN_DECLS

/* Letters and figures painted hundreds of times a frame. Each character is shaped alone, once a
 * thread, and its glyph kept: right for "12,345" and "≠ N", wrong for sentences and for scripts
 * whose letters join; those are for ectopy_text_paint(), which looks the same and costs ten times as
 * much. */

/**
 * ectopy_short_text_paint:
 * @cr: where to; keeps another font and source, and has no path after it
 * @style: how; its limits of width are not looked at
 * @x: user units
 * @y: user units, baseline
 * @text: UTF-8
 *
 * Any thread.
 *
 * Returns: the width, user units
 */
double ectopy_short_text_paint (cairo_t *cr,
                                const EctopyTextStyle *style,
                                double x,
                                double y,
                                const char *text);

/* The width that @text would take, user units. */
double ectopy_short_text_width (const EctopyTextStyle *style, const char *text);

G_END_DECLS
