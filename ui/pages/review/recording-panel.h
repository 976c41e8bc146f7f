/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyRecordingPanel:
 *
 * The chosen beat of a recording: large on ECG paper, its probabilities, intervals, what a person said,
 * and the buttons that say something about it (actions `win.relabel`, `win.accept`, `win.reject`,
 * `win.select-alike`).
 */
#define ECTOPY_TYPE_RECORDING_PANEL (ectopy_recording_panel_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecordingPanel, ectopy_recording_panel, ECTOPY, RECORDING_PANEL, AdwBin)

void ectopy_recording_panel_set_session (EctopyRecordingPanel *self,
                                         EctopyRecordingSession *session);

G_END_DECLS
