/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/beat-paint.h"
#include "ui/session/session.h"

G_BEGIN_DECLS

/* A beat of the session's file as painters want it; @row is one there is. Lent as
 * ectopy_session_get_facts() is. */
EctopyBeatScene ectopy_beat_scene_of (EctopySession *session, size_t row);

G_END_DECLS
