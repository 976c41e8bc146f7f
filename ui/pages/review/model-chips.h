/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ECTOPY_TYPE_MODEL_CHIPS (ectopy_model_chips_get_type ())
G_DECLARE_FINAL_TYPE (EctopyModelChips, ectopy_model_chips, ECTOPY, MODEL_CHIPS, AdwBin)

/**
 * ectopy_model_chips_new:
 *
 * What must be known of the model before its classes: that the recording is unlike those that it has learned
 * from, and that a copy was adapted to this recording. Each is seen only where it is so, and tells more when
 * it is clicked.
 *
 * Returns: (transfer floating): the chips
 */
EctopyModelChips *ectopy_model_chips_new (void);

/* What they say now. */
void ectopy_model_chips_update (EctopyModelChips *self, EctopyStudy *study);

/* (transfer full) (nullable): what differs, a sentence a line; NULL where nothing does. */
char *ectopy_model_chips_unlike_text (const EctopyFindings *findings);

G_END_DECLS
