/* SPDX-License-Identifier: MIT */
#include "ui/widgets/trace-view-private.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-cursor.h"
#include "ui/session/comparison.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/paint-area.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define FONT_SHARE 0.85 /* of the widget's font */
#define MIN_WIDTH  240
#define MIN_HEIGHT 160

enum { PROP_0, PROP_GAIN, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (EctopyTraceView, ectopy_trace_view, GTK_TYPE_WIDGET)

gboolean
ectopy_trace_view_has_recording (EctopyTraceView *self)
{
  return self->session != NULL && ectopy_recording_session_get_source (self->session) != NULL;
}

/* A millimetre that makes 5 mm of paper whole pixels: lines are then evenly far apart, and stay so when
 * the paper is moved. */
static double
whole_mm (EctopyTraceView *self)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return MAX (round (5 * self->mm * scale), 1) / (5 * scale);
}

EctopyTraceSize
ectopy_trace_view_get_size (EctopyTraceView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return (EctopyTraceSize){
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .mm = whole_mm (self),
    .font_size = FONT_SHARE * ectopy_paint_area_font_size (widget),
    .scale = gtk_widget_get_scale_factor (widget),
  };
}

/* ---- Pictures ---- */

static void
forget_node (EctopyTraceView *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
forget_picture (EctopyTraceView *self)
{
  ectopy_trace_view_forget_shown (self);
  forget_node (self);
}

static void
forget_all (EctopyTraceView *self)
{
  g_clear_pointer (&self->paper, cairo_surface_destroy);
  forget_picture (self);
}

static void
ectopy_trace_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);

  if (!ectopy_trace_view_has_recording (self) || size.width < 1 || size.height < 1)
    return;
  if (self->picture == NULL)
    ectopy_trace_view_make_picture (self);
  gtk_snapshot_append_node (snapshot, self->picture);
  ectopy_trace_view_append_cursor (self, snapshot);
}

/* ---- What follows from size and session, outside of frames ---- */

/* (transfer full): what is said of the chosen beat, with a "; " before it. */
static char *
describe_beat (EctopyRecordingSession *session)
{
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  const guint32 beat = ectopy_recording_session_get_selected (session);
  g_autofree char *place = NULL, *confidence = NULL, *chosen = NULL;
  const EctopyFoundBeat *found;
  EctopyBeatState state;
  size_t n;

  ectopy_recording_session_get_selection (session, &n);
  if (study == NULL || beat == ECTOPY_NO_BEAT || ectopy_study_get_place (study, beat) == G_MAXSIZE)
    return g_strdup ("");
  state = ectopy_study_get_beat (study, beat);
  found = ectopy_study_get_found (study, beat);
  place = ectopy_text_count (ectopy_study_get_place (study, beat) + 1);
  chosen = ectopy_text_count (n);
  if (n > 1)
    /* Translators: the number of beats that are chosen. */
    return g_strdup_printf (ngettext ("; %s beat selected", "; %s beats selected", (gulong) n),
                            chosen);
  if (state.status == ECTOPY_BEAT_REJECTED)
    /* Translators: the place of a beat in the recording. */
    return g_strdup_printf (_ ("; beat %s selected: rejected"), place);
  if (found == NULL || state.status != ECTOPY_BEAT_PREDICTED ||
      state.beat_class >= ECTOPY_N_CLASSES)
    /* Translators: the place of a beat in the recording, its class. */
    return g_strdup_printf (_ ("; beat %s selected: %s"), place,
                            ectopy_class_label_name (state.beat_class));
  confidence = ectopy_beat_confidence_text ((double) found->probabilities[state.beat_class]);
  /* Translators: the place of a beat in the recording, its class, how sure that is. */
  return g_strdup_printf (_ ("; beat %s selected: %s, %s"), place,
                          ectopy_class_label_name (state.beat_class), confidence);
}

/* (transfer full): the chosen stretch, with a "; " before it. */
static char *
describe_stretch (EctopyRecordingSession *session)
{
  g_autofree char *from = NULL, *to = NULL;
  double from_s, to_s;

  ectopy_recording_session_get_range (session, &from_s, &to_s);
  if (!(to_s > from_s))
    return g_strdup ("");
  from = ectopy_time_text (from_s, 2);
  to = ectopy_time_text (to_s, 2);
  /* Translators: the times between which a stretch of the recording is chosen. */
  return g_strdup_printf (_ ("; %s to %s chosen"), from, to);
}

