/* SPDX-License-Identifier: MIT */
#include "ui/widgets/rate-view.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/rate-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/widgets/beat-track.h"
#include "ui/widgets/theme.h"

#include <glib/gi18n.h>
#include <math.h>

#define FONT_SHARE 0.85 /* of the widget's font */
#define MIN_HEIGHT 80
#define HEIGHT     120
#define WIDER      10.0 /* lengths of the view */
#define SHORTEST_S 60.0
#define EDGE       4.0 /* pixels around the band that are painted with it */

struct _EctopyRateView {
  EctopyPaintArea parent_instance;

  EctopyRecordingSession *session;
  double start_s;
  double length_s;
};

G_DEFINE_FINAL_TYPE (EctopyRateView, ectopy_rate_view, ECTOPY_TYPE_PAINT_AREA)

static gboolean
has_recording (EctopyRateView *self)
{
  return self->session != NULL && ectopy_recording_session_get_study (self->session) != NULL;
}

/* Without beats. */
static EctopyRateScene
make_scene (EctopyRateView *self)
{
  return (EctopyRateScene){
    .start_s = self->start_s,
    .length_s = self->length_s,
    .font_size = FONT_SHARE * ectopy_paint_area_font_size (GTK_WIDGET (self)),
  };
}

static void
ectopy_rate_view_paint (EctopyPaintArea *area,
                        cairo_t *cr,
                        const EctopyPalette *palette,
                        double width,
                        double height)
{
  EctopyRateView *self = ECTOPY_RATE_VIEW (area);
  EctopyRateScene scene;
  const EctopyBeatTrack *track;

  if (!has_recording (self))
    return;
  scene = make_scene (self);
  track = ectopy_beat_track_of (ectopy_recording_session_get_study (self->session));
  scene.times = track->counted_times;
  scene.rr_s = track->counted_rr_s;
  scene.classes = track->counted_classes;
  scene.n_beats = track->n_counted;
  scene.low_s = track->low_s;
  scene.high_s = track->high_s;
  scene.pauses = (const EctopyTimeSpan *) (gpointer) track->pauses->data;
  scene.n_pauses = track->pauses->len;
  scene.excluded = (const EctopyTimeSpan *) (gpointer) track->excluded->data;
  scene.n_excluded = track->excluded->len;
  ectopy_rate_paint (cr, &scene, palette, width, height);
}

/* Seconds of the chosen beat; not-a-number for none. */
static double
chosen_s (EctopyRateView *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const guint32 beat = ectopy_recording_session_get_selected (self->session);

  if (beat == ECTOPY_NO_BEAT)
    return NAN;
  return (double) ectopy_study_get_beat (study, beat).sample /
         ectopy_recording_get_rate_hz (ectopy_recording_session_get_recording (self->session));
}

static void
ectopy_rate_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyRateView *self = ECTOPY_RATE_VIEW (widget);
  const double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  EctopyRecordingView view;
  EctopyRateScene scene;
  EctopyPalette palette;
  double x, of_width, from, to, cursor;
  cairo_t *cr;

  GTK_WIDGET_CLASS (ectopy_rate_view_parent_class)->snapshot (widget, snapshot);
  if (!has_recording (self) || width < 1 || height < 1)
    return;
  view = ectopy_recording_session_get_view (self->session);
  scene = make_scene (self);
  cursor = chosen_s (self);
  ectopy_rate_place (&scene, width, &x, &of_width);
  from = (view.start_s - scene.start_s) / scene.length_s;
  to = (view.start_s + view.length_s - scene.start_s) / scene.length_s;
  if (cursor < view.start_s || cursor > view.start_s + view.length_s)
    cursor = NAN;
  palette = ectopy_theme_palette (widget);
  from = floor (x + CLAMP (from, 0, 1) * of_width - EDGE);
  to = ceil (x + CLAMP (to, 0, 1) * of_width + EDGE);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) from, 0, (float) (to - from), (float) height));
  ectopy_rate_paint_view (cr, &scene,
                          (EctopyTimeSpan){ view.start_s, view.start_s + view.length_s }, cursor,
                          &palette, width, height);
  cairo_destroy (cr);
}

/* ---- What is seen ---- */

/* Returns: whether the stretch is another. It is kept while the view is as long and lies within. */
static gboolean
choose_stretch (EctopyRateView *self)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  const double duration = ectopy_recording_get_duration_s (
      ectopy_recording_session_get_recording (self->session));
  const double length = MIN (MAX (WIDER * view.length_s, SHORTEST_S), duration);
  const double middle = view.start_s + view.length_s / 2;

  if (length == self->length_s && view.start_s >= self->start_s &&
      view.start_s + view.length_s <= self->start_s + self->length_s)
    return FALSE;
  self->length_s = length;
  self->start_s = CLAMP (middle - length / 2, 0, duration - length);
  return TRUE;
}

