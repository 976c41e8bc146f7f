/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pixels of a millimetre on a screen that says nothing else. */
#define ECTOPY_SCREEN_MM (96.0 / 25.4)

/**
 * EctopyTraceView:
 *
 * The leads of a session's recording on ECG paper, with their beats. What is seen and chosen is the
 * session's; in a view of a paper's speed the width says how much time that is.
 *
 * A click chooses the nearest beat or, where there is none, puts the cursor; with Shift it chooses all
 * beats up to there. A double click away from beats adds one. Dragging moves the paper, with Shift it
 * chooses a stretch; with calipers on it measures. The wheel goes along, with Ctrl it zooms.
 *
 * Actions: `trace.scroll-back`, `trace.scroll-on` (a quarter of the view), `trace.zoom-in`,
 * `trace.zoom-out`; with seconds from the start (d): `trace.choose-at`, `trace.extend-to`,
 * `trace.add-at`; `trace.choose-range` (dd). One end of the calipers or, without them, of the chosen stretch:
 * `trace.end-back`, `trace.end-on`, `trace.end-up`, `trace.end-down`, and `trace.exchange-ends` for the other.
 *
 * Property `gain` (double, notifies): millimetres a millivolt that are drawn; 0 while there are none.
 */
#define ECTOPY_TYPE_TRACE_VIEW (ectopy_trace_view_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTraceView, ectopy_trace_view, ECTOPY, TRACE_VIEW, GtkWidget)

GtkWidget *ectopy_trace_view_new (void);

/* @session: (nullable) */
void ectopy_trace_view_set_session (EctopyTraceView *self, EctopyRecordingSession *session);

/* Pixels that make a millimetre on this screen; %ECTOPY_SCREEN_MM unless told. Rounded so that 5 mm are
 * whole pixels: on a usual screen 3.8 for 3.78. */
void ectopy_trace_view_set_mm (EctopyTraceView *self, double px_per_mm);
double ectopy_trace_view_get_mm (EctopyTraceView *self);

double ectopy_trace_view_get_gain (EctopyTraceView *self);

/* Millimetres a second that the width makes of what is seen; 0 before it has a size. */
double ectopy_trace_view_get_speed (EctopyTraceView *self);

G_END_DECLS