/* (transfer full): what the calipers measure, with a "; " before it. */
static char *
describe_calipers (EctopyRecordingSession *session)
{
  const EctopyCalipers calipers = ectopy_recording_session_get_calipers (session);
  EctopyRecording *recording = ectopy_recording_session_get_recording (session);
  const EctopyTraceCursor cursor = {
    .from_s = calipers.from_s,
    .to_s = calipers.to_s,
    .from_value = calipers.from_mv,
    .to_value = calipers.to_mv,
  };
  g_autofree char *text = NULL;

  if (!calipers.is_on || calipers.lead >= ectopy_recording_get_n_leads (recording))
    return g_strdup ("");
  text = ectopy_trace_cursor_text (&cursor,
                                   ectopy_recording_get_lead_unit (recording, calipers.lead));
  /* Translators: what the calipers measure: "612 ms · 98 bpm · 0.84 mV". */
  return g_strdup_printf (_ ("; calipers: %s"), text);
}

/* (transfer full): what reference and test say at a place of the comparison, with a "; " before it. */
static char *
describe_hint (EctopyRecordingSession *session)
{
  double hint_s;
  g_autofree char *hint = ectopy_comparison_dup_hint (
      ectopy_recording_session_get_comparison (session), &hint_s);
  g_autofree char *time = hint != NULL ? ectopy_time_text (hint_s, 3) : NULL;

  /* Translators: a time, and "reference: N · test: V". */
  return hint != NULL ? g_strdup_printf (_ ("; at %s: %s"), time, hint) : g_strdup ("");
}

static void
describe (EctopyTraceView *self)
{
  g_autofree char *from = NULL, *to = NULL, *all = NULL, *beat = NULL, *calipers = NULL;
  g_autofree char *hint = NULL, *text = NULL, *stretch = NULL, *chosen = NULL;
  EctopyRecording *recording;
  EctopyRecordingView view;
  double end;

  if (!ectopy_trace_view_has_recording (self)) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    _ ("No recording is open."), -1);
    return;
  }
  recording = ectopy_recording_session_get_recording (self->session);
  view = ectopy_recording_session_get_view (self->session);
  end = MIN (view.start_s + view.length_s, ectopy_recording_get_duration_s (recording));
  from = ectopy_time_text (view.start_s, 1);
  to = ectopy_time_text (end, 1);
  all = ectopy_time_text (ectopy_recording_get_duration_s (recording), 0);
  beat = describe_beat (self->session);
  stretch = describe_stretch (self->session);
  chosen = g_strconcat (stretch, beat, NULL);
  calipers = describe_calipers (self->session);
  hint = describe_hint (self->session);
  /* Translators: the times between which the trace is seen, the length of the recording, what is
   * selected, what is compared and what is measured, each with a semicolon before it. */
  text = g_strdup_printf (_ ("%s to %s of %s%s%s%s"), from, to, all, chosen, hint, calipers);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

/* At a paper's speed the width says how long the view is. */
static void
fit_length (EctopyTraceView *self, const EctopyTraceSetup *setup)
{
  EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  double length;

  if (!(view.speed_mm_s > 0))
    return;
  length = CLAMP (setup->layout.width / setup->scene.mm / view.speed_mm_s, ECTOPY_VIEW_MIN_S,
                  ECTOPY_VIEW_MAX_S);
  if (fabs (length - view.length_s) < 1e-9 * length)
    return;
  view.length_s = length;
  ectopy_recording_session_set_view (self->session, &view);
}

static gboolean
settle_cb (gpointer data)
{
  EctopyTraceView *self = data;
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  double gain = 0;

  if (ectopy_trace_view_has_recording (self) && size.width >= 1) {
    g_auto (EctopyTraceSetup) setup = { .numbers = NULL };

    ectopy_trace_setup_init (&setup, self->session, &size);
    gain = setup.gain_mm_mv;
    fit_length (self, &setup);
  }
  describe (self);
  self->settle_id = 0; /* only now: what was just set needs no other turn */
  if (gain != self->gain) {
    self->gain = gain;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GAIN]);
  }
  return G_SOURCE_REMOVE;
}

