/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyRecordingPage:
 *
 * A recording: overview, trace and rate, the chosen beat and the table of beats beside them, and the
 * tools to look at them with.
 *
 * Signals:
 * - `toast (const char *text)`: a word in passing
 * - `done (const char *text)`: something was done to many beats: what to say, beside an offer to undo
 */
#define ECTOPY_TYPE_RECORDING_PAGE (ectopy_recording_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecordingPage, ectopy_recording_page, ECTOPY, RECORDING_PAGE, AdwBin)

void ectopy_recording_page_set_session (EctopyRecordingPage *self, EctopyRecordingSession *session);

/* Puts the keyboard onto the trace. */
void ectopy_recording_page_focus_trace (EctopyRecordingPage *self);

/* Asks for a time to go to. */
void ectopy_recording_page_go_to_time (EctopyRecordingPage *self);

/* Goes to the next (@by 1) or previous (-1) of @kind, or of the kind chosen in the tools for
 * %ECTOPY_N_SEEKS; says so where there is none. */
void ectopy_recording_page_seek (EctopyRecordingPage *self, EctopySeek kind, int by);

/* Asks above which confidence all beats are accepted. */
void ectopy_recording_page_accept_above (EctopyRecordingPage *self);

/* Shows the families of its beats, and puts the keyboard there. */
void ectopy_recording_page_show_families (EctopyRecordingPage *self);

/* Goes to the next or previous beat of the family; says so where there is none. */
void ectopy_recording_page_step_family (EctopyRecordingPage *self, int by);

/* Filters as chosen in the tools, or none. */
void ectopy_recording_page_toggle_filter (EctopyRecordingPage *self);

/* Shows them over the middle of the view, or takes them away. */
void ectopy_recording_page_toggle_calipers (EctopyRecordingPage *self);

/**
 * ectopy_recording_page_parse_time:
 * @text: "1:02:03.5", "2:03" or "123"
 * @seconds: (out): what it says
 *
 * Returns: whether it is a time
 */
gboolean ectopy_recording_page_parse_time (const char *text, double *seconds);

G_END_DECLS
