/* SPDX-License-Identifier: MIT */
#pragma once

/* The parts of an evaluation's report; for "ui/paint/report-paint.c" only. Each paints its pages without
 * their footers. */
#include "ui/paint/report-page.h"
#include "ui/paint/report-paint.h"

G_BEGIN_DECLS

/* A page each. */
void ectopy_report_summary_paint (EctopyReportPage *page, const EctopyReport *report);
void ectopy_report_figures_paint (EctopyReportPage *page, const EctopyReport *report);

/* Of recordings, how they were judged and what became of each; 0 pages for beats that are not of any. */
guint ectopy_report_records_count_pages (const EctopyReportPage *page, const EctopyReport *report);
void ectopy_report_records_paint (EctopyReportPage *page, const EctopyReport *report, guint number);

/* Strips of beats that were given a wrong class; 0 pages without data or mistakes. */
guint ectopy_report_mistakes_count_pages (const EctopyReportPage *page, const EctopyReport *report);
void
ectopy_report_mistakes_paint (EctopyReportPage *page, const EctopyReport *report, guint number);

/* The model's card; 0 pages without one. */
guint ectopy_report_card_count_pages (const EctopyReportPage *page, const EctopyReport *report);
void ectopy_report_card_paint (EctopyReportPage *page, const EctopyReport *report, guint number);

G_END_DECLS
