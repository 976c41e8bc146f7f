/* SPDX-License-Identifier: MIT */
#include "ui/paint/confusion-paint.h"

#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/metrics.h"
#include "ui/paint/surface.h"
#include "ui/paint/text-paint.h"

#include <math.h>

#define DEFAULT_FONT 11.0
#define FILE_WIDTH   560.0
#define FILE_HEIGHT  500.0
#define FILE_MARGIN  18.0

/* Rooms around the cells, in font sizes. */
#define LEFT_ROOM     11.0 /* the title read upwards, letters and names */
#define TOP_ROOM      4.4  /* the title, letters and names */
#define GAP           0.7  /* between the cells and what is computed from them */
#define SUMMARY_CELLS 1.0  /* a recall's width, a precision's height: cells */

typedef struct {
  cairo_t *cr;
  const EctopyConfusion *confusion;
  const EctopyPalette *palette;
  EctopyConfusionLayout layout;
  EctopyMetrics metrics;
  gboolean share_of_given;
  double font;
} Matrix;

static double
font_of (const EctopyConfusionScene *scene)
{
  return scene->font_size > 0 ? scene->font_size : DEFAULT_FONT;
}

void
ectopy_confusion_layout (const EctopyConfusionScene *scene,
                         double width,
                         double height,
                         EctopyConfusionLayout *layout)
{
  const double font = font_of (scene);
  const double across = ECTOPY_N_CLASSES + SUMMARY_CELLS;
  const double cell = MIN ((width - (LEFT_ROOM + GAP) * font) / across,
                           (height - (TOP_ROOM + GAP) * font) / across);

  layout->cell = MAX (cell, 1);
  layout->margin_gap = GAP * font;
  layout->x = LEFT_ROOM * font;
  layout->y = TOP_ROOM * font;
  layout->x += MAX ((width - layout->x - layout->margin_gap - across * layout->cell) / 2, 0);
}

gboolean
ectopy_confusion_layout_hit (const EctopyConfusionLayout *layout,
                             double x,
                             double y,
                             guint *truth,
                             guint *predicted)
{
  const double column = floor ((x - layout->x) / layout->cell);
  const double row = floor ((y - layout->y) / layout->cell);

  if (!(column >= 0 && column < ECTOPY_N_CLASSES && row >= 0 && row < ECTOPY_N_CLASSES))
    return FALSE;
  *truth = (guint) row;
  *predicted = (guint) column;
  return TRUE;
}

static double
column_middle (const Matrix *matrix, guint column)
{
  return matrix->layout.x + (column + 0.5) * matrix->layout.cell;
}

static double
row_middle (const Matrix *matrix, guint row)
{
  return matrix->layout.y + (row + 0.5) * matrix->layout.cell;
}

/* The style for @text, made smaller when it would not fit in a cell. */
static EctopyTextStyle
fitted (const Matrix *matrix, const EctopyTextStyle *style, const char *text)
{
  const double room = 0.92 * matrix->layout.cell;
  const double width = ectopy_text_width (matrix->cr, style, text);
  EctopyTextStyle smaller = *style;

  if (width > room)
    smaller.size *= room / width;
  return smaller;
}

/* Two lines, the second smaller, around a middle. */
static void
paint_pair (const Matrix *matrix,
            double x,
            double y,
            EctopyColor color,
            const char *first,
            const char *second)
{
  const double cell = matrix->layout.cell;
  EctopyTextStyle style = {
    .size = MIN (1.15 * matrix->font, 0.27 * cell),
    .align = ECTOPY_ALIGN_CENTER,
    .color = color,
  };
  EctopyTextStyle line = fitted (matrix, &style, first);

  ectopy_text_paint (matrix->cr, &line, x, second != NULL ? y : y + 0.36 * style.size, first);
  if (second == NULL)
    return;
  style.size *= 0.76;
  line = fitted (matrix, &style, second);
  ectopy_text_paint (matrix->cr, &line, x, y + 1.45 * style.size, second);
}

