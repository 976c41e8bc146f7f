/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/report-parts.h"

#include <glib/gi18n.h>
#include <math.h>

#define COLUMN_GAP   18.0 /* points */
#define BINS_INDENT  30.0
#define CAPTION_ROOM (2.8 * ECTOPY_REPORT_SMALL)
#define NOTES        45.0  /* two paragraphs of two lines */
#define BELOW_CHARTS 184.0 /* heading, table and notes */

static void
paint_chart (EctopyReportPage *page,
             const EctopyReport *report,
             EctopyEvaluationChart kind,
             double x,
             double y,
             double width,
             double height,
             const char *caption)
{
  cairo_save (page->cr);
  cairo_tag_begin (page->cr, "Figure", NULL);
  cairo_translate (page->cr, x, y);
  ectopy_evaluation_chart_paint (page->cr, report->evaluation, kind, &page->palette, width, height,
                                 ECTOPY_REPORT_SMALL);
  cairo_tag_end (page->cr, "Figure");
  cairo_restore (page->cr);
  page->y = y + height + 3;
  ectopy_report_page_caption (page, x, width, caption);
}

/* Beats by confidence, beside the reliability: how many stand behind each point. */
static void
paint_bins (EctopyReportPage *page,
            const EctopyReport *report,
            double x,
            double width,
            double height)
{
  static const double widths[] = { 1.2, 1, 1.2, 1.2 };
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (report->evaluation);
  static const char *const head[] = { NC_ ("table", "confidence"), NC_ ("table", "beats"),
                                      NC_ ("table", "mean conf."), NC_ ("table", "right") };
  char *cells[4 * (ECTOPY_CALIBRATION_BINS + 1)] = { NULL };
  EctopyTable table = { .n_rows = 1,
                        .n_columns = 4,
                        .widths = widths,
                        .font_size = ECTOPY_REPORT_SMALL };

  ectopy_report_page_head (cells, head, G_N_ELEMENTS (head));
  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++) {
    const EctopyCalibrationBin *bin = &calibration->bins[b];
    char **row = cells + 4 * table.n_rows;

    if (bin->n == 0)
      continue;
    /* Translators: a stretch of shares, such as “93–100 %”. */
    row[0] = g_strdup_printf (_ ("%u–%u %%"), (100 * b + 7) / 15, (100 * (b + 1) + 7) / 15);
    row[1] = ectopy_text_count (bin->n);
    row[2] = ectopy_text_percent (bin->confidence);
    row[3] = ectopy_text_percent (bin->accuracy);
    table.n_rows++;
  }
  table.font_size = MIN (table.font_size, height / (ECTOPY_TABLE_ROW * table.n_rows + 1));
  ectopy_report_page_table (page, &table, cells, x, width);
}

enum { N_COLUMNS = 9 };

static void
fill_mean (char **row, const char *name, guint64 n, const EctopyMeanMetrics *mean)
{
  row[0] = g_strdup (name);
  row[1] = ectopy_text_count (n);
  row[3] = ectopy_text_percent (mean->recall);
  row[5] = ectopy_text_percent (mean->precision);
  row[6] = ectopy_text_decimals (mean->f1, 3);
}

enum { N_ROWS = ECTOPY_N_CLASSES + 3 };

/* Fills @cells, `[N_ROWS, N_COLUMNS]`, which are to be freed. */
static EctopyTable
make_full_table (const EctopyReport *report, char **cells)
{
  static const char *const head[N_COLUMNS] = {
    NC_ ("table", "class"),       NC_ ("table", "support"),     NC_ ("table", "given"),
    NC_ ("table", "recall (Se)"), NC_ ("table", "specificity"), NC_ ("table", "precision (+P)"),
    NC_ ("table", "F1"),          NC_ ("table", "ROC area"),    NC_ ("table", "mean prec."),
  };
  static const double widths[N_COLUMNS] = { 2.1, 0.9, 0.8, 1.15, 1.1, 1.4, 0.7, 1, 1.1 };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (report->evaluation);

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &metrics->classes[c];
    const EctopyRoc *roc = ectopy_evaluation_get_roc (report->evaluation, c);
    char **row = cells + (c + 1) * N_COLUMNS;

    row[0] = ectopy_report_class_name (c);
    row[1] = ectopy_text_count (one->support);
    row[2] = ectopy_text_count (one->predicted);
    row[3] = ectopy_text_percent (one->recall);
    row[4] = ectopy_text_percent (one->specificity);
    row[5] = ectopy_text_percent (one->precision);
    row[6] = ectopy_text_decimals (one->f1, 3);
    row[7] = ectopy_text_area (roc->area, 4);
    row[8] = ectopy_text_area (roc->average_precision, 4);
  }
  fill_mean (cells + (N_ROWS - 2) * N_COLUMNS, _ ("macro mean"), metrics->n, &metrics->macro);
  fill_mean (cells + (N_ROWS - 1) * N_COLUMNS, _ ("weighted mean"), metrics->n, &metrics->weighted);
  return (EctopyTable){ .cells = (const char *const *) cells,
                        .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .rule_before = ECTOPY_N_CLASSES + 1,
                        .font_size = ECTOPY_REPORT_SMALL };
}

