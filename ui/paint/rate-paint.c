/* SPDX-License-Identifier: MIT */
#include "ui/paint/rate-paint.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/axis.h"
#include "ui/paint/hatch.h"
#include "ui/paint/short-text.h"
#include "ui/paint/time-axis.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_SIZE   0.6 /* of a font, for words that have little room */
#define DEFAULT_FONT 11.0
#define SMALLEST     24.0
#define GUTTER       3.6 /* font sizes: that of the trace */
#define RIGHT_GUTTER 3.0
#define TOP_ROOM     0.8
#define AXIS_ROOM    1.5
#define SMALL        0.85
#define TREND_LINE   1.5
#define BAND_INK     0.30
#define MARK         0.55 /* font sizes */
#define DOT          1.7  /* user units, of a normal beat */
#define DENSE        0.5  /* beats a user unit above which there are points instead of marks; */
#define DENSER       3.0  /* above which normal ones are a band */
#define CELL         2.0  /* user units of a point */
#define VIEW_INK     0.14
#define ALL          0.98 /* of the width: that is all */
#define VIEW_LINE    1.5
#define LEAST_VIEW   3.0
#define LONGEST_S    4.0   /* intervals that the counters of a median tell apart */
#define HIGHEST_S    2.0   /* upper edge at most: what is longer is a pause, and written */
#define COUNTERS     1000u /* 4 ms each */
#define LEAST_BEATS  3u    /* of a median */

typedef struct {
  cairo_t *cr;
  const EctopyRateScene *scene;
  const EctopyPalette *palette;
  double font;
  double x;
  double width;
  double top;
  double bottom;
  EctopyAxis axis; /* intervals to y */
  size_t first;    /* beats of the stretch */
  size_t last;
  double density; /* beats a user unit */
} Rate;

static double
font_of (const EctopyRateScene *scene)
{
  return scene->font_size > 0 ? scene->font_size : DEFAULT_FONT;
}

void
ectopy_rate_place (const EctopyRateScene *scene, double width, double *x, double *stretch_width)
{
  *x = round (GUTTER * font_of (scene));
  *stretch_width = MAX (width - *x - round (RIGHT_GUTTER * font_of (scene)), 1);
}

