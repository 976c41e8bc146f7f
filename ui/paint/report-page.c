/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-page.h"

#include "engine/evaluate/evaluation.h"

#include <string.h>

#define SHORT_DIGEST 12   /* digits in the footer */
#define FOOTER       30.0 /* points above the lower margin that are the footer's */
#define LABEL_WIDTH  62.0 /* of a fact */
#define RULER_MM     50

EctopyReportPage
ectopy_report_page_new (cairo_t *cr, EctopyPaper paper, const char *date, const char *digest)
{
  double width, height;

  ectopy_paper_size (paper, &width, &height);
  return (EctopyReportPage){
    .cr = cr,
    .date = date,
    .digest = digest,
    .palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT),
    .left = ECTOPY_REPORT_MARGIN,
    .width = width - 2 * ECTOPY_REPORT_MARGIN,
    .bottom = height - ECTOPY_REPORT_MARGIN - FOOTER,
  };
}

EctopyTextStyle
ectopy_report_page_style (const EctopyReportPage *page, double size, gboolean muted)
{
  return (EctopyTextStyle){
    .size = size,
    .color = muted ? page->palette.muted : page->palette.text,
  };
}

void
ectopy_report_page_footer (const EctopyReportPage *page, guint number, guint n_pages)
{
  const double size = ECTOPY_REPORT_SMALL, y = page->bottom + FOOTER;
  g_autofree char *place = g_strdup_printf ("Page %u of %u", number + 1, n_pages);
  g_autofree char *model = page->digest != NULL
                               ? g_strdup_printf ("model %.*s", SHORT_DIGEST, page->digest)
                               : NULL;
  EctopyTextStyle style = ectopy_report_page_style (page, size, TRUE);

  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_color_set (page->cr, page->palette.rule);
  cairo_set_line_width (page->cr, 0.5);
  cairo_move_to (page->cr, page->left, y - 1.6 * size);
  cairo_rel_line_to (page->cr, page->width, 0);
  cairo_stroke (page->cr);
  ectopy_text_paint (page->cr, &style, page->left, y, ECTOPY_NOTICE);
  style.align = ECTOPY_ALIGN_END;
  if (model != NULL && g_utf8_validate (model, -1, NULL))
    ectopy_text_paint (page->cr, &style, page->left + page->width - 80, y, model);
  ectopy_text_paint (page->cr, &style, page->left + page->width, y, place);
  cairo_tag_end (page->cr, "P");
}

/* Paints text as a structure element of its own. */
static double
paint_tagged (const EctopyReportPage *page,
              const char *tag,
              const EctopyTextStyle *style,
              double x,
              const char *text)
{
  double height;

  cairo_tag_begin (page->cr, tag, NULL);
  height = ectopy_text_paint (page->cr, style, x, page->y + style->size, text);
  cairo_tag_end (page->cr, tag);
  return height;
}

/* (nullable): "2024-01-02T10:00:00Z" as "2024-01-02 10:00 UTC"; other dates as they are. */
static char *
date_text (const char *date)
{
  if (date == NULL || strlen (date) != 20 || date[10] != 'T' || date[19] != 'Z')
    return g_strdup (date);
  return g_strdup_printf ("%.10s %.5s UTC", date, date + 11);
}

void
ectopy_report_page_title (EctopyReportPage *page, const char *title)
{
  const double size = ECTOPY_REPORT_TITLE;
  g_autofree char *date = date_text (page->date);
  EctopyTextStyle title_style = ectopy_report_page_style (page, size, FALSE);
  EctopyTextStyle date_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, TRUE);

  title_style.bold = TRUE;
  title_style.max_width = 0.7 * page->width;
  date_style.align = ECTOPY_ALIGN_END;
  date_style.max_width = 0.28 * page->width;
  page->y = ECTOPY_REPORT_MARGIN;
  paint_tagged (page, "H1", &title_style, page->left, title);
  page->y += size - ECTOPY_REPORT_BODY; /* one baseline */
  if (date != NULL)
    paint_tagged (page, "P", &date_style, page->left + page->width, date);
  page->y += 1.9 * size - (size - ECTOPY_REPORT_BODY);
}

void
ectopy_report_page_heading (EctopyReportPage *page, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_HEADING, FALSE);

  style.bold = TRUE;
  page->y += ECTOPY_REPORT_GAP;
  paint_tagged (page, "H2", &style, page->left, text);
  page->y += 1.6 * ECTOPY_REPORT_HEADING;
}

void
ectopy_report_page_paragraph (EctopyReportPage *page, double size, gboolean muted, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, size, muted);

  style.wrap = TRUE;
  style.max_width = page->width;
  page->y += paint_tagged (page, "P", &style, page->left, text) + 0.25 * size;
}

void
ectopy_report_page_fact (EctopyReportPage *page, const char *label, const char *value)
{
  const EctopyTextStyle label_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, TRUE);
  EctopyTextStyle value_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, FALSE);

  if (value == NULL || value[0] == '\0')
    return;
  value_style.max_width = page->width - LABEL_WIDTH;
  value_style.cut_middle = TRUE;
  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_text_paint (page->cr, &label_style, page->left, page->y + ECTOPY_REPORT_BODY, label);
  ectopy_text_paint (page->cr, &value_style, page->left + LABEL_WIDTH, page->y + ECTOPY_REPORT_BODY,
                     value);
  cairo_tag_end (page->cr, "P");
  page->y += ECTOPY_REPORT_LINE;
}

void
ectopy_report_page_ruler (const EctopyReportPage *page)
{
  const double y = page->y + 0.9 * ECTOPY_REPORT_BODY;
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, TRUE);

  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_color_set (page->cr, page->palette.text);
  cairo_set_line_width (page->cr, 0.6);
  cairo_set_line_cap (page->cr, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (page->cr, page->left, y);
  cairo_rel_line_to (page->cr, RULER_MM * ECTOPY_REPORT_MM, 0);
  for (guint mm = 0; mm <= RULER_MM; mm += 5) {
    cairo_move_to (page->cr, page->left + mm * ECTOPY_REPORT_MM, y);
    cairo_rel_line_to (page->cr, 0, mm % 25 == 0 ? -5 : -3);
  }
  cairo_stroke (page->cr);
  ectopy_text_paint (page->cr, &style, page->left + RULER_MM * ECTOPY_REPORT_MM + 8, y,
                     "50 mm, or 2 s, where the page is printed in its own size");
  cairo_tag_end (page->cr, "P");
}

void
ectopy_report_page_caption (EctopyReportPage *page, double x, double width, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, TRUE);

  style.wrap = TRUE;
  style.max_width = width;
  page->y += paint_tagged (page, "P", &style, x, text) + 0.25 * ECTOPY_REPORT_SMALL;
}

void
ectopy_report_page_table (EctopyReportPage *page,
                          EctopyTable *table,
                          char **cells,
                          double x,
                          double width)
{
  cairo_save (page->cr);
  cairo_translate (page->cr, x, page->y);
  table->cells = (const char *const *) cells;
  page->y += ectopy_table_paint (page->cr, table, &page->palette, width);
  cairo_restore (page->cr);
  for (guint i = 0; i < table->n_rows * table->n_columns; i++)
    g_free (cells[i]);
}

char *
ectopy_report_class_name (guint c)
{
  return g_strdup_printf ("%c  %s", ectopy_beat_class_letter (c), ectopy_beat_class_name (c));
}
