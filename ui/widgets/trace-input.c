/* SPDX-License-Identifier: MIT */
#include "ui/widgets/trace-view-private.h"

#include <math.h>

#define NEAR_BEAT  20.0 /* pixels within which a click means a beat */
#define NEAR_MARK  6.0  /* within which calipers stand on its mark */
#define FARTHEST   1e15 /* samples */
#define DRAG_START 4.0  /* that a click may move */
#define STEP       0.25 /* of the view: a notch of the wheel */
#define ZOOM_STEP  1.25

/* ---- Places ---- */

static double
time_at (EctopyTraceView *self, double x)
{
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };

  ectopy_trace_setup_init (&setup, self->session, &size);
  return ectopy_trace_layout_time_at (&setup.layout, &setup.scene, x);
}

static double
seconds_a_pixel (EctopyTraceView *self)
{
  return time_at (self, 1) - time_at (self, 0);
}

static double
rate_of (EctopyTraceView *self)
{
  return ectopy_recording_get_rate_hz (ectopy_recording_session_get_recording (self->session));
}

/* The beat nearest to @s, if it is at most @pixels away, which may be infinite. */
static guint32
beat_near (EctopyTraceView *self, double s, double pixels)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const double rate_hz = rate_of (self);

  if (study == NULL)
    return ECTOPY_NO_BEAT;
  return ectopy_study_find_nearest (
      study, (gint64) llround (s * rate_hz),
      (gint64) MIN (pixels * seconds_a_pixel (self) * rate_hz, FARTHEST));
}

static gboolean
is_measuring (EctopyTraceView *self)
{
  return ectopy_recording_session_get_calipers (self->session).is_on;
}

/* ---- What clicks and actions do ---- */

static void
choose_at (EctopyTraceView *self, double s)
{
  const guint32 beat = beat_near (self, s, NEAR_BEAT);

  if (beat != ECTOPY_NO_BEAT)
    ectopy_recording_session_select (self->session, beat);
  else
    ectopy_recording_session_set_range (self->session, s, s);
}

static void
extend_to (EctopyTraceView *self, double s)
{
  const guint32 beat = beat_near (self, s, INFINITY);

  if (ectopy_recording_session_get_selected (self->session) == ECTOPY_NO_BEAT) {
    double from, to;

    ectopy_recording_session_get_range (self->session, &from, &to);
    ectopy_recording_session_set_range (self->session, isnan (from) ? s : from, s);
  } else if (beat != ECTOPY_NO_BEAT) {
    ectopy_recording_session_extend_to (self->session, beat);
  }
}

static void
add_at (EctopyTraceView *self, double s)
{
  if (beat_near (self, s, NEAR_BEAT) == ECTOPY_NO_BEAT)
    ectopy_recording_session_add_at (self->session, s);
}

static void
scroll_by (EctopyTraceView *self, double share)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);

  ectopy_recording_session_scroll_to (self->session, view.start_s + share * view.length_s);
}

static void
at_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);
  const double s = g_variant_get_double (parameter);

  if (!ectopy_trace_view_has_recording (self) || !isfinite (s))
    return;
  if (g_str_equal (name, "trace.choose-at"))
    choose_at (self, s);
  else if (g_str_equal (name, "trace.extend-to"))
    extend_to (self, s);
  else
    add_at (self, s);
}

static void
range_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);
  double from, to;

  g_variant_get (parameter, "(dd)", &from, &to);
  if (ectopy_trace_view_has_recording (self) && isfinite (from) && isfinite (to))
    ectopy_recording_session_set_range (self->session, from, to);
}

static void
move_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);
  EctopyRecordingView view;

  if (!ectopy_trace_view_has_recording (self))
    return;
  view = ectopy_recording_session_get_view (self->session);
  if (g_str_equal (name, "trace.scroll-back"))
    scroll_by (self, -STEP);
  else if (g_str_equal (name, "trace.scroll-on"))
    scroll_by (self, STEP);
  else
    ectopy_recording_session_zoom (self->session,
                                   g_str_equal (name, "trace.zoom-in") ? 1 / ZOOM_STEP : ZOOM_STEP,
                                   view.start_s + view.length_s / 2);
}

void
ectopy_trace_view_install_actions (GtkWidgetClass *widget_class)
{
  static const char *const moves[] = { "trace.scroll-back", "trace.scroll-on", "trace.zoom-in",
                                       "trace.zoom-out" };
  static const char *const places[] = { "trace.choose-at", "trace.extend-to", "trace.add-at" };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, move_action_cb);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_widget_class_install_action (widget_class, places[i], "d", at_action_cb);
  gtk_widget_class_install_action (widget_class, "trace.choose-range", "(dd)", range_action_cb);
}

/* ---- Dragging ---- */

static GdkModifierType
modifiers_of (gpointer controller)
{
  return gtk_event_controller_get_current_event_state (controller);
}

static void
set_cursor (EctopyTraceView *self, const char *name)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

