/* SPDX-License-Identifier: MIT */
#include "ui/paint/trace-paint.h"

#include "ui/paint/ecg-paper.h"
#include "ui/paint/hatch.h"
#include "ui/paint/text-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define SMALLEST    24.0 /* sides below this are left empty */
#define PULSE_MM    5.0  /* width of the pulse: 0.2 s of the usual paper */
#define PULSE_LINE  1.2
#define RANGE_INK   0.16
#define CHOSEN_INK  0.14
#define CURRENT_INK 0.20
#define CURSOR      1.0
#define BEFORE_S    0.25 /* of the band around a chosen beat */
#define AFTER_S     0.45
#define BAND_RR     0.45 /* of the interval to a neighbour, if that is less */
#define SMALL       0.9
#define WORDS_PITCH 400.0 /* user units from one "not analysable" to the next, if it is no longer */

static EctopyTraceStrip
begin (cairo_t *cr,
       const EctopyTraceScene *scene,
       const EctopyPalette *palette,
       double width,
       double height)
{
  EctopyTraceStrip strip = { .cr = cr, .scene = scene, .palette = palette };
  double top, bottom;

  ectopy_trace_layout_init (&strip.layout, scene, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_new_path (cr);
  cairo_clip_extents (cr, &strip.left, &top, &strip.right, &bottom);
  return strip;
}

static gboolean
is_paintable (const EctopyTraceScene *scene, double width, double height)
{
  return width >= SMALLEST && height >= SMALLEST && scene->length_s > 0 && scene->mm > 0;
}

/* ---- Paper ---- */

void
ectopy_trace_paint_paper (cairo_t *cr,
                          const EctopyTraceScene *scene,
                          const EctopyPalette *palette,
                          double width,
                          double height)
{
  EctopyTraceStrip strip;
  double left;

  if (!is_paintable (scene, width, height))
    return;
  strip = begin (cr, scene, palette, width, height);
  /* A line of 5 mm stands where the view begins. */
  left = strip.layout.x - 5 * scene->mm * ceil (strip.layout.x / (5 * scene->mm));
  ectopy_ecg_paper_paint (cr, palette, left, 0, width - left, height, strip.layout.base, scene->mm);
  cairo_restore (cr);
}

/* ---- What is chosen ---- */

/* A band over the height of the leads and the marks. */
static void
paint_band (const EctopyTraceStrip *strip, double from_s, double to_s, double opacity)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const double x = MAX (ectopy_trace_layout_x (layout, strip->scene, from_s), layout->x);
  const double end = MIN (ectopy_trace_layout_x (layout, strip->scene, to_s),
                          layout->x + layout->width);
  EctopyColor color = strip->palette->accent;

  if (!(end > x))
    return;
  color.alpha = opacity;
  ectopy_color_set (strip->cr, color);
  cairo_rectangle (strip->cr, x, 0, end - x, layout->bottom);
  cairo_fill (strip->cr);
}

static void
paint_chosen (const EctopyTraceStrip *strip, size_t i)
{
  const EctopyTraceBeat *beat = &strip->scene->beats[i];
  const double before = i > 0 ? BAND_RR * (beat->time_s - beat[-1].time_s) : BEFORE_S;
  const double after = i + 1 < strip->scene->n_beats ? BAND_RR * (beat[1].time_s - beat->time_s)
                                                     : AFTER_S;
  const double x = ectopy_trace_layout_x (&strip->layout, strip->scene, beat->time_s);
  const double half = 0.75 * strip->layout.font;

  paint_band (strip, beat->time_s - MIN (before, BEFORE_S), beat->time_s + MIN (after, AFTER_S),
              beat->is_current ? CURRENT_INK : CHOSEN_INK);
  if (!beat->is_current || x < strip->layout.x || x > strip->layout.x + strip->layout.width)
    return;
  /* The chosen one: framed around mark and letter, so that it is not told by a shade alone. */
  ectopy_color_set (strip->cr, strip->palette->accent);
  cairo_set_line_width (strip->cr, 1.5);
  cairo_rectangle (strip->cr, x - half - 1, 1.75, 2 * half + 2,
                   strip->layout.letter_baseline + 0.2 * strip->layout.font);
  cairo_stroke (strip->cr);
}

