/* SPDX-License-Identifier: MIT */
/* The pages of an evaluation's report on the recordings behind it: how they were judged, VEB and SVEB, how
 * sure against how right, and a table of all. */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/report-parts.h"

#include <glib/gi18n.h>
#include <math.h>

#define COLUMN_GAP         18.0 /* points */
#define CHART_HEIGHT       230.0
#define CALIBRATION_HEIGHT (CHART_HEIGHT + 50.0)
#define HEADING_HEIGHT     (ECTOPY_REPORT_GAP + 1.6 * ECTOPY_REPORT_HEADING)
#define NOTE_HEIGHT        (6 * ECTOPY_REPORT_SMALL)
#define BAR_ROW            (1.5 * ECTOPY_REPORT_SMALL)
#define NAME_WIDTH         42.0
#define VALUE_WIDTH        96.0
#define MOST_BARS          17
#define LEAST_SIZE         0.6 /* of a font, for words that have little room */

enum { N_COLUMNS = 12 };

static const EctopyRecordFigures *
get_record (const EctopyRecordsFigures *figures, guint index)
{
  return &g_array_index (figures->records, EctopyRecordFigures, index);
}

/* ---- VEB and SVEB ---- */

static void
fill_ectopic (char **row,
              const char *name,
              const EctopyEctopicFigures *figures,
              const EctopyInterval *f1)
{
  row[0] = g_strdup (name);
  row[1] = ectopy_text_percent (figures->sensitivity);
  row[2] = ectopy_text_percent (figures->ppv);
  row[3] = ectopy_text_percent (figures->false_positive_rate);
  row[4] = ectopy_text_percent (figures->precision);
  row[5] = ectopy_text_decimals (figures->f1, 3);
  row[6] = f1 != NULL ? ectopy_text_interval (*f1, 3) : NULL;
}

static void
paint_ectopic (EctopyReportPage *page, const EctopyRecordsFigures *figures)
{
  static const double widths[] = { 1.6, 1, 1.1, 1, 1, 0.8, 1.5 };
  static const char *const head[] = {
    NULL,
    NC_ ("table", "sensitivity"),
    /* Translators: positive predictivity, as the standard ANSI/AAMI EC57 has it. */
    NC_ ("table", "+P (EC57)"),
    /* Translators: false positive rate, as the standard ANSI/AAMI EC57 has it. */
    NC_ ("table", "FPR (EC57)"),
    NC_ ("table", "precision"),
    NC_ ("table", "F1"),
    /* xgettext:no-c-format */
    NC_ ("table", "95 %, by patients"),
  };
  char *cells[5 * 7] = { NULL };
  EctopyTable table = { .n_rows = 5,
                        .n_columns = 7,
                        .widths = widths,
                        .rule_before = 3,
                        .font_size = ECTOPY_REPORT_SMALL };

  ectopy_report_page_head (cells, head, G_N_ELEMENTS (head));
  /* Translators: ventricular ectopic beats, all pooled. */
  fill_ectopic (cells + 7, _ ("VEB, gross"), &figures->gross[0], &figures->f1[0]);
  fill_ectopic (cells + 14, _ ("VEB, average"), &figures->average[0], NULL);
  /* Translators: supraventricular ectopic beats, all pooled. */
  fill_ectopic (cells + 21, _ ("SVEB, gross"), &figures->gross[1], &figures->f1[1]);
  fill_ectopic (cells + 28, _ ("SVEB, average"), &figures->average[1], NULL);
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
}

/* Of detected beats: what a missed or an invented beat does to the figures. */
static void
paint_compared (EctopyReportPage *page, const EctopyJudgedRecords *records)
{
  enum { N_RATES = ECTOPY_N_EC57_RATES, WIDTH = N_RATES + 1 };
  static const char *const names[N_RATES] = {
    /* Translators: sensitivity (Se), positive predictivity (+P) and false positive rate (FPR) of all beats
     * (QRS), ventricular (VEB) and supraventricular (SVEB) ectopic ones: names of the standard. */
    NC_ ("table", "QRS Se"),  NC_ ("table", "QRS +P"),   NC_ ("table", "VEB Se"),
    NC_ ("table", "VEB +P"),  NC_ ("table", "VEB FPR"),  NC_ ("table", "SVEB Se"),
    NC_ ("table", "SVEB +P"), NC_ ("table", "SVEB FPR"),
  };
  static const double widths[WIDTH] = { 1.2, 1, 1, 1, 1, 1, 1, 1, 1 };
  EctopyEc57Summary summary;
  char *cells[3 * WIDTH] = { g_strdup (C_ ("table", "all beats")) };
  EctopyTable table = { .n_rows = 3,
                        .n_columns = WIDTH,
                        .widths = widths,
                        .font_size = ECTOPY_REPORT_SMALL };

  ectopy_ec57_summary_compute (&summary,
                               (const EctopyEc57Record *) (gpointer) records->compared->data,
                               records->compared->len);
  /* Translators: of all beats pooled; then the mean of the records. */
  cells[WIDTH] = g_strdup (_ ("gross"));
  cells[2 * WIDTH] = g_strdup (_ ("average"));
  ectopy_report_page_head (cells + 1, names, N_RATES);
  for (guint rate = 0; rate < N_RATES; rate++) {
    cells[WIDTH + 1 + rate] = ectopy_text_percent (
        ectopy_ec57_share (ectopy_ec57_rate (&summary.counts, rate)));
    cells[2 * WIDTH + 1 + rate] = ectopy_text_percent (summary.average[rate]);
  }
  ectopy_report_page_heading (page, _ ("After EC57, with beats missed and invented"));
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
}

