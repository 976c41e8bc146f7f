/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/class-mark.h"
#include "ui/paint/ecg-paper.h"
#include "ui/paint/report-parts.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_STRIPS 24
#define MM         ECTOPY_REPORT_MM
#define RATE_HZ    120.0 /* of the published beat CSVs */

/* Points. */
#define TOP_ROOM     (5.2 * ECTOPY_REPORT_BODY) /* of sentences and ruler, at least */
#define RULER_ROOM   (2.4 * ECTOPY_REPORT_BODY)
#define PAPER_HEIGHT (25 * MM)
#define AMPLITUDE    (15 * MM) /* from 0 to 1, with 5 mm above and below */
#define MIN_COLUMN   (40 * MM)
#define COLUMN_GAP   12.0
#define CAPTION      (2.5 * ECTOPY_REPORT_SMALL)
#define ROW_GAP      9.0
#define TRACE_LINE   0.8
#define LEAST_SIZE   0.6 /* of a font, for words that have little room */

/* The mistakes that are shown, the most confident first. */
typedef struct {
  size_t rows[MAX_STRIPS];
  guint n;
  guint64 n_all;
} Mistakes;

/* How the strips stand on a page. */
typedef struct {
  guint n_columns;
  guint n_rows;
  double strip_width;
  double column; /* from the left edge of one to that of the next */
  double row;    /* likewise down */
} Grid;

static const guint8 *
truth_of (const EctopyReport *report)
{
  if (report->dataset == NULL)
    return NULL;
  return report->truth != NULL ? report->truth : ectopy_dataset_get_labels (report->dataset);
}

/* Keeps the list sorted; of equal confidences the earlier row comes first. */
static void
insert (Mistakes *mistakes, size_t row, const float *confidence)
{
  guint place = mistakes->n;

  while (place > 0 && confidence[mistakes->rows[place - 1]] < confidence[row])
    place--;
  if (place == MAX_STRIPS)
    return;
  mistakes->n = MIN (mistakes->n + 1, MAX_STRIPS);
  for (guint i = mistakes->n - 1; i > place; i--)
    mistakes->rows[i] = mistakes->rows[i - 1];
  mistakes->rows[place] = row;
}

static void
find_mistakes (Mistakes *mistakes, const EctopyReport *report)
{
  const guint8 *truth = truth_of (report);
  const guint8 *predicted = ectopy_evaluation_get_predicted (report->evaluation);
  const float *confidence = ectopy_evaluation_get_confidence (report->evaluation);
  const size_t n = ectopy_evaluation_get_n_rows (report->evaluation);

  *mistakes = (Mistakes){ 0 };
  if (truth == NULL)
    return;
  g_assert (ectopy_dataset_get_n_rows (report->dataset) == n);
  for (size_t row = 0; row < n; row++)
    if (truth[row] < ECTOPY_N_CLASSES && predicted[row] < ECTOPY_N_CLASSES &&
        truth[row] != predicted[row]) {
      mistakes->n_all++;
      insert (mistakes, row, confidence);
    }
}

/* (transfer full): the sentences above the strips. */
static char *
top_text (const Mistakes *mistakes)
{
  g_autofree char *all = ectopy_text_count (mistakes->n_all);
  g_autofree char *shown = ectopy_text_count (mistakes->n);
  g_autofree char *which = NULL;

  if (mistakes->n_all == 1)
    which = g_strdup (_ ("The only beat that was given a wrong class."));
  else if (mistakes->n_all == mistakes->n)
    which = g_strdup_printf (
        /* Translators: the number is more than one. */
        _ ("The %s beats that were given a wrong class, those the model was most sure of first."),
        all);
  else
    which = g_strdup_printf (_ ("Of %s beats that were given a wrong class, the %s that the model "
                                "was most sure of, the surest first."),
                             all, shown);
  return g_strjoin (" ", which,
                    _ ("Paper at 25 mm/s, for beats of 120 samples a second; amplitudes are scaled "
                       "within each beat."),
                    NULL);
}

/* Where the strips begin: below title, sentences and ruler. */
static double
strips_top (const EctopyReportPage *page, const Mistakes *mistakes)
{
  g_autofree char *text = top_text (mistakes);
  const double height = ectopy_report_page_measure (page, ECTOPY_REPORT_BODY, page->width, text);

  return ECTOPY_REPORT_TOP + MAX (TOP_ROOM, height + RULER_ROOM);
}

static Grid
lay_out (const EctopyReportPage *page, const EctopyReport *report, const Mistakes *mistakes)
{
  const double length = (double) ectopy_dataset_get_length (report->dataset);
  const double wanted = 5 * ceil (length / RATE_HZ * ECTOPY_PAPER_SPEED / 5 - 1e-9) * MM;
  const double widest = 5 * floor (page->width / MM / 5) * MM;
  Grid grid = { .strip_width = CLAMP (wanted, 5 * MM, widest) };
  const double column = MAX (grid.strip_width, MIN_COLUMN);

  grid.n_columns = (guint) MAX (floor ((page->width + COLUMN_GAP) / (column + COLUMN_GAP)), 1);
  grid.column = grid.n_columns > 1 ? (page->width - column) / (grid.n_columns - 1) : 0;
  grid.row = PAPER_HEIGHT + CAPTION + ROW_GAP;
  grid.n_rows = (guint) MAX (
      floor ((page->bottom - strips_top (page, mistakes) + ROW_GAP) / grid.row), 1);
  return grid;
}

guint
ectopy_report_mistakes_count_pages (const EctopyReportPage *page, const EctopyReport *report)
{
  Mistakes mistakes;
  Grid grid;

  find_mistakes (&mistakes, report);
  if (mistakes.n == 0)
    return 0;
  grid = lay_out (page, report, &mistakes);
  return (mistakes.n - 1) / (grid.n_columns * grid.n_rows) + 1;
}

