/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-write.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/widgets/beat-track.h"
#include "ui/widgets/overview-strip.h"
#include "ui/widgets/rate-view.h"
#include "ui/widgets/trace-setup.h"
#include "ui/widgets/trace-view.h"

#include <math.h>

#define RATE   250
#define WIDTH  900
#define HEIGHT 400

static gboolean has_display;
static char *folder;
static char *path; /* three minutes of two leads, all beats marked */

/* The three widgets of a session in a window. */
typedef struct {
  EctopyRecordingSession *session;
  EctopyStudy *study; /* lent */
  GtkWidget *window;
  GtkWidget *overview;
  GtkWidget *trace;
  GtkWidget *rate;
} Bed;

static void
bed_init (Bed *bed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const EctopyRecordingView view = { .length_s = 10 };

  *bed = (Bed){ .session = ectopy_recording_session_new (),
                .window = gtk_window_new (),
                .overview = ectopy_overview_strip_new (),
                .trace = ectopy_trace_view_new (),
                .rate = ectopy_rate_view_new () };
  ectopy_overview_strip_set_session (ECTOPY_OVERVIEW_STRIP (bed->overview), bed->session);
  ectopy_trace_view_set_session (ECTOPY_TRACE_VIEW (bed->trace), bed->session);
  ectopy_rate_view_set_session (ECTOPY_RATE_VIEW (bed->rate), bed->session);
  gtk_widget_set_size_request (bed->trace, WIDTH, HEIGHT);
  gtk_box_append (GTK_BOX (box), bed->overview);
  gtk_box_append (GTK_BOX (box), bed->trace);
  gtk_box_append (GTK_BOX (box), bed->rate);
  gtk_window_set_child (GTK_WINDOW (bed->window), box);
  display_show (bed->window, bed->trace);
  ectopy_recording_session_open (bed->session, path, NULL, NULL, TRUE);
  WAIT_FOR (ectopy_recording_session_get_state (bed->session) == ECTOPY_RECORDING_READY);
  bed->study = ectopy_recording_session_get_study (bed->session);
  ectopy_recording_session_set_view (bed->session, &view);
  loop_settle (20);
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->trace), (gpointer *) &bed->trace);
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->trace == NULL);
  ectopy_recording_session_forget_unsaved (bed->session);
  g_object_unref (bed->session);
  WAIT_FOR (bed->session == NULL);
}

static EctopyRecordingView
view_of (Bed *bed)
{
  return ectopy_recording_session_get_view (bed->session);
}

static guint32
selected (Bed *bed)
{
  return ectopy_recording_session_get_selected (bed->session);
}

/* Seconds of a beat, by its place. */
static double
beat_s (Bed *bed, size_t place)
{
  return ectopy_beat_track_of (bed->study)->times[place];
}

static guint32
number_at (Bed *bed, size_t place)
{
  return ectopy_beat_track_of (bed->study)->numbers[place];
}

static double
x_of (Bed *bed, double s)
{
  const EctopyTraceSize size = {
    .width = gtk_widget_get_width (bed->trace),
    .height = gtk_widget_get_height (bed->trace),
    .mm = 3.8, /* 5 mm are 19 pixels */
    .font_size = 0.85 * ectopy_paint_area_font_size (bed->trace),
    .scale = 1,
  };
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };

  ectopy_trace_setup_init (&setup, bed->session, &size);
  return ectopy_trace_layout_x (&setup.layout, &setup.scene, s);
}

/* (transfer full): what a widget looks like, as an image of its size. */
static cairo_surface_t *
picture_of (GtkWidget *widget)
{
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_t *cr = cairo_create (surface);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node != NULL)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels in which two pictures of one size differ by more than rounding. */
static guint
count_differences (cairo_surface_t *a, cairo_surface_t *b)
{
  const int stride = cairo_image_surface_get_stride (a);
  const guint8 *x = cairo_image_surface_get_data (a), *y = cairo_image_surface_get_data (b);
  guint n = 0;

  for (int row = 0; row < cairo_image_surface_get_height (a); row++)
    for (int column = 0; column < 4 * cairo_image_surface_get_width (a); column += 4)
      n += ABS (x[row * stride + column] - y[row * stride + column]) > 24 ||
           ABS (x[row * stride + column + 1] - y[row * stride + column + 1]) > 24;
  return n;
}

