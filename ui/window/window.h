/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyWindow:
 *
 * One study: Review, Train and Evaluate around one session of cut beats and one of a recording.
 */
#define ECTOPY_TYPE_WINDOW (ectopy_window_get_type ())
G_DECLARE_FINAL_TYPE (EctopyWindow, ectopy_window, ECTOPY, WINDOW, AdwApplicationWindow)

EctopyWindow *ectopy_window_new (AdwApplication *application);

EctopySession *ectopy_window_get_session (EctopyWindow *self);
EctopyRecordingSession *ectopy_window_get_recording_session (EctopyWindow *self);

/* Opens the recording, the folder of recordings or the beats, or takes the model (`.safetensors`), at
 * @file; asks first where corrections would be lost. Where something is asked already that is brought forth
 * instead, but for a model. */
void ectopy_window_open (EctopyWindow *self, GFile *file);

/* Whether beats or a recording are open in it. */
gboolean ectopy_window_is_used (EctopyWindow *self);

/* A word in passing at the lower edge. */
void ectopy_window_toast (EctopyWindow *self, const char *text);

G_END_DECLS
