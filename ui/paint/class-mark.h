/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/palette.h"

G_BEGIN_DECLS

typedef enum {
  ECTOPY_MARK_PLAIN,
  ECTOPY_MARK_HOLLOW, /* a suggestion that nobody has looked at */
  ECTOPY_MARK_RINGED, /* a class that a person has put in place of another */
} EctopyMarkState;

/* The diameter of the ring, in sizes of the mark. */
#define ECTOPY_MARK_RING 1.75

/**
 * ectopy_class_mark_paint:
 * @cr: where to; its path is cleared
 * @beat_class: a class, or %ECTOPY_CLASS_NONE for a short dash
 * @state: in which of its looks
 * @x: middle of the mark, user units
 * @y: middle of the mark, user units
 * @size: side of the square that the mark stays within; its ring reaches %ECTOPY_MARK_RING times as
 *   far
 * @color: usually the palette's for that class
 *
 * N is a small dot, S a triangle that points up, V a diamond, F a half-filled circle, Q a square:
 * told apart without colour, and hollow too.
 */
void ectopy_class_mark_paint (cairo_t *cr,
                              guint beat_class,
                              EctopyMarkState state,
                              double x,
                              double y,
                              double size,
                              EctopyColor color);

G_END_DECLS