/* Lets the widgets draw, and checks that what they draw changes. */
static void
assert_redraws (GtkWidget *widget, cairo_surface_t **before)
{
  cairo_surface_t *now;

  loop_settle (30);
  now = picture_of (widget);
  g_assert_cmpuint (count_differences (*before, now), >, 20);
  cairo_surface_destroy (*before);
  *before = now;
}

#define assert_says(widget, text)                                                                  \
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text)

/* ---- What is seen ---- */

static void
test_without_recording (void)
{
  GtkWidget *window, *box, *widgets[3];
  EctopyRecordingSession *session;

  SKIP_WITHOUT_DISPLAY ();
  session = ectopy_recording_session_new ();
  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  widgets[0] = ectopy_overview_strip_new ();
  widgets[1] = ectopy_trace_view_new ();
  widgets[2] = ectopy_rate_view_new ();
  for (guint k = 0; k < 2; k++) {
    ectopy_overview_strip_set_session (ECTOPY_OVERVIEW_STRIP (widgets[0]), k == 0 ? NULL : session);
    ectopy_trace_view_set_session (ECTOPY_TRACE_VIEW (widgets[1]), k == 0 ? NULL : session);
    ectopy_rate_view_set_session (ECTOPY_RATE_VIEW (widgets[2]), k == 0 ? NULL : session);
    if (k == 0) {
      for (guint i = 0; i < 3; i++)
        gtk_box_append (GTK_BOX (box), widgets[i]);
      gtk_window_set_child (GTK_WINDOW (window), box);
      display_show (window, widgets[1]);
    }
    loop_settle (20);
    for (guint i = 0; i < 3; i++)
      assert_says (widgets[i], "No recording is open.");
    gtk_widget_activate_action (widgets[1], "trace.zoom-in", NULL);
    gtk_widget_activate_action (widgets[1], "trace.choose-at", "d", 3.0);
    gtk_widget_activate_action (widgets[0], "overview.on", NULL);
    gtk_widget_activate_action (widgets[2], "rate.choose-at", "d", 3.0);
    display_click (widgets[2], 1, 100, 20);
    g_assert_cmpfloat (ectopy_trace_view_get_gain (ECTOPY_TRACE_VIEW (widgets[1])), ==, 0);
    g_assert_cmpfloat (ectopy_trace_view_get_speed (ECTOPY_TRACE_VIEW (widgets[1])), ==, 0);
  }
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (session);
}

static void
test_sentences (void)
{
  g_autofree char *all = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_recording_session_scroll_to (bed.session, 31.4);
  ectopy_recording_session_set_range (bed.session, 33, 33);
  loop_settle (30);
  assert_says (bed.trace, "0:31.4 to 0:41.4 of 3:00");
  ectopy_recording_session_select (bed.session, number_at (&bed, 4));
  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_F);
  ectopy_recording_session_select (bed.session, number_at (&bed, 4));
  ectopy_recording_session_scroll_to (bed.session, 0);
  loop_settle (30);
  assert_says (bed.trace, "0:00.0 to 0:10.0 of 3:00; beat 5 selected: fusion");
  ectopy_recording_session_extend_to (bed.session, number_at (&bed, 6));
  loop_settle (30);
  assert_says (bed.trace, "0:00.0 to 0:10.0 of 3:00; 3 beats selected");
  bed_clear (&bed);
}

/* Each change of the session is seen in each widget that shows it. */
static void
test_ink (void)
{
  cairo_surface_t *trace, *overview, *rate, *blank;
  const EctopyCalipers calipers = { TRUE, 2, 3, 0, 0, 0.5 };
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  trace = picture_of (bed.trace);
  overview = picture_of (bed.overview);
  rate = picture_of (bed.rate);
  blank = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_width (bed.overview),
                                      gtk_widget_get_height (bed.overview));
  g_assert_cmpuint (count_differences (overview, blank), >, 2000);
  ectopy_recording_session_scroll_to (bed.session, 20);
  assert_redraws (bed.trace, &trace);
  assert_redraws (bed.overview, &overview);
  assert_redraws (bed.rate, &rate);
  ectopy_recording_session_set_range (bed.session, 22, 25);
  assert_redraws (bed.trace, &trace);
  ectopy_recording_session_toggle_excluded (bed.session);
  assert_redraws (bed.trace, &trace);
  assert_redraws (bed.overview, &overview);
  ectopy_recording_session_set_calipers (bed.session, &calipers);
  ectopy_recording_session_scroll_to (bed.session, 0);
  assert_redraws (bed.trace, &trace);
  ectopy_recording_session_show_lead (bed.session, 1, FALSE);
  assert_redraws (bed.trace, &trace);
  ectopy_recording_session_close (bed.session);
  assert_redraws (bed.trace, &trace);
  assert_redraws (bed.overview, &overview);
  assert_redraws (bed.rate, &rate);
  cairo_surface_destroy (trace);
  cairo_surface_destroy (overview);
  cairo_surface_destroy (rate);
  cairo_surface_destroy (blank);
  bed_clear (&bed);
}

