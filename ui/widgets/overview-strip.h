/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"
#include "ui/widgets/paint-area.h"

G_BEGIN_DECLS

/**
 * EctopyOverviewStrip:
 *
 * The whole of a session's recording in one strip, with a frame around what is in view. A click or a
 * drag puts the middle of the view there; with the focus, arrows move it by its length, Page keys by ten
 * and Home and End to the ends.
 *
 * Actions: `overview.back`, `overview.on`, `overview.far-back`, `overview.far-on`, `overview.first`,
 * `overview.last`; `overview.go-to` with seconds (d).
 */
#define ECTOPY_TYPE_OVERVIEW_STRIP (ectopy_overview_strip_get_type ())
G_DECLARE_FINAL_TYPE (EctopyOverviewStrip,
                      ectopy_overview_strip,
                      ECTOPY,
                      OVERVIEW_STRIP,
                      EctopyPaintArea)

GtkWidget *ectopy_overview_strip_new (void);

/* @session: (nullable) */
void ectopy_overview_strip_set_session (EctopyOverviewStrip *self, EctopyRecordingSession *session);

G_END_DECLS
