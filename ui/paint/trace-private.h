/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/trace-layout.h"

G_BEGIN_DECLS

/* A strip that is being painted. What is outside of the clip is not looked at: a strip that is scrolled
 * has but its edge painted. */
typedef struct {
  cairo_t *cr;
  const EctopyTraceScene *scene;
  const EctopyPalette *palette;
  EctopyTraceLayout layout;
  double left; /* of the clip */
  double right;
} EctopyTraceStrip;

/* A stretch of a lead in the colour of a class. */
typedef struct {
  double from_s;
  double to_s;
  guint beat_class;
} EctopyTraceTint;

/* Whether a second is wide enough, in user units, for tints to be seen. */
gboolean ectopy_trace_has_tints (double per_second);

/* (transfer full) (element-type EctopyTraceTint): around the beats that are not normal, in order, apart:
 * from before the onset to about the end of T, but not into the next beat. None where
 * ectopy_trace_has_tints() says so. */
GArray *ectopy_trace_tints (const EctopyTraceScene *scene, double per_second);

/* The line of a lead. */
void ectopy_trace_paint_lead (const EctopyTraceStrip *strip, size_t lead, const GArray *tints);

/* Marks, letters and intervals. */
void ectopy_trace_paint_marks (const EctopyTraceStrip *strip);

G_END_DECLS