/* What was scrolled to in steps looks like what was gone to at once. */
static void
test_scrolled_equals_painted (gconstpointer data)
{
  EctopyRecordingView view = { .length_s = GPOINTER_TO_INT (data) };
  cairo_surface_t *scrolled, *painted;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_recording_session_set_range (bed.session, 60, 64);
  ectopy_recording_session_toggle_excluded (bed.session);
  ectopy_recording_session_set_range (bed.session, 58, 58);
  view.start_s = 50;
  ectopy_recording_session_set_view (bed.session, &view);
  for (guint i = 0; i < 25; i++) {
    loop_settle (4);
    cairo_surface_destroy (picture_of (bed.trace));
    ectopy_recording_session_scroll_to (bed.session, view_of (&bed).start_s +
                                                         (i < 18 ? 0.03 : -0.02) * view.length_s);
  }
  loop_settle (30);
  scrolled = picture_of (bed.trace);
  gtk_widget_queue_resize (bed.trace);
  ectopy_recording_session_show_lead (bed.session, 0, FALSE);
  loop_settle (30);
  ectopy_recording_session_show_lead (bed.session, 0, TRUE);
  loop_settle (30);
  painted = picture_of (bed.trace);
  g_assert_cmpuint (count_differences (scrolled, painted), <, 150); /* edges fall between pixels */
  cairo_surface_destroy (scrolled);
  cairo_surface_destroy (painted);
  bed_clear (&bed);
}

/* ---- Length and gain ---- */

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_speed_and_gain (void)
{
  EctopyRecordingView view = { .start_s = 5, .length_s = 3, .speed_mm_s = 25 };
  guint n_notified = 0;
  EctopyTraceView *trace;
  double length;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  trace = ECTOPY_TRACE_VIEW (bed.trace);
  g_assert_cmpfloat (ectopy_trace_view_get_gain (trace), >=, 2.5);
  g_signal_connect_swapped (trace, "notify::gain", G_CALLBACK (count_cb), &n_notified);
  ectopy_recording_session_set_view (bed.session, &view);
  loop_settle (30);
  length = view_of (&bed).length_s;
  g_assert_cmpfloat (view_of (&bed).speed_mm_s, ==, 25);
  g_assert_cmpfloat_with_epsilon (ectopy_trace_view_get_speed (trace), 25, 1e-6);
  g_assert_cmpfloat_with_epsilon (length, WIDTH / ECTOPY_SCREEN_MM / 25, 0.8);
  ectopy_trace_view_set_mm (trace, 2 * ECTOPY_SCREEN_MM);
  loop_settle (30);
  g_assert_cmpfloat (view_of (&bed).length_s, <, 0.6 * length);
  ectopy_trace_view_set_mm (trace, ECTOPY_SCREEN_MM);
  view = view_of (&bed);
  view.gain_mm_mv = 5;
  ectopy_recording_session_set_view (bed.session, &view);
  loop_settle (30);
  g_assert_cmpfloat (ectopy_trace_view_get_gain (trace), ==, 5);
  g_assert_cmpuint (n_notified, >=, 1);
  ectopy_recording_session_show_lead (bed.session, 0, FALSE);
  ectopy_recording_session_show_lead (bed.session, 1, FALSE);
  loop_settle (30);
  g_assert_cmpfloat (ectopy_trace_view_get_gain (trace), ==, 0);
  bed_clear (&bed);
}

/* ---- Pointer and actions ---- */

