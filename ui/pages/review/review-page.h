/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/pages/review/recording-page.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyReviewPage:
 *
 * The beats of a file: how many of each class, which of them are shown and in which order, all of
 * them as a gallery, the chosen one large beside it; or a recording (#EctopyRecordingPage). Property
 * `session`.
 */
#define ECTOPY_TYPE_REVIEW_PAGE (ectopy_review_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyReviewPage, ectopy_review_page, ECTOPY, REVIEW_PAGE, AdwBin)

void ectopy_review_page_set_session (EctopyReviewPage *self, EctopySession *session);

/* (nullable): @session: the recording's. */
void ectopy_review_page_set_recording_session (EctopyReviewPage *self,
                                               EctopyRecordingSession *session);

/* (transfer none) */
EctopyRecordingPage *ectopy_review_page_get_recording_page (EctopyReviewPage *self);

/* Whether it is the recording that is reviewed, rather than cut beats. */
void ectopy_review_page_show_recording (EctopyReviewPage *self, gboolean shown);
gboolean ectopy_review_page_shows_recording (EctopyReviewPage *self);

/* Puts the keyboard into the gallery (or onto the trace), or into the field that looks for a row. */
void ectopy_review_page_focus_gallery (EctopyReviewPage *self);
void ectopy_review_page_focus_search (EctopyReviewPage *self);

/* Only beats that disagree, or all again. */
void ectopy_review_page_toggle_disagreements (EctopyReviewPage *self);

G_END_DECLS
