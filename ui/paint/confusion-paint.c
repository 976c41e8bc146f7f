/* SPDX-License-Identifier: MIT */
#include "ui/paint/confusion-paint.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/surface.h"
#include "ui/paint/text-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define DEFAULT_FONT 11.0
#define FILE_WIDTH   560.0
#define FILE_HEIGHT  500.0
#define FILE_MARGIN  18.0

/* Rooms around the cells, in font sizes. */
#define LEFT_ROOM     11.0 /* the title read upwards, letters and names */
#define TOP_ROOM      4.4  /* the title, letters and names */
#define GAP           0.7  /* between the cells and what is computed from them */
#define LEAST_SIZE    0.6  /* of a font, for a title that has little room */
#define SUMMARY_CELLS 1.0  /* a recall's width, a precision's height: cells */

/* What tells one kind of matrix from the other. */
typedef struct {
  guint n;
  const char *rows;    /* letters */
  const char *columns; /* likewise */
  const char *row_title;
  const char *column_title;
} Kind;

static const Kind class_kind = { ECTOPY_N_CLASSES, "NSVFQ", "NSVFQ", NC_ ("matrix", "true"),
                                 NC_ ("matrix", "predicted") };
static const Kind ec57_kind = { ECTOPY_N_EC57_LABELS, "NSVFQOX", "nsvfqox",
                                NC_ ("matrix", "reference"), NC_ ("matrix", "test") };

typedef struct {
  cairo_t *cr;
  const EctopyConfusionScene *scene;
  const Kind *kind;
  const EctopyPalette *palette;
  EctopyConfusionLayout layout;
  double font;
} Matrix;

static const Kind *
kind_of (const EctopyConfusionScene *scene)
{
  return scene->ec57 != NULL ? &ec57_kind : &class_kind;
}

/* ---- Counts ---- */

static gboolean
is_cell (const Matrix *matrix, guint row, guint column)
{
  return matrix->scene->ec57 == NULL || ectopy_ec57_is_cell (row, column);
}

static guint64
count_at (const Matrix *matrix, guint row, guint column)
{
  return matrix->scene->ec57 != NULL ? matrix->scene->ec57->cells[row][column]
                                     : matrix->scene->confusion->counts[row][column];
}

static guint64
row_total (const Matrix *matrix, guint row)
{
  guint64 sum = 0;

  for (guint i = 0; i < matrix->kind->n; i++)
    sum += count_at (matrix, row, i);
  return sum;
}

static guint64
column_total (const Matrix *matrix, guint column)
{
  guint64 sum = 0;

  for (guint i = 0; i < matrix->kind->n; i++)
    sum += count_at (matrix, i, column);
  return sum;
}

/* ---- Places ---- */

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
  const guint n = kind_of (scene)->n;
  const double across = n + SUMMARY_CELLS;
  const double cell = MIN ((width - (LEFT_ROOM + GAP) * font) / across,
                           (height - (TOP_ROOM + GAP) * font) / across);

  layout->n = n;
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

  if (!(column >= 0 && column < layout->n && row >= 0 && row < layout->n))
    return FALSE;
  if (layout->n == ECTOPY_N_EC57_LABELS && !ectopy_ec57_is_cell ((guint) row, (guint) column))
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
    smaller.size = ectopy_text_size (style->size, room / width * style->size);
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
    .size = ectopy_text_size (1.15 * matrix->font, 0.27 * cell),
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
  const guint64 n = count_at (matrix, truth, predicted);
  const guint64 support = matrix->scene->share_of_given ? column_total (matrix, predicted)
                                                        : row_total (matrix, truth);
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

/* Where neither side has a beat there is no cell, and no line. */
static void
paint_grid (const Matrix *matrix)
{
  const EctopyConfusionLayout *layout = &matrix->layout;

  ectopy_color_set (matrix->cr, matrix->palette->grid);
  cairo_set_line_width (matrix->cr, 0.06 * matrix->font);
  for (guint i = 0; i <= layout->n; i++) {
    const guint last = i <= ECTOPY_N_CLASSES ? layout->n : ECTOPY_N_CLASSES;

    cairo_move_to (matrix->cr, layout->x + i * layout->cell, layout->y);
    cairo_rel_line_to (matrix->cr, 0, last * layout->cell);
    cairo_move_to (matrix->cr, layout->x, layout->y + i * layout->cell);
    cairo_rel_line_to (matrix->cr, last * layout->cell, 0);
  }
  cairo_stroke (matrix->cr);
}

/* The lines between cells, the diagonal's outlines, and the focus above all. */
static void
paint_lines (const Matrix *matrix)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const EctopyConfusionScene *scene = matrix->scene;

  paint_grid (matrix);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    paint_frame (matrix, layout->x + i * layout->cell, layout->y + i * layout->cell, layout->cell,
                 matrix->palette->text, 0.12 * matrix->font);
  if (!scene->has_focus || scene->focus_truth >= layout->n || scene->focus_predicted >= layout->n)
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

