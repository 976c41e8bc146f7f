/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-paint.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/confusion-paint.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/surface.h"
#include "ui/paint/table-paint.h"
#include "ui/paint/text-paint.h"

#include <math.h>
#include <string.h>

/* Points. */
#define MARGIN       42.52 /* 15 mm */
#define BODY         9.5
#define SMALL        8.0
#define HEADING      11.0
#define TITLE        14.0
#define LINE         (1.4 * BODY)
#define GAP          12.0
#define WIDTH        (ECTOPY_REPORT_WIDTH - 2 * MARGIN)
#define LABEL_WIDTH  62.0
#define SHORT_DIGEST 12 /* digits in the footer */

typedef struct {
  cairo_t *cr;
  EctopyEvaluation *evaluation;
  EctopyPalette palette;
  double y; /* where the next thing starts */
} Page;

static EctopyTextStyle
style (const Page *page, double size, gboolean muted)
{
  return (EctopyTextStyle){
    .size = size,
    .color = muted ? page->palette.muted : page->palette.text,
  };
}

/* A sentence over the whole width, in as many lines as it takes. */
static void
paint_paragraph (Page *page, double size, gboolean muted, const char *text)
{
  EctopyTextStyle text_style = style (page, size, muted);

  text_style.wrap = TRUE;
  text_style.max_width = WIDTH;
  page->y += ectopy_text_paint (page->cr, &text_style, MARGIN, page->y + size, text) + 0.25 * size;
}

static void
paint_heading (Page *page, const char *text)
{
  EctopyTextStyle text_style = style (page, HEADING, FALSE);

  text_style.bold = TRUE;
  page->y += GAP;
  ectopy_text_paint (page->cr, &text_style, MARGIN, page->y + HEADING, text);
  page->y += 1.6 * HEADING;
}

/* What it is at the left, and its name or number, cut in the middle when it is too long. */
static void
paint_fact (Page *page, const char *label, const char *value)
{
  const EctopyTextStyle label_style = style (page, BODY, TRUE);
  EctopyTextStyle value_style = style (page, BODY, FALSE);

  if (value == NULL || value[0] == '\0')
    return;
  value_style.max_width = WIDTH - LABEL_WIDTH;
  value_style.cut_middle = TRUE;
  ectopy_text_paint (page->cr, &label_style, MARGIN, page->y + BODY, label);
  ectopy_text_paint (page->cr, &value_style, MARGIN + LABEL_WIDTH, page->y + BODY, value);
  page->y += LINE;
}

/* (nullable): "2024-01-02T10:00:00Z" as "2024-01-02 10:00 UTC"; other dates as they are. */
static char *
date_text (const char *date)
{
  if (date == NULL || strlen (date) != 20 || date[10] != 'T' || date[19] != 'Z')
    return g_strdup (date);
  return g_strdup_printf ("%.10s %.5s UTC", date, date + 11);
}

static void
paint_title (Page *page, const char *title)
{
  g_autofree char *date = date_text (ectopy_evaluation_get_provenance (page->evaluation)->date);
  EctopyTextStyle title_style = style (page, TITLE, FALSE);
  EctopyTextStyle date_style = style (page, BODY, TRUE);

  title_style.bold = TRUE;
  title_style.max_width = 0.7 * WIDTH;
  date_style.align = ECTOPY_ALIGN_END;
  date_style.max_width = 0.28 * WIDTH;
  page->y = MARGIN;
  ectopy_text_paint (page->cr, &title_style, MARGIN, page->y + TITLE, title);
  if (date != NULL)
    ectopy_text_paint (page->cr, &date_style, MARGIN + WIDTH, page->y + TITLE, date);
  page->y += 1.9 * TITLE;
}

/* "21,892; 12 left out: ..." */
static char *
beats_text (EctopyEvaluation *evaluation)
{
  const size_t n_skipped = ectopy_evaluation_get_n_skipped (evaluation);
  g_autofree char *n = ectopy_text_count (ectopy_evaluation_get_metrics (evaluation)->n);
  g_autofree char *skipped = ectopy_text_count (n_skipped);

  if (n_skipped == 0)
    return g_steal_pointer (&n);
  return g_strdup_printf ("%s; %s more left out, without a known class or a finite probability", n,
                          skipped);
}

