/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/widgets/trace-setup.h"
#include "ui/widgets/trace-view.h"

G_BEGIN_DECLS

/* What a drag does. */
typedef enum {
  ECTOPY_DRAG_NONE, /* it is a click as yet */
  ECTOPY_DRAG_PAN,
  ECTOPY_DRAG_RANGE,
  ECTOPY_DRAG_MEASURE,
} EctopyTraceDrag;

/* The last picture: where the view is but scrolled, most of the next is in it. */
typedef struct {
  cairo_surface_t *surface; /* NULL for none that is of use */
  double start_px;
  double length_s;
  double gain_mm_mv;
  guint64 leads; /* a hash of those shown */
  guint detail;  /* how much is written */
} EctopyTraceShown;

struct _EctopyTraceView {
  GtkWidget parent_instance;

  EctopyRecordingSession *session;
  double mm;
  double gain;

  cairo_surface_t *paper; /* with 5 mm more than the width, so that it can be moved along */
  GskRenderNode *picture; /* all but cursor and calipers */
  EctopyTraceShown shown; /* what it was made of, for the next */
  guint settle_id;

  double pointer_x; /* NaN while it is elsewhere */
  double pointer_y;
  EctopyTraceDrag drag;
  double drag_x;
  double drag_y;
  double drag_start_s;
  double pinch;         /* scale when the view was last zoomed */
  gboolean moves_first; /* whether keys move the earlier end of the stretch */
};

/* Whether there is a recording to be drawn. */
gboolean ectopy_trace_view_has_recording (EctopyTraceView *self);

EctopyTraceSize ectopy_trace_view_get_size (EctopyTraceView *self);

/* What is seen: "trace-picture.c". There must be a recording and a size. */
void ectopy_trace_view_make_picture (EctopyTraceView *self);
void ectopy_trace_view_append_cursor (EctopyTraceView *self, GtkSnapshot *snapshot);

/* The next picture is painted as a whole. */
void ectopy_trace_view_forget_shown (EctopyTraceView *self);

/* Controllers and actions: "trace-input.c". */
void ectopy_trace_view_install_actions (GtkWidgetClass *widget_class);
void ectopy_trace_view_add_controllers (EctopyTraceView *self);

/* Ends of the calipers and of the stretch, by keys: "trace-ends.c". */
void ectopy_trace_view_install_end_actions (GtkWidgetClass *widget_class);

G_END_DECLS