/* Calipers from where the drag began to the pointer; on a beat's mark where one is near. */
static void
measure_to (EctopyTraceView *self, double x, double y)
{
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  EctopyCalipers calipers = { .is_on = TRUE };
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };
  double *const seconds[2] = { &calipers.from_s, &calipers.to_s };
  const double xs[2] = { self->drag_x, x };
  size_t lead;

  ectopy_trace_setup_init (&setup, self->session, &size);
  if (setup.scene.n_leads == 0)
    return;
  lead = ectopy_trace_layout_lead_at (&setup.layout, &setup.scene, self->drag_y);
  calipers.lead = setup.numbers[lead];
  calipers.from_mv = ectopy_trace_layout_value_at (&setup.layout, &setup.scene, lead, self->drag_y);
  calipers.to_mv = ectopy_trace_layout_value_at (&setup.layout, &setup.scene, lead, y);
  for (guint i = 0; i < 2; i++) {
    const double s = ectopy_trace_layout_time_at (&setup.layout, &setup.scene, xs[i]);
    const guint32 beat = beat_near (self, s, NEAR_MARK);

    *seconds[i] = beat == ECTOPY_NO_BEAT
                      ? s
                      : (double) ectopy_study_get_beat (
                            ectopy_recording_session_get_study (self->session), beat)
                                .sample /
                            rate_of (self);
  }
  ectopy_recording_session_set_calipers (self->session, &calipers);
}

static void
drag_begin_cb (EctopyTraceView *self, double x, double y, GtkGestureDrag *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag = ECTOPY_DRAG_NONE;
  if (!ectopy_trace_view_has_recording (self)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  self->drag_x = x;
  self->drag_y = y;
  self->drag_start_s = ectopy_recording_session_get_view (self->session).start_s;
  if (is_measuring (self)) {
    self->drag = ECTOPY_DRAG_MEASURE;
    measure_to (self, x, y);
  }
}

static void
drag_update_cb (EctopyTraceView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  if (!ectopy_trace_view_has_recording (self))
    return;
  if (self->drag == ECTOPY_DRAG_NONE && hypot (dx, dy) > DRAG_START) {
    const gboolean shift = (modifiers_of (gesture) & GDK_SHIFT_MASK) != 0;

    self->drag = shift ? ECTOPY_DRAG_RANGE : ECTOPY_DRAG_PAN;
    set_cursor (self, shift ? "col-resize" : "grabbing");
  }
  switch (self->drag) {
  case ECTOPY_DRAG_PAN:
    ectopy_recording_session_scroll_to (self->session,
                                        self->drag_start_s - dx * seconds_a_pixel (self));
    break;
  case ECTOPY_DRAG_RANGE:
    ectopy_recording_session_set_range (self->session, time_at (self, self->drag_x),
                                        time_at (self, self->drag_x + dx));
    break;
  case ECTOPY_DRAG_MEASURE:
    measure_to (self, self->drag_x + dx, self->drag_y + dy);
    break;
  default:
    break;
  }
}

static void
drag_end_cb (EctopyTraceView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  const EctopyTraceDrag drag = self->drag;

  self->drag = ECTOPY_DRAG_NONE;
  set_cursor (self, NULL);
  if (drag != ECTOPY_DRAG_NONE || !ectopy_trace_view_has_recording (self))
    return;
  if ((modifiers_of (gesture) & GDK_SHIFT_MASK) != 0)
    extend_to (self, time_at (self, self->drag_x));
  else
    choose_at (self, time_at (self, self->drag_x));
}

/* A second finger makes a pinch of what is then no click. */
static void
drag_cancel_cb (EctopyTraceView *self)
{
  if (self->drag == ECTOPY_DRAG_NONE)
    self->drag = ECTOPY_DRAG_PAN;
}

static void
pressed_cb (EctopyTraceView *self, int n_press, double x, double y)
{
  if (n_press == 2 && ectopy_trace_view_has_recording (self) && !is_measuring (self))
    add_at (self, time_at (self, x));
}

/* ---- Wheel, fingers and pointer ---- */

static gboolean
scroll_cb (EctopyTraceView *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  const GdkModifierType modifiers = modifiers_of (controller);
  const gboolean is_smooth = gtk_event_controller_scroll_get_unit (controller) ==
                             GDK_SCROLL_UNIT_SURFACE;
  const double along = fabs (dx) > fabs (dy) ? dx : dy;

  if (!ectopy_trace_view_has_recording (self))
    return GDK_EVENT_PROPAGATE;
  if ((modifiers & GDK_CONTROL_MASK) != 0) {
    const double x = isnan (self->pointer_x) ? gtk_widget_get_width (GTK_WIDGET (self)) / 2.0
                                             : self->pointer_x;

    ectopy_recording_session_zoom (self->session, pow (ZOOM_STEP, is_smooth ? dy / 20 : dy),
                                   time_at (self, x));
  } else if (is_smooth) {
    ectopy_recording_session_scroll_to (self->session,
                                        ectopy_recording_session_get_view (self->session).start_s +
                                            along * seconds_a_pixel (self));
  } else {
    scroll_by (self, STEP * along);
  }
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (EctopyTraceView *self)
{
  self->pinch = 1;
}

static void
pinch_cb (EctopyTraceView *self, double scale, GtkGesture *gesture)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y = 0;

  if (!ectopy_trace_view_has_recording (self) || !(scale > 0))
    return;
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  ectopy_recording_session_zoom (self->session, self->pinch / scale, time_at (self, x));
  self->pinch = scale;
}

static void
motion_cb (EctopyTraceView *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->drag == ECTOPY_DRAG_NONE && ectopy_trace_view_has_recording (self))
    set_cursor (self, is_measuring (self) ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (EctopyTraceView *self)
{
  self->pointer_x = self->pointer_y = (double) NAN;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ectopy_trace_view_add_controllers (EctopyTraceView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
