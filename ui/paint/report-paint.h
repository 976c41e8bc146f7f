/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/evaluate/evaluation.h"
#include "ui/paint/paper-size.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A line of a model's card; both UTF-8, all lent. The value may have several lines. */
typedef struct {
  const char *key;
  const char *value;
} EctopyReportLine;

/**
 * EctopyReport:
 * @evaluation: what was found
 * @dataset: (nullable): the rows it judged, as many, for the strips of mistakes; without it there
 *   are none
 * @truth: (nullable): `[n_rows]`: the true classes, labels or what a person put in their place; NULL
 *   for the labels of @dataset
 * @card: (nullable): `[n_card]`, of the model
 * @n_card: lines; without any the report has no page of them
 * @corrections_note: (nullable): a sentence such as "12 labels were corrected by the reader."
 * @paper: what it is printed on
 *
 * A report to be painted: a plain value, all lent.
 */
typedef struct {
  EctopyEvaluation *evaluation;
  EctopyDataset *dataset;
  const guint8 *truth;
  const EctopyReportLine *card;
  guint n_card;
  const char *corrections_note;
  EctopyPaper paper;
} EctopyReport;

/* Pages it takes, at least 2. */
guint ectopy_report_count_pages (const EctopyReport *report);

/**
 * ectopy_report_paint_page:
 * @cr: a page of the size that ectopy_paper_size() tells, in points; not cleared first
 * @report: what
 * @page: from 0, below ectopy_report_count_pages()
 *
 * The first page says what was judged, by which model, what was found, how sure that is, and the
 * notice; the second has the curves and the figures in full. Of recordings there are pages on how they
 * were judged and on each. Then come the mistakes that the model
 * was most sure of, on paper of true scale, and the model's card. For the file, and for printing.
 */
void ectopy_report_paint_page (cairo_t *cr, const EctopyReport *report, guint page);

/**
 * ectopy_report_write_pdf:
 * @report: what
 * @path: where to, ending in `.pdf`
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * The file is tagged, has an outline and embeds its fonts. The same report gives the same bytes with
 * the same version of cairo and the same fonts: the file's date is the evaluation's.
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean ectopy_report_write_pdf (const EctopyReport *report, const char *path, GError **error);

G_END_DECLS
