/* SPDX-License-Identifier: MIT */
#include "ui/paint/trace-cursor.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/text-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-layout.h"

#include <glib/gi18n.h>
#include <math.h>

#define HAIR        1.0 /* user units */
#define HINT        1.4 /* user units */
#define DASH        0.4 /* font sizes */
#define FAST_BPM    400.0
#define SLOW_BPM    10.0
#define FILL_INK    0.10
#define HOVER_INK   0.55
#define LEAST_VALUE 5e-3 /* of the unit: a height that is one */
#define RADIUS      4.0

char *
ectopy_trace_cursor_text (const EctopyTraceCursor *cursor, const char *unit)
{
  const double seconds = fabs (cursor->to_s - cursor->from_s);
  const double height = fabs (cursor->to_value - cursor->from_value);
  const double bpm = seconds > 0 ? 60 / seconds : INFINITY;
  GString *text = g_string_new (NULL);

  if (seconds < 10) {
    g_autofree char *count = ectopy_text_count ((guint64) llround (1e3 * seconds));

    /* Translators: milliseconds. */
    g_string_append_printf (text, _ ("%s ms"), count);
  } else {
    g_autofree char *time = ectopy_time_length_text (seconds);

    g_string_append (text, time);
  }
  if (bpm >= SLOW_BPM && bpm <= FAST_BPM) {
    g_string_append (text, " · ");
    /* Translators: beats a minute. */
    g_string_append_printf (text, _ ("%.0f bpm"), bpm);
  }
  if (height >= LEAST_VALUE) {
    g_autofree char *figure = ectopy_text_decimals (height, height < 100 ? 2 : 0);

    g_string_append_printf (text, " · %s %s", figure, unit != NULL ? unit : "mV");
  }
  return g_string_free (text, FALSE);
}

typedef struct {
  cairo_t *cr;
  const EctopyTraceScene *scene;
  const EctopyTraceCursor *cursor;
  const EctopyPalette *palette;
  EctopyTraceLayout layout;
  double width;
} Overlay;

static double
x_of (const Overlay *self, double time_s)
{
  return floor (ectopy_trace_layout_x (&self->layout, self->scene, time_s) + 1e-6);
}

static gboolean
is_in_view (const Overlay *self, double x)
{
  return x >= self->layout.x - 0.5 && x <= self->layout.x + self->layout.width;
}

/* Words on a small ground of their own, kept within the strip. @x is their middle. */
static void
paint_box (const Overlay *self, double x, double baseline, const char *text, gboolean bold)
{
  const double font = self->layout.font, padding = 0.45 * font;
  EctopyTextStyle style = { .size = font, .bold = bold, .color = self->palette->text };
  const double width = ectopy_text_width (self->cr, &style, text);
  const double left = CLAMP (x - width / 2, self->layout.x + padding,
                             MAX (self->width - width - padding, self->layout.x + padding));
  const double box[4] = { round (left - padding) + 0.5, round (baseline - 1.15 * font) + 0.5,
                          round (width + 2 * padding), round (1.6 * font) };

  cairo_new_path (self->cr);
  for (guint i = 0; i < 4; i++)
    cairo_arc (self->cr, i % 3 == 0 ? box[0] + box[2] - RADIUS : box[0] + RADIUS,
               i < 2 ? box[1] + box[3] - RADIUS : box[1] + RADIUS, RADIUS, i * G_PI_2,
               (i + 1) * G_PI_2);
  cairo_close_path (self->cr);
  ectopy_color_set (self->cr, self->palette->background);
  cairo_fill_preserve (self->cr);
  ectopy_color_set (self->cr, bold ? self->palette->accent : self->palette->rule);
  cairo_set_line_width (self->cr, HAIR);
  cairo_stroke (self->cr);
  ectopy_text_paint (self->cr, &style, left, baseline, text);
}

