/* SPDX-License-Identifier: MIT */
#pragma once

/* What the pages of all reports have in common; for the files of reports only. */
#include "ui/paint/paper-size.h"
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
#define ECTOPY_REPORT_TOP     (ECTOPY_REPORT_MARGIN + 1.9 * ECTOPY_REPORT_TITLE) /* below the title */

/* A page being painted, points. */
typedef struct {
  cairo_t *cr;
  const char *date;   /* (nullable): at its top */
  const char *digest; /* (nullable): of the model, at its foot */
  EctopyPalette palette;
  double left;
  double width;  /* between the margins */
  double bottom; /* where the last thing above the footer ends */
  double y;      /* where the next thing starts */
} EctopyReportPage;

/* An empty page; texts are lent. */
EctopyReportPage
ectopy_report_page_new (cairo_t *cr, EctopyPaper paper, const char *date, const char *digest);

/* The notice, the model's digest, and which page it is: @number from 0. */
void ectopy_report_page_footer (const EctopyReportPage *page, guint number, guint n_pages);

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

/* The height of a paragraph, or of a caption, of that @width. Its page may have no context. */
double ectopy_report_page_measure (const EctopyReportPage *page,
                                   double size,
                                   double width,
                                   const char *text);

/* What a line of a report tells: the value is a name, cut in the middle when it is too long, or a phrase, whose
 * letters become smaller before that. */
typedef struct {
  const char *label;
  const char *value; /* (nullable) */
  gboolean is_name;
} EctopyReportFact;

/* Lines: what each is at the left, values one below the other; none for a value that is NULL or empty. */
void ectopy_report_page_facts (EctopyReportPage *page, const EctopyReportFact *facts, guint n);

/* A line of known length, to see whether a printer kept the scale; does not move y. */
void ectopy_report_page_ruler (const EctopyReportPage *page);

/* What a figure shows, in small letters from (@x, the page's y) on; moves y on. */
void ectopy_report_page_caption (EctopyReportPage *page, double x, double width, const char *text);

/* Paints @table, whose cells are freed, from (@x, the page's y) on; moves y on. */
void ectopy_report_page_table (EctopyReportPage *page,
                               EctopyTable *table,
                               char **cells,
                               double x,
                               double width);

/* The first row of a table, in the language of the reader; @headings (NULL: an empty cell) are marked by
 * NC_ ("table", ...), letters of classes are not. */
void ectopy_report_page_head (char **cells, const char *const *headings, guint n);

/* (transfer full): "V  ventricular". */
char *ectopy_report_class_name (guint c);

G_END_DECLS
