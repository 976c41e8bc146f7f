/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of the report share; for the report-*.c files only. */
#include "ui/paint/report-paint.h"
#include "ui/paint/table-paint.h"
#include "ui/paint/text-paint.h"

G_BEGIN_DECLS

/* Points. */
#define ECTOPY_REPORT_MM      (72 / 25.4)
#define ECTOPY_REPORT_MARGIN  (15 * ECTOPY_REPORT_MM)
#define ECTOPY_REPORT_BODY    9.5
#define ECTOPY_REPORT_SMALL   8.0
#define ECTOPY_REPORT_HEADING 11.0
#define ECTOPY_REPORT_TITLE   14.0
#define ECTOPY_REPORT_LINE    (1.4 * ECTOPY_REPORT_BODY)
#define ECTOPY_REPORT_GAP     12.0

/* A page being painted, points. */
typedef struct {
  cairo_t *cr;
  const EctopyReport *report;
  EctopyPalette palette;
  double left;
  double width;  /* between the margins */
  double bottom; /* where the last thing above the footer ends */
  double y;      /* where the next thing starts */
} EctopyReportPage;

EctopyTextStyle
ectopy_report_page_style (const EctopyReportPage *page, double size, gboolean muted);

/* At the top, with the date at the right. */
void ectopy_report_page_title (EctopyReportPage *page, const char *title);

void ectopy_report_page_heading (EctopyReportPage *page, const char *text);

/* A sentence over the whole width, in as many lines as it takes. */
void ectopy_report_page_paragraph (EctopyReportPage *page,
                                   double size,
                                   gboolean muted,
                                   const char *text);

/* What a figure shows, in small letters from (@x, the page's y) on; moves y on. */
void ectopy_report_page_caption (EctopyReportPage *page, double x, double width, const char *text);

/* Paints @table, whose cells are freed, from (@x, the page's y) on; moves y on. */
void ectopy_report_page_table (EctopyReportPage *page,
                               EctopyTable *table,
                               char **cells,
                               double x,
                               double width);

/* (transfer full): "V  ventricular". */
char *ectopy_report_class_name (guint c);

/* The pages themselves, without footers. */
void ectopy_report_summary_paint (EctopyReportPage *page);
void ectopy_report_figures_paint (EctopyReportPage *page);

/* Strips of beats that were given a wrong class; 0 pages without data or mistakes. */
guint ectopy_report_mistakes_count_pages (const EctopyReportPage *page);
void ectopy_report_mistakes_paint (EctopyReportPage *page, guint number);

/* The model's card; 0 pages without one. */
guint ectopy_report_card_count_pages (const EctopyReportPage *page);
void ectopy_report_card_paint (EctopyReportPage *page, guint number);

G_END_DECLS
