/* SPDX-License-Identifier: MIT */
/* A row for each hour of a recording. */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/time-axis.h"

#include <glib/gi18n.h>
#include <math.h>

#define FONT  ECTOPY_REPORT_SMALL
#define INTRO (4.4 * ECTOPY_REPORT_BODY) /* sentences above the table, at least */

enum { N_COLUMNS = 14 };

static const char *const head[N_COLUMNS] = {
  NC_ ("table", "from"),
  NC_ ("table", "beats"),
  "N",
  "S",
  "V",
  "F",
  "Q",
  NC_ ("table", "S runs"),
  NC_ ("table", "V runs"),
  NC_ ("table", "pauses"),
  NC_ ("table", "lowest"),
  NC_ ("table", "mean"),
  NC_ ("table", "highest"),
  NC_ ("table", "left out"),
};
static const double widths[N_COLUMNS] = { 0.8,  1,    1,    0.95, 0.95, 0.9, 0.9,
                                          0.95, 0.95, 0.95, 0.9,  0.8,  1,   1 };

/* (transfer none): the sentences above the table. */
static const char *
intro_text (void)
{
  return _ ("Hours from the beginning. Runs: two or more S or V beats together, and pauses: more "
            "than 2 s without a beat, in the hour in which they begin. Lowest and highest: mean "
            "heart rates over 8 intervals in a row, beats a minute. Left out: minutes that are not "
            "analysable.");
}

static double
intro_height (const EctopyReportPage *page)
{
  return MAX (INTRO,
              ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width, intro_text ()) +
                  0.5 * ECTOPY_REPORT_BODY);
}

/* Lines of the head of a table with no rows, and one in reserve where it has several: figures may make its
 * columns narrower. */
static double
head_height (const EctopyReportPage *page)
{
  char *cells[N_COLUMNS];
  const EctopyTable table = { .cells = (const char *const *) cells,
                              .n_rows = 1,
                              .n_columns = N_COLUMNS,
                              .widths = widths,
                              .font_size = FONT };
  double height;

  ectopy_report_page_head (cells, head, N_COLUMNS);
  height = ectopy_table_head_height (page->cr, &table, page->width);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (cells[i]);
  return height > 1.5 * ECTOPY_TABLE_ROW * FONT ? height + 1.2 * FONT : height;
}

static guint
rows_a_page (const EctopyReportPage *page)
{
  const double room = page->bottom - ECTOPY_REPORT_TOP - intro_height (page) - head_height (page);

  return (guint) MAX (floor (room / (ECTOPY_TABLE_ROW * FONT)) - 1, 1); /* less the sum */
}

guint
ectopy_recording_hours_count_pages (const EctopyReportPage *page,
                                    const EctopyRecordingReport *report)
{
  const guint n = report->summary->hours->len;

  return n > 1 ? (n - 1) / rows_a_page (page) + 1 : 0;
}

/* Figures of a stretch, all but its name. */
static void
fill_row (char **row, const EctopyHour *hour)
{
  const double rates[] = { hour->rate.least, hour->rate.mean, hour->rate.most };
  size_t n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    n += hour->counts[c];
    row[2 + c] = ectopy_text_count (hour->counts[c]);
  }
  row[1] = ectopy_text_count (n);
  row[7] = ectopy_text_count (hour->n_runs[ECTOPY_CLASS_S]);
  row[8] = ectopy_text_count (hour->n_runs[ECTOPY_CLASS_V]);
  row[9] = ectopy_text_count (hour->n_pauses);
  for (guint i = 0; i < 3; i++)
    row[10 + i] = ectopy_text_decimals (rates[i], 0);
  row[13] = ectopy_text_decimals (hour->left_out_s / 60, hour->left_out_s > 0 ? 1 : 0);
}

static EctopyHour
sum_of (const EctopyRecordingReport *report)
{
  const EctopyStudySummary *summary = report->summary;
  EctopyHour sum = { .rate = summary->rate,
                     .left_out_s = summary->left_out_s,
                     .n_pauses = summary->n_pauses };

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    sum.counts[c] = summary->counts[c];
    sum.n_runs[c] = summary->runs[c].n_couplets + summary->runs[c].n_runs;
  }
  return sum;
}

static void
paint_table (EctopyReportPage *page, const EctopyRecordingReport *report, guint first, guint n)
{
  const GArray *hours = report->summary->hours;
  const gboolean is_last = first + n == hours->len;
  const EctopyHour sum = sum_of (report);
  EctopyTable table = { .n_rows = n + 1 + (is_last ? 1 : 0),
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .rule_before = is_last ? n + 1 : 0,
                        .font_size = FONT };
  g_autofree char **cells = g_new0 (char *, (gsize) table.n_rows *N_COLUMNS);

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint i = 0; i < n; i++) {
    char **row = cells + (gsize) (i + 1) * N_COLUMNS;
    const EctopyHour *hour = &g_array_index (hours, EctopyHour, first + i);

    row[0] = g_strdup_printf ("%.0f:00", floor (hour->start_s / 3600));
    fill_row (row, hour);
  }
  if (is_last) {
    cells[(gsize) (n + 1) * N_COLUMNS] = g_strdup (_ ("all"));
    fill_row (cells + (gsize) (n + 1) * N_COLUMNS, &sum);
  }
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
}

void
ectopy_recording_hours_paint (EctopyReportPage *page,
                              const EctopyRecordingReport *report,
                              guint number)
{
  const guint n_rows = rows_a_page (page);
  const guint first = number * n_rows;

  ectopy_report_page_title (page, number == 0 ? _ ("By the hour") : _ ("By the hour, continued"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, intro_text ());
  page->y = ECTOPY_REPORT_TOP + intro_height (page);
  paint_table (page, report, first, MIN (n_rows, report->summary->hours->len - first));
}
