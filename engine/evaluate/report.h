/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"

G_BEGIN_DECLS

/* An evaluation as text for people, in their language and with its numbers, and for programs: of the
 * same evaluation these get the same bytes in every locale. The report as PDF is painted: "ui/paint/report-paint.h". */

/**
 * ectopy_report_text:
 * @evaluation: what was found
 *
 * The sentence that matters, what the protocol allows to conclude, figures by class with 95 %
 * intervals, the counts, of recordings how they were judged and what became of each, where all this
 * comes from, and the notice. In English lines of up to 100 characters (longer where a name is), columns
 * aligned in every language.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_report_text (EctopyEvaluation *evaluation);

/**
 * ectopy_report_csv:
 * @evaluation: what was found
 *
 * One table after RFC 4180: a line for each class, then `macro`, `weighted` and `micro` (whose
 * precision, recall and F1 are all the accuracy). Shares are 0 to 1; what is undefined is empty.
 * The last columns are the counts by class given. Of several recordings it is the table by record
 * instead: see ectopy_records_figures_csv().
 *
 * Returns: (transfer full): ASCII, ending in a newline
 */
char *ectopy_report_csv (EctopyEvaluation *evaluation);

/**
 * ectopy_report_json:
 * @evaluation: what was found
 *
 * One object as the command line promises it, and more: intervals, calibration, areas, data,
 * notice; of recordings "positions", "map", "from_s", "statements", "learned_from", the members of
 * ectopy_records_figures_add_json(), and of detected beats "ec57", the object of ectopy_ec57_report_json(). What is undefined is null. Rows of `confusion` are true classes in the order N S V F Q.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_report_json (EctopyEvaluation *evaluation);

/**
 * ectopy_report_write:
 * @evaluation: what was found
 * @path: where to; `.txt`, `.csv` or `.json` says how
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix, %G_FILE_ERROR
 *
 * Returns: whether the whole file is there; on failure an older one is untouched
 */
gboolean ectopy_report_write (EctopyEvaluation *evaluation, const char *path, GError **error);

G_END_DECLS