static void
paint_strip (const EctopyReportPage *page,
             const EctopyReport *report,
             const Grid *grid,
             size_t row,
             double x,
             double y)
{
  EctopyDataset *dataset = report->dataset;
  const size_t length = ectopy_dataset_get_length (dataset);
  const float *samples = ectopy_dataset_get_row (dataset, row);
  const double step = ECTOPY_PAPER_SPEED / RATE_HZ * MM;
  const EctopyTracePlace place = {
    .x = x,
    .step = step,
    .y_low = y + (PAPER_HEIGHT + AMPLITUDE) / 2,
    .y_high = y + (PAPER_HEIGHT - AMPLITUDE) / 2,
  };

  ectopy_ecg_paper_paint (page->cr, &page->palette, x, y, grid->strip_width, PAPER_HEIGHT,
                          place.y_low, MM);
  ectopy_color_set (page->cr, page->palette.trace);
  cairo_set_line_width (page->cr, TRACE_LINE);
  cairo_set_line_join (page->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (page->cr, CAIRO_LINE_CAP_ROUND);
  ectopy_ecg_trace_path (
      page->cr, samples,
      MIN (ectopy_beat_end (samples, length), (size_t) floor (grid->strip_width / step + 1e-6) + 1),
      &place);
  cairo_stroke (page->cr);
}

/* A word, then mark and letter of a class. Returns: where the next thing starts. */
static double
paint_class (const EctopyReportPage *page, double x, double baseline, const char *word, guint c)
{
  const char letter[2] = { ectopy_beat_class_letter (c), '\0' };
  const double size = ECTOPY_REPORT_SMALL;
  EctopyTextStyle style = ectopy_report_page_style (page, size, TRUE);

  style = ectopy_text_fitted (page->cr, &style, MIN_COLUMN / 2 - 3.2 * size, LEAST_SIZE, word);
  ectopy_text_paint (page->cr, &style, x, baseline, word);
  x += ectopy_text_width (page->cr, &style, word) + 0.9 * size;
  style = ectopy_report_page_style (page, size, TRUE);
  ectopy_class_mark_paint (page->cr, c, ECTOPY_MARK_PLAIN, x, baseline - 0.36 * size, 0.8 * size,
                           page->palette.classes[c]);
  x += 0.7 * size;
  style.color = page->palette.text;
  style.bold = TRUE;
  ectopy_text_paint (page->cr, &style, x, baseline, letter);
  return x + 1.6 * size;
}

static void
paint_caption (const EctopyReportPage *page,
               const EctopyReport *report,
               size_t row,
               double x,
               double y)
{
  const double size = ECTOPY_REPORT_SMALL;
  g_autofree char *number = ectopy_text_count (row);
  /* Translators: the number of a row of a table. */
  g_autofree char *name = g_strdup_printf (_ ("row %s"), number);
  g_autofree char *confidence = ectopy_beat_confidence_text (
      ectopy_evaluation_get_confidence (report->evaluation)[row]);
  /* Translators: a share, such as “97 %”: how sure the model is. */
  g_autofree char *sure = g_strdup_printf (_ ("%s sure"), confidence);
  EctopyTextStyle style = ectopy_report_page_style (page, size, TRUE);

  style = ectopy_text_fitted (page->cr, &style, MIN_COLUMN / 2 - 2, LEAST_SIZE, name);
  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_text_paint (page->cr, &style, x, y + 1.1 * size, name);
  style = ectopy_report_page_style (page, size, FALSE);
  style = ectopy_text_fitted (page->cr, &style, MIN_COLUMN / 2 - 2, LEAST_SIZE, sure);
  style.align = ECTOPY_ALIGN_END;
  ectopy_text_paint (page->cr, &style, x + MIN_COLUMN, y + 1.1 * size, sure);
  /* Translators: the class that a beat has, before its letter. */
  x = paint_class (page, x, y + 2.35 * size, C_ ("class", "true"), truth_of (report)[row]);
  /* Translators: the class that a beat was given, before its letter. */
  paint_class (page, x, y + 2.35 * size, C_ ("class", "given"),
               ectopy_evaluation_get_predicted (report->evaluation)[row]);
  cairo_tag_end (page->cr, "P");
}

static void
paint_top (EctopyReportPage *page, const Mistakes *mistakes, guint number)
{
  g_autofree char *text = top_text (mistakes);

  ectopy_report_page_title (page, number == 0 ? _ ("The most confident mistakes")
                                              : _ ("The most confident mistakes, continued"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, text);
  ectopy_report_page_ruler (page);
  page->y = strips_top (page, mistakes);
}

void
ectopy_report_mistakes_paint (EctopyReportPage *page, const EctopyReport *report, guint number)
{
  Mistakes mistakes;
  Grid grid;
  guint n_page;

  find_mistakes (&mistakes, report);
  grid = lay_out (page, report, &mistakes);
  n_page = grid.n_columns * grid.n_rows;
  paint_top (page, &mistakes, number);
  for (guint i = number * n_page; i < MIN (mistakes.n, (number + 1) * n_page); i++) {
    const double x = page->left + i % grid.n_columns * grid.column;
    const double y = page->y + i % n_page / grid.n_columns * grid.row;

    cairo_tag_begin (page->cr, "Figure", NULL);
    paint_strip (page, report, &grid, mistakes.rows[i], x, y);
    cairo_tag_end (page->cr, "Figure");
    paint_caption (page, report, mistakes.rows[i], x, y + PAPER_HEIGHT);
  }
}
