/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyBeatPanel:
 *
 * The chosen beat of a session: large on ECG paper, its probabilities, what is known of it, and the
 * buttons that say something about it (actions `win.relabel`, `win.accept`, `win.forget-verdict`).
 */
#define ECTOPY_TYPE_BEAT_PANEL (ectopy_beat_panel_get_type ())
G_DECLARE_FINAL_TYPE (EctopyBeatPanel, ectopy_beat_panel, ECTOPY, BEAT_PANEL, AdwBin)

void ectopy_beat_panel_set_session (EctopyBeatPanel *self, EctopySession *session);

G_END_DECLS
