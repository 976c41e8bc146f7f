/* SPDX-License-Identifier: MIT */
#include "ui/paint/family-paint.h"

#include "ui/paint/class-mark.h"
#include "ui/paint/ecg-paper.h"
#include "ui/paint/text-paint.h"

#include <math.h>

#define GAIN_MM_MV  10.0
#define MARGIN      4.0 /* above and below the trace */
#define MARK        8.0 /* of the class */
#define LETTER      11.0
#define LEAST_MV    0.1
#define LINE_PIECE  0.8
#define LINE_MEAN   1.8
#define LINE_SINGLE 1.2

float *
ectopy_family_cut (const float *samples,
                   size_t n_samples,
                   double rate_hz,
                   const gint64 *marks,
                   size_t n,
                   size_t *length)
{
  const gint64 before = (gint64) round (ECTOPY_FAMILY_BEFORE_S * rate_hz);
  const gint64 after = (gint64) round (ECTOPY_FAMILY_AFTER_S * rate_hz);
  float *pieces;

  *length = (size_t) MAX (before + after, 2);
  pieces = g_new (float, n **length + 1);
  for (size_t i = 0; i < n; i++) {
    float *piece = pieces + i * *length;
    double sum = 0;
    size_t n_values = 0;

    for (size_t k = 0; k < *length; k++) {
      const gint64 at = marks[i] - before + (gint64) k;

      piece[k] = at >= 0 && (guint64) at < n_samples ? samples[at] : NAN;
      if (isfinite (piece[k])) {
        sum += (double) piece[k];
        n_values++;
      }
    }
    for (size_t k = 0; k < *length; k++)
      piece[k] -= (float) (sum / (double) MAX (n_values, 1));
  }
  return pieces;
}

float *
ectopy_family_mean (const float *pieces, size_t n, size_t length)
{
  float *mean = g_new (float, length + 1);

  for (size_t k = 0; k < length; k++) {
    double sum = 0;
    size_t n_values = 0;

    for (size_t i = 0; i < n; i++)
      if (isfinite (pieces[i * length + k])) {
        sum += (double) pieces[i * length + k];
        n_values++;
      }
    mean[k] = n_values > 0 ? (float) (sum / (double) n_values) : NAN;
  }
  return mean;
}

/* In the range that has to be seen, to which traces are kept. */
static void
stroke (cairo_t *cr,
        const EctopyFamilyScene *scene,
        const float *samples,
        const EctopyTracePlace *place,
        double line,
        EctopyColor color)
{
  const float range = (float) MAX (scene->high_mv - scene->low_mv, LEAST_MV);
  g_autofree float *shares = g_new (float, scene->length + 1);

  for (size_t k = 0; k < scene->length; k++)
    shares[k] = (samples[k] - (float) scene->low_mv) / range;
  cairo_new_path (cr);
  ectopy_ecg_trace_path (cr, shares, scene->length, place);
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}

static void
paint_class (cairo_t *cr, const EctopyPalette *palette, guint beat_class)
{
  const EctopyTextStyle style = { .size = LETTER, .bold = TRUE, .color = palette->text };
  const char letter[2] = { ectopy_beat_class_letter (beat_class), '\0' };

  if (beat_class >= ECTOPY_N_CLASSES)
    return;
  ectopy_class_mark_paint (cr, beat_class, ECTOPY_MARK_PLAIN, MARGIN + MARK / 2 + 2, 11, MARK,
                           palette->classes[beat_class]);
  ectopy_text_paint (cr, &style, MARGIN + MARK + 6, 15, letter);
}

void
ectopy_family_paint (cairo_t *cr,
                     const EctopyPalette *palette,
                     const EctopyFamilyScene *scene,
                     double width,
                     double height)
{
  const double mm = width / (ECTOPY_PAPER_SPEED * (ECTOPY_FAMILY_BEFORE_S + ECTOPY_FAMILY_AFTER_S));
  const double range = MAX (scene->high_mv - scene->low_mv, LEAST_MV);
  const double mv = MIN (GAIN_MM_MV * mm, (height - 2 * MARGIN) / range);
  const double low = height / 2 + range / 2 * mv;
  const double zero = low + scene->low_mv * mv;
  const EctopyTracePlace place = { .x = 0,
                                   .step = width / (double) MAX (scene->length - 1, 1),
                                   .y_low = low,
                                   .y_high = low - range * mv };
  const gboolean is_single = scene->n_pieces == 1;
  const EctopyColor color = scene->beat_class < ECTOPY_N_CLASSES
                                ? palette->classes[scene->beat_class]
                                : palette->trace;
  EctopyColor faint = palette->trace;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  ectopy_ecg_paper_paint (cr, palette, 0, 0, width, height, zero, mm);
  faint.alpha = is_single ? 1 : CLAMP (4.0 / (double) MAX (scene->n_pieces, 1), 0.12, 0.6);
  if (is_single && scene->mean != NULL)
    stroke (cr, scene, scene->mean, &place, LINE_MEAN, color);
  for (size_t i = 0; i < scene->n_pieces; i++)
    stroke (cr, scene, scene->pieces + i * scene->length, &place,
            is_single ? LINE_SINGLE : LINE_PIECE, faint);
  if (!is_single && scene->mean != NULL)
    stroke (cr, scene, scene->mean, &place, LINE_MEAN, color);
  paint_class (cr, palette, scene->beat_class);
  cairo_restore (cr);
}
