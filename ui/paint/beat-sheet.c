/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/axis.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/class-shape-paint.h"
#include "ui/paint/text-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define DEFAULT_FONT 11.0
#define DEFAULT_RATE 120.0 /* Hz, of the published beat CSVs */
#define TRACE_LINE   1.6   /* user units */
#define SMALLEST     8.0   /* sides below this are left empty */

/* Rooms, in font sizes. */
#define LEFT_ROOM   4.2 /* title read upwards, figures */
#define RIGHT_ROOM  0.8 /* half of the last figure */
#define TOP_ROOM    0.6
#define TICKS_ROOM  1.5
#define TITLE_ROOM  1.5
#define LEGEND_LINE 1.5
#define SWATCH      1.8
#define ENTRY_GAP   1.4

#define MARGIN_MM  2.0  /* paper above and below the range of 0 to 1 */
#define HIGHEST_MM 30.0 /* of an amplitude of 1 */

enum { ENTRY_BEAT, ENTRY_MEAN, ENTRY_DENSITY, N_ENTRIES };

/* A sheet laid out. */
typedef struct {
  cairo_t *cr;
  const EctopyBeatSheet *sheet;
  const EctopyPalette *palette;
  double font;
  double rate_hz;
  double width;
  double height;
  double x; /* of the paper, as the next three */
  double y;
  double paper_width;
  double paper_height;
  double mm;
  EctopyTracePlace place;
  size_t end;               /* of the beat */
  char *entries[N_ENTRIES]; /* of the legend; NULL for what is not drawn */
} Sheet;

static EctopyTextStyle
style (const Sheet *self, EctopyAlign align, gboolean muted)
{
  return (EctopyTextStyle){
    .size = self->font,
    .align = align,
    .color = muted ? self->palette->muted : self->palette->text,
  };
}

static EctopyColor
class_color (const Sheet *self, double opacity)
{
  EctopyColor color = self->sheet->shape_class < ECTOPY_N_CLASSES
                          ? self->palette->classes[self->sheet->shape_class]
                          : self->palette->muted;

  color.alpha = opacity;
  return color;
}

static double
rows_mm (const Sheet *self)
{
  size_t length = self->sheet->beat != NULL ? self->sheet->beat->length : 0;
  double seconds;

  if (self->sheet->shape != NULL)
    length = MAX (length, self->sheet->shape->length);
  seconds = (double) MAX (length, 1) / self->rate_hz;
  return MAX (5 * ceil (seconds * ECTOPY_PAPER_SPEED / 5 - 1e-9), 5);
}

static void
name_entries (Sheet *self)
{
  const EctopyBeatScene *beat = self->sheet->beat;
  const EctopyClassShape *shape = self->sheet->shape;
  const char letter = ectopy_beat_class_letter (self->sheet->shape_class);
  g_autofree char *n = NULL;

  if (self->end > 0) {
    g_autofree char *row = ectopy_text_count (beat->row);
    g_autofree char *seconds = ectopy_text_decimals ((double) self->end / self->rate_hz, 2);

    /* Translators: the number of a row of a table, and how many seconds its beat lasts. */
    self->entries[ENTRY_BEAT] = g_strdup_printf (_ ("beat in row %s, %s s"), row, seconds);
  }
  if (shape == NULL || shape->n_beats == 0)
    return;
  n = ectopy_text_count (shape->n_beats);
  if (self->sheet->shows_mean && shape->n_beats == 1)
    /* Translators: %c is the letter of a class. */
    self->entries[ENTRY_MEAN] = g_strdup_printf (_ ("the only %c beat"), letter);
  else if (self->sheet->shows_mean)
    /* Translators: how many beats, more than one, and the letter of their class. */
    self->entries[ENTRY_MEAN] = g_strdup_printf (_ ("mean of %s %c beats ± 1 SD"), n, letter);
  if (self->sheet->shows_density && shape->densest > 0 && shape->n_beats == 1)
    /* Translators: %c is the letter of a class. */
    self->entries[ENTRY_DENSITY] = g_strdup_printf (_ ("the only %c beat, drawn broadly"), letter);
  else if (self->sheet->shows_density && shape->densest > 0)
    /* Translators: how many beats, more than one, and the letter of their class. */
    self->entries[ENTRY_DENSITY] = g_strdup_printf (_ ("all %s %c beats over one another"), n,
                                                    letter);
}

/* Goes through the legend, entry after entry as the width allows. Returns: its lines. */
static guint
flow_legend (const Sheet *self, void (*paint) (const Sheet *self, guint entry, double x, double y))
{
  const EctopyTextStyle text_style = style (self, ECTOPY_ALIGN_START, FALSE);
  double x = 0;
  guint n_lines = 0;

  for (guint i = 0; i < N_ENTRIES; i++) {
    double width;

    if (self->entries[i] == NULL)
      continue;
    width = (SWATCH + 0.6) * self->font +
            ectopy_text_width (self->cr, &text_style, self->entries[i]);
    if (n_lines == 0 || self->x + x + width > self->width) {
      x = 0;
      n_lines++;
    }
    if (paint != NULL)
      paint (self, i, self->x + x,
             self->y + self->paper_height +
                 (TICKS_ROOM + TITLE_ROOM + 0.7 + (n_lines - 0.5) * LEGEND_LINE) * self->font);
    x += width + ENTRY_GAP * self->font;
  }
  return n_lines;
}