static void
drag (GtkWidget *widget, double x, double y, double dx, double dy)
{
  gpointer gesture = display_controller (widget, GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", x, y);
  if (dx != 0 || dy != 0)
    g_signal_emit_by_name (gesture, "drag-update", dx, dy);
  g_signal_emit_by_name (gesture, "drag-end", dx, dy);
}

static void
test_click (void)
{
  double from, to;
  size_t n;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  drag (bed.trace, x_of (&bed, beat_s (&bed, 3)) + 5, 100, 0, 0);
  g_assert_cmpuint (selected (&bed), ==, number_at (&bed, 3));
  gtk_widget_activate_action (bed.trace, "trace.extend-to", "d", beat_s (&bed, 6));
  ectopy_recording_session_get_selection (bed.session, &n);
  g_assert_cmpuint (n, ==, 4);
  /* Between beats: the cursor. */
  from = (beat_s (&bed, 4) + beat_s (&bed, 5)) / 2;
  drag (bed.trace, x_of (&bed, from), 100, 0, 0);
  g_assert_cmpuint (selected (&bed), ==, ECTOPY_NO_BEAT);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat (from, ==, to);
  g_assert_cmpfloat (from, >, beat_s (&bed, 4));
  g_assert_cmpfloat (from, <, beat_s (&bed, 5));
  gtk_widget_activate_action (bed.trace, "trace.choose-at", "d", beat_s (&bed, 2));
  g_assert_cmpuint (selected (&bed), ==, number_at (&bed, 2));
  gtk_widget_activate_action (bed.trace, "trace.choose-range", "(dd)", 1.0, 5.0);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat (from, ==, 1);
  g_assert_cmpfloat (to, ==, 5);
  bed_clear (&bed);
}

/* What a drag does, by keys: either end of a stretch, and of the calipers. */
static void
test_ends_by_keys (void)
{
  EctopyCalipers before, after;
  double from, to, first;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  gtk_widget_activate_action (bed.trace, "trace.choose-at", "d", beat_s (&bed, 2));
  first = beat_s (&bed, 2);
  for (guint i = 0; i < 5; i++)
    gtk_widget_activate_action (bed.trace, "trace.end-on", NULL);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat_with_epsilon (from, first, 1e-6);
  g_assert_cmpfloat_with_epsilon (to, first + 0.05 * view_of (&bed).length_s, 1e-6);
  gtk_widget_activate_action (bed.trace, "trace.exchange-ends", NULL);
  gtk_widget_activate_action (bed.trace, "trace.end-on", NULL);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat_with_epsilon (from, first + 0.01 * view_of (&bed).length_s, 1e-6);
  g_assert_cmpfloat_with_epsilon (to, first + 0.05 * view_of (&bed).length_s, 1e-6);
  /* Past the other end it is the later one. */
  for (guint i = 0; i < 6; i++)
    gtk_widget_activate_action (bed.trace, "trace.end-on", NULL);
  ectopy_recording_session_get_range (bed.session, &from, &to);
  g_assert_cmpfloat_with_epsilon (from, first + 0.05 * view_of (&bed).length_s, 1e-6);
  g_assert_cmpfloat_with_epsilon (to, first + 0.07 * view_of (&bed).length_s, 1e-6);

  before = (EctopyCalipers){ .is_on = TRUE, .from_s = 2, .to_s = 3, .from_mv = 0, .to_mv = 1 };
  ectopy_recording_session_set_calipers (bed.session, &before);
  gtk_widget_activate_action (bed.trace, "trace.end-back", NULL);
  gtk_widget_activate_action (bed.trace, "trace.end-up", NULL);
  after = ectopy_recording_session_get_calipers (bed.session);
  g_assert_cmpfloat (after.to_s, <, before.to_s);
  g_assert_cmpfloat (after.to_mv, >, before.to_mv);
  g_assert_cmpfloat (after.from_s, ==, before.from_s);
  gtk_widget_activate_action (bed.trace, "trace.exchange-ends", NULL);
  gtk_widget_activate_action (bed.trace, "trace.end-on", NULL);
  gtk_widget_activate_action (bed.trace, "trace.end-down", NULL);
  after = ectopy_recording_session_get_calipers (bed.session);
  g_assert_cmpfloat (after.to_s, >, before.from_s);
  g_assert_cmpfloat (after.to_mv, <, before.from_mv);
  bed_clear (&bed);
}

static void
test_pan_and_zoom (void)
{
  gboolean used = FALSE;
  gpointer scroll;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_recording_session_scroll_to (bed.session, 50);
  drag (bed.trace, 500, 100, x_of (&bed, 50) - x_of (&bed, 52), 0);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 52, 1e-6);
  gtk_widget_activate_action (bed.trace, "trace.scroll-on", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 54.5, 1e-6);
  scroll = display_controller (bed.trace, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &used);
  g_assert_true (used);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 52, 1e-6);
  gtk_widget_activate_action (bed.trace, "trace.zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).length_s, 8, 1e-6);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 53, 1e-6);
  gtk_widget_activate_action (bed.trace, "trace.zoom-out", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).length_s, 10, 1e-6);
  g_signal_emit_by_name (display_controller (bed.trace, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                         300.0, 200.0);
  cairo_surface_destroy (picture_of (bed.trace));
  bed_clear (&bed);
}

