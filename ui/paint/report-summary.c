/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/confusion-paint.h"
#include "ui/paint/report-parts.h"

#include <glib/gi18n.h>

#define MATRIX_HEIGHT 240.0 /* points */

/* "21,892; 12 left out: ..." */
static char *
beats_text (EctopyEvaluation *evaluation)
{
  const size_t n_skipped = ectopy_evaluation_get_n_skipped (evaluation);
  g_autofree char *n = ectopy_text_count (ectopy_evaluation_get_metrics (evaluation)->n);
  g_autofree char *skipped = ectopy_text_count (n_skipped);

  if (n_skipped == 0)
    return g_steal_pointer (&n);
  /* Translators: two numbers of beats. */
  return g_strdup_printf (
      ngettext ("%s; %s more left out, without a known class or a finite probability",
                "%s; %s more left out, without a known class or a finite probability", n_skipped),
      n, skipped);
}

static void
paint_facts (EctopyReportPage *page, const EctopyReport *report)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (report->evaluation);
  g_autofree char *beats = beats_text (report->evaluation);
  g_autofree char *program = source->version != NULL
                                 ? g_strconcat ("Ectopy ", source->version, NULL)
                                 : NULL;

  const EctopyReportFact facts[] = {
    { _ ("Data"), source->data_name != NULL ? source->data_name : _ ("not named"), TRUE },
    { "SHA-256", source->data_digest, TRUE },
    { _ ("Beats"), beats, FALSE },
    { _ ("Model"), source->model_name != NULL ? source->model_name : _ ("not named"), TRUE },
    { "SHA-256", source->model_digest, TRUE },
    { _ ("Network"), source->network_name, TRUE },
    { _ ("Program"), program, TRUE },
  };

  ectopy_report_page_facts (page, facts, G_N_ELEMENTS (facts));
}

/* The figures of all beats together, beside the matrix. */
static void
paint_figures (EctopyReportPage *page, const EctopyReport *report, double x, double width)
{
  static const double widths[] = { 1.5, 0.7, 1.0 };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (report->evaluation);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (report->evaluation);
  char *cells[] = {
    g_strdup (C_ ("table", "all beats")),
    NULL,
    /* xgettext:no-c-format */
    g_strdup (C_ ("table", "95 % interval")),
    g_strdup (_ ("accuracy")),
    ectopy_text_percent (metrics->accuracy),
    ectopy_text_percent_interval (metrics->accuracy_interval),
    g_strdup (_ ("macro-F1")),
    ectopy_text_decimals (metrics->macro.f1, 3),
    ectopy_text_interval (metrics->macro_f1_interval, 3),
    g_strdup (_ ("weighted F1")),
    ectopy_text_decimals (metrics->weighted.f1, 3),
    NULL,
    g_strdup (_ ("balanced accuracy")),
    ectopy_text_percent (metrics->balanced_accuracy),
    NULL,
    g_strdup (_ ("Cohen’s kappa")),
    ectopy_text_decimals (metrics->kappa, 3),
    NULL,
    g_strdup (_ ("Matthews correlation")),
    ectopy_text_decimals (metrics->mcc, 3),
    NULL,
    g_strdup (_ ("calibration error")),
    ectopy_text_percent (calibration->expected_error),
    NULL,
    g_strdup (_ ("log loss")),
    ectopy_text_decimals (calibration->log_loss, 4),
    NULL,
  };
  EctopyTable table = { .n_rows = G_N_ELEMENTS (cells) / 3,
                        .n_columns = 3,
                        .widths = widths,
                        .font_size = ECTOPY_REPORT_SMALL + 0.5 };

  ectopy_report_page_table (page, &table, cells, x, width);
}

