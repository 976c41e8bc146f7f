/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of the report of a recording share; for "ui/paint/recording-report.c" and its parts
 * only. */
#include "engine/review/study-highlights.h"
#include "ui/paint/recording-report.h"
#include "ui/paint/report-page.h"

G_BEGIN_DECLS

/* Leads of a strip at most: more do not fit in any case. */
#define ECTOPY_STRIP_MAX_LEADS 8

/**
 * EctopyReportStrip:
 * @title: (transfer full): what it shows
 * @start_s: where it begins, seconds from the recording's start
 * @event: the stretch it is shown for, not-a-number for none; of no length for a beat
 * @leads: `[n_leads]`: which
 * @middles: `[n_leads]`: values in the middle of their rooms
 * @gains_mm: `[n_leads]`: millimetres a unit
 * @n_leads: how many
 * @room_mm: height of a lead
 * @page: among the pages of strips
 * @y: of its title, points
 *
 * A strip laid out.
 */
typedef struct {
  char *title;
  double start_s;
  EctopyTimeSpan event;
  size_t leads[ECTOPY_STRIP_MAX_LEADS];
  double middles[ECTOPY_STRIP_MAX_LEADS];
  double gains_mm[ECTOPY_STRIP_MAX_LEADS];
  size_t n_leads;
  double room_mm;
  guint page;
  double y;
} EctopyReportStrip;

struct _EctopyRecordingReport {
  EctopyRecording *recording;
  EctopyFindings *findings;
  EctopyStudySummary *summary;
  EctopyDisplayFilter filter;
  EctopyPaper paper;
  char *name; /* of the file, without its folder */
  char *date;
  char *version;
  char *adapted; /* (nullable): the model adapted to the recording, and what it gave */
  size_t lead;   /* the classified one */
  double duration_s;
  GArray *beats;    /* of EctopyTraceBeat: all that are seen, in order */
  GArray *excluded; /* of EctopyTimeSpan */
  GArray *strips;   /* of EctopyReportStrip */
  gboolean is_chosen;
  double line_gain_mm; /* of the lines of full disclosure; 0: there are none */
};

/* The place of the first beat at or after @time_s. */
size_t ectopy_recording_report_find (const EctopyRecordingReport *report, double time_s);

/* (transfer full): `[n]`: samples of @lead from @first on, through the filter. */
float *ectopy_recording_report_samples (const EctopyRecordingReport *report,
                                        size_t lead,
                                        size_t first,
                                        size_t n);

/* The samples from @from_s to @to_s. Returns: how many. */
size_t ectopy_recording_report_place (const EctopyRecordingReport *report,
                                      double from_s,
                                      double to_s,
                                      size_t *first);

/* The first page. */
void ectopy_recording_summary_paint (EctopyReportPage *page, const EctopyRecordingReport *report);

/* Strips: which, where, and their pages. */
void ectopy_recording_strips_init (EctopyRecordingReport *report,
                                   const EctopyRecordingReportOptions *options);
guint ectopy_recording_strips_count_pages (const EctopyRecordingReport *report);
void ectopy_recording_strips_paint (EctopyReportPage *page,
                                    const EctopyRecordingReport *report,
                                    guint number);

/* Places the strips on pages; needs their heights. */
void ectopy_recording_strips_lay_out (EctopyRecordingReport *report);

/* Seconds that a strip shows. */
double ectopy_recording_strips_view_s (EctopyPaper paper);

/* A row for each hour; 0 pages for a recording of no more than one. */
guint ectopy_recording_hours_count_pages (const EctopyReportPage *page,
                                          const EctopyRecordingReport *report);
void ectopy_recording_hours_paint (EctopyReportPage *page,
                                   const EctopyRecordingReport *report,
                                   guint number);

/* A line for each minute. */
double ectopy_recording_lines_gain (const EctopyRecordingReport *report);
guint ectopy_recording_lines_count_pages (const EctopyRecordingReport *report);
void ectopy_recording_lines_paint (EctopyReportPage *page,
                                   const EctopyRecordingReport *report,
                                   guint number);

G_END_DECLS
