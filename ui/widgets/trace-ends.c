/* SPDX-License-Identifier: MIT */
#include "ui/widgets/trace-view-private.h"

#include <math.h>

/* What dragging over the trace does, by the keyboard: one end of the calipers or, without them, of the
 * chosen stretch moves, and may be exchanged for the other. */

#define STRETCH_STEP 0.01  /* of the view's length */
#define CALIPER_STEP 0.001 /* finer: it measures */
#define HEIGHT_STEP  0.02 /* of what the paper's large square stands for, in mV or the lead's unit */
#define LARGE_SQUARE 5.0  /* mm */

static const struct {
  const char *name;
  guint key;
  guint keypad;
  int along;
  int up;
} moves[] = {
  { "trace.end-back", GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { "trace.end-on", GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { "trace.end-up", GDK_KEY_Up, GDK_KEY_KP_Up, 0, 1 },
  { "trace.end-down", GDK_KEY_Down, GDK_KEY_KP_Down, 0, -1 },
};

/* Where a stretch begins that was not begun yet: at the cursor, the chosen beat or amid the view. */
static double
first_end (EctopyTraceView *self)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  const guint32 beat = ectopy_recording_session_get_selected (self->session);
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->session);
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);

  if (study == NULL || beat == ECTOPY_NO_BEAT)
    return view.start_s + view.length_s / 2;
  return (double) ectopy_study_get_beat (study, beat).sample /
         ectopy_recording_get_rate_hz (recording);
}

static void
move_stretch (EctopyTraceView *self, int along)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  double ends[2];
  guint moving;

  ectopy_recording_session_get_range (self->session, &ends[0], &ends[1]);
  if (isnan (ends[0]) || isnan (ends[1]))
    ends[0] = ends[1] = first_end (self);
  if (!(ends[1] > ends[0]))
    self->moves_first = along < 0;
  moving = self->moves_first ? 0 : 1;
  ends[moving] += along * STRETCH_STEP * view.length_s;
  if (ends[0] > ends[1])
    self->moves_first = !self->moves_first;
  ectopy_recording_session_set_range (self->session, ends[0], ends[1]);
}

static void
move_calipers (EctopyTraceView *self, int along, int up)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  EctopyCalipers calipers = ectopy_recording_session_get_calipers (self->session);

  calipers.to_s += along * CALIPER_STEP * view.length_s;
  if (self->gain > 0)
    calipers.to_mv += up * HEIGHT_STEP * LARGE_SQUARE / self->gain;
  ectopy_recording_session_set_calipers (self->session, &calipers);
}

static void
move_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);

  if (!ectopy_trace_view_has_recording (self))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_str_equal (name, moves[i].name)) {
      if (ectopy_recording_session_get_calipers (self->session).is_on)
        move_calipers (self, moves[i].along, moves[i].up);
      else if (moves[i].along != 0)
        move_stretch (self, moves[i].along);
    }
}

static void
exchange_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);
  EctopyCalipers calipers;

  if (!ectopy_trace_view_has_recording (self))
    return;
  calipers = ectopy_recording_session_get_calipers (self->session);
  if (calipers.is_on) {
    const EctopyCalipers before = calipers;

    calipers.from_s = before.to_s;
    calipers.to_s = before.from_s;
    calipers.from_mv = before.to_mv;
    calipers.to_mv = before.from_mv;
    ectopy_recording_session_set_calipers (self->session, &calipers);
  } else {
    self->moves_first = !self->moves_first;
  }
}

void
ectopy_trace_view_install_end_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    gtk_widget_class_install_action (widget_class, moves[i].name, NULL, move_cb);
    gtk_widget_class_add_binding_action (widget_class, moves[i].key, GDK_CONTROL_MASK,
                                         moves[i].name, NULL);
    gtk_widget_class_add_binding_action (widget_class, moves[i].keypad, GDK_CONTROL_MASK,
                                         moves[i].name, NULL);
  }
  gtk_widget_class_install_action (widget_class, "trace.exchange-ends", NULL, exchange_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, GDK_CONTROL_MASK,
                                       "trace.exchange-ends", NULL);
}
