/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/comparison.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyComparisonPage:
 *
 * How the beats of the open recording compare with marks that are taken for true: the sentence that
 * matters, what was compared and how, the matrix, whose cells lead to their places on the trace, and
 * figures; and all of it as files. While it is seen, it has the comparison made.
 *
 * Signal: `toast (const char *text)`. Actions, of the group `comparison`: `reference(s)`, `test(s)`,
 * `map(s)`, `from(s)`, `walk`, `save-mismatches`, `save-table(s)`, `save-matrix`, `copy`.
 */
#define ECTOPY_TYPE_COMPARISON_PAGE (ectopy_comparison_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyComparisonPage, ectopy_comparison_page, ECTOPY, COMPARISON_PAGE, AdwBin)

void ectopy_comparison_page_set_session (EctopyComparisonPage *self,
                                         EctopyRecordingSession *session);

/* The keyboard goes to the matrix. */
void ectopy_comparison_page_focus_matrix (EctopyComparisonPage *self);

G_END_DECLS