/* The positive predictivity of EC57, which forgives some mistakes: fusion (F) and unknown (Q) beats
 * taken for V, and Q taken for S. Source: de Chazal, O'Dwyer and Reilly (2004). */
static char *
predictivity (EctopyEvaluation *evaluation, guint beat_class)
{
  const EctopyConfusion *confusion = ectopy_evaluation_get_confusion (evaluation);
  guint64 n = ectopy_confusion_column_total (confusion, beat_class);

  n -= confusion->counts[ECTOPY_CLASS_Q][beat_class];
  if (beat_class == ECTOPY_CLASS_V)
    n -= confusion->counts[ECTOPY_CLASS_F][beat_class];
  return ectopy_text_percent (
      n > 0 ? (double) confusion->counts[beat_class][beat_class] / (double) n : NAN);
}

/* (transfer none) */
static const char *
words_text (void)
{
  return _ ("Given: beats that were given the class. Mean prec.: average precision, the mean "
            "precision over the steps of recall. A dash stands for what is not defined.");
}

/* (transfer full) */
static char *
standard_text (const EctopyReport *report)
{
  g_autofree char *v = predictivity (report->evaluation, ECTOPY_CLASS_V);
  g_autofree char *s = predictivity (report->evaluation, ECTOPY_CLASS_S);

  return g_strdup_printf (
      _ ("Se (sensitivity) and +P (positive predictivity) are the names of ANSI/AAMI EC57. It does "
         "not count fusion and unknown beats taken for V, nor unknown beats taken for S, as false: "
         "+P is then %s for V and %s for S."),
      v, s);
}

/* Points that the notes take more than @BELOW_CHARTS has for them. */
static double
extra_notes (const EctopyReportPage *page, const EctopyReport *report)
{
  g_autofree char *standard = standard_text (report);
  const double taken = ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width,
                                                   words_text ()) +
                       ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width,
                                                   standard);

  return MAX (taken - NOTES, 0);
}

static void
paint_notes (EctopyReportPage *page, const EctopyReport *report)
{
  g_autofree char *standard = standard_text (report);

  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, words_text ());
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, standard);
}

void
ectopy_report_figures_paint (EctopyReportPage *page, const EctopyReport *report)
{
  const double width = (page->width - COLUMN_GAP) / 2;
  const double right = page->left + width + COLUMN_GAP;
  const char *captions[] = { _ ("Recall over false alarms; the figure is the area."),
                             _ ("Precision over recall; the figure is the mean precision."),
                             /* xgettext:no-c-format */
                             /* Translators: being right nine times in ten, being 90 % sure. */
                             _ ("Whether 90 % sure means right nine times in ten.") };
  double rooms[G_N_ELEMENTS (captions)], upper, lower, top, height, below;
  char *cells[N_ROWS * N_COLUMNS] = { NULL };
  EctopyTable table = make_full_table (report, cells);

  for (guint i = 0; i < G_N_ELEMENTS (captions); i++)
    rooms[i] = 3 + ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, width, captions[i]);
  upper = MAX (CAPTION_ROOM, MAX (rooms[0], rooms[1]) + 2);
  lower = MAX (2 * ECTOPY_REPORT_SMALL, rooms[2]);
  below = BELOW_CHARTS + extra_notes (page, report) + lower - 2 * ECTOPY_REPORT_SMALL +
          ectopy_table_head_height (page->cr, &table, page->width) -
          ECTOPY_TABLE_ROW * ECTOPY_REPORT_SMALL + upper - CAPTION_ROOM;

  ectopy_report_page_title (page, _ ("Figures in full"));
  top = page->y;
  height = MIN (width, (page->bottom - top - below) / 2 - CAPTION_ROOM);
  paint_chart (page, report, ECTOPY_EVALUATION_CHART_ROC, page->left, top, width, height,
               captions[0]);
  paint_chart (page, report, ECTOPY_EVALUATION_CHART_PRECISION_RECALL, right, top, width, height,
               captions[1]);
  top += height + upper;
  paint_chart (page, report, ECTOPY_EVALUATION_CHART_RELIABILITY, page->left, top, width, height,
               captions[2]);
  page->y = top + 2;
  paint_bins (page, report, right + BINS_INDENT, width - BINS_INDENT, height + lower);
  page->y = top + height + lower;
  ectopy_report_page_heading (page, _ ("By class, each against the rest"));
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
  page->y += ECTOPY_REPORT_GAP / 2;
  paint_notes (page, report);
}
