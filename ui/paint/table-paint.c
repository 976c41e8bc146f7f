/* SPDX-License-Identifier: MIT */
#include "ui/paint/table-paint.h"

#include "ui/paint/text-paint.h"

#define ROW         ECTOPY_TABLE_ROW
#define SPACE       0.8  /* between columns, in font sizes */
#define MOST        0.5  /* of the width that a column may want */
#define MOST_OF_FEW 0.75 /* likewise, where there are few */
#define FEW         4
#define LEAST_SIZE  0.7 /* of the font, where all columns lack room */
#define MAX_TURNS   4   /* to find it: texts do not shrink in proportion */

typedef struct {
  const EctopyTable *table;
  double font;
  double lefts[ECTOPY_TABLE_MAX_COLUMNS + 1];
  double head_height;
} Layout;

static void
paint_rule (cairo_t *cr, EctopyColor color, double y, double width)
{
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, 0.6);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, width, y);
  cairo_stroke (cr);
}

static double
space_before (const Layout *layout, guint column)
{
  return column == 0 ? 0 : SPACE * layout->font;
}

/* The width of the longest word. */
static double
widest_word (cairo_t *cr, const EctopyTextStyle *style, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  double widest = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    const double width = ectopy_text_width (cr, style, words[i]);

    widest = MAX (widest, width);
  }
  return widest;
}

/* What a column wants: room for its longest cell, or for the longest word of its heading, which may run
 * over several lines. */
static double
wanted_by (cairo_t *cr, const Layout *layout, guint column, double width)
{
  const EctopyTable *table = layout->table;
  const EctopyTextStyle style = { .size = layout->font };
  double wanted = 0;

  for (guint row = 0; row < table->n_rows; row++) {
    const char *text = table->cells[row * table->n_columns + column];
    const double needed = text == NULL ? 0
                          : row == 0   ? widest_word (cr, &style, text)
                                       : ectopy_text_width (cr, &style, text);

    wanted = MAX (wanted, needed);
  }
  return MIN (wanted + space_before (layout, column) + 0.1 * layout->font,
              (table->n_columns <= FEW ? MOST_OF_FEW : MOST) * width);
}

/* Columns get their shares of the width; where that is less than one wants, those with room to spare
 * give of it, and where all of them lack room the letters become smaller. */
static void
share_width (cairo_t *cr, Layout *layout, double width)
{
  const EctopyTable *table = layout->table;
  double widths[ECTOPY_TABLE_MAX_COLUMNS], wanted[ECTOPY_TABLE_MAX_COLUMNS];
  double sum = 0, lacking = 0, spare = 0, given;

  for (guint turn = 0; turn < MAX_TURNS; turn++) {
    double all = 0;

    for (guint c = 0; c < table->n_columns; c++) {
      wanted[c] = wanted_by (cr, layout, c, width);
      all += wanted[c];
    }
    if (all <= width || layout->font <= LEAST_SIZE * table->font_size)
      break;
    layout->font = MAX (layout->font * width / all, LEAST_SIZE * table->font_size);
  }
  for (guint c = 0; c < table->n_columns; c++)
    sum += table->widths[c];
  for (guint c = 0; c < table->n_columns; c++) {
    widths[c] = table->widths[c] / sum * width;
    lacking += MAX (wanted[c] - widths[c], 0);
    spare += MAX (widths[c] - wanted[c], 0);
  }
  given = MIN (lacking, spare);
  for (guint c = 0; c < table->n_columns; c++) {
    if (wanted[c] > widths[c])
      widths[c] += (wanted[c] - widths[c]) / lacking * given;
    else if (spare > 0)
      widths[c] -= (widths[c] - wanted[c]) / spare * given;
    layout->lefts[c + 1] = layout->lefts[c] + widths[c];
  }
}

static EctopyTextStyle
style_of (const Layout *layout, const EctopyPalette *palette, guint row, guint column)
{
  const double width = layout->lefts[column + 1] - layout->lefts[column];

  return (EctopyTextStyle){
    .size = layout->font,
    .align = column == 0 ? ECTOPY_ALIGN_START : ECTOPY_ALIGN_END,
    .max_width = MAX (width - space_before (layout, column), 1),
    .wrap = row == 0,
    .color = row == 0 ? palette->muted : palette->text,
  };
}

static double
line_of (cairo_t *cr, const Layout *layout)
{
  const EctopyTextStyle line = { .size = layout->font };

  return ectopy_text_height (cr, &line, "N");
}

static double
head_cell_height (cairo_t *cr, const Layout *layout, guint column)
{
  const EctopyPalette any = { 0 };
  const EctopyTextStyle style = style_of (layout, &any, 0, column);
  const char *text = layout->table->cells[column];

  return text != NULL ? ectopy_text_height (cr, &style, text) : 0;
}

static Layout
lay_out (cairo_t *cr, const EctopyTable *table, double width)
{
  Layout layout = { .table = table, .font = table->font_size };
  double line_height, most = 0;

  g_assert (table->n_columns > 0 && table->n_columns <= ECTOPY_TABLE_MAX_COLUMNS);
  share_width (cr, &layout, width);
  line_height = line_of (cr, &layout);
  for (guint c = 0; c < table->n_columns; c++) {
    const double height = head_cell_height (cr, &layout, c);

    most = MAX (most, height);
  }
  layout.head_height = ROW * table->font_size + MAX (most - line_height, 0);
  return layout;
}

double
ectopy_table_head_height (cairo_t *cr, const EctopyTable *table, double width)
{
  return lay_out (cr, table, width).head_height;
}

static void
paint_row (cairo_t *cr, const Layout *layout, const EctopyPalette *palette, guint row)
{
  const EctopyTable *table = layout->table;
  const double baseline = layout->head_height + row * ROW * table->font_size -
                          0.5 * table->font_size;
  const double line_height = line_of (cr, layout);

  for (guint c = 0; c < table->n_columns; c++) {
    const char *text = table->cells[row * table->n_columns + c];
    const EctopyTextStyle style = style_of (layout, palette, row, c);
    double above = 0; /* the last line of a heading stands on the baseline */

    if (text == NULL)
      continue;
    if (row == 0)
      above = MAX (head_cell_height (cr, layout, c) - line_height, 0);
    cairo_tag_begin (cr, row == 0 ? "TH" : "TD", NULL);
    ectopy_text_paint (cr, &style, c == 0 ? layout->lefts[0] : layout->lefts[c + 1],
                       baseline - above, text);
    cairo_tag_end (cr, row == 0 ? "TH" : "TD");
  }
}

double
ectopy_table_paint (cairo_t *cr,
                    const EctopyTable *table,
                    const EctopyPalette *palette,
                    double width)
{
  const Layout layout = lay_out (cr, table, width);

  cairo_save (cr);
  cairo_tag_begin (cr, "Table", NULL);
  for (guint row = 0; row < table->n_rows; row++) {
    cairo_tag_begin (cr, "TR", NULL);
    paint_row (cr, &layout, palette, row);
    cairo_tag_end (cr, "TR");
    if (row == 1 || (row > 0 && row == table->rule_before))
      paint_rule (cr, palette->rule, layout.head_height + (row - 1) * ROW * table->font_size,
                  width);
  }
  cairo_tag_end (cr, "Table");
  cairo_restore (cr);
  return layout.head_height + (table->n_rows - 1) * ROW * table->font_size;
}
