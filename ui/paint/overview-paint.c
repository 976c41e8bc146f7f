/* SPDX-License-Identifier: MIT */
#include "ui/paint/overview-paint.h"

#include "ui/paint/hatch.h"
#include "ui/paint/short-text.h"
#include "ui/paint/time-axis.h"

#include <math.h>

#define DEFAULT_FONT 11.0
#define SMALLEST     16.0
#define GUTTER       3.6 /* font sizes: that of the trace, so that both begin at one edge */
#define AXIS_ROOM    1.5
#define ROW_ROOM     0.95 /* of a class */
#define ROW_TEXT     0.8
#define ROW_SHARE    0.5 /* of the height that all rows may take */
#define EDGE         4.0 /* user units at the right */
#define TICK         1.0 /* least width of a tick */
#define LEAST_VIEW   3.0 /* width of the frame */
#define ENVELOPE_INK 0.62
#define VIEW_INK     0.16
#define ALL          0.98 /* of the width: that is all */
#define VIEW_LINE    1.5

static const guint row_classes[] = { ECTOPY_CLASS_V, ECTOPY_CLASS_S, ECTOPY_CLASS_F,
                                     ECTOPY_CLASS_Q };
#define N_ROWS G_N_ELEMENTS (row_classes)

typedef struct {
  cairo_t *cr;
  const EctopyOverviewScene *scene;
  const EctopyPalette *palette;
  double font;
  double x;
  double width;
  double envelope_height;
  double row;
  double axis_y;
} Overview;

static double
font_of (const EctopyOverviewScene *scene)
{
  return scene->font_size > 0 ? scene->font_size : DEFAULT_FONT;
}

void
ectopy_overview_place (const EctopyOverviewScene *scene, double width, double *x, double *of_width)
{
  *x = round (GUTTER * font_of (scene));
  *of_width = MAX (width - *x - EDGE, 1);
}

static Overview
lay_out (cairo_t *cr,
         const EctopyOverviewScene *scene,
         const EctopyPalette *palette,
         double width,
         double height)
{
  Overview self = { .cr = cr, .scene = scene, .palette = palette, .font = font_of (scene) };

  ectopy_overview_place (scene, width, &self.x, &self.width);
  self.axis_y = height - AXIS_ROOM * self.font;
  self.row = floor (MIN (ROW_ROOM * self.font, ROW_SHARE * self.axis_y / N_ROWS));
  self.envelope_height = MAX (self.axis_y - (double) N_ROWS * self.row, 1);
  return self;
}

static double
x_of (const Overview *self, double time_s)
{
  return self->x + CLAMP (time_s / self->scene->length_s, 0, 1) * self->width;
}

static void
paint_envelope (const Overview *self)
{
  const EctopyOverviewScene *scene = self->scene;
  const double margin = 0.08 * (scene->range_high - scene->range_low);
  const double low = scene->range_low - margin, high = scene->range_high + margin;
  const double scale = self->envelope_height / (high > low ? high - low : 1);
  const double step = self->width / (double) MAX (scene->n_columns, 1);

  cairo_new_path (self->cr);
  for (size_t k = 0; k < scene->n_columns; k++) {
    double top, bottom;

    if (!(scene->low[k] <= scene->high[k]))
      continue;
    top = CLAMP ((high - (double) scene->high[k]) * scale, 0, self->envelope_height - 1);
    bottom = CLAMP ((high - (double) scene->low[k]) * scale, top + 1, self->envelope_height);
    cairo_rectangle (self->cr, self->x + (double) k * step, round (top), step,
                     MAX (round (bottom) - round (top), 1));
  }
  ectopy_color_set (
      self->cr, ectopy_color_mix (self->palette->background, self->palette->trace, ENVELOPE_INK));
  cairo_fill (self->cr);
}

/* Ticks of one class: those that share a pixel are one. */
static void
paint_row (const Overview *self, guint row)
{
  const EctopyOverviewScene *scene = self->scene;
  const guint beat_class = row_classes[row];
  const double y = self->envelope_height + row * self->row;
  double last = -INFINITY;

  cairo_new_path (self->cr);
  for (size_t i = 0; i < scene->n_beats; i++) {
    double x;

    if (scene->classes[i] != beat_class)
      continue;
    x = floor (x_of (self, scene->times[i]));
    if (x - last < TICK)
      continue;
    cairo_rectangle (self->cr, x, y + 1, TICK, self->row - 1);
    last = x;
  }
  ectopy_color_set (self->cr, self->palette->classes[beat_class]);
  cairo_fill (self->cr);
}

