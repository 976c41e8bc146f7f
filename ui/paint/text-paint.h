/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

typedef enum {
  ECTOPY_ALIGN_START,
  ECTOPY_ALIGN_CENTER,
  ECTOPY_ALIGN_END,
} EctopyAlign;

/**
 * EctopyTextStyle:
 * @size: of the font (an em), in user units of the cairo context
 * @bold: whether heavy
 * @align: which part of the text is at x
 * @max_width: user units; longer text is cut with an ellipsis. 0 for no limit
 * @wrap: whether text longer than @max_width runs over several lines instead
 * @cut_middle: whether the ellipsis stands in the middle, as suits file names
 * @color: of the text
 *
 * How a piece of text looks: a plain value. The font is the system's "Sans".
 */
typedef struct {
  double size;
  gboolean bold;
  EctopyAlign align;
  double max_width;
  gboolean wrap;
  gboolean cut_middle;
  EctopyColor color;
} EctopyTextStyle;

/**
 * ectopy_text_paint:
 * @cr: where to
 * @style: how
 * @x: user units
 * @y: user units, baseline of the first line
 * @text: UTF-8, without markup
 *
 * Returns: the height of the text in user units: a line's, or that of all lines when wrapped
 */
double
ectopy_text_paint (cairo_t *cr, const EctopyTextStyle *style, double x, double y, const char *text);

/* The width that @text would take, user units; here and below, @cr may be NULL where nothing is painted. */
double ectopy_text_width (cairo_t *cr, const EctopyTextStyle *style, const char *text);

/* The height that @text would take, user units. */
double ectopy_text_height (cairo_t *cr, const EctopyTextStyle *style, const char *text);

/* A size of font of @full or less, at most @most, out of few: libraries keep what they know of each size that
 * was ever asked for, so a size never follows a width through all that lies between. */
double ectopy_text_size (double full, double most);

/* @style for one line of @text in @width: a smaller font where it is too long, but not below @least of its size;
 * what is longer even so is cut with an ellipsis. */
EctopyTextStyle ectopy_text_fitted (cairo_t *cr,
                                    const EctopyTextStyle *style,
                                    double width,
                                    double least,
                                    const char *text);

/* The first bytes of @text whose lines, when wrapped, take no more than @height, but at least those
 * of one line: where a text goes on that runs over two pages. */
size_t ectopy_text_fit (cairo_t *cr, const EctopyTextStyle *style, double height, const char *text);

/* ectopy_text_paint() turned by a quarter to the left, so that it is read upwards; @y is then the
 * place that the alignment speaks of, @x the baseline. */
void ectopy_text_paint_upwards (cairo_t *cr,
                                const EctopyTextStyle *style,
                                double x,
                                double y,
                                const char *text);

G_END_DECLS