/* Calipers stand on a mark where one is near, and else where the pointer is. */
static void
test_calipers (void)
{
  EctopyCalipers calipers = { .is_on = TRUE };
  double at;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_recording_session_set_calipers (bed.session, &calipers);
  at = x_of (&bed, beat_s (&bed, 2));
  drag (bed.trace, at + 4, 120, 60, 30);
  calipers = ectopy_recording_session_get_calipers (bed.session);
  g_assert_cmpfloat_with_epsilon (calipers.from_s, beat_s (&bed, 2), 1e-9);
  g_assert_cmpfloat (calipers.to_s, >, calipers.from_s + 0.4);
  g_assert_cmpuint (calipers.lead, ==, 0);
  g_assert_cmpfloat_with_epsilon (
      calipers.from_mv - calipers.to_mv,
      30 / 3.8 / ectopy_trace_view_get_gain (ECTOPY_TRACE_VIEW (bed.trace)), 1e-6);
  g_assert_cmpfloat (view_of (&bed).start_s, ==, 0);
  bed_clear (&bed);
}

/* A double click away from beats puts one there; near one it does not. */
static void
test_add (void)
{
  size_t n, after;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_study_get_order (bed.study, &n);
  display_click (bed.trace, 2, x_of (&bed, beat_s (&bed, 3)), 100);
  ectopy_study_get_order (bed.study, &after);
  g_assert_cmpuint (after, ==, n);
  ectopy_recording_session_select (bed.session, number_at (&bed, 3));
  ectopy_recording_session_reject (bed.session);
  loop_settle (10);
  gtk_widget_activate_action (bed.trace, "trace.add-at", "d",
                              (beat_s (&bed, 5) + beat_s (&bed, 6)) / 2);
  ectopy_study_get_order (bed.study, &after);
  g_assert_cmpuint (after, >=, n);
  bed_clear (&bed);
}

static void
test_overview_input (void)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  gtk_widget_activate_action (bed.overview, "overview.go-to", "d", 90.0);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 85, 1e-6);
  gtk_widget_activate_action (bed.overview, "overview.on", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 95, 1e-6);
  gtk_widget_activate_action (bed.overview, "overview.far-back", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 0, 1e-6);
  gtk_widget_activate_action (bed.overview, "overview.last", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 170, 0.1);
  gtk_widget_activate_action (bed.overview, "overview.first", NULL);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 0, 1e-6);
  g_signal_emit_by_name (display_controller (bed.overview, GTK_TYPE_GESTURE_DRAG), "drag-begin",
                         gtk_widget_get_width (bed.overview) / 2.0, 20.0);
  g_assert_cmpfloat_with_epsilon (view_of (&bed).start_s, 87, 10);
  bed_clear (&bed);
}

/* The stretch stays while the view is within, and moves when it leaves it. */
static void
test_rate_input (void)
{
  double start, length, was;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  ectopy_rate_view_get_stretch (ECTOPY_RATE_VIEW (bed.rate), &was, &length);
  g_assert_cmpfloat (length, ==, 100);
  ectopy_recording_session_scroll_to (bed.session, 60);
  ectopy_rate_view_get_stretch (ECTOPY_RATE_VIEW (bed.rate), &start, &length);
  g_assert_cmpfloat (start, ==, was);
  ectopy_recording_session_scroll_to (bed.session, 130);
  ectopy_rate_view_get_stretch (ECTOPY_RATE_VIEW (bed.rate), &start, &length);
  g_assert_cmpfloat_with_epsilon (start, 80, 0.5);
  gtk_widget_activate_action (bed.rate, "rate.choose-at", "d", beat_s (&bed, 9) + 0.01);
  g_assert_cmpuint (selected (&bed), ==, number_at (&bed, 9));
  display_click (bed.rate, 1, 400, 20);
  g_assert_cmpuint (selected (&bed), !=, number_at (&bed, 9));
  bed_clear (&bed);
}