static void
paint_spread (EctopyReportPage *page, const EctopyRecordsFigures *figures)
{
  enum { WIDTH = ECTOPY_N_CLASSES + 1 };
  static const double widths[WIDTH] = { 2.4, 1, 1, 1, 1, 1 };
  char *cells[3 * WIDTH] = { g_strdup (C_ ("table", "class")) };
  EctopyTable table = { .n_rows = 3,
                        .n_columns = WIDTH,
                        .widths = widths,
                        .font_size = ECTOPY_REPORT_SMALL };

  cells[WIDTH] = g_strdup (_ ("beats"));
  cells[2 * WIDTH] = g_strdup (_ ("effective records behind them"));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const guint64 n = ectopy_confusion_row_total (&figures->confusion, c);

    cells[1 + c] = g_strdup_printf ("%c", ectopy_beat_class_letter (c));
    cells[WIDTH + 1 + c] = ectopy_text_count (n);
    cells[2 * WIDTH + 1 + c] = n > 0 ? ectopy_text_decimals (figures->effective_records[c], 2)
                                     : g_strdup ("–");
  }
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
}

static void
paint_figures (EctopyReportPage *page, const EctopyJudgedRecords *records)
{
  const EctopyRecordsFigures *figures = records->figures;
  g_autofree char *accuracy = ectopy_text_percent_interval (figures->accuracy);
  g_autofree char *macro = ectopy_text_interval (figures->macro_f1, 3);
  g_autofree char *by_patients = g_strdup_printf (
      /* Translators: after the counts, of which the second is more than one, two intervals. */
      ngettext ("%u records of %u patients. By drawing patients, 95 %% intervals are %s for "
                "accuracy and %s for macro-F1.",
                "%u records of %u patients. By drawing patients, 95 %% intervals are %s for "
                "accuracy and %s for macro-F1.",
                figures->records->len),
      figures->records->len, figures->n_patients, accuracy, macro);

  ectopy_report_page_heading (page,
                              _ ("Ventricular (VEB) and supraventricular (SVEB) ectopic beats"));
  if (figures->n_patients > 1)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, by_patients);
  paint_ectopic (page, figures);
  page->y += ECTOPY_REPORT_GAP / 2;
  ectopy_report_page_paragraph (
      page, ECTOPY_REPORT_SMALL, TRUE,
      _ ("Gross: all beats pooled. Average: the mean of the records that have the figure. +P and "
         "FPR after EC57 do not hold F and Q taken for V, nor Q taken for S, against a program; "
         "precision and F1 do."));
  if (records->compared != NULL)
    paint_compared (page, records);
  page->y += ECTOPY_REPORT_GAP / 2;
  paint_spread (page, figures);
}

/* ---- How sure against how right ---- */

static int
compare_errors_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const EctopyRecordsFigures *figures = user_data;
  const double x = get_record (figures, *(const guint *) a)->calibration_error;
  const double y = get_record (figures, *(const guint *) b)->calibration_error;

  if (isnan (x) || isnan (y))
    return (isnan (x) ? 1 : 0) - (isnan (y) ? 1 : 0);
  return (x < y) - (x > y);
}