/* The first beat at or after @time_s. */
static size_t
find_beat (const EctopyRateScene *scene, double time_s)
{
  size_t low = 0, high = scene->n_beats;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;

    if (scene->times[middle] < time_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static Rate
lay_out (cairo_t *cr,
         const EctopyRateScene *scene,
         const EctopyPalette *palette,
         double width,
         double height)
{
  Rate self = { .cr = cr, .scene = scene, .palette = palette, .font = font_of (scene) };

  ectopy_rate_place (scene, width, &self.x, &self.width);
  self.top = TOP_ROOM * self.font;
  self.bottom = MAX (height - AXIS_ROOM * self.font, self.top + 1);
  ectopy_axis_init (&self.axis, scene->low_s, scene->high_s, self.bottom, self.top);
  self.first = find_beat (scene, scene->start_s);
  self.last = find_beat (scene, scene->start_s + scene->length_s);
  self.density = (double) (self.last - self.first) / self.width;
  return self;
}

static double
x_of (const Rate *self, double time_s)
{
  return self->x + (time_s - self->scene->start_s) / self->scene->length_s * self->width;
}

static double
y_of (const Rate *self, double rr_s)
{
  return ectopy_axis_to_position (&self->axis, CLAMP (rr_s, self->axis.low, self->axis.high));
}

/* ---- Axes ---- */

static void
paint_unit (const Rate *self, const EctopyTextStyle *style, double x, double room, const char *text)
{
  const EctopyTextStyle fitted = ectopy_text_fitted (self->cr, style, room, LEAST_SIZE, text);

  ectopy_text_paint (self->cr, &fitted, x, self->bottom + 1.2 * self->font, text);
}

static void
paint_grid (const Rate *self)
{
  const guint room = (guint) CLAMP ((self->bottom - self->top) / (1.6 * self->font), 2, 6);
  const double step = ectopy_axis_step (&self->axis, room, FALSE);
  EctopyTextStyle style = { .size = SMALL * self->font, .color = self->palette->muted };
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  const guint n = ectopy_axis_ticks (&self->axis, step, ticks);

  for (guint i = 0; i < n; i++) {
    const double y = floor (ectopy_axis_to_position (&self->axis, ticks[i]));
    const double baseline = y + 0.36 * style.size;
    g_autofree char *interval = ectopy_text_count ((guint64) llround (1e3 * ticks[i]));
    g_autofree char *rate = g_strdup_printf ("%.0f", 60 / ticks[i]);

    ectopy_color_set (self->cr, self->palette->grid);
    cairo_rectangle (self->cr, self->x, y, self->width, 1);
    cairo_fill (self->cr);
    style.align = ECTOPY_ALIGN_END;
    ectopy_short_text_paint (self->cr, &style, self->x - 0.5 * self->font, baseline, interval);
    style.align = ECTOPY_ALIGN_START;
    if (ticks[i] > 0)
      ectopy_short_text_paint (self->cr, &style, self->x + self->width + 0.5 * self->font, baseline,
                               rate);
  }
  /* The units stand in the corners, where time has no label. */
  style.align = ECTOPY_ALIGN_END;
  /* Translators: milliseconds. */
  paint_unit (self, &style, self->x - 0.5 * self->font, self->x - 0.6 * self->font, _ ("ms"));
  style.align = ECTOPY_ALIGN_START;
  /* Translators: beats a minute. */
  paint_unit (self, &style, self->x + self->width + 0.5 * self->font,
              (RIGHT_GUTTER - 0.6) * self->font, _ ("bpm"));
}

static void
paint_time (const Rate *self)
{
  const EctopyTimeAxis axis = {
    .start_s = self->scene->start_s,
    .length_s = self->scene->length_s,
    .x = self->x,
    .width = self->width,
    .tick_top = self->bottom + 1,
    .tick_bottom = self->bottom + 0.4 * self->font,
    .baseline = self->bottom + 1.2 * self->font,
    .font_size = SMALL * self->font,
  };

  ectopy_color_set (self->cr, self->palette->rule);
  cairo_rectangle (self->cr, self->x, floor (self->bottom), self->width, 1);
  cairo_fill (self->cr);
  ectopy_time_axis_paint (self->cr, &axis, self->palette);
}

/* ---- Intervals ---- */

static void
paint_marks (const Rate *self)
{
  const EctopyRateScene *scene = self->scene;
  cairo_new_path (self->cr);
  for (size_t i = self->first; i < self->last; i++)
    if (scene->classes[i] == ECTOPY_CLASS_N && isfinite (scene->rr_s[i])) {
      const double x = x_of (self, scene->times[i]), y = y_of (self, (double) scene->rr_s[i]);

      cairo_move_to (self->cr, x + DOT, y);
      cairo_arc (self->cr, x, y, DOT, 0, 2 * G_PI);
    }
  ectopy_color_set (self->cr, self->palette->classes[ECTOPY_CLASS_N]);
  cairo_fill (self->cr);
  for (size_t i = self->first; i < self->last; i++)
    if (scene->classes[i] != ECTOPY_CLASS_N && isfinite (scene->rr_s[i]))
      ectopy_class_mark_paint (
          self->cr, scene->classes[i], ECTOPY_MARK_PLAIN, x_of (self, scene->times[i]),
          y_of (self, (double) scene->rr_s[i]), MARK * self->font,
          scene->classes[i] < ECTOPY_N_CLASSES ? self->palette->classes[scene->classes[i]]
                                               : self->palette->muted);
}

/* Normal ones: from shortest to longest of each unit of the width. */
static void
paint_band (const Rate *self)
{
  const EctopyRateScene *scene = self->scene;
  EctopyColor color = self->palette->classes[ECTOPY_CLASS_N];
  size_t i = self->first;

  cairo_new_path (self->cr);
  while (i < self->last) {
    const double x = floor (x_of (self, scene->times[i]));
    double low = INFINITY, high = -INFINITY;

    for (; i < self->last && x_of (self, scene->times[i]) < x + 1; i++)
      if (scene->classes[i] == ECTOPY_CLASS_N && isfinite (scene->rr_s[i])) {
        low = MIN (low, (double) scene->rr_s[i]);
        high = MAX (high, (double) scene->rr_s[i]);
      }
    if (low <= high)
      cairo_rectangle (self->cr, x, floor (y_of (self, high)), 1,
                       floor (y_of (self, low)) - floor (y_of (self, high)) + 1);
  }
  color.alpha = BAND_INK;
  ectopy_color_set (self->cr, color);
  cairo_fill (self->cr);
}

/* The others: a point for each cell that holds any, so that their number does not matter. */
static void
paint_points (const Rate *self, guint beat_class)
{
  const EctopyRateScene *scene = self->scene;
  const size_t n_columns = (size_t) (self->width / CELL) + 1;
  const size_t n_rows = (size_t) ((self->bottom - self->top) / CELL) + 1;
  g_autofree guint8 *is_taken = g_new0 (guint8, n_columns * n_rows);

  cairo_new_path (self->cr);
  for (size_t i = self->first; i < self->last; i++) {
    size_t column, row;

    if (scene->classes[i] != beat_class || !isfinite (scene->rr_s[i]))
      continue;
    column = (size_t) ((x_of (self, scene->times[i]) - self->x) / CELL);
    row = (size_t) ((y_of (self, (double) scene->rr_s[i]) - self->top) / CELL);
    if (is_taken[row * n_columns + column])
      continue;
    is_taken[row * n_columns + column] = 1;
    cairo_rectangle (self->cr, self->x + (double) column * CELL,
                     floor (self->top) + (double) row * CELL, CELL, CELL);
  }
  ectopy_color_set (self->cr, self->palette->classes[beat_class]);
  cairo_fill (self->cr);
}

/* ---- Trend ---- */

/* Median of the intervals from beat @from up to before @to; not-a-number for too few. */
static double
median (const EctopyRateScene *scene, size_t from, size_t to)
{
  guint32 counts[COUNTERS] = { 0 };
  size_t n = 0, n_below = 0;

  for (size_t i = from; i < to; i++)
    if (isfinite (scene->rr_s[i])) {
      counts[(guint) CLAMP (scene->rr_s[i] / LONGEST_S * COUNTERS, 0, COUNTERS - 1)]++;
      n++;
    }
  if (n < LEAST_BEATS)
    return NAN;
  for (guint k = 0; k < COUNTERS; k++) {
    n_below += counts[k];
    if (2 * n_below > n)
      return (k + 0.5) * LONGEST_S / COUNTERS;
  }
  return NAN;
}

static void
paint_trend (const Rate *self)
{
  const EctopyRateScene *scene = self->scene;
  const double least = 2 * scene->length_s / self->width; /* two units of the width */
  const double bin = ECTOPY_RATE_BIN_S * MAX (ceil (least / ECTOPY_RATE_BIN_S), 1);
  const double first = floor (scene->start_s / bin);
  size_t from = find_beat (scene, first * bin);

  cairo_save (self->cr);
  cairo_rectangle (self->cr, self->x, self->top - TREND_LINE, self->width,
                   self->bottom - self->top + 2 * TREND_LINE);
  cairo_clip (self->cr);
  cairo_new_path (self->cr);
  for (double k = first; k * bin < scene->start_s + scene->length_s; k++) {
    size_t to = from;
    double middle;

    while (to < scene->n_beats && scene->times[to] < (k + 1) * bin)
      to++;
    middle = median (scene, from, to);
    if (isfinite (middle))
      cairo_line_to (self->cr, x_of (self, (k + 0.5) * bin), y_of (self, middle));
    else
      cairo_new_sub_path (self->cr);
    from = to;
  }
  ectopy_color_set (self->cr, self->palette->text);
  cairo_set_line_width (self->cr, TREND_LINE);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

/* A bar along the upper edge and how long it is. */
static void
paint_pauses (const Rate *self)
{
  const EctopyTextStyle style = { .size = SMALL * self->font,
                                  .bold = TRUE,
                                  .color = self->palette->text };
  double free_from = self->x;

  for (size_t i = 0; i < self->scene->n_pauses; i++) {
    const EctopyTimeSpan *pause = &self->scene->pauses[i];
    const double from = x_of (self, pause->from_s), to = x_of (self, pause->to_s);
    g_autofree char *text = NULL;

    if (to < self->x || from > self->x + self->width)
      continue;
    ectopy_color_set (self->cr, self->palette->text);
    cairo_rectangle (self->cr, MAX (floor (from), self->x), self->top - 2,
                     MAX (MIN (to, self->x + self->width) - MAX (from, self->x), 2), 3);
    cairo_fill (self->cr);
    /* Translators: seconds. */
    text = g_strdup_printf (_ ("%.1f s"), pause->to_s - pause->from_s);
    if (to + 3 < free_from ||
        to + 3 + ectopy_short_text_width (&style, text) > self->x + self->width)
      continue;
    free_from = to + 3 + self->font +
                ectopy_short_text_paint (self->cr, &style, to + 3, self->top + 0.5 * self->font,
                                         text);
  }
}

void
ectopy_rate_paint (cairo_t *cr,
                   const EctopyRateScene *scene,
                   const EctopyPalette *palette,
                   double width,
                   double height)
{
  Rate self;

  if (!(width >= SMALLEST && height >= SMALLEST && scene->length_s > 0))
    return;
  self = lay_out (cr, scene, palette, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  paint_grid (&self);
  for (size_t i = 0; i < scene->n_excluded; i++) {
    const double from = MAX (x_of (&self, scene->excluded[i].from_s), self.x);
    const double to = MIN (x_of (&self, scene->excluded[i].to_s), self.x + self.width);

    ectopy_hatch_paint (cr, palette, from, from, self.top, to - from, self.bottom - self.top);
  }
  if (self.density > DENSER)
    paint_band (&self);
  else if (self.density > DENSE)
    paint_points (&self, ECTOPY_CLASS_N);
  else
    paint_marks (&self);
  if (self.density > DENSE)
    for (guint c = ECTOPY_CLASS_S; c < ECTOPY_N_CLASSES; c++)
      paint_points (&self, c);
  paint_trend (&self);
  paint_pauses (&self);
  paint_time (&self);
  cairo_restore (cr);
}

void
ectopy_rate_paint_view (cairo_t *cr,
                        const EctopyRateScene *scene,
                        EctopyTimeSpan view,
                        double cursor_s,
                        const EctopyPalette *palette,
                        double width,
                        double height)
{
  Rate self;
  double from, to, shown;
  EctopyColor color = palette->accent;

  if (!(width >= SMALLEST && height >= SMALLEST && scene->length_s > 0))
    return;
  self = lay_out (cr, scene, palette, width, height);
  from = CLAMP (x_of (&self, view.from_s), self.x, self.x + self.width);
  to = CLAMP (x_of (&self, view.to_s), self.x, self.x + self.width);
  shown = MAX (to - from, LEAST_VIEW);
  from = MIN (from, self.x + self.width - shown);
  cairo_new_path (cr);
  color.alpha = shown < ALL * self.width ? VIEW_INK : 0; /* a shade over all says nothing */
  ectopy_color_set (cr, color);
  cairo_rectangle (cr, from, 0, shown, self.bottom);
  cairo_fill (cr);
  color.alpha = 1;
  ectopy_color_set (cr, color);
  cairo_rectangle (cr, from, VIEW_LINE / 2, shown, self.bottom - VIEW_LINE);
  cairo_set_line_width (cr, VIEW_LINE);
  cairo_stroke (cr);
  cursor_s = x_of (&self, cursor_s);
  if (cursor_s >= self.x && cursor_s <= self.x + self.width) {
    ectopy_color_set (cr, palette->text);
    cairo_rectangle (cr, floor (cursor_s), 0, 1, self.bottom);
    cairo_fill (cr);
  }
}

void
ectopy_rate_find_range (const float *rr_s, size_t n, double *low_s, double *high_s)
{
  guint32 counts[COUNTERS] = { 0 };
  size_t n_finite = 0, n_below = 0;
  guint low = 0, high = COUNTERS - 1;

  for (size_t i = 0; i < n; i++)
    if (isfinite (rr_s[i])) {
      counts[(guint) CLAMP (rr_s[i] / LONGEST_S * COUNTERS, 0, COUNTERS - 1)]++;
      n_finite++;
    }
  *low_s = 0.4;
  *high_s = 1.2;
  if (n_finite == 0)
    return;
  for (guint k = 0; k < COUNTERS; k++) {
    n_below += counts[k];
    if (n_below <= n_finite / 500)
      low = k + 1;
    if (n_below < n_finite - n_finite / 500) /* the one that reaches it is the last within */
      high = k + 1;
  }
  *low_s = MIN (floor (10 * low * LONGEST_S / COUNTERS) / 10, 0.8);
  *high_s = CLAMP (ceil (10 * (high + 1) * LONGEST_S / COUNTERS) / 10, *low_s + 0.4, HIGHEST_S);
}
