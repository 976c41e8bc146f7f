/* SPDX-License-Identifier: MIT */
#include "ui/paint/beat-paint.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/class-mark.h"
#include "ui/paint/ecg-paper.h"
#include "ui/paint/short-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define DEFAULT_FONT 11.0

/* Of a cell, user units. */
#define FRAME      2.0 /* of focus, and of selection */
#define INSET      3.0 /* of the card: the room of the focus frame and a gap */
#define PADDING    6.0 /* from the card's edge to what is on it */
#define BAR        3.0 /* height of the confidence */
#define TRACE_LINE 1.2
#define SMALLEST   8.0 /* sides below this are left empty */

#define SMALL      0.88 /* texts of less weight, in font sizes */
#define NORMAL_INK 0.6  /* how much of its ink a normal beat gets */
#define TINT       0.10 /* of the class colour behind the trace of another */

/* A cell laid out. */
typedef struct {
  cairo_t *cr;
  const EctopyBeatScene *scene;
  const EctopyPalette *palette;
  double font;
  double left; /* of what is on the card */
  double right;
  double top; /* of the card */
  double bottom;
  guint shown;
} Cell;

guint
ectopy_beat_scene_class (const EctopyBeatScene *scene)
{
  const guint shown = scene->verdict.kind != ECTOPY_VERDICT_NONE ? scene->verdict.beat_class
                                                                 : scene->predicted;

  return shown < ECTOPY_N_CLASSES ? shown : ECTOPY_CLASS_NONE;
}

gboolean
ectopy_beat_scene_disagrees (const EctopyBeatScene *scene)
{
  const guint shown = ectopy_beat_scene_class (scene);

  return shown < ECTOPY_N_CLASSES && scene->label < ECTOPY_N_CLASSES && shown != scene->label;
}

size_t
ectopy_beat_end (const float *samples, size_t length)
{
  if (samples == NULL)
    return 0;
  while (length > 0 && samples[length - 1] == 0)
    length--;
  return length;
}

EctopyColor
ectopy_beat_track_color (const EctopyPalette *palette, EctopyColor ground)
{
  return ectopy_color_mix (ground, palette->muted, 0.2);
}

char *
ectopy_beat_confidence_text (double confidence)
{
  const gboolean is_nearly_all = confidence >= 0.995, is_hardly_any = confidence < 0.005;
  const double percent = is_nearly_all ? 99 : is_hardly_any ? 1 : round (100 * confidence);
  g_autofree char *number = ectopy_text_decimals (percent, 0);
  g_autofree char *text = NULL;

  if (!isfinite (confidence))
    return g_strdup ("–");
  /* Translators: a share, such as “98.5 %”, with the space that the language has before the sign. */
  text = g_strdup_printf (_ ("%s %%"), number);
  return g_strconcat (is_nearly_all ? ">" : is_hardly_any ? "<" : "", text, NULL);
}

static EctopyTextStyle
small_style (const Cell *cell, EctopyAlign align)
{
  return (EctopyTextStyle){
    .size = SMALL * cell->font,
    .align = align,
    .color = cell->palette->muted,
  };
}