static void
paint_range (const EctopyTraceStrip *strip)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const EctopyTimeSpan range = strip->scene->range;
  const double ends[2] = { range.from_s, range.to_s };

  if (!isfinite (range.from_s) || !isfinite (range.to_s))
    return;
  paint_band (strip, MIN (range.from_s, range.to_s), MAX (range.from_s, range.to_s), RANGE_INK);
  ectopy_color_set (strip->cr, strip->palette->accent);
  for (guint i = 0; i < 2; i++) {
    const double x = ectopy_trace_layout_x (layout, strip->scene, ends[i]);

    if (x >= layout->x && x <= layout->x + layout->width)
      cairo_rectangle (strip->cr, floor (x + 1e-6), 0, CURSOR, layout->bottom);
  }
  cairo_fill (strip->cr);
}

void
ectopy_trace_paint_choice (cairo_t *cr,
                           const EctopyTraceScene *scene,
                           const EctopyPalette *palette,
                           double width,
                           double height)
{
  EctopyTraceStrip strip;

  if (!is_paintable (scene, width, height))
    return;
  strip = begin (cr, scene, palette, width, height);
  for (size_t i = 0; i < scene->n_beats; i++)
    if (scene->beats[i].is_selected || scene->beats[i].is_current)
      paint_chosen (&strip, i);
  paint_range (&strip);
  cairo_restore (cr);
}

/* ---- Signal ---- */

/* Says so, again and again along the stretch, at places that do not depend on the view. */
static void
paint_words (const EctopyTraceStrip *strip,
             const EctopyTimeSpan *span,
             const EctopyTextStyle *style,
             const char *words,
             double width)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const double font = layout->font;
  const double pitch = MAX (WORDS_PITCH, ceil (width) + font);
  const double start = ectopy_trace_layout_x (layout, strip->scene, span->from_s) + 0.5 * font;
  const double end = ectopy_trace_layout_x (layout, strip->scene, span->to_s) - 0.5 * font - width;
  const double last = MIN (end, strip->right);
  const double first = MAX (floor ((strip->left - start) / pitch), 0);

  for (double x = start + first * pitch; x <= last; x += pitch)
    ectopy_text_paint (strip->cr, style, x, layout->top + 1.1 * font, words);
}

static void
paint_excluded (const EctopyTraceStrip *strip)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const EctopyTextStyle style = { .size = SMALL * layout->font, .color = strip->palette->text };
  const char *words = _ ("not analysable");
  const double words_width = strip->scene->n_excluded > 0
                                 ? ectopy_text_width (strip->cr, &style, words)
                                 : 0;

  for (size_t i = 0; i < strip->scene->n_excluded; i++) {
    const EctopyTimeSpan *span = &strip->scene->excluded[i];
    const double start = ectopy_trace_layout_x (layout, strip->scene, span->from_s);
    const double x = MAX (start, layout->x);
    const double end = MIN (ectopy_trace_layout_x (layout, strip->scene, span->to_s),
                            layout->x + layout->width);

    ectopy_hatch_paint (strip->cr, strip->palette, start, x, layout->top, end - x,
                        layout->bottom - layout->top);
    paint_words (strip, span, &style, words, words_width);
  }
}

/* The value that the pulse stands for: 1 mV; of another signal as round a value as fits. */
static double
pulse_value (const EctopyTraceStrip *strip, const EctopyTraceLead *lead)
{
  const double most = 0.6 * strip->layout.room / (lead->gain_mm * strip->scene->mm);
  const double power = pow (10, floor (log10 (most)));

  if (lead->unit == NULL || g_str_equal (lead->unit, "mV"))
    return 1;
  return (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1) * power;
}

