/* SPDX-License-Identifier: MIT */
/* Measures trace, overview and rate: from the call that opens a recording until it is there, and the time
 * of the main thread in each frame while it is scrolled through at several widths.
 * Usage: bench-trace RECORDING [FRAMES [filter]]
 * RECORDING has its beats marked; "ectopy-cli synthesize --hours 24 -o day.hea" makes a day of them.
 * With "filter" it is shown at 0.5 to 40 Hz without 50 Hz.
 * Prints a line of JSON a width. Wants a display; GSK_RENDERER chooses how is drawn. */
#include "ui/resource.h"
#include "ui/widgets/overview-strip.h"
#include "ui/widgets/rate-view.h"
#include "ui/widgets/trace-view.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH  1600
#define HEIGHT 600 /* of the trace */
#define SETTLE 20  /* frames before any is counted */

/* What is done between frames. */
typedef struct {
  const char *name;
  double length_s; /* of the view; 0 for 25 mm/s */
  double step;     /* of the view, a frame; 0: the pointer moves instead */
} Run;

static const Run runs[] = {
  { "pointer over 10 s", 10, 0 },     { "25 mm/s", 0, 0.01 },   { "10 s", 10, 0.01 },
  { "10 s, page by page", 10, 1 },    { "60 s", 60, 0.01 },     { "10 min", 600, 0.01 },
  { "10 min, page by page", 600, 1 }, { "12 h", 43200, 0.001 }, { "24 h", 86400, -0.01 },
};

typedef struct {
  const char *path;
  guint n_frames;
  gboolean filters;
  EctopyRecordingSession *session;
  GtkWidget *window;
  GtkWidget *trace;
  double begin;
  double cpu_begin;
  guint run;
  guint n;
  gboolean is_ready;
  GArray *cpu; /* ms a frame */
} Bench;

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

static double
quantile (GArray *values, double share)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->cpu_begin = seconds (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  const double cpu = 1e3 * (seconds (CLOCK_THREAD_CPUTIME_ID) - bench->cpu_begin);

  if (bench->is_ready && bench->n > SETTLE)
    g_array_append_val (bench->cpu, cpu);
}

static GtkEventController *
find_motion (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
      return GTK_EVENT_CONTROLLER (controller);
  }
  return NULL;
}

static void
begin_run (Bench *bench, const Run *run)
{
  const EctopyRecordingView view = { .start_s = 1000,
                                     .length_s = run->length_s > 0 ? run->length_s : 10,
                                     .speed_mm_s = run->length_s > 0 ? 0 : 25 };

  ectopy_recording_session_set_view (bench->session, &view);
  g_signal_emit_by_name (find_motion (bench->trace), "leave");
}

static void
go_on (Bench *bench, const Run *run)
{
  EctopyRecordingView view = ectopy_recording_session_get_view (bench->session);

  if (run->step > 0) {
    ectopy_recording_session_scroll_to (bench->session, view.start_s + run->step * view.length_s);
  } else if (run->step < 0) { /* the gain, where there is nothing to scroll to */
    ectopy_recording_session_step_gain (bench->session, bench->n % 2 == 0 ? 1 : -1);
  } else {
    g_signal_emit_by_name (find_motion (bench->trace), "motion", 200.0 + 3 * (bench->n % 400),
                           300.0);
  }
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  const Run *run = &runs[bench->run];

  if (ectopy_recording_session_get_state (bench->session) != ECTOPY_RECORDING_READY)
    return G_SOURCE_CONTINUE;
  if (!bench->is_ready) {
    bench->is_ready = TRUE;
    printf ("{\"open_s\": %.2f}\n", seconds (CLOCK_MONOTONIC) - bench->begin);
    if (bench->filters)
      ectopy_trace_source_set_filter (
          ectopy_recording_session_get_source (bench->session),
          &(EctopyDisplayFilter){ .high_pass_hz = 0.5, .notch_hz = 50, .low_pass_hz = 40 });
  }
  if (bench->n == 0)
    begin_run (bench, run);
  go_on (bench, run);
  if (++bench->n < bench->n_frames + SETTLE)
    return G_SOURCE_CONTINUE;
  printf ("{\"run\": \"%s\", \"frames\": %u, \"cpu_ms\": {\"median\": %.2f, \"p95\": %.2f, "
          "\"max\": %.2f}}\n",
          run->name, bench->cpu->len, quantile (bench->cpu, 0.5), quantile (bench->cpu, 0.95),
          quantile (bench->cpu, 1));
  g_array_set_size (bench->cpu, 0);
  bench->n = 0;
  if (++bench->run < G_N_ELEMENTS (runs))
    return G_SOURCE_CONTINUE;
  gtk_window_destroy (GTK_WINDOW (bench->window));
  return G_SOURCE_REMOVE;
}

static void
failed_cb (EctopyRecordingSession *session, const char *title, const char *details)
{
  fprintf (stderr, "bench-trace: %s %s\n", title, details);
  exit (1);
}

static void
activate_cb (GApplication *application, gpointer data)
{
  Bench *bench = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overview = ectopy_overview_strip_new (), *rate = ectopy_rate_view_new ();
  GdkFrameClock *clock;

  bench->session = ectopy_recording_session_new ();
  bench->trace = ectopy_trace_view_new ();
  bench->window = adw_application_window_new (GTK_APPLICATION (application));
  ectopy_overview_strip_set_session (ECTOPY_OVERVIEW_STRIP (overview), bench->session);
  ectopy_trace_view_set_session (ECTOPY_TRACE_VIEW (bench->trace), bench->session);
  ectopy_rate_view_set_session (ECTOPY_RATE_VIEW (rate), bench->session);
  gtk_widget_set_size_request (bench->trace, WIDTH, HEIGHT);
  gtk_box_append (GTK_BOX (box), overview);
  gtk_box_append (GTK_BOX (box), bench->trace);
  gtk_box_append (GTK_BOX (box), rate);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench->window), box);
  gtk_window_present (GTK_WINDOW (bench->window));
  g_signal_connect (bench->session, "failed", G_CALLBACK (failed_cb), NULL);
  bench->begin = seconds (CLOCK_MONOTONIC);
  ectopy_recording_session_open (bench->session, bench->path, NULL, NULL, TRUE);
  clock = gtk_widget_get_frame_clock (bench->window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_widget_add_tick_callback (bench->window, tick_cb, bench, NULL);
}

int
main (int argc, char **argv)
{
  Bench bench = {
    .path = argc > 1 ? argv[1] : NULL,
    .n_frames = argc > 2 ? (guint) atoi (argv[2]) : 200,
    .filters = argc > 3 && g_str_equal (argv[3], "filter"),
    .cpu = g_array_new (FALSE, FALSE, sizeof (double)),
  };
  AdwApplication *application;
  int status;

  if (bench.path == NULL) {
    fprintf (stderr, "Usage: bench-trace RECORDING [FRAMES [filter]]\n");
    return 2;
  }
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.ectopy.Bench",
                              "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              ECTOPY_RESOURCES, NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (application), 1, argv);
  g_clear_object (&bench.session);
  g_object_unref (application);
  g_array_unref (bench.cpu);
  return status;
}