/* Squares of whole pixels are equally large; a paper that has no room for lines need not care. */
static double
square (const Sheet *self, double mm)
{
  const double scale = ectopy_ecg_paper_scale (self->cr);

  return scale > 0 && mm * scale >= 4 ? floor (mm * scale) / scale : mm;
}

/* 0 and 1 both get a line of 5 mm wherever there is room. */
static double
amplitude_mm (double rows)
{
  const double room = rows - 2 * MARGIN_MM;

  if (rows > HIGHEST_MM + 4 * MARGIN_MM)
    return 0.9 * rows;
  return room >= 5 ? MIN (5 * floor (room / 5), HIGHEST_MM) : 0.75 * rows;
}

/* Settles where all is. Returns: whether there is room for it. */
static gboolean
lay_out (Sheet *self)
{
  const double room = self->width - (LEFT_ROOM + RIGHT_ROOM) * self->font;
  double available, columns, rows, amplitude, below;
  guint n_lines;

  self->x = LEFT_ROOM * self->font;
  self->y = TOP_ROOM * self->font;
  if (room < 2 * self->font)
    return FALSE;
  self->mm = square (self, room / rows_mm (self));
  available = self->height - self->y - (TICKS_ROOM + TITLE_ROOM) * self->font;
  n_lines = flow_legend (self, NULL);
  available -= n_lines > 0 ? (0.7 + n_lines * LEGEND_LINE) * self->font : 0;
  if (available < 2 * self->font)
    return FALSE;
  /* whole squares, unless there is less than one */
  columns = MAX (floor (room / self->mm + 1e-6), 1);
  rows = available / self->mm;
  if (self->mm >= 1) /* else no line is seen, and nothing else binds the height to the width */
    rows = MIN (rows, HIGHEST_MM + 4 * MARGIN_MM);
  rows = rows >= 1 ? floor (rows + 1e-6) : rows;
  amplitude = amplitude_mm (rows);
  below = (rows - amplitude) / 2;
  below = below >= 1 ? floor (below) : below;
  self->paper_width = columns * self->mm;
  self->paper_height = rows * self->mm;
  self->place = (EctopyTracePlace){
    .x = self->x,
    .step = ECTOPY_PAPER_SPEED / self->rate_hz * self->mm,
    .y_low = self->y + (rows - below) * self->mm,
    .y_high = self->y + (rows - below - amplitude) * self->mm,
  };
  return TRUE;
}

static void
paint_trace (const Sheet *self)
{
  ectopy_color_set (self->cr, self->palette->trace);
  cairo_set_line_width (self->cr, TRACE_LINE);
  ectopy_ecg_trace_path (self->cr, self->sheet->beat->samples, self->end, &self->place);
  cairo_stroke (self->cr);
}

static void
paint_time_axis (const Sheet *self)
{
  const double scale = self->paper_width / self->mm / ECTOPY_PAPER_SPEED;
  const double baseline = self->y + self->paper_height + 1.2 * self->font;
  EctopyTextStyle text_style = style (self, ECTOPY_ALIGN_CENTER, TRUE);
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  EctopyAxis axis;
  double step;
  guint n;

  ectopy_axis_init (&axis, 0, scale, self->x, self->x + self->paper_width);
  n = (guint) CLAMP (self->paper_width / (4 * self->font), 2, 16);
  step = ectopy_axis_step (&axis, n, FALSE);
  n = ectopy_axis_ticks (&axis, step, ticks);
  for (guint i = 0; i < n; i++) {
    g_autofree char *label = ectopy_axis_label (ticks[i], step);

    ectopy_text_paint (self->cr, &text_style, ectopy_axis_to_position (&axis, ticks[i]), baseline,
                       label);
  }
  text_style.max_width = self->paper_width;
  ectopy_text_paint (self->cr, &text_style, self->x + self->paper_width / 2,
                     baseline + TITLE_ROOM * self->font, _ ("seconds; a small square is 0.04 s"));
}