static void
paint_hover (const Overlay *self)
{
  const double x = x_of (self, self->cursor->hover_s);
  g_autofree char *text = NULL;
  EctopyColor color = self->palette->text;

  if (!is_in_view (self, x))
    return;
  color.alpha = HOVER_INK;
  ectopy_color_set (self->cr, color);
  cairo_rectangle (self->cr, x, self->layout.top, HAIR, self->layout.bottom - self->layout.top);
  cairo_fill (self->cr);
  text = ectopy_time_text (self->cursor->hover_s, self->scene->length_s < 30 ? 2 : 1);
  paint_box (self, x, self->layout.time_baseline, text, FALSE);
}

static void
paint_calipers (const Overlay *self)
{
  const EctopyTraceCursor *cursor = self->cursor;
  const double from = x_of (self, cursor->from_s), to = x_of (self, cursor->to_s);
  const double left = MAX (MIN (from, to), self->layout.x);
  const double right = MIN (MAX (from, to), self->layout.x + self->layout.width);
  const EctopyTraceLead *lead = &self->scene->leads[cursor->lead];
  const double top = self->layout.top + (double) cursor->lead * self->layout.room;
  g_autofree char *text = ectopy_trace_cursor_text (cursor, lead->unit);
  EctopyColor color = self->palette->accent;

  color.alpha = FILL_INK;
  ectopy_color_set (self->cr, color);
  if (right > left)
    cairo_rectangle (self->cr, left, self->layout.top, right - left,
                     self->layout.bottom - self->layout.top);
  cairo_fill (self->cr);
  ectopy_color_set (self->cr, self->palette->accent);
  for (guint i = 0; i < 2; i++) {
    const double x = i == 0 ? from : to;
    const double value = i == 0 ? cursor->from_value : cursor->to_value;
    const double y = floor (
        ectopy_trace_layout_y (&self->layout, self->scene, cursor->lead, value));

    if (is_in_view (self, x))
      cairo_rectangle (self->cr, x, self->layout.top, HAIR, self->layout.bottom - self->layout.top);
    if (right > left && fabs (cursor->to_value - cursor->from_value) >= LEAST_VALUE)
      cairo_rectangle (self->cr, left, CLAMP (y, top, top + self->layout.room), right - left, HAIR);
  }
  cairo_fill (self->cr);
  if (right >= left)
    paint_box (self, (left + right) / 2, top + 1.3 * self->layout.font, text, TRUE);
}

/* Broken, so that it is not taken for the pointer's or the calipers'; the words below the leads, where
 * they hide none of the beat. */
static void
paint_hint (const Overlay *self)
{
  const double x = x_of (self, self->cursor->hint_s);
  const double dash = DASH * self->layout.font;

  if (!is_in_view (self, x))
    return;
  cairo_save (self->cr);
  ectopy_color_set (self->cr, self->palette->accent);
  cairo_set_line_width (self->cr, HINT);
  cairo_set_dash (self->cr, &dash, 1, 0);
  cairo_move_to (self->cr, x + 0.5, self->layout.top);
  cairo_line_to (self->cr, x + 0.5, self->layout.bottom);
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
  paint_box (self, x, self->layout.bottom - 0.5 * self->layout.font, self->cursor->hint, TRUE);
}

void
ectopy_trace_cursor_paint (cairo_t *cr,
                           const EctopyTraceScene *scene,
                           const EctopyTraceCursor *cursor,
                           const EctopyPalette *palette,
                           double width,
                           double height)
{
  Overlay self = { cr, scene, cursor, palette, .width = width };

  if (!(scene->length_s > 0 && scene->mm > 0))
    return;
  ectopy_trace_layout_init (&self.layout, scene, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (cursor->has_calipers && cursor->lead < scene->n_leads && isfinite (cursor->from_s) &&
      isfinite (cursor->to_s))
    paint_calipers (&self);
  if (cursor->hint != NULL && isfinite (cursor->hint_s))
    paint_hint (&self);
  if (isfinite (cursor->hover_s))
    paint_hover (&self);
  cairo_restore (cr);
}
