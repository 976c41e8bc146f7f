/* SPDX-License-Identifier: MIT */
#include "ui/paint/beat-paint.h"
#include "ui/paint/class-mark.h"
#include "ui/paint/short-text.h"

#include <math.h>

#define DEFAULT_FONT 11.0

/* In font sizes. */
#define LARGEST_ROW 2.0
#define LETTER      1.6 /* from the left edge to the letter's middle */
#define BAR_LEFT    2.6
#define BAR_HEIGHT  0.55
#define PERCENT     3.6 /* room of the per cent, with the gap before it */

/* One class, in a row @height high. */
static void
paint_row (cairo_t *cr,
           guint c,
           double share,
           gboolean shown,
           const EctopyPalette *palette,
           double width,
           double middle,
           double font)
{
  const char letter[2] = { ectopy_beat_class_letter (c), '\0' };
  const double left = BAR_LEFT * font, bar_width = width - left - PERCENT * font;
  const double bar_height = MAX (round (BAR_HEIGHT * font), 1);
  const double top = round (middle - bar_height / 2);
  const gboolean known = isfinite (share);
  EctopyTextStyle style = {
    .size = font,
    .bold = shown,
    .align = ECTOPY_ALIGN_CENTER,
    .color = shown ? palette->text : palette->muted,
  };

  if (width >= font)
    ectopy_class_mark_paint (cr, c, ECTOPY_MARK_PLAIN, 0.45 * font, middle, 0.8 * font,
                             palette->classes[c]);
  if (width >= BAR_LEFT * font)
    ectopy_short_text_paint (cr, &style, LETTER * font, middle + 0.36 * font, letter);
  if (bar_width > 0) {
    ectopy_color_set (cr, ectopy_beat_track_color (palette, palette->background));
    cairo_rectangle (cr, left, top, bar_width, bar_height);
    cairo_fill (cr);
    ectopy_color_set (cr, palette->classes[c]);
    cairo_rectangle (cr, left, top, known ? bar_width * CLAMP (share, 0, 1) : 0, bar_height);
    cairo_fill (cr);
  }
  if (known && width >= (BAR_LEFT + PERCENT) * font) {
    g_autofree char *percent = ectopy_beat_confidence_text (share);

    style.align = ECTOPY_ALIGN_END;
    ectopy_short_text_paint (cr, &style, width, middle + 0.36 * font, percent);
  }
}

void
ectopy_probability_bars_paint (cairo_t *cr,
                               const float *probabilities,
                               guint shown_class,
                               const EctopyPalette *palette,
                               double width,
                               double height,
                               double font_size)
{
  const double wanted = font_size > 0 ? font_size : DEFAULT_FONT;
  /* Low rows make the letters smaller rather than let them overlap. */
  const double row = MIN (height / ECTOPY_N_CLASSES, LARGEST_ROW * wanted);
  const double font = MIN (wanted, row / 1.15);

  if (!(width > 0 && font >= 1))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    paint_row (cr, c, probabilities != NULL ? (double) probabilities[c] : NAN, c == shown_class,
               palette, width, (c + 0.5) * row, font);
  cairo_restore (cr);
}
