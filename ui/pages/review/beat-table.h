/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyBeatTable:
 *
 * The beats of a recording as a table: time, class, how sure, interval, rate and what a person said;
 * all or those of a kind. What is chosen in it is chosen in the session, and the other way round.
 */
#define ECTOPY_TYPE_BEAT_TABLE (ectopy_beat_table_get_type ())
G_DECLARE_FINAL_TYPE (EctopyBeatTable, ectopy_beat_table, ECTOPY, BEAT_TABLE, AdwBin)

void ectopy_beat_table_set_session (EctopyBeatTable *self, EctopyRecordingSession *session);

/* (transfer none): the name of a beat's status, translated. */
const char *ectopy_beat_table_status_name (guint status);

G_END_DECLS
