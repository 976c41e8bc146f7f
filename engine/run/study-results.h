/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study-summary.h"
#include "engine/run/recording-families.h"

G_BEGIN_DECLS

/* What stands of a study as text for people and for programs. The same study gives the same bytes in
 * every locale. The report as PDF is painted: "ui/paint/recording-report.h". */

/**
 * ectopy_study_results_json:
 * @study: a study
 * @summary: of what stands in it now
 * @source: (nullable): its beats, if they have been grouped
 * @families: (nullable): their families
 * @record: name of the recording
 *
 * One object: where it comes from, figures, episodes, and all beats but those rejected. What is not
 * defined is null. The thread of @study.
 *
 * Returns: (transfer full): UTF-8, ending in a newline
 */
char *ectopy_study_results_json (EctopyStudy *study,
                                 const EctopyStudySummary *summary,
                                 const EctopyFamilySource *source,
                                 const EctopyFamilies *families,
                                 const char *record);

/* (transfer full): counts, rate and episodes in a few lines. The thread of @study. */
char *ectopy_study_results_text (EctopyStudy *study,
                                 const EctopyStudySummary *summary,
                                 const char *record);

G_END_DECLS