static void
fill_rectangle (cairo_t *cr, EctopyColor color, double x, double y, double width, double height)
{
  if (!(width > 0 && height > 0))
    return;
  ectopy_color_set (cr, color);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* A frame of @line within a rectangle. Four fills: faster than a stroke, and sharp. */
static void
paint_frame (cairo_t *cr,
             EctopyColor color,
             double line,
             double x,
             double y,
             double width,
             double height)
{
  ectopy_color_set (cr, color);
  cairo_rectangle (cr, x, y, width, line);
  cairo_rectangle (cr, x, y + height - line, width, line);
  cairo_rectangle (cr, x, y + line, line, height - 2 * line);
  cairo_rectangle (cr, x + width - line, y + line, line, height - 2 * line);
  cairo_fill (cr);
}

static void
paint_card (const Cell *cell, double width, double height)
{
  const EctopyPalette *palette = cell->palette;
  const double inner_width = width - 2 * INSET, inner_height = height - 2 * INSET;

  fill_rectangle (cell->cr,
                  cell->scene->selected ? ectopy_color_mix (palette->paper, palette->accent, 0.12)
                                        : palette->paper,
                  INSET, INSET, inner_width, inner_height);
  paint_frame (cell->cr, cell->scene->selected ? palette->accent : palette->grid,
               cell->scene->selected ? FRAME : 1, INSET, INSET, inner_width, inner_height);
  if (cell->scene->focused)
    paint_frame (cell->cr, palette->accent, FRAME, 0, 0, width, height);
}

/* Rows of a file share one scale of time, so a beat's width tells how long it lasts. */
static void
paint_trace (const Cell *cell, double top, double bottom)
{
  const EctopyBeatScene *scene = cell->scene;
  const EctopyPalette *palette = cell->palette;
  const size_t end = ectopy_beat_end (scene->samples, scene->length);
  const EctopyTracePlace place = {
    .x = cell->left + TRACE_LINE / 2,
    .step = (cell->right - cell->left - TRACE_LINE) / (double) MAX (scene->length - 1, 1),
    .y_low = bottom - TRACE_LINE,
    .y_high = top + TRACE_LINE,
  };

  if (end == 0 || !(place.y_low > place.y_high) || !(place.step > 0))
    return;
  if (cell->shown < ECTOPY_N_CLASSES && cell->shown != ECTOPY_CLASS_N) {
    EctopyColor tint = palette->classes[cell->shown];

    tint.alpha = TINT;
    fill_rectangle (cell->cr, tint, cell->left, top,
                    round ((double) (end - 1) * place.step + TRACE_LINE), bottom - top);
  }
  ectopy_color_set (cell->cr, cell->shown == ECTOPY_CLASS_N
                                  ? ectopy_color_mix (palette->paper, palette->trace, NORMAL_INK)
                                  : palette->trace);
  cairo_set_line_width (cell->cr, TRACE_LINE);
  cairo_set_line_cap (cell->cr, end == 1 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  ectopy_ecg_trace_path (cell->cr, scene->samples, end, &place);
  cairo_stroke (cell->cr);
}

static void
paint_tick (const Cell *cell, double x, double baseline)
{
  const double size = 0.62 * cell->font;

  ectopy_color_set (cell->cr, cell->palette->text);
  cairo_set_line_width (cell->cr, 0.14 * cell->font);
  cairo_move_to (cell->cr, x, baseline - 0.45 * size);
  cairo_rel_line_to (cell->cr, 0.36 * size, 0.38 * size);
  cairo_rel_line_to (cell->cr, 0.72 * size, -0.98 * size);
  cairo_stroke (cell->cr);
}

/* Mark, letter and tick at the left, the label of the file at the right. */
static void
paint_head (const Cell *cell, double baseline)
{
  const EctopyBeatScene *scene = cell->scene;
  const double mark = 0.8 * cell->font, ring = ECTOPY_MARK_RING * mark;
  const gboolean disagrees = ectopy_beat_scene_disagrees (scene);
  double x = cell->left;

  if (cell->shown < ECTOPY_N_CLASSES && ring <= cell->right - cell->left) {
    const char letter[2] = { ectopy_beat_class_letter (cell->shown), '\0' };
    const EctopyColor color = cell->palette->classes[cell->shown];
    const EctopyTextStyle style = { .size = 1.1 * cell->font,
                                    .bold = TRUE,
                                    .color = ectopy_color_as_text (color, cell->palette->paper) };

    ectopy_class_mark_paint (cell->cr, cell->shown,
                             scene->verdict.kind == ECTOPY_VERDICT_NONE        ? ECTOPY_MARK_HOLLOW
                             : scene->verdict.kind == ECTOPY_VERDICT_CORRECTED ? ECTOPY_MARK_RINGED
                                                                               : ECTOPY_MARK_PLAIN,
                             x + ring / 2, baseline - 0.4 * cell->font, mark, color);
    x += ring + 0.3 * cell->font;
    if (x + ectopy_short_text_width (&style, letter) <= cell->right)
      x += ectopy_short_text_paint (cell->cr, &style, x, baseline, letter) + 0.4 * cell->font;
    if (scene->verdict.kind == ECTOPY_VERDICT_ACCEPTED && x + 0.7 * cell->font <= cell->right) {
      paint_tick (cell, x, baseline);
      x += cell->font;
    }
  }
  if (scene->label < ECTOPY_N_CLASSES) {
    const char letter = ectopy_beat_class_letter (scene->label);
    const char given[] = { letter, '\0' };
    char other[] = "≠ ?";
    EctopyTextStyle style = small_style (cell, ECTOPY_ALIGN_END);
    const char *text = disagrees ? other : given;

    other[sizeof other - 2] = letter;
    if (disagrees) {
      style.size = 1.1 * cell->font;
      style.bold = TRUE;
      style.color = cell->palette->text;
    }
    if (cell->right - ectopy_short_text_width (&style, text) >= x)
      ectopy_short_text_paint (cell->cr, &style, cell->right, baseline, text);
  }
}

/* The bar, and under it row and per cent; these name their class where another one is shown. */
static void
paint_foot (const Cell *cell, double bar_top, double baseline)
{
  const EctopyBeatScene *scene = cell->scene;
  const double width = cell->right - cell->left;
  const gboolean given = scene->predicted < ECTOPY_N_CLASSES && isfinite (scene->confidence);
  EctopyTextStyle style = small_style (cell, ECTOPY_ALIGN_START);
  g_autofree char *row = ectopy_text_count (scene->row);
  double x = cell->left;

  if (ectopy_short_text_width (&style, row) <= width)
    x += ectopy_short_text_paint (cell->cr, &style, cell->left, baseline, row) + cell->font;
  if (given) {
    g_autofree char *percent = ectopy_beat_confidence_text (scene->confidence);
    g_autofree char *named = g_strdup_printf ("%c %s", ectopy_beat_class_letter (scene->predicted),
                                              percent);
    const char *text = cell->shown == scene->predicted ? percent : named;
    const EctopyColor track = ectopy_beat_track_color (cell->palette, cell->palette->paper);

    style.align = ECTOPY_ALIGN_END;
    style.color = cell->palette->text;
    fill_rectangle (cell->cr, track, cell->left, bar_top, width, BAR);
    fill_rectangle (cell->cr,
                    ectopy_color_mix (track, cell->palette->classes[scene->predicted],
                                      scene->predicted == ECTOPY_CLASS_N ? NORMAL_INK : 1),
                    cell->left, bar_top, width * CLAMP (scene->confidence, 0, 1), BAR);
    if (cell->right - ectopy_short_text_width (&style, text) >= x)
      ectopy_short_text_paint (cell->cr, &style, cell->right, baseline, text);
  }
}

void
ectopy_beat_cell_paint (cairo_t *cr,
                        const EctopyBeatScene *scene,
                        const EctopyPalette *palette,
                        double width,
                        double height,
                        double font_size)
{
  Cell cell = {
    .cr = cr,
    .scene = scene,
    .palette = palette,
    .font = font_size > 0 ? font_size : DEFAULT_FONT,
    .left = INSET + PADDING,
    .right = width - INSET - PADDING,
    .top = INSET,
    .bottom = height - INSET,
    .shown = ectopy_beat_scene_class (scene),
  };
  const double head = cell.top + 0.45 * PADDING + 1.25 * cell.font;
  const double foot = cell.bottom - PADDING;
  const double bar_top = round (foot - 1.1 * SMALL * cell.font - BAR);

  if (!(width >= SMALLEST && height >= SMALLEST))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  paint_card (&cell, width, height);
  if (cell.right > cell.left) {
    paint_trace (&cell, round (head + 0.35 * cell.font), bar_top - 4);
    if (bar_top > head) {
      paint_head (&cell, head);
      paint_foot (&cell, bar_top, foot);
    }
  }
  cairo_restore (cr);
}