static void
paint_bar (const EctopyReportPage *page,
           const EctopyRecordFigures *record,
           double largest,
           double x,
           double y,
           double width)
{
  const double room = width - NAME_WIDTH - VALUE_WIDTH;
  const double length = room * record->calibration_error / MAX (largest, 1e-9);
  const gboolean is_modest = record->confidence < record->accuracy;
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, FALSE);
  g_autofree char *error = ectopy_text_percent (record->calibration_error);
  /* Translators: an error such as “3.1 %”: the model is less sure than it is right, or more. */
  g_autofree char *text = g_strdup_printf (is_modest ? _ ("%s, too modest") : _ ("%s, too sure"),
                                           error);

  style = ectopy_text_fitted (page->cr, &style, NAME_WIDTH - 4, LEAST_SIZE, record->name);
  ectopy_text_paint (page->cr, &style, x, y + ECTOPY_REPORT_SMALL, record->name);
  ectopy_color_set (page->cr, page->palette.accent);
  cairo_rectangle (page->cr, x + NAME_WIDTH, y + 1.5, MAX (length, 0.5), ECTOPY_REPORT_SMALL);
  if (is_modest) {
    cairo_set_line_width (page->cr, 0.8);
    cairo_stroke (page->cr);
  } else {
    cairo_fill (page->cr);
  }
  style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, FALSE);
  style = ectopy_text_fitted (page->cr, &style, VALUE_WIDTH - 4, LEAST_SIZE, text);
  ectopy_text_paint (page->cr, &style, x + NAME_WIDTH + length + 4, y + ECTOPY_REPORT_SMALL, text);
}

/* The records of the largest errors, the worst first. */
static void
paint_errors (EctopyReportPage *page, const EctopyRecordsFigures *figures, double x, double width)
{
  const guint n = figures->records->len;
  g_autofree guint *order = g_new (guint, n);
  guint n_shown = 0;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_errors_cb, (gpointer) figures);
  cairo_tag_begin (page->cr, "Figure", NULL);
  for (; n_shown < MIN (n, MOST_BARS); n_shown++) {
    const EctopyRecordFigures *record = get_record (figures, order[n_shown]);

    if (isnan (record->calibration_error))
      break;
    paint_bar (page, record, get_record (figures, order[0])->calibration_error, x,
               page->y + n_shown * BAR_ROW, width);
  }
  cairo_tag_end (page->cr, "Figure");
  page->y += n_shown * BAR_ROW + 3;
  ectopy_report_page_caption (
      page, x, width,
      n > n_shown ? _ ("Calibration error (ECE) of the records where it is largest.")
                  : _ ("Calibration error (ECE) of each record."));
}

static void
paint_calibration (EctopyReportPage *page, const EctopyReport *report)
{
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (report->evaluation);
  const double width = (page->width - COLUMN_GAP) / 2;
  const double height = MIN (CHART_HEIGHT, width);
  double top;

  ectopy_report_page_heading (page, _ ("How sure, against how right"));
  top = page->y;
  cairo_save (page->cr);
  cairo_tag_begin (page->cr, "Figure", NULL);
  cairo_translate (page->cr, page->left, top);
  ectopy_evaluation_chart_paint (page->cr, report->evaluation, ECTOPY_EVALUATION_CHART_RELIABILITY,
                                 &page->palette, width, height, ECTOPY_REPORT_SMALL);
  cairo_tag_end (page->cr, "Figure");
  cairo_restore (page->cr);
  page->y = top + height + 3;
  ectopy_report_page_caption (page, page->left, width, _ ("All beats pooled."));
  page->y = top;
  paint_errors (page, records->figures, page->left + width + COLUMN_GAP, width);
  page->y = top + height + 2 * ECTOPY_REPORT_SMALL;
}

/* ---- The table ---- */

static const char *const head[N_COLUMNS] = {
  NC_ ("table", "record"),  NC_ ("table", "beats"),   NC_ ("table", "right"),
  NC_ ("table", "sure"),    NC_ ("table", "ECE"),     "V",
  NC_ ("table", "V found"), NC_ ("table", "V false"), "S",
  NC_ ("table", "S found"), NC_ ("table", "S false"), NC_ ("table", "unlike"),
};
static const double widths[N_COLUMNS] = { 1.8, 1, 1, 1, 1, 0.9, 1, 1, 0.9, 1, 1, 0.9 };

/* (transfer none): what the words of the head mean. */
static const char *
words_text (void)
{
  return _ ("Right: share of beats given their class. Sure: mean probability of the class given. "
            "ECE: mean distance of the two by bins of confidence. False: beats of other classes "
            "given this one. Unlike: above 1, a record unlike those that were learned from.");
}

/* Points that head and note take above one line and @NOTE_HEIGHT; a line in reserve where the head has
 * several: figures may make its columns narrower. */
