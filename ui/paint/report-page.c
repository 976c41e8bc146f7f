/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-page.h"

#include <string.h>

EctopyTextStyle
ectopy_report_page_style (const EctopyReportPage *page, double size, gboolean muted)
{
  return (EctopyTextStyle){
    .size = size,
    .color = muted ? page->palette.muted : page->palette.text,
  };
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
  g_autofree char *date = date_text (
      ectopy_evaluation_get_provenance (page->report->evaluation)->date);
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