/* Neither sessions nor properties may change within a frame: they do before the next. */
static void
queue_settle (EctopyTraceView *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, settle_cb, self, NULL);
}

static void
calipers_cb (EctopyTraceView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_settle (self);
}

static void
changed_cb (EctopyTraceView *self)
{
  forget_picture (self);
  queue_settle (self);
}

/* Most of the picture can be used again. */
static void
view_changed_cb (EctopyTraceView *self)
{
  forget_node (self);
  queue_settle (self);
}

/* ---- Overrides ---- */

static void
ectopy_trace_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = 3 * *minimum;
}

static void
ectopy_trace_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (widget);

  g_clear_pointer (&self->paper, cairo_surface_destroy);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  ectopy_trace_view_forget_shown (self);
  queue_settle (self);
}

static void
ectopy_trace_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ectopy_trace_view_parent_class)->css_changed (widget, change);
  forget_all (ECTOPY_TRACE_VIEW (widget));
  queue_settle (ECTOPY_TRACE_VIEW (widget));
}

static void
ectopy_trace_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_GAIN)
    g_value_set_double (value, ECTOPY_TRACE_VIEW (object)->gain);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_trace_view_dispose (GObject *object)
{
  EctopyTraceView *self = ECTOPY_TRACE_VIEW (object);

  ectopy_trace_view_set_session (self, NULL);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->paper, cairo_surface_destroy);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  ectopy_trace_view_forget_shown (self);
  G_OBJECT_CLASS (ectopy_trace_view_parent_class)->dispose (object);
}

static void
ectopy_trace_view_class_init (EctopyTraceViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ectopy_trace_view_get_property;
  object_class->dispose = ectopy_trace_view_dispose;
  widget_class->measure = ectopy_trace_view_measure;
  widget_class->size_allocate = ectopy_trace_view_size_allocate;
  widget_class->snapshot = ectopy_trace_view_snapshot;
  widget_class->css_changed = ectopy_trace_view_css_changed;
  properties[PROP_GAIN] = g_param_spec_double ("gain", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "traceview");
  ectopy_trace_view_install_actions (widget_class);
  ectopy_trace_view_install_end_actions (widget_class);
}

static void
ectopy_trace_view_init (EctopyTraceView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->mm = ECTOPY_SCREEN_MM;
  self->pointer_x = self->pointer_y = (double) NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("ECG trace"), -1);
  ectopy_trace_view_add_controllers (self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (forget_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (forget_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_all), NULL);
  describe (self);
}

/* ---- Public ---- */

GtkWidget *
ectopy_trace_view_new (void)
{
  return g_object_new (ECTOPY_TYPE_TRACE_VIEW, NULL);
}

void
ectopy_trace_view_set_session (EctopyTraceView *self, EctopyRecordingSession *session)
{
  static const char *const signals[] = { "recording-changed", "study-changed", "trace-changed",
                                         "selection-changed" };

  if (self->session == session)
    return;
  if (self->session != NULL) {
    g_signal_handlers_disconnect_by_data (self->session, self);
    g_signal_handlers_disconnect_by_data (ectopy_recording_session_get_comparison (self->session),
                                          self);
  }
  g_set_object (&self->session, session);
  changed_cb (self);
  if (session == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (session, "calipers-changed", G_CALLBACK (calipers_cb), self);
  g_signal_connect_swapped (ectopy_recording_session_get_comparison (session), "changed",
                            G_CALLBACK (calipers_cb), self);
}

void
ectopy_trace_view_set_mm (EctopyTraceView *self, double px_per_mm)
{
  g_return_if_fail (px_per_mm >= 0.5 && px_per_mm <= 100);
  if (self->mm == px_per_mm)
    return;
  self->mm = px_per_mm;
  forget_all (self);
  queue_settle (self);
}

double
ectopy_trace_view_get_mm (EctopyTraceView *self)
{
  return self->mm;
}

double
ectopy_trace_view_get_gain (EctopyTraceView *self)
{
  return self->gain;
}

double
ectopy_trace_view_get_speed (EctopyTraceView *self)
{
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };

  if (!ectopy_trace_view_has_recording (self) || size.width < 1)
    return 0;
  ectopy_trace_setup_init (&setup, self->session, &size);
  return setup.layout.width / setup.scene.mm / setup.scene.length_s;
}
