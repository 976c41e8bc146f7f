/* SPDX-License-Identifier: MIT */
#pragma once

/* For "engine/review/corrections-file.c" only. */
#include "engine/review/corrections.h"

G_BEGIN_DECLS

/* Makes @edit's row what its `after` says, as of its time and step; what stood there before is looked
 * up. Returns: whether anything changed. */
gboolean ectopy_corrections_replay (EctopyCorrections *self, const EctopyEdit *edit);

/* What stands is on disk. */
void ectopy_corrections_set_saved (EctopyCorrections *self);

G_END_DECLS