static void
paint_facts (Page *page)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (page->evaluation);
  g_autofree char *beats = beats_text (page->evaluation);
  g_autofree char *program = source->version != NULL
                                 ? g_strconcat ("Ectopy ", source->version, NULL)
                                 : NULL;

  paint_fact (page, "Data", source->data_name != NULL ? source->data_name : "not named");
  paint_fact (page, "SHA-256", source->data_digest);
  paint_fact (page, "Beats", beats);
  paint_fact (page, "Model", source->model_name != NULL ? source->model_name : "not named");
  paint_fact (page, "SHA-256", source->model_digest);
  paint_fact (page, "Network", source->network_name);
  paint_fact (page, "Program", program);
}

/* Paints @table, whose cells are freed, and moves on below it. */
static void
paint_table (Page *page, EctopyTable *table, char **cells, double x, double width)
{
  cairo_save (page->cr);
  cairo_translate (page->cr, x, page->y);
  table->cells = (const char *const *) cells;
  page->y += ectopy_table_paint (page->cr, table, &page->palette, width);
  cairo_restore (page->cr);
  for (guint i = 0; i < table->n_rows * table->n_columns; i++)
    g_free (cells[i]);
}

/* The figures of all beats together, beside the matrix. */
static void
paint_figures (Page *page, double x, double width)
{
  static const double widths[] = { 1.5, 0.7, 1.0 };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (page->evaluation);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (page->evaluation);
  char *cells[] = {
    g_strdup ("all beats"),
    NULL,
    g_strdup ("95 % interval"),
    g_strdup ("accuracy"),
    ectopy_text_percent (metrics->accuracy),
    ectopy_text_percent_interval (metrics->accuracy_interval),
    g_strdup ("macro-F1"),
    ectopy_text_decimals (metrics->macro.f1, 3),
    ectopy_text_interval (metrics->macro_f1_interval, 3),
    g_strdup ("weighted F1"),
    ectopy_text_decimals (metrics->weighted.f1, 3),
    NULL,
    g_strdup ("balanced accuracy"),
    ectopy_text_percent (metrics->balanced_accuracy),
    NULL,
    g_strdup ("Cohen’s kappa"),
    ectopy_text_decimals (metrics->kappa, 3),
    NULL,
    g_strdup ("Matthews correlation"),
    ectopy_text_decimals (metrics->mcc, 3),
    NULL,
    g_strdup ("calibration error"),
    ectopy_text_percent (calibration->expected_error),
    NULL,
    g_strdup ("log loss"),
    ectopy_text_decimals (calibration->log_loss, 4),
    NULL,
  };
  EctopyTable table = { .n_rows = G_N_ELEMENTS (cells) / 3,
                        .n_columns = 3,
                        .widths = widths,
                        .font_size = SMALL + 0.5 };

  paint_table (page, &table, cells, x, width);
}

static char *
class_name (guint c)
{
  return g_strdup_printf ("%c  %s", ectopy_beat_class_letter (c), ectopy_beat_class_name (c));
}

/* Recall and precision with their intervals, the part of the figures that a reader wants first. */
static void
paint_class_table (Page *page)
{
  enum { N_COLUMNS = 7, N_ROWS = ECTOPY_N_CLASSES + 2 };
  static const char *const head[N_COLUMNS] = { "class",     "recall",        "95 % interval",
                                               "precision", "95 % interval", "F1",
                                               "beats" };
  static const double widths[N_COLUMNS] = { 2.1, 1, 1.2, 1, 1.2, 0.8, 0.9 };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (page->evaluation);
  EctopyTable table = { .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .rule_before = N_ROWS - 1,
                        .font_size = BODY };
  char *cells[N_ROWS * N_COLUMNS] = { NULL };
  char **mean = cells + (N_ROWS - 1) * N_COLUMNS;

  for (guint i = 0; i < N_COLUMNS; i++)
    cells[i] = g_strdup (head[i]);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &metrics->classes[c];
    char **row = cells + (c + 1) * N_COLUMNS;

    row[0] = class_name (c);
    row[1] = ectopy_text_percent (one->recall);
    row[2] = ectopy_text_percent_interval (one->recall_interval);
    row[3] = ectopy_text_percent (one->precision);
    row[4] = ectopy_text_percent_interval (one->precision_interval);
    row[5] = ectopy_text_decimals (one->f1, 3);
    row[6] = ectopy_text_count (one->support);
  }
  mean[0] = g_strdup ("macro mean");
  mean[1] = ectopy_text_percent (metrics->macro.recall);
  mean[3] = ectopy_text_percent (metrics->macro.precision);
  mean[5] = ectopy_text_decimals (metrics->macro.f1, 3);
  mean[6] = ectopy_text_count (metrics->n);
  paint_table (page, &table, cells, MARGIN, WIDTH);
}