/* Taken out of their window, and given another session, they hold nothing of the first. */
static void
test_other_session (void)
{
  g_autoptr (EctopyRecordingSession) other = NULL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  other = ectopy_recording_session_new ();
  bed_init (&bed);
  ectopy_trace_view_set_session (ECTOPY_TRACE_VIEW (bed.trace), other);
  ectopy_overview_strip_set_session (ECTOPY_OVERVIEW_STRIP (bed.overview), other);
  ectopy_rate_view_set_session (ECTOPY_RATE_VIEW (bed.rate), other);
  ectopy_recording_session_scroll_to (bed.session, 60);
  loop_settle (30);
  assert_says (bed.trace, "No recording is open.");
  bed_clear (&bed);
}

/* A beat in 0.8 s; every seventh is ventricular, early and broad. */
static void
make_recording (void)
{
  const size_t n = 180 * RATE;
  EctopyLead leads[2] = { { g_strdup ("MLII"), g_new (float, n) },
                          { g_strdup ("V1"), g_new (float, n) } };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  for (size_t i = 0; i < n; i++)
    leads[0].samples[i] = (float) (0.05 * sin ((double) i / RATE));
  for (guint k = 0; 0.8 * k < 179; k++) {
    const gboolean is_early = k % 7 == 3;
    const size_t at = (size_t) ((0.5 + 0.8 * k - (is_early ? 0.25 : 0)) * RATE);
    const EctopyAnnotation mark = { .sample = (gint64) at,
                                    .code = is_early ? ECTOPY_CODE_VENTRICULAR
                                                     : ECTOPY_CODE_NORMAL };

    for (gint64 d = -30; d <= 30; d++)
      if ((gint64) at + d >= 0)
        leads[0].samples[(gint64) at + d] +=
            (float) ((is_early ? 1.4 : 1) * exp (-pow ((double) d / (is_early ? 9 : 3), 2)));
    g_array_append_val (marks, mark);
  }
  for (size_t i = 0; i < n; i++)
    leads[1].samples[i] = -0.5f * leads[0].samples[i];
  recording = ectopy_recording_new_take (RATE, n, leads, 2, marks, NULL);
  folder = test_folder_new ();
  path = g_build_filename (folder, "made-up.hea", NULL);
  ectopy_wfdb_write (recording, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  make_recording ();
  g_test_add_func ("/ui/recording-widgets/without-recording", test_without_recording);
  g_test_add_func ("/ui/recording-widgets/sentences", test_sentences);
  g_test_add_func ("/ui/recording-widgets/ink", test_ink);
  g_test_add_data_func ("/ui/recording-widgets/scrolled-equals-painted", GINT_TO_POINTER (10),
                        test_scrolled_equals_painted);
  g_test_add_data_func ("/ui/recording-widgets/scrolled-equals-painted-dense",
                        GINT_TO_POINTER (100), test_scrolled_equals_painted);
  g_test_add_func ("/ui/recording-widgets/speed-and-gain", test_speed_and_gain);
  g_test_add_func ("/ui/recording-widgets/click", test_click);
  g_test_add_func ("/ui/recording-widgets/pan-and-zoom", test_pan_and_zoom);
  g_test_add_func ("/ui/recording-widgets/calipers", test_calipers);
  g_test_add_func ("/ui/recording-widgets/add", test_add);
  g_test_add_func ("/ui/recording-widgets/ends-by-keys", test_ends_by_keys);
  g_test_add_func ("/ui/recording-widgets/overview-input", test_overview_input);
  g_test_add_func ("/ui/recording-widgets/rate-input", test_rate_input);
  g_test_add_func ("/ui/recording-widgets/other-session", test_other_session);
  status = g_test_run ();
  g_free (path);
  test_folder_remove (folder);
  return status;
}
