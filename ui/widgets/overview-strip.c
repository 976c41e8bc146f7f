/* SPDX-License-Identifier: MIT */
#include "ui/widgets/overview-strip.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/overview-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/widgets/beat-track.h"
#include "ui/widgets/theme.h"

#include <glib/gi18n.h>
#include <math.h>

#define FONT_SHARE 0.85 /* of the widget's font */
#define MIN_HEIGHT 64
#define HEIGHT     88
#define FAR        10.0 /* lengths of the view */
#define EDGE       4.0  /* pixels around the frame that are painted with it */

struct _EctopyOverviewStrip {
  EctopyPaintArea parent_instance;

  EctopyRecordingSession *session;
  guint describe_id;
};

G_DEFINE_FINAL_TYPE (EctopyOverviewStrip, ectopy_overview_strip, ECTOPY_TYPE_PAINT_AREA)

static gboolean
has_recording (EctopyOverviewStrip *self)
{
  return self->session != NULL && ectopy_recording_session_get_source (self->session) != NULL;
}

/* Without envelope and beats. */
static EctopyOverviewScene
make_scene (EctopyOverviewStrip *self)
{
  return (EctopyOverviewScene){
    .length_s = ectopy_recording_get_duration_s (
        ectopy_recording_session_get_recording (self->session)),
    .font_size = FONT_SHARE * ectopy_paint_area_font_size (GTK_WIDGET (self)),
  };
}

/* The lead that the beats were classified on. */
static size_t
choose_lead (EctopyRecordingSession *session)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (session);
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  const size_t lead = study != NULL ? ectopy_recording_find_lead (
                                          recording, ectopy_study_get_findings (study)->lead, NULL)
                                    : 0;

  return lead != G_MAXSIZE ? lead : 0;
}

static void
ectopy_overview_strip_paint (EctopyPaintArea *area,
                             cairo_t *cr,
                             const EctopyPalette *palette,
                             double width,
                             double height)
{
  EctopyOverviewStrip *self = ECTOPY_OVERVIEW_STRIP (area);
  g_autofree float *low = NULL, *high = NULL;
  EctopyOverviewScene scene;
  EctopyTraceSource *source;
  EctopyStudy *study;
  double x, of_width, n_samples;
  size_t lead;

  if (!has_recording (self))
    return;
  scene = make_scene (self);
  source = ectopy_recording_session_get_source (self->session);
  study = ectopy_recording_session_get_study (self->session);
  lead = choose_lead (self->session);
  n_samples = (double) ectopy_recording_get_n_samples (ectopy_trace_source_get_recording (source));
  ectopy_overview_place (&scene, width, &x, &of_width);
  scene.n_columns = (size_t) of_width;
  low = g_new (float, scene.n_columns);
  high = g_new (float, scene.n_columns);
  ectopy_trace_source_get_columns (source, lead, 0, n_samples / (double) scene.n_columns,
                                   scene.n_columns, low, high);
  ectopy_trace_source_get_shown_range (source, lead, &scene.range_low, &scene.range_high);
  scene.low = low;
  scene.high = high;
  scene.lead_name = ectopy_recording_get_lead_name (ectopy_trace_source_get_recording (source),
                                                    lead);
  if (study != NULL) {
    const EctopyBeatTrack *track = ectopy_beat_track_of (study);

    scene.times = track->counted_times;
    scene.classes = track->counted_classes;
    scene.n_beats = track->n_counted;
    scene.excluded = (const EctopyTimeSpan *) (gpointer) track->excluded->data;
    scene.n_excluded = track->excluded->len;
  }
  ectopy_overview_paint (cr, &scene, palette, width, height);
}

static void
ectopy_overview_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyOverviewStrip *self = ECTOPY_OVERVIEW_STRIP (widget);
  const double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  EctopyRecordingView view;
  EctopyOverviewScene scene;
  EctopyPalette palette;
  double x, of_width, from, to;
  cairo_t *cr;

  GTK_WIDGET_CLASS (ectopy_overview_strip_parent_class)->snapshot (widget, snapshot);
  if (!has_recording (self) || width < 1 || height < 1)
    return;
  view = ectopy_recording_session_get_view (self->session);
  scene = make_scene (self);
  ectopy_overview_place (&scene, width, &x, &of_width);
  from = floor (x + view.start_s / scene.length_s * of_width - EDGE);
  to = ceil (x + MIN ((view.start_s + view.length_s) / scene.length_s, 1) * of_width + EDGE);
  palette = ectopy_theme_palette (widget);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) from, 0, (float) (to - from), (float) height));
  ectopy_overview_paint_view (cr, &scene,
                              (EctopyTimeSpan){ view.start_s, view.start_s + view.length_s }, NAN,
                              &palette, width, height);
  cairo_destroy (cr);
}

/* ---- Words ---- */