static void
paint_first (Page *page)
{
  const double matrix_width = 0.57 * WIDTH, matrix_height = 240;
  const EctopyConfusionScene scene = {
    .confusion = ectopy_evaluation_get_confusion (page->evaluation),
    .font_size = SMALL,
  };
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (page->evaluation);
  g_autofree char *summary = ectopy_evaluation_dup_summary (page->evaluation);
  double top;

  paint_title (page, "Evaluation of a heartbeat classifier");
  paint_facts (page);
  paint_heading (page, "What was found");
  paint_paragraph (page, HEADING, FALSE, summary);
  paint_paragraph (page, BODY, FALSE, ectopy_protocol_sentence (source->protocol));
  page->y += GAP;
  top = page->y;
  cairo_save (page->cr);
  cairo_translate (page->cr, MARGIN, top);
  ectopy_confusion_paint (page->cr, &scene, &page->palette, matrix_width, matrix_height);
  cairo_restore (page->cr);
  page->y = top + 14;
  paint_figures (page, MARGIN + matrix_width + 18, WIDTH - matrix_width - 18);
  page->y = top + matrix_height;
  paint_heading (page, "By class");
  paint_class_table (page);
  page->y += GAP;
  paint_paragraph (page, SMALL, TRUE,
                   "Intervals are after Wilson, that of macro-F1 by bootstrap. They take beats as "
                   "independent; beats of one patient are not, so that between patients they are "
                   "far wider.");
  page->y += GAP / 2;
  paint_paragraph (page, BODY, FALSE, ECTOPY_NOTICE);
}

static void
paint_chart (Page *page, EctopyEvaluationChart kind, double x, double y, double side)
{
  cairo_save (page->cr);
  cairo_translate (page->cr, x, y);
  ectopy_evaluation_chart_paint (page->cr, page->evaluation, kind, &page->palette, side, side,
                                 SMALL);
  cairo_restore (page->cr);
}

/* Beats by confidence, beside the reliability: how many stand behind each point. */
static void
paint_bins (Page *page, double x, double width)
{
  static const double widths[] = { 1.2, 1, 1.2, 1.2 };
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (page->evaluation);
  char *cells[4 * (ECTOPY_CALIBRATION_BINS + 1)] = { g_strdup ("confidence"), g_strdup ("beats"),
                                                     g_strdup ("mean conf."), g_strdup ("right") };
  EctopyTable table = { .n_rows = 1, .n_columns = 4, .widths = widths, .font_size = SMALL };

  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++) {
    const EctopyCalibrationBin *bin = &calibration->bins[b];
    char **row = cells + 4 * table.n_rows;

    if (bin->n == 0)
      continue;
    row[0] = g_strdup_printf ("%u–%u %%", (100 * b + 7) / 15, (100 * (b + 1) + 7) / 15);
    row[1] = ectopy_text_count (bin->n);
    row[2] = ectopy_text_percent (bin->confidence);
    row[3] = ectopy_text_percent (bin->accuracy);
    table.n_rows++;
  }
  paint_table (page, &table, cells, x, width);
}

static void
paint_full_table (Page *page)
{
  enum { N_COLUMNS = 9, N_ROWS = ECTOPY_N_CLASSES + 1 };
  static const char *const head[N_COLUMNS] = { "class",  "beats",       "given",
                                               "recall", "specificity", "precision",
                                               "F1",     "ROC area",    "mean prec." };
  static const double widths[N_COLUMNS] = { 2.3, 1, 1, 1, 1.1, 1, 0.8, 1, 1.1 };
  EctopyTable table = { .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .font_size = SMALL + 0.5 };
  char *cells[N_ROWS * N_COLUMNS] = { NULL };

  for (guint i = 0; i < N_COLUMNS; i++)
    cells[i] = g_strdup (head[i]);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &ectopy_evaluation_get_metrics (page->evaluation)->classes[c];
    const EctopyRoc *roc = ectopy_evaluation_get_roc (page->evaluation, c);
    char **row = cells + (c + 1) * N_COLUMNS;

    row[0] = class_name (c);
    row[1] = ectopy_text_count (one->support);
    row[2] = ectopy_text_count (one->predicted);
    row[3] = ectopy_text_percent (one->recall);
    row[4] = ectopy_text_percent (one->specificity);
    row[5] = ectopy_text_percent (one->precision);
    row[6] = ectopy_text_decimals (one->f1, 3);
    row[7] = ectopy_text_area (roc->area, 4);
    row[8] = ectopy_text_area (roc->average_precision, 4);
  }
  paint_table (page, &table, cells, MARGIN, WIDTH);
}