static void
paint_cell (const Matrix *matrix, guint truth, guint predicted)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const guint64 n = matrix->confusion->counts[truth][predicted];
  const guint64 support = matrix->share_of_given ? matrix->metrics.classes[predicted].predicted
                                                 : matrix->metrics.classes[truth].support;
  const double share = support > 0 ? (double) n / (double) support : 0;
  /* The power lifts the few per cent that errors are above what the eye takes for nothing. */
  const EctopyColor ground = ectopy_color_mix (matrix->palette->matrix_low,
                                               matrix->palette->matrix_high, pow (share, 0.7));
  g_autofree char *count = ectopy_text_count (n);
  g_autofree char *percent = n > 0 ? ectopy_text_percent (share) : NULL;

  ectopy_color_set (matrix->cr, ground);
  cairo_rectangle (matrix->cr, layout->x + predicted * layout->cell,
                   layout->y + truth * layout->cell, layout->cell, layout->cell);
  cairo_fill (matrix->cr);
  paint_pair (matrix, column_middle (matrix, predicted), row_middle (matrix, truth),
              n > 0 ? ectopy_color_readable_on (ground) : matrix->palette->muted, count, percent);
}

static void
paint_frame (const Matrix *matrix, double x, double y, double size, EctopyColor color, double line)
{
  ectopy_color_set (matrix->cr, color);
  cairo_set_line_width (matrix->cr, line);
  cairo_rectangle (matrix->cr, x + line / 2, y + line / 2, size - line, size - line);
  cairo_stroke (matrix->cr);
}

/* The lines between cells, the diagonal's outlines, and the focus above all. */
static void
paint_lines (const Matrix *matrix, const EctopyConfusionScene *scene)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const double side = ECTOPY_N_CLASSES * layout->cell;

  ectopy_color_set (matrix->cr, matrix->palette->grid);
  cairo_set_line_width (matrix->cr, 0.06 * matrix->font);
  for (guint i = 0; i <= ECTOPY_N_CLASSES; i++) {
    cairo_move_to (matrix->cr, layout->x + i * layout->cell, layout->y);
    cairo_rel_line_to (matrix->cr, 0, side);
    cairo_move_to (matrix->cr, layout->x, layout->y + i * layout->cell);
    cairo_rel_line_to (matrix->cr, side, 0);
  }
  cairo_stroke (matrix->cr);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    paint_frame (matrix, layout->x + i * layout->cell, layout->y + i * layout->cell, layout->cell,
                 matrix->palette->text, 0.12 * matrix->font);
  if (!scene->has_focus || scene->focus_truth >= ECTOPY_N_CLASSES ||
      scene->focus_predicted >= ECTOPY_N_CLASSES)
    return;
  /* Two rings, light in dark, so that it is seen on any cell. */
  paint_frame (matrix, layout->x + scene->focus_predicted * layout->cell,
               layout->y + scene->focus_truth * layout->cell, layout->cell,
               matrix->palette->validation, 0.28 * matrix->font);
  paint_frame (matrix, layout->x + scene->focus_predicted * layout->cell + 0.28 * matrix->font,
               layout->y + scene->focus_truth * layout->cell + 0.28 * matrix->font,
               layout->cell - 0.56 * matrix->font, matrix->palette->background,
               0.12 * matrix->font);
}

static void
paint_row_label (const Matrix *matrix, guint c)
{
  const char letter[2] = { ectopy_beat_class_letter (c), '\0' };
  const double x = matrix->layout.x, y = row_middle (matrix, c);
  const EctopyTextStyle letter_style = {
    .size = 1.15 * matrix->font,
    .bold = TRUE,
    .align = ECTOPY_ALIGN_CENTER,
    .color = matrix->palette->text,
  };
  EctopyTextStyle name_style = {
    .size = 0.86 * matrix->font,
    .align = ECTOPY_ALIGN_END,
    .max_width = (LEFT_ROOM - 3.0) * matrix->font,
    .wrap = TRUE,
    .color = matrix->palette->muted,
  };
  const char *name = ectopy_beat_class_name (c);
  double height, line;

  ectopy_text_paint (matrix->cr, &letter_style, x - 0.9 * matrix->font, y + 0.4 * matrix->font,
                     letter);
  height = ectopy_text_height (matrix->cr, &name_style, name);
  line = ectopy_text_height (matrix->cr, &name_style, "N");
  if (height > matrix->layout.cell) {
    name_style.wrap = FALSE;
    height = line;
  }
  ectopy_text_paint (matrix->cr, &name_style, x - 1.7 * matrix->font,
                     y + 0.31 * matrix->font - (height - line) / 2, name);
}

