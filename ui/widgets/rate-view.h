/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"
#include "ui/widgets/paint-area.h"

G_BEGIN_DECLS

/**
 * EctopyRateView:
 *
 * The intervals between beats, and the rate, of a stretch around what is in view: ten times as long, a
 * minute at least. The stretch stays while the view moves within it. A click chooses the nearest beat.
 *
 * Action `rate.choose-at` with seconds from the start (d).
 */
#define ECTOPY_TYPE_RATE_VIEW (ectopy_rate_view_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRateView, ectopy_rate_view, ECTOPY, RATE_VIEW, EctopyPaintArea)

GtkWidget *ectopy_rate_view_new (void);

/* @session: (nullable) */
void ectopy_rate_view_set_session (EctopyRateView *self, EctopyRecordingSession *session);

/* The stretch that is seen, seconds from the recording's start. */
void ectopy_rate_view_get_stretch (EctopyRateView *self, double *start_s, double *length_s);

G_END_DECLS
