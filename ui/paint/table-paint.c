/* SPDX-License-Identifier: MIT */
#include "ui/paint/table-paint.h"

#include "ui/paint/text-paint.h"

#define ROW   ECTOPY_TABLE_ROW
#define SPACE 0.8 /* between columns, in font sizes */

static void
paint_rule (cairo_t *cr, EctopyColor color, double y, double width)
{
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, 0.6);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, width, y);
  cairo_stroke (cr);
}

static void
paint_row (cairo_t *cr,
           const EctopyTable *table,
           const EctopyPalette *palette,
           guint row,
           const double *lefts)
{
  const double baseline = (row + 1) * ROW * table->font_size - 0.5 * table->font_size;

  for (guint c = 0; c < table->n_columns; c++) {
    const char *text = table->cells[row * table->n_columns + c];
    const EctopyTextStyle style = {
      .size = table->font_size,
      .align = c == 0 ? ECTOPY_ALIGN_START : ECTOPY_ALIGN_END,
      .max_width = MAX (lefts[c + 1] - lefts[c] - (c == 0 ? 0 : SPACE * table->font_size), 1),
      .color = row == 0 ? palette->muted : palette->text,
    };

    if (text == NULL)
      continue;
    cairo_tag_begin (cr, row == 0 ? "TH" : "TD", NULL);
    ectopy_text_paint (cr, &style, c == 0 ? lefts[0] : lefts[c + 1], baseline, text);
    cairo_tag_end (cr, row == 0 ? "TH" : "TD");
  }
}

double
ectopy_table_paint (cairo_t *cr,
                    const EctopyTable *table,
                    const EctopyPalette *palette,
                    double width)
{
  double lefts[ECTOPY_TABLE_MAX_COLUMNS + 1] = { 0 };
  double sum = 0;

  g_assert (table->n_columns > 0 && table->n_columns <= ECTOPY_TABLE_MAX_COLUMNS);
  for (guint c = 0; c < table->n_columns; c++)
    sum += table->widths[c];
  for (guint c = 0; c < table->n_columns; c++)
    lefts[c + 1] = lefts[c] + table->widths[c] / sum * width;
  cairo_save (cr);
  cairo_tag_begin (cr, "Table", NULL);
  for (guint row = 0; row < table->n_rows; row++) {
    cairo_tag_begin (cr, "TR", NULL);
    paint_row (cr, table, palette, row, lefts);
    cairo_tag_end (cr, "TR");
    if (row == 1 || (row > 0 && row == table->rule_before))
      paint_rule (cr, palette->rule, row * ROW * table->font_size, width);
  }
  cairo_tag_end (cr, "Table");
  cairo_restore (cr);
  return table->n_rows * ROW * table->font_size;
}