/* Name, pulse and, where the unit is another, what the pulse stands for. */
static void
paint_gutter (const EctopyTraceStrip *strip, size_t number)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const EctopyTraceLead *lead = &strip->scene->leads[number];
  const double top = layout->top + (double) number * layout->room;
  const double zero = round (ectopy_trace_layout_zero (layout, strip->scene, number));
  const double value = pulse_value (strip, lead);
  const double height = value * lead->gain_mm * strip->scene->mm;
  const double foot = MIN (PULSE_MM * strip->scene->mm, 0.55 * layout->x);
  const double x = layout->x - foot - 0.3 * layout->font;
  const EctopyTextStyle style = { .size = layout->font,
                                  .bold = TRUE,
                                  .max_width = layout->x - 0.6 * layout->font,
                                  .color = strip->palette->text };

  cairo_move_to (strip->cr, x, zero);
  cairo_rel_line_to (strip->cr, 0.25 * foot, 0);
  cairo_rel_line_to (strip->cr, 0, -height);
  cairo_rel_line_to (strip->cr, 0.5 * foot, 0);
  cairo_rel_line_to (strip->cr, 0, height);
  cairo_rel_line_to (strip->cr, 0.25 * foot, 0);
  ectopy_color_set (strip->cr, strip->palette->trace);
  cairo_set_line_width (strip->cr, PULSE_LINE);
  cairo_stroke (strip->cr);
  ectopy_text_paint (strip->cr, &style, 0.4 * layout->font, top + 1.05 * layout->font,
                     lead->name != NULL ? lead->name : "");
  if (lead->unit != NULL && !g_str_equal (lead->unit, "mV")) {
    const EctopyTextStyle small = { .size = 0.8 * layout->font,
                                    .max_width = layout->x - 0.6 * layout->font,
                                    .color = strip->palette->muted };
    g_autofree char *text = g_strdup_printf ("%g %s", value, lead->unit);

    ectopy_text_paint (strip->cr, &small, 0.4 * layout->font, zero + 1.1 * layout->font, text);
  }
}

static void
paint_time (const EctopyTraceStrip *strip)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const EctopyTimeAxis axis = {
    .start_s = strip->scene->start_s,
    .length_s = strip->scene->length_s,
    .x = layout->x,
    .width = layout->width,
    .tick_top = layout->time_baseline - 1.15 * layout->font,
    .tick_bottom = layout->time_baseline - 0.85 * layout->font,
    .baseline = layout->time_baseline,
    .font_size = SMALL * layout->font,
  };

  ectopy_time_axis_paint (strip->cr, &axis, strip->palette);
}

void
ectopy_trace_paint_signal (cairo_t *cr,
                           const EctopyTraceScene *scene,
                           const EctopyPalette *palette,
                           double width,
                           double height)
{
  g_autoptr (GArray) tints = NULL;
  EctopyTraceStrip strip;

  if (!is_paintable (scene, width, height))
    return;
  strip = begin (cr, scene, palette, width, height);
  tints = ectopy_trace_tints (scene, strip.layout.width / scene->length_s);
  cairo_save (cr);
  cairo_rectangle (cr, strip.layout.x, 0, strip.layout.width, height);
  cairo_clip (cr);
  paint_excluded (&strip);
  cairo_restore (cr);
  for (size_t i = 0; i < scene->n_leads && strip.left < strip.layout.x; i++)
    paint_gutter (&strip, i);
  paint_time (&strip);
  ectopy_trace_paint_marks (&strip);
  cairo_rectangle (cr, strip.layout.x, strip.layout.top - strip.layout.font / 2, strip.layout.width,
                   strip.layout.bottom - strip.layout.top + strip.layout.font / 2);
  cairo_clip (cr);
  for (size_t i = 0; i < scene->n_leads; i++)
    ectopy_trace_paint_lead (&strip, i, tints);
  cairo_restore (cr);
}

void
ectopy_trace_paint (cairo_t *cr,
                    const EctopyTraceScene *scene,
                    const EctopyPalette *palette,
                    double width,
                    double height)
{
  ectopy_trace_paint_paper (cr, scene, palette, width, height);
  ectopy_trace_paint_choice (cr, scene, palette, width, height);
  ectopy_trace_paint_signal (cr, scene, palette, width, height);
}