static void
paint_column_label (const Matrix *matrix, guint c)
{
  const char letter[2] = { ectopy_beat_class_letter (c), '\0' };
  const double x = column_middle (matrix, c), y = matrix->layout.y;
  const EctopyTextStyle letter_style = {
    .size = 1.15 * matrix->font,
    .bold = TRUE,
    .align = ECTOPY_ALIGN_CENTER,
    .color = matrix->palette->text,
  };

  ectopy_text_paint (matrix->cr, &letter_style, x, y - 0.6 * matrix->font, letter);
}

/* The recalls at the right, the precisions below, and their names. */
static void
paint_summaries (const Matrix *matrix)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const double side = ECTOPY_N_CLASSES * layout->cell;
  const double right = layout->x + side + layout->margin_gap + SUMMARY_CELLS / 2 * layout->cell;
  const double below = layout->y + side + layout->margin_gap + 0.36 * layout->cell;
  EctopyTextStyle style = {
    .size = 0.92 * matrix->font,
    .align = ECTOPY_ALIGN_CENTER,
    .max_width = SUMMARY_CELLS * layout->cell + layout->margin_gap,
    .color = matrix->palette->muted,
  };

  ectopy_text_paint (matrix->cr, &style, right, layout->y - 0.6 * matrix->font, "recall");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *recall = ectopy_text_percent (matrix->metrics.classes[c].recall);
    g_autofree char *precision = ectopy_text_percent (matrix->metrics.classes[c].precision);
    EctopyTextStyle line;

    style.size = MIN (matrix->font, 0.23 * layout->cell);
    style.max_width = 0;
    style.color = matrix->palette->text;
    line = fitted (matrix, &style, recall);
    ectopy_text_paint (matrix->cr, &line, right, row_middle (matrix, c) + 0.36 * style.size,
                       recall);
    line = fitted (matrix, &style, precision);
    ectopy_text_paint (matrix->cr, &line, column_middle (matrix, c), below, precision);
  }
  style.size = 0.92 * matrix->font;
  style.align = ECTOPY_ALIGN_END;
  style.max_width = (LEFT_ROOM - 1) * matrix->font;
  style.color = matrix->palette->muted;
  ectopy_text_paint (matrix->cr, &style, layout->x - 0.6 * matrix->font, below, "precision");
}

static void
paint_titles (const Matrix *matrix)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const double side = ECTOPY_N_CLASSES * layout->cell;
  const EctopyTextStyle style = {
    .size = matrix->font,
    .align = ECTOPY_ALIGN_CENTER,
    .max_width = side,
    .color = matrix->palette->text,
  };

  ectopy_text_paint (matrix->cr, &style, layout->x + side / 2, layout->y - 2.6 * matrix->font,
                     "predicted");
  ectopy_text_paint_upwards (matrix->cr, &style, layout->x - (LEFT_ROOM - 1.1) * matrix->font,
                             layout->y + side / 2, "true");
}

void
ectopy_confusion_paint (cairo_t *cr,
                        const EctopyConfusionScene *scene,
                        const EctopyPalette *palette,
                        double width,
                        double height)
{
  Matrix matrix = {
    .cr = cr,
    .confusion = scene->confusion,
    .palette = palette,
    .share_of_given = scene->share_of_given,
    .font = font_of (scene),
  };

  ectopy_confusion_layout (scene, width, height, &matrix.layout);
  ectopy_metrics_compute (&matrix.metrics, scene->confusion);
  cairo_save (cr);
  for (guint t = 0; t < ECTOPY_N_CLASSES; t++)
    for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
      paint_cell (&matrix, t, p);
  paint_lines (&matrix, scene);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    paint_row_label (&matrix, c);
    paint_column_label (&matrix, c);
  }
  paint_summaries (&matrix);
  paint_titles (&matrix);
  cairo_restore (cr);
}

static void
paint_file_cb (cairo_t *cr, guint page, gpointer user_data)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyConfusionScene scene = { .confusion = user_data };

  cairo_translate (cr, FILE_MARGIN, FILE_MARGIN);
  ectopy_confusion_paint (cr, &scene, &palette, FILE_WIDTH - 2 * FILE_MARGIN,
                          FILE_HEIGHT - 2 * FILE_MARGIN);
}

gboolean
ectopy_confusion_write (const EctopyConfusion *confusion, const char *path, GError **error)
{
  const EctopyPicture picture = {
    .width = FILE_WIDTH,
    .height = FILE_HEIGHT,
    .n_pages = 1,
    .title = "Confusion matrix",
    .paint = paint_file_cb,
    .user_data = (gpointer) confusion,
  };

  return ectopy_surface_write (&picture, path, error);
}