static double
extra_height (const EctopyReportPage *page)
{
  char *cells[N_COLUMNS];
  const EctopyTable table = { .cells = (const char *const *) cells,
                              .n_rows = 1,
                              .n_columns = N_COLUMNS,
                              .widths = widths,
                              .font_size = ECTOPY_REPORT_SMALL };
  const double note = ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width,
                                                  words_text ());
  double lines;

  ectopy_report_page_head (cells, head, N_COLUMNS);
  lines = ectopy_table_head_height (page->cr, &table, page->width) -
          ECTOPY_TABLE_ROW * ECTOPY_REPORT_SMALL;
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (cells[i]);
  return MAX (note + ECTOPY_REPORT_GAP / 2 - NOTE_HEIGHT, 0) +
         (lines > 0.5 * ECTOPY_REPORT_SMALL ? lines + 1.2 * ECTOPY_REPORT_SMALL : 0);
}

/* Rows of the table on a page; the first such page has the calibration above them. */
static guint
rows_on (const EctopyReportPage *page, gboolean is_first)
{
  const double top = ECTOPY_REPORT_TOP + (is_first ? CALIBRATION_HEIGHT + HEADING_HEIGHT : 0);
  const double room = page->bottom - top - NOTE_HEIGHT - extra_height (page);

  return MAX ((guint) (room / (ECTOPY_TABLE_ROW * ECTOPY_REPORT_SMALL)), 3) - 1;
}

/* The first row on table page @number, from 0; the number of rows for the page after the last. */
static guint
first_row (const EctopyReportPage *page, const EctopyRecordsFigures *figures, guint number)
{
  const guint row = number == 0 ? 0 : rows_on (page, TRUE) + (number - 1) * rows_on (page, FALSE);

  return MIN (row, figures->records->len);
}

static void
fill_record (char **row, const EctopyRecordFigures *record)
{
  static const guint classes[] = { ECTOPY_CLASS_V, ECTOPY_CLASS_S };

  row[0] = g_str_equal (record->name, record->patient)
               ? g_strdup (record->name)
               : g_strdup_printf (_ ("%s (of %s)"), record->name, record->patient);
  row[1] = ectopy_text_count (ectopy_confusion_total (&record->confusion));
  row[2] = ectopy_text_percent (record->accuracy);
  row[3] = ectopy_text_percent (record->confidence);
  row[4] = ectopy_text_percent (record->calibration_error);
  row[11] = isnan (record->unlike) ? g_strdup ("–") : ectopy_text_decimals (record->unlike, 2);
  for (guint k = 0; k < 2; k++) {
    const guint c = classes[k];
    const guint64 hits = record->confusion.counts[c][c];

    row[5 + 3 * k] = ectopy_text_count (ectopy_confusion_row_total (&record->confusion, c));
    row[6 + 3 * k] = ectopy_text_count (hits);
    row[7 + 3 * k] = ectopy_text_count (ectopy_confusion_column_total (&record->confusion, c) -
                                        hits);
  }
}

static void
paint_table (EctopyReportPage *page, const EctopyRecordsFigures *figures, guint first, guint n)
{
  g_autofree char **cells = g_new0 (char *, (gsize) (n + 1) * N_COLUMNS);
  EctopyTable table = { .n_rows = n + 1,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .font_size = ECTOPY_REPORT_SMALL };

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint i = 0; i < n; i++)
    fill_record (cells + (gsize) (i + 1) * N_COLUMNS, get_record (figures, first + i));
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
  page->y += ECTOPY_REPORT_GAP / 2;
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, words_text ());
}

/* ---- Pages ---- */

guint
ectopy_report_records_count_pages (const EctopyReportPage *page, const EctopyReport *report)
{
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (report->evaluation);
  guint n = 1;

  if (records == NULL)
    return 0;
  while (first_row (page, records->figures, n) < records->figures->records->len)
    n++;
  return 1 + n;
}

static void
paint_how (EctopyReportPage *page, const EctopyJudgedRecords *records)
{
  ectopy_report_page_title (page, _ ("By record and patient"));
  ectopy_report_page_heading (page, _ ("How they were judged"));
  for (guint i = 0; i < records->statements->len; i++)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE,
                                  g_ptr_array_index (records->statements, i));
  paint_figures (page, records);
}

void
ectopy_report_records_paint (EctopyReportPage *page, const EctopyReport *report, guint number)
{
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (report->evaluation);
  guint first;

  if (number == 0) {
    paint_how (page, records);
    return;
  }
  first = first_row (page, records->figures, number - 1);
  ectopy_report_page_title (page, number == 1 ? _ ("Each record") : _ ("Each record, continued"));
  if (number == 1) {
    paint_calibration (page, report);
    page->y = ECTOPY_REPORT_TOP + CALIBRATION_HEIGHT;
    ectopy_report_page_heading (page, _ ("What became of it"));
  }
  paint_table (page, records->figures, first, first_row (page, records->figures, number) - first);
}
