/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/metrics.h"

G_BEGIN_DECLS

/* How figures are written for people, by the locale of the thread: its decimal point, its separator of
 * thousands ("," where the locale is plain), its words. What is undefined is an en dash. In files that
 * programs read they have no place. */

/* (transfer full): "21,892". */
char *ectopy_text_count (guint64 n);

/* (transfer full): a share of 0 to 1 as "98.5 %". Never "100.0 %" for less than all, nor "0.0 %"
 * for more than none: these are ">99.9 %" and "<0.1 %". */
char *ectopy_text_percent (double share);

/* (transfer full): "0.933", with that many @decimals (up to 9). */
char *ectopy_text_decimals (double value, guint decimals);

/* (transfer full): an area of 0 to 1 as "0.982"; ">0.999" for one that is less than 1 but would be
 * rounded to it. */
char *ectopy_text_area (double area, guint decimals);

/* (transfer full): an interval of shares as "98.3–98.7". */
char *ectopy_text_percent_interval (EctopyInterval interval);

/* (transfer full): "0.921–0.944", with that many @decimals. */
char *ectopy_text_interval (EctopyInterval interval, guint decimals);

G_END_DECLS
