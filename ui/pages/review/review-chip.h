/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyReviewChip:
 *
 * How many beats of a recording are due to be reviewed: a button that goes to the next, and beside it a
 * menu in which all beats above a confidence are accepted at once.
 *
 * Signals: `done (const char *text)`: beats were accepted: what to say, beside an offer to undo.
 */
#define ECTOPY_TYPE_REVIEW_CHIP (ectopy_review_chip_get_type ())
G_DECLARE_FINAL_TYPE (EctopyReviewChip, ectopy_review_chip, ECTOPY, REVIEW_CHIP, AdwBin)

void ectopy_review_chip_set_session (EctopyReviewChip *self, EctopyRecordingSession *session);

/* Opens the menu. */
void ectopy_review_chip_popup (EctopyReviewChip *self);

G_END_DECLS