/* (transfer none): of a row: a class, or what the side lacks. */
static const char *
name_of (guint c)
{
  if (c < ECTOPY_N_CLASSES)
    return gettext (ectopy_beat_class_name (c));
  /* Translators: what one side of a comparison has where the other has a beat: nothing, or a stretch in
   * which it looked for none. */
  return c == ECTOPY_EC57_O ? _ ("no beat") : _ ("shut down");
}

static void
paint_row_label (const Matrix *matrix, guint c)
{
  const char letter[2] = { matrix->kind->rows[c], '\0' };
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
  const char *name = name_of (c);
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
  const char letter[2] = { matrix->kind->columns[c], '\0' };
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
  const double side = layout->n * layout->cell;
  const double right = layout->x + side + layout->margin_gap + SUMMARY_CELLS / 2 * layout->cell;
  const double below = layout->y + side + layout->margin_gap + 0.36 * layout->cell;
  EctopyTextStyle style = {
    .size = 0.92 * matrix->font,
    .align = ECTOPY_ALIGN_CENTER,
    .color = matrix->palette->muted,
  };
  const char *recall_title = _ ("recall"), *precision_title = _ ("precision");

  style = ectopy_text_fitted (matrix->cr, &style, SUMMARY_CELLS * layout->cell + layout->margin_gap,
                              LEAST_SIZE, recall_title);
  ectopy_text_paint (matrix->cr, &style, right, layout->y - 0.6 * matrix->font, recall_title);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const double hits = (double) count_at (matrix, c, c);
    const guint64 row = row_total (matrix, c), column = column_total (matrix, c);
    g_autofree char *recall = ectopy_text_percent (row > 0 ? hits / (double) row : (double) NAN);
    g_autofree char *precision = ectopy_text_percent (column > 0 ? hits / (double) column
                                                                 : (double) NAN);
    EctopyTextStyle line;

    style.size = ectopy_text_size (matrix->font, 0.23 * layout->cell);
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
  style.color = matrix->palette->muted;
  style = ectopy_text_fitted (matrix->cr, &style, (LEFT_ROOM - 1) * matrix->font, LEAST_SIZE,
                              precision_title);
  ectopy_text_paint (matrix->cr, &style, layout->x - 0.6 * matrix->font, below, precision_title);
}

static void
paint_titles (const Matrix *matrix)
{
  const EctopyConfusionLayout *layout = &matrix->layout;
  const double side = layout->n * layout->cell;
  const EctopyTextStyle style = {
    .size = matrix->font,
    .align = ECTOPY_ALIGN_CENTER,
    .max_width = side,
    .color = matrix->palette->text,
  };

  ectopy_text_paint (matrix->cr, &style, layout->x + side / 2, layout->y - 2.6 * matrix->font,
                     g_dpgettext2 (NULL, "matrix", matrix->kind->column_title));
  ectopy_text_paint_upwards (matrix->cr, &style, layout->x - (LEFT_ROOM - 1.1) * matrix->font,
                             layout->y + side / 2,
                             g_dpgettext2 (NULL, "matrix", matrix->kind->row_title));
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
    .scene = scene,
    .kind = kind_of (scene),
    .palette = palette,
    .font = font_of (scene),
  };

  ectopy_confusion_layout (scene, width, height, &matrix.layout);
  cairo_save (cr);
  for (guint t = 0; t < matrix.kind->n; t++)
    for (guint p = 0; p < matrix.kind->n; p++)
      if (is_cell (&matrix, t, p))
        paint_cell (&matrix, t, p);
  paint_lines (&matrix);
  for (guint c = 0; c < matrix.kind->n; c++) {
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

  cairo_translate (cr, FILE_MARGIN, FILE_MARGIN);
  ectopy_confusion_paint (cr, user_data, &palette, FILE_WIDTH - 2 * FILE_MARGIN,
                          FILE_HEIGHT - 2 * FILE_MARGIN);
}

static gboolean
write_scene (const EctopyConfusionScene *scene, const char *path, GError **error)
{
  const EctopyPicture picture = {
    .width = FILE_WIDTH,
    .height = FILE_HEIGHT,
    .n_pages = 1,
    .title = _ ("Confusion matrix"),
    .paint = paint_file_cb,
    .user_data = (gpointer) scene,
  };

  return ectopy_surface_write (&picture, path, error);
}

gboolean
ectopy_confusion_write (const EctopyConfusion *confusion, const char *path, GError **error)
{
  return write_scene (&(EctopyConfusionScene){ .confusion = confusion }, path, error);
}

gboolean
ectopy_confusion_write_ec57 (const EctopyEc57Counts *counts, const char *path, GError **error)
{
  return write_scene (&(EctopyConfusionScene){ .ec57 = counts }, path, error);
}