static void
describe (EctopyRateView *self)
{
  g_autofree char *from = NULL, *to = NULL, *slow = NULL, *fast = NULL, *text = NULL;
  const EctopyBeatTrack *track;
  double shortest = INFINITY, longest = -INFINITY;

  if (!has_recording (self)) {
    ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), _ ("No recording is open."));
    return;
  }
  track = ectopy_beat_track_of (ectopy_recording_session_get_study (self->session));
  for (size_t i = 0; i < track->n_counted; i++)
    if (track->counted_times[i] >= self->start_s &&
        track->counted_times[i] <= self->start_s + self->length_s &&
        isfinite (track->counted_rr_s[i])) {
      shortest = MIN (shortest, (double) track->counted_rr_s[i]);
      longest = MAX (longest, (double) track->counted_rr_s[i]);
    }
  from = ectopy_time_text (self->start_s, 0);
  to = ectopy_time_text (self->start_s + self->length_s, 0);
  if (!(shortest <= longest)) {
    /* Translators: two times in the recording. */
    text = g_strdup_printf (_ ("%s to %s: no intervals between beats"), from, to);
  } else {
    slow = ectopy_text_count ((guint64) llround (1e3 * longest));
    fast = ectopy_text_count ((guint64) llround (1e3 * shortest));
    /* Translators: two times in the recording, the shortest and the longest interval. */
    text = g_strdup_printf (_ ("%s to %s: intervals between beats from %s to %s ms"), from, to,
                            fast, slow);
  }
  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), text);
}

static void
changed_cb (EctopyRateView *self)
{
  if (has_recording (self))
    choose_stretch (self);
  describe (self);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self));
}

static void
recording_changed_cb (EctopyRateView *self)
{
  self->start_s = self->length_s = 0;
  changed_cb (self);
}

static void
view_changed_cb (EctopyRateView *self)
{
  if (has_recording (self) && choose_stretch (self))
    changed_cb (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- Input ---- */

static void
choose_at (EctopyRateView *self, double s)
{
  EctopyStudy *study;
  double rate_hz;
  guint32 beat;

  if (!has_recording (self) || !isfinite (s))
    return;
  study = ectopy_recording_session_get_study (self->session);
  rate_hz = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  beat = ectopy_study_find_nearest (study, (gint64) llround (s * rate_hz),
                                    (gint64) ceil (self->length_s * rate_hz));
  if (beat != ECTOPY_NO_BEAT)
    ectopy_recording_session_select (self->session, beat);
}

static void
pressed_cb (EctopyRateView *self, int n_press, double at)
{
  const EctopyRateScene scene = make_scene (self);
  double x, of_width;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  ectopy_rate_place (&scene, gtk_widget_get_width (GTK_WIDGET (self)), &x, &of_width);
  choose_at (self, self->start_s + (at - x) / of_width * self->length_s);
}

static void
choose_at_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_at (ECTOPY_RATE_VIEW (widget), g_variant_get_double (parameter));
}

/* To the beat beside the chosen one, as the keys do. */
static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.step", "s",
                              g_str_equal (name, "rate.next") ? "+1" : "-1");
}

/* ---- Widget ---- */

static void
ectopy_rate_view_dispose (GObject *object)
{
  ectopy_rate_view_set_session (ECTOPY_RATE_VIEW (object), NULL);
  G_OBJECT_CLASS (ectopy_rate_view_parent_class)->dispose (object);
}

static void
ectopy_rate_view_class_init (EctopyRateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_rate_view_dispose;
  widget_class->snapshot = ectopy_rate_view_snapshot;
  ECTOPY_PAINT_AREA_CLASS (klass)->paint = ectopy_rate_view_paint;
  gtk_widget_class_set_css_name (widget_class, "rateview");
  gtk_widget_class_install_action (widget_class, "rate.choose-at", "d", choose_at_cb);
  gtk_widget_class_install_action (widget_class, "rate.previous", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "rate.next", NULL, step_cb);
}

static void
ectopy_rate_view_init (EctopyRateView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Heart rate"), -1);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (self), 240, MIN_HEIGHT, 800, HEIGHT);
  describe (self);
}

GtkWidget *
ectopy_rate_view_new (void)
{
  return g_object_new (ECTOPY_TYPE_RATE_VIEW, NULL);
}

void
ectopy_rate_view_set_session (EctopyRateView *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  recording_changed_cb (self);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (recording_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (session, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (gtk_widget_queue_draw), self);
}

void
ectopy_rate_view_get_stretch (EctopyRateView *self, double *start_s, double *length_s)
{
  *start_s = self->start_s;
  *length_s = self->length_s;
}
