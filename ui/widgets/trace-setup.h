/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-layout.h"
#include "ui/session/recording-session.h"

G_BEGIN_DECLS

/**
 * EctopyTraceSetup:
 * @scene: a strip; lent by what follows
 * @layout: where its parts are
 * @numbers: `[scene.n_leads]`: which leads of the recording they are
 * @gain_mm_mv: of the leads in millivolts; 0 where there is none
 * @start_px: pixels from the recording's start to the view's: a whole number, to which the view is
 *   moved, so that what is scrolled stays as it was painted
 *
 * What a session shows, as a scene for painters.
 */
typedef struct {
  EctopyTraceScene scene;
  EctopyTraceLayout layout;
  size_t *numbers;
  double gain_mm_mv;
  double start_px;

  EctopyTraceLead *leads;
  GArray *beats;
  GPtrArray *columns;
} EctopyTraceSetup;

/* A strip's size, in user units. */
typedef struct {
  double width;
  double height;
  double mm;
  double font_size;
  double scale; /* pixels a user unit */
} EctopyTraceSize;

/* Where all is and what is chosen; the leads without samples: enough for input and cursors. There must
 * be a recording. */
void ectopy_trace_setup_init (EctopyTraceSetup *setup,
                              EctopyRecordingSession *session,
                              const EctopyTraceSize *size);

/* Adds the samples or columns of what is in view, and the beats. Good until the next call for the same
 * session, or its next change. */
void ectopy_trace_setup_take_signal (EctopyTraceSetup *setup,
                                     EctopyRecordingSession *session,
                                     const EctopyTraceSize *size);

void ectopy_trace_setup_clear (EctopyTraceSetup *setup);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EctopyTraceSetup, ectopy_trace_setup_clear)

/* Place of a lead of the recording among those shown; G_MAXSIZE for none. */
size_t ectopy_trace_setup_find_lead (const EctopyTraceSetup *setup, size_t number);

G_END_DECLS
