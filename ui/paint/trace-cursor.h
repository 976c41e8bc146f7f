/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-paint.h"

G_BEGIN_DECLS

/**
 * EctopyTraceCursor:
 * @hover_s: where the pointer is, seconds from the recording's start; not-a-number for nowhere
 * @has_calipers: whether there are calipers
 * @from_s: seconds at one vertical hair
 * @to_s: at the other, on either side
 * @lead: the lead that the horizontal hairs are on, among those of the scene
 * @from_value: what one horizontal hair is at, in the lead's unit
 * @to_value: what the other is at
 * @hint: (nullable): words on a place
 * @hint_s: where that is
 *
 * What moves over a strip: a plain value.
 */
typedef struct {
  double hover_s;
  gboolean has_calipers;
  double from_s;
  double to_s;
  size_t lead;
  double from_value;
  double to_value;
  const char *hint;
  double hint_s;
} EctopyTraceCursor;

/* (transfer full): "612 ms · 98 bpm · 0.84 mV". The rate is left out where a beat each that far apart
 * would be none, the height where both hairs are at one. */
char *ectopy_trace_cursor_text (const EctopyTraceCursor *cursor, const char *unit);

/* Paints over a strip of the same @scene and size: the hair at the pointer with its time, the calipers
 * with what is between them, and a broken hair at the place with the words on it. */
void ectopy_trace_cursor_paint (cairo_t *cr,
                                const EctopyTraceScene *scene,
                                const EctopyTraceCursor *cursor,
                                const EctopyPalette *palette,
                                double width,
                                double height);

G_END_DECLS