static gboolean
describe_cb (gpointer data)
{
  EctopyOverviewStrip *self = data;
  g_autofree char *from = NULL, *all = NULL, *beats = NULL, *text = NULL;
  size_t counts[ECTOPY_N_CLASSES] = { 0 };
  size_t n = 0;
  EctopyStudy *study;

  self->describe_id = 0;
  if (!has_recording (self)) {
    ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), _ ("No recording is open."));
    return G_SOURCE_REMOVE;
  }
  study = ectopy_recording_session_get_study (self->session);
  if (study != NULL)
    ectopy_study_count (study, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n += counts[c];
  from = ectopy_time_text (ectopy_recording_session_get_view (self->session).start_s, 0);
  all = ectopy_time_text (
      ectopy_recording_get_duration_s (ectopy_recording_session_get_recording (self->session)), 0);
  beats = ectopy_text_count (n);
  /* Translators: the number of beats, the length of the recording, the numbers of ventricular,
   * supraventricular and fusion beats, and the time at which the view begins. */
  text = g_strdup_printf (_ ("%s beats in %s, of them %zu ventricular, %zu supraventricular, "
                             "%zu fusion; the view begins at %s"),
                          beats, all, counts[ECTOPY_CLASS_V], counts[ECTOPY_CLASS_S],
                          counts[ECTOPY_CLASS_F], from);
  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), text);
  return G_SOURCE_REMOVE;
}

/* When the scrolling has come to rest: beats are counted for it. */
static void
describe (EctopyOverviewStrip *self)
{
  if (self->describe_id == 0)
    self->describe_id = g_idle_add_full (G_PRIORITY_LOW, describe_cb, self, NULL);
}

static void
changed_cb (EctopyOverviewStrip *self)
{
  describe (self);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self));
}

static void
view_changed_cb (EctopyOverviewStrip *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- Input ---- */

static void
go_to_x (EctopyOverviewStrip *self, double at)
{
  EctopyOverviewScene scene;
  double x, of_width;

  if (!has_recording (self))
    return;
  scene = make_scene (self);
  ectopy_overview_place (&scene, gtk_widget_get_width (GTK_WIDGET (self)), &x, &of_width);
  ectopy_recording_session_center_on (self->session, (at - x) / of_width * scene.length_s);
}

static void
drag_begin_cb (EctopyOverviewStrip *self, double x)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  go_to_x (self, x);
}

static void
drag_update_cb (EctopyOverviewStrip *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x = 0, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  go_to_x (self, x + dx);
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct {
    const char *name;
    double lengths;
  } moves[] = { { "overview.back", -1 },         { "overview.on", 1 },
                { "overview.far-back", -FAR },   { "overview.far-on", FAR },
                { "overview.first", -INFINITY }, { "overview.last", INFINITY } };
  EctopyOverviewStrip *self = ECTOPY_OVERVIEW_STRIP (widget);
  EctopyRecordingView view;

  if (!has_recording (self))
    return;
  view = ectopy_recording_session_get_view (self->session);
  if (parameter != NULL && isfinite (g_variant_get_double (parameter)))
    ectopy_recording_session_center_on (self->session, g_variant_get_double (parameter));
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_str_equal (name, moves[i].name)) {
      const double last = make_scene (self).length_s;

      ectopy_recording_session_scroll_to (
          self->session, CLAMP (view.start_s + moves[i].lengths * view.length_s, 0, last));
    }
}

/* ---- Widget ---- */

static void
ectopy_overview_strip_dispose (GObject *object)
{
  EctopyOverviewStrip *self = ECTOPY_OVERVIEW_STRIP (object);

  ectopy_overview_strip_set_session (self, NULL);
  g_clear_handle_id (&self->describe_id, g_source_remove);
  G_OBJECT_CLASS (ectopy_overview_strip_parent_class)->dispose (object);
}

static void
ectopy_overview_strip_class_init (EctopyOverviewStripClass *klass)
{
  static const struct {
    const char *action;
    guint keys[2];
  } moves[] = {
    { "overview.back", { GDK_KEY_Left, GDK_KEY_KP_Left } },
    { "overview.on", { GDK_KEY_Right, GDK_KEY_KP_Right } },
    { "overview.far-back", { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up } },
    { "overview.far-on", { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down } },
    { "overview.first", { GDK_KEY_Home, GDK_KEY_KP_Home } },
    { "overview.last", { GDK_KEY_End, GDK_KEY_KP_End } },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_overview_strip_dispose;
  widget_class->snapshot = ectopy_overview_strip_snapshot;
  ECTOPY_PAINT_AREA_CLASS (klass)->paint = ectopy_overview_strip_paint;
  gtk_widget_class_set_css_name (widget_class, "overview");
  gtk_widget_class_install_action (widget_class, "overview.go-to", "d", action_cb);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    gtk_widget_class_install_action (widget_class, moves[i].action, NULL, action_cb);
    for (guint k = 0; k < 2; k++)
      gtk_widget_class_add_binding_action (widget_class, moves[i].keys[k], 0, moves[i].action,
                                           NULL);
  }
}

static void
ectopy_overview_strip_init (EctopyOverviewStrip *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Overview of the recording"), -1);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (self), 240, MIN_HEIGHT, 800, HEIGHT);
  describe (self);
}

GtkWidget *
ectopy_overview_strip_new (void)
{
  return g_object_new (ECTOPY_TYPE_OVERVIEW_STRIP, NULL);
}

void
ectopy_overview_strip_set_session (EctopyOverviewStrip *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  changed_cb (self);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "trace-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "view-changed", G_CALLBACK (view_changed_cb), self);
}