static void
paint_names (const Overview *self)
{
  const EctopyTextStyle name = { .size = 0.9 * self->font,
                                 .bold = TRUE,
                                 .max_width = self->x - 0.6 * self->font,
                                 .color = self->palette->text };
  const double size = ectopy_text_size (ROW_TEXT * self->font, 1.15 * self->row);
  const EctopyTextStyle style = { .size = size,
                                  .align = ECTOPY_ALIGN_END,
                                  .color = self->palette->muted };

  if (self->scene->lead_name != NULL && self->envelope_height > 1.2 * self->font)
    ectopy_text_paint (self->cr, &name, 0.4 * self->font, 1.05 * self->font,
                       self->scene->lead_name);
  for (guint row = 0; row < N_ROWS; row++) {
    const double middle = self->envelope_height + (row + 0.5) * self->row;
    const char text[] = { ectopy_beat_class_letter (row_classes[row]), '\0' };

    ectopy_short_text_paint (self->cr, &style, self->x - 0.5 * self->font, middle + 0.36 * size,
                             text);
    ectopy_class_mark_paint (self->cr, row_classes[row], ECTOPY_MARK_PLAIN,
                             self->x - 1.9 * self->font, middle, MIN (self->row, size),
                             self->palette->classes[row_classes[row]]);
  }
}

void
ectopy_overview_paint (cairo_t *cr,
                       const EctopyOverviewScene *scene,
                       const EctopyPalette *palette,
                       double width,
                       double height)
{
  const Overview self = lay_out (cr, scene, palette, width, height);
  const EctopyTimeAxis axis = {
    .length_s = scene->length_s,
    .x = self.x,
    .width = self.width,
    .tick_top = self.axis_y + 1,
    .tick_bottom = self.axis_y + 0.4 * self.font,
    .baseline = self.axis_y + 1.25 * self.font,
    .font_size = 0.85 * self.font,
  };

  if (!(width >= SMALLEST && height >= SMALLEST && scene->length_s > 0))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  paint_envelope (&self);
  for (guint row = 0; row < N_ROWS; row++)
    paint_row (&self, row);
  for (size_t i = 0; i < scene->n_excluded; i++) {
    const double x = x_of (&self, scene->excluded[i].from_s);

    ectopy_hatch_paint (cr, palette, x, x, 0, MAX (x_of (&self, scene->excluded[i].to_s) - x, 1),
                        self.axis_y);
  }
  paint_names (&self);
  ectopy_color_set (cr, palette->rule);
  cairo_rectangle (cr, self.x, floor (self.axis_y), self.width, 1);
  cairo_fill (cr);
  ectopy_time_axis_paint (cr, &axis, palette);
  cairo_restore (cr);
}

void
ectopy_overview_paint_view (cairo_t *cr,
                            const EctopyOverviewScene *scene,
                            EctopyTimeSpan view,
                            double cursor_s,
                            const EctopyPalette *palette,
                            double width,
                            double height)
{
  const Overview self = lay_out (cr, scene, palette, width, height);
  const double from = x_of (&self, view.from_s), to = x_of (&self, view.to_s);
  const double middle = (from + to) / 2, shown = MAX (to - from, LEAST_VIEW);
  const double x = CLAMP (middle - shown / 2, self.x, self.x + self.width - shown);
  EctopyColor color = palette->accent;

  if (!(width >= SMALLEST && height >= SMALLEST && scene->length_s > 0))
    return;
  cairo_new_path (cr);
  color.alpha = shown < ALL * self.width ? VIEW_INK : 0; /* a shade over all says nothing */
  ectopy_color_set (cr, color);
  cairo_rectangle (cr, x, 0, shown, self.axis_y);
  cairo_fill (cr);
  color.alpha = 1;
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, VIEW_LINE);
  cairo_rectangle (cr, x, VIEW_LINE / 2, shown, self.axis_y - VIEW_LINE);
  cairo_stroke (cr);
  if (isfinite (cursor_s)) {
    ectopy_color_set (cr, palette->text);
    cairo_rectangle (cr, floor (x_of (&self, cursor_s)), 0, 1, self.axis_y);
    cairo_fill (cr);
  }
}
