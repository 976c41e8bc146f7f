/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/pages/train/run.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyRunList:
 *
 * The runs of this session with what they were set to and what came of them; one is chosen, the others
 * may be compared with it.
 *
 * Signals: `chosen (EctopyRun *run)`; `settings-wanted (EctopyRun *run)`, to train like that again.
 */
#define ECTOPY_TYPE_RUN_LIST (ectopy_run_list_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRunList, ectopy_run_list, ECTOPY, RUN_LIST, AdwBin)

/* @runs holds #EctopyRun. */
void ectopy_run_list_set_runs (EctopyRunList *self, GListModel *runs);

/* Chooses @run without saying so. */
void ectopy_run_list_choose (EctopyRunList *self, EctopyRun *run);

G_END_DECLS