static void
paint_second (Page *page)
{
  const double side = (WIDTH - 18) / 2;
  double top;

  paint_title (page, "Figures in full");
  top = page->y;
  paint_chart (page, ECTOPY_EVALUATION_CHART_ROC, MARGIN, top, side);
  paint_chart (page, ECTOPY_EVALUATION_CHART_PRECISION_RECALL, MARGIN + side + 18, top, side);
  top += side + GAP;
  paint_chart (page, ECTOPY_EVALUATION_CHART_RELIABILITY, MARGIN, top, side);
  page->y = top + 2;
  paint_bins (page, MARGIN + side + 18 + 30, side - 30);
  page->y = top + side;
  paint_heading (page, "By class, each against the rest");
  paint_full_table (page);
  page->y += GAP / 2;
  paint_paragraph (
      page, SMALL, TRUE,
      "Given: beats that were given the class. Mean prec.: average precision, the mean "
      "precision over the steps of recall. A dash stands for what is not defined.");
}

static void
paint_footer (Page *page, guint number)
{
  const double y = ECTOPY_REPORT_HEIGHT - MARGIN;
  const char *digest = ectopy_evaluation_get_provenance (page->evaluation)->model_digest;
  g_autofree char *place = g_strdup_printf ("Page %u of %u", number + 1, ECTOPY_REPORT_N_PAGES);
  g_autofree char *model = digest != NULL ? g_strdup_printf ("model %.*s", SHORT_DIGEST, digest)
                                          : NULL;
  EctopyTextStyle text_style = style (page, SMALL, TRUE);

  ectopy_color_set (page->cr, page->palette.rule);
  cairo_set_line_width (page->cr, 0.5);
  cairo_move_to (page->cr, MARGIN, y - 1.6 * SMALL);
  cairo_rel_line_to (page->cr, WIDTH, 0);
  cairo_stroke (page->cr);
  ectopy_text_paint (page->cr, &text_style, MARGIN, y, ECTOPY_NOTICE);
  text_style.align = ECTOPY_ALIGN_END;
  ectopy_text_paint (page->cr, &text_style, MARGIN + WIDTH, y, place);
  if (model != NULL && g_utf8_validate (model, -1, NULL))
    ectopy_text_paint (page->cr, &text_style, MARGIN + WIDTH - 80, y, model);
}

void
ectopy_report_paint_page (cairo_t *cr, EctopyEvaluation *evaluation, guint page)
{
  Page state = {
    .cr = cr,
    .evaluation = evaluation,
    .palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT),
  };

  g_assert (page < ECTOPY_REPORT_N_PAGES);
  cairo_save (cr);
  if (page == 0)
    paint_first (&state);
  else
    paint_second (&state);
  paint_footer (&state, page);
  cairo_restore (cr);
}

static void
paint_page_cb (cairo_t *cr, guint page, gpointer user_data)
{
  ectopy_report_paint_page (cr, user_data, page);
}

gboolean
ectopy_report_write_pdf (EctopyEvaluation *evaluation, const char *path, GError **error)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (evaluation);
  g_autofree char *title = g_strdup_printf (
      "Evaluation: %s", source->data_name != NULL ? source->data_name : "beats");
  const EctopyPicture picture = {
    .width = ECTOPY_REPORT_WIDTH,
    .height = ECTOPY_REPORT_HEIGHT,
    .n_pages = ECTOPY_REPORT_N_PAGES,
    .title = title,
    .date = source->date,
    .paint = paint_page_cb,
    .user_data = evaluation,
  };

  return ectopy_surface_write (&picture, path, error);
}