/* Recall and precision with their intervals, the part of the figures that a reader wants first. */
static void
paint_class_table (EctopyReportPage *page, const EctopyReport *report)
{
  enum { N_COLUMNS = 7, N_ROWS = ECTOPY_N_CLASSES + 2 };
  static const char *const head[N_COLUMNS] = {
    NC_ ("table", "class"),
    NC_ ("table", "recall"),
    /* xgettext:no-c-format */
    NC_ ("table", "95 % interval"),
    NC_ ("table", "precision"),
    /* xgettext:no-c-format */
    NC_ ("table", "95 % interval"),
    NC_ ("table", "F1"),
    NC_ ("table", "beats"),
  };
  static const double widths[N_COLUMNS] = { 2.1, 1, 1.2, 1, 1.2, 0.8, 0.9 };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (report->evaluation);
  EctopyTable table = { .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .rule_before = N_ROWS - 1,
                        .font_size = ECTOPY_REPORT_BODY };
  char *cells[N_ROWS * N_COLUMNS] = { NULL };
  char **mean = cells + (N_ROWS - 1) * N_COLUMNS;

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &metrics->classes[c];
    char **row = cells + (c + 1) * N_COLUMNS;

    row[0] = ectopy_report_class_name (c);
    row[1] = ectopy_text_percent (one->recall);
    row[2] = ectopy_text_percent_interval (one->recall_interval);
    row[3] = ectopy_text_percent (one->precision);
    row[4] = ectopy_text_percent_interval (one->precision_interval);
    row[5] = ectopy_text_decimals (one->f1, 3);
    row[6] = ectopy_text_count (one->support);
  }
  mean[0] = g_strdup (_ ("macro mean"));
  mean[1] = ectopy_text_percent (metrics->macro.recall);
  mean[3] = ectopy_text_percent (metrics->macro.precision);
  mean[5] = ectopy_text_decimals (metrics->macro.f1, 3);
  mean[6] = ectopy_text_count (metrics->n);
  ectopy_report_page_table (page, &table, cells, page->left, page->width);
}

void
ectopy_report_summary_paint (EctopyReportPage *page, const EctopyReport *report)
{
  const double matrix_width = 0.57 * page->width;
  const EctopyConfusionScene scene = {
    .confusion = ectopy_evaluation_get_confusion (report->evaluation),
    .font_size = ECTOPY_REPORT_SMALL,
  };
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (report->evaluation);
  const char *caption = _ ("Beats by true class (rows) and class given (columns), with their share "
                           "of the row, which the shade follows.");
  g_autofree char *summary = ectopy_evaluation_dup_summary (report->evaluation);
  double top, caption_end;

  ectopy_report_page_title (page, _ ("Evaluation of a heartbeat classifier"));
  paint_facts (page, report);
  ectopy_report_page_heading (page, _ ("What was found"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_HEADING, FALSE, summary);
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE,
                                ectopy_protocol_sentence (source->protocol));
  if (report->corrections_note != NULL)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, report->corrections_note);
  page->y += ECTOPY_REPORT_GAP;
  top = page->y;
  cairo_save (page->cr);
  cairo_tag_begin (page->cr, "Figure", NULL);
  cairo_translate (page->cr, page->left, top);
  ectopy_confusion_paint (page->cr, &scene, &page->palette, matrix_width, MATRIX_HEIGHT);
  cairo_tag_end (page->cr, "Figure");
  cairo_restore (page->cr);
  page->y = top + MATRIX_HEIGHT - 8; /* the last row of the matrix is lower than its cells */
  ectopy_report_page_caption (page, page->left, matrix_width, caption);
  caption_end = page->y - ECTOPY_REPORT_GAP;
  page->y = top + 14;
  paint_figures (page, report, page->left + matrix_width + 18, page->width - matrix_width - 18);
  page->y = MAX (MAX (caption_end, page->y), top + MATRIX_HEIGHT + 1.6 * ECTOPY_REPORT_SMALL);
  ectopy_report_page_heading (page, _ ("By class"));
  paint_class_table (page, report);
  page->y += ECTOPY_REPORT_GAP;
  ectopy_report_page_paragraph (
      page, ECTOPY_REPORT_SMALL, TRUE,
      ectopy_evaluation_get_records (report->evaluation) != NULL
          ? _ ("Intervals are after Wilson, that of macro-F1 by bootstrap. They take beats as "
               "independent, which beats of one patient are not: those by patients are on the page "
               "“By record and patient”.")
          : _ ("Intervals are after Wilson, that of macro-F1 by bootstrap. They take beats as "
               "independent; beats of one patient are not, so that between patients they are "
               "far wider."));
  page->y += ECTOPY_REPORT_GAP / 2;
  /* It stands at the foot in any case. */
  if (page->y +
          ectopy_report_page_measure (page, ECTOPY_REPORT_BODY, page->width, ectopy_notice ()) <=
      page->bottom)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, ectopy_notice ());
}
