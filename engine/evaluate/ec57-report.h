/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-summary.h"

G_BEGIN_DECLS

/* Comparisons of beats as text for people, in their language and with its numbers, and for programs: from
 * the same records these get the same bytes in every locale. Figures are in per cent; what is undefined is
 * a dash, or null. */

/**
 * ectopy_ec57_report_text:
 * @records: `[n]`: what was found in each
 * @n: how many, at least 1
 * @options: how they were compared
 *
 * The protocol and the map in words, a line a record, gross and average where there are several
 * records, the counts of all, and the runs.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_ec57_report_text (const EctopyEc57Record *records,
                               size_t n,
                               const EctopyEc57Options *options);

/**
 * ectopy_ec57_report_json:
 * @records: `[n]`: what was found in each
 * @n: how many, at least 1
 * @options: how they were compared
 *
 * One object as the command line promises it, and more: error of the RR intervals, shutdown, runs.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_ec57_report_json (const EctopyEc57Record *records,
                               size_t n,
                               const EctopyEc57Options *options);

/**
 * ectopy_ec57_report_csv:
 * @records: `[n]`: what was found in each
 * @n: how many, at least 1
 * @options: how they were compared
 *
 * A line a record: how it was compared, figures in per cent (empty where undefined), the count of each
 * cell.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_ec57_report_csv (const EctopyEc57Record *records,
                              size_t n,
                              const EctopyEc57Options *options);

/* (transfer full): the sentence that matters: "2,871 of 2,955 beats have the class of the reference;
 * worst: fusion, 301 of 373. 5 were not found, 2 are where the reference has none." */
char *ectopy_ec57_report_summary (const EctopyEc57Counts *counts);

/* (transfer full): how beats were compared, in words: lines, each ending in a newline. */
char *ectopy_ec57_report_protocol (const EctopyEc57Options *options);

G_END_DECLS
