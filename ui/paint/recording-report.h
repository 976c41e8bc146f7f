/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"
#include "engine/signal/display-filter.h"
#include "ui/paint/paper-size.h"
#include "ui/paint/trace-paint.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Seconds up to which a report shows the whole recording unless it is told otherwise: 4 pages. */
#define ECTOPY_FULL_DISCLOSURE_S 7200.0

/**
 * EctopyRecordingReportOptions:
 * @study: what was found, and what a person said about it
 * @filter: (nullable): what traces are shown through; NULL for none
 * @paper: what it is printed on
 * @date: (nullable): as 2026-01-31, or ISO 8601; on each page, and the date of the file
 * @version: (nullable): of the program
 * @strips: (nullable): `[n_strips]`: stretches that a person chose; longer ones take several strips
 * @n_strips: how many; without any, those of ectopy_study_highlights() are shown
 * @full_disclosure: whether the whole classified lead is shown, a minute a line
 *
 * What a report is to be made of: a plain value, all lent.
 */
typedef struct {
  EctopyStudy *study;
  const EctopyDisplayFilter *filter;
  EctopyPaper paper;
  const char *date;
  const char *version;
  const EctopyTimeSpan *strips;
  size_t n_strips;
  gboolean full_disclosure;
} EctopyRecordingReportOptions;

/**
 * EctopyRecordingReport:
 *
 * A report of a recording: what was found in it and by which model, the strips that matter at true
 * scale, a table by hours for recordings of more than one, and all of it a minute a line.
 */
typedef struct _EctopyRecordingReport EctopyRecordingReport;

/* (transfer full): takes down what stands. The thread of the study; after that, any one thread. */
EctopyRecordingReport *ectopy_recording_report_new (const EctopyRecordingReportOptions *options);

/* Pages it takes, at least 2. */
guint ectopy_recording_report_count_pages (const EctopyRecordingReport *report);

/* Paints a page, from 0, onto one of the size that ectopy_paper_size() tells, in points; not cleared
 * first. For the file, and for printing. */
void
ectopy_recording_report_paint_page (cairo_t *cr, const EctopyRecordingReport *report, guint page);

/**
 * ectopy_recording_report_write_pdf:
 * @report: what
 * @path: where to, ending in `.pdf`
 * @cancellable: (nullable): a way to stop
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR,
 *   %G_IO_ERROR_CANCELLED
 *
 * The file is tagged, has an outline and embeds its fonts. The same report gives the same bytes with
 * the same version of cairo and the same fonts.
 *
 * Returns: whether the file is there; otherwise an older one is untouched
 */
gboolean ectopy_recording_report_write_pdf (const EctopyRecordingReport *report,
                                            const char *path,
                                            GCancellable *cancellable,
                                            GError **error);

void ectopy_recording_report_free (EctopyRecordingReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordingReport, ectopy_recording_report_free)

G_END_DECLS
