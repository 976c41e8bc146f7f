/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/record-figures.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Figures by record as text for people, in their language and with its numbers, and for programs: these get
 * the same bytes in every locale. */

/**
 * ectopy_records_figures_text:
 * @figures: of several records
 *
 * VEB and SVEB, gross and average, after EC57 and plainly, with 95 % intervals by patients; how many records are
 * behind each class; a table by record; which record is calibrated worst.
 *
 * Returns: (transfer full): lines of up to 110 characters in English, ending in a newline
 */
char *ectopy_records_figures_text (const EctopyRecordsFigures *figures);

/* Adds members to an object that is open: "patients", "gross", "average", "intervals", "effective_records",
 * "worst_calibrated", "records". Shares are 0 to 1, null where undefined. */
void ectopy_records_figures_add_json (const EctopyRecordsFigures *figures, JsonBuilder *json);

/* (transfer full): a table after RFC 4180: a line a record, then gross and average. */
char *ectopy_records_figures_csv (const EctopyRecordsFigures *figures);

G_END_DECLS
