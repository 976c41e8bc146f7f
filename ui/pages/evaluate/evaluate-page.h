/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyEvaluatePage:
 *
 * How well the session's model does on the open beats: the sentence that matters, the matrix with
 * the beats of a chosen cell, figures and curves; and all of it as a file. Property `session`.
 *
 * Signals: `toast (const char *text)`; `show-beats`: the session's filter now shows the beats of a
 * cell, and the person wants to see them in Review; `judging-changed`: there are other figures of
 * recordings, or none, or they are shown or not.
 *
 * Where a recording is reviewed it is an #EctopyComparisonPage; where a folder of recordings is judged, an
 * #EctopyJudgePage.
 */
#define ECTOPY_TYPE_EVALUATE_PAGE (ectopy_evaluate_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyEvaluatePage, ectopy_evaluate_page, ECTOPY, EVALUATE_PAGE, AdwBin)

void ectopy_evaluate_page_set_session (EctopyEvaluatePage *self, EctopySession *session);

void ectopy_evaluate_page_set_recording_session (EctopyEvaluatePage *self,
                                                 EctopyRecordingSession *session);

/* Whether it is about the recording rather than about cut beats. */
void ectopy_evaluate_page_show_recording (EctopyEvaluatePage *self, gboolean shown);

/* Shows the form that judges by a folder of recordings, or what came of it, until that is closed. */
void ectopy_evaluate_page_judge_recordings (EctopyEvaluatePage *self);

/* Whether that is shown; and whether there is something of it to report. */
gboolean ectopy_evaluate_page_get_judges_recordings (EctopyEvaluatePage *self);
gboolean ectopy_evaluate_page_has_judged (EctopyEvaluatePage *self);

/* The keyboard goes to the matrix of the comparison, if that is seen. */
void ectopy_evaluate_page_focus_matrix (EctopyEvaluatePage *self);

/* Asks where to, and writes the report there: PDF, JSON, CSV, or text by the name's ending.
 * Of a recording it is the table of the comparison, as text. */
void ectopy_evaluate_page_export (EctopyEvaluatePage *self);

/* Opens the system's print dialog for the report. */
void ectopy_evaluate_page_print (EctopyEvaluatePage *self);

G_END_DECLS
