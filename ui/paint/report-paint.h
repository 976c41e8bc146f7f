/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A4, in points. */
#define ECTOPY_REPORT_WIDTH  595.276
#define ECTOPY_REPORT_HEIGHT 841.890

#define ECTOPY_REPORT_N_PAGES 2

/**
 * ectopy_report_paint_page:
 * @cr: a page, of %ECTOPY_REPORT_WIDTH by %ECTOPY_REPORT_HEIGHT points; not cleared first
 * @evaluation: what was found
 * @page: 0 or 1
 *
 * The first page says what was judged, by which model, what was found, how sure that is, and the
 * notice; the second has the curves and the figures in full. For the file, and for printing.
 */
void ectopy_report_paint_page (cairo_t *cr, EctopyEvaluation *evaluation, guint page);

/**
 * ectopy_report_write_pdf:
 * @evaluation: what was found
 * @path: where to, ending in `.pdf`
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * The same evaluation gives the same bytes with the same version of cairo and the same fonts: the
 * file's date is the evaluation's.
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean ectopy_report_write_pdf (EctopyEvaluation *evaluation, const char *path, GError **error);

G_END_DECLS