static void
paint_amplitude_axis (const Sheet *self)
{
  static const double ticks[] = { 0, 0.5, 1 };
  /* The longest for which there is room. */
  const char *const titles[] = { _ ("amplitude, scaled within the beat"), _ ("scaled amplitude"),
                                 _ ("amplitude") };
  const double distance = self->place.y_low - self->place.y_high;
  EctopyTextStyle text_style = style (self, ECTOPY_ALIGN_END, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    if (ticks[i] != 0.5 || distance > 3.2 * self->font) {
      g_autofree char *label = ectopy_text_decimals (ticks[i], ticks[i] == 0.5 ? 1 : 0);

      ectopy_text_paint (self->cr, &text_style, self->x - 0.5 * self->font,
                         self->place.y_low - ticks[i] * distance + 0.36 * self->font, label);
    }
  text_style.align = ECTOPY_ALIGN_CENTER;
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (ectopy_text_width (self->cr, &text_style, titles[i]) <= self->paper_height) {
      ectopy_text_paint_upwards (self->cr, &text_style, 1.1 * self->font,
                                 self->y + self->paper_height / 2, titles[i]);
      break;
    }
}

static void
paint_entry (const Sheet *self, guint entry, double x, double y)
{
  const double swatch = SWATCH * self->font;
  EctopyTextStyle text_style = style (self, ECTOPY_ALIGN_START, FALSE);

  cairo_rectangle (self->cr, x, y - 0.42 * self->font, swatch, 0.84 * self->font);
  if (entry == ENTRY_DENSITY) {
    cairo_pattern_t *fade = cairo_pattern_create_linear (x, 0, x + swatch, 0);
    const EctopyColor color = class_color (self, 1);

    cairo_pattern_add_color_stop_rgba (fade, 0, color.red, color.green, color.blue, 0.08);
    cairo_pattern_add_color_stop_rgba (fade, 1, color.red, color.green, color.blue,
                                       ECTOPY_SHAPE_DENSEST);
    cairo_set_source (self->cr, fade);
    cairo_fill (self->cr);
    cairo_pattern_destroy (fade);
  } else {
    if (entry == ENTRY_MEAN) {
      ectopy_color_set (self->cr, class_color (self, ECTOPY_SHAPE_BAND));
      cairo_fill (self->cr);
    }
    cairo_new_path (self->cr);
    ectopy_color_set (self->cr, entry == ENTRY_MEAN ? class_color (self, 1) : self->palette->trace);
    cairo_set_line_width (self->cr, entry == ENTRY_MEAN ? ECTOPY_SHAPE_LINE : TRACE_LINE);
    cairo_move_to (self->cr, x, y);
    cairo_line_to (self->cr, x + swatch, y);
    cairo_stroke (self->cr);
  }
  text_style.max_width = MAX (self->width - x - swatch - 0.6 * self->font, 1);
  ectopy_text_paint (self->cr, &text_style, x + swatch + 0.6 * self->font, y + 0.36 * self->font,
                     self->entries[entry]);
}

/* A sentence in the middle of what there is. */
static void
paint_empty (const Sheet *self, const char *text)
{
  EctopyTextStyle text_style = style (self, ECTOPY_ALIGN_CENTER, TRUE);
  double height;

  text_style.wrap = TRUE;
  text_style.max_width = MAX (self->width - 2 * self->font, 1);
  height = ectopy_text_height (self->cr, &text_style, text);
  ectopy_text_paint (self->cr, &text_style, self->width / 2,
                     (self->height - height) / 2 + self->font, text);
}

static void
paint_all (const Sheet *self)
{
  ectopy_ecg_paper_paint (self->cr, self->palette, self->x, self->y, self->paper_width,
                          self->paper_height, self->place.y_low, self->mm);
  cairo_save (self->cr);
  cairo_rectangle (self->cr, self->x, self->y, self->paper_width, self->paper_height);
  cairo_clip (self->cr);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  if (self->entries[ENTRY_DENSITY] != NULL)
    ectopy_class_shape_paint_density (self->cr, self->sheet->shape, &self->place,
                                      class_color (self, 1));
  if (self->entries[ENTRY_MEAN] != NULL)
    ectopy_class_shape_paint_mean (self->cr, self->sheet->shape, &self->place,
                                   class_color (self, 1));
  if (self->end > 0)
    paint_trace (self);
  cairo_restore (self->cr);
  paint_time_axis (self);
  paint_amplitude_axis (self);
  flow_legend (self, paint_entry);
}

void
ectopy_beat_sheet_paint (cairo_t *cr,
                         const EctopyBeatSheet *sheet,
                         const EctopyPalette *palette,
                         double width,
                         double height,
                         double font_size)
{
  Sheet self = {
    .cr = cr,
    .sheet = sheet,
    .palette = palette,
    .font = font_size > 0 ? font_size : DEFAULT_FONT,
    .rate_hz = sheet->rate_hz >= 1 && sheet->rate_hz <= 1e5 ? sheet->rate_hz : DEFAULT_RATE,
    .width = width,
    .height = height,
    .end = sheet->beat != NULL ? ectopy_beat_end (sheet->beat->samples, sheet->beat->length) : 0,
  };

  if (!(width >= SMALLEST && height >= SMALLEST))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_new_path (cr);
  name_entries (&self);
  if (self.entries[ENTRY_BEAT] == NULL && sheet->beat != NULL)
    paint_empty (&self, _ ("All samples of this row are 0: there is no beat in it."));
  else if (self.entries[ENTRY_BEAT] == NULL && self.entries[ENTRY_MEAN] == NULL &&
           self.entries[ENTRY_DENSITY] == NULL)
    paint_empty (&self, sheet->empty_text != NULL ? sheet->empty_text
                                                  : _ ("The chosen beat is shown here."));
  else if (lay_out (&self))
    paint_all (&self);
  cairo_restore (cr);
  for (guint i = 0; i < N_ENTRIES; i++)
    g_free (self.entries[i]);
}
