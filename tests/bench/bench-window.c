/* SPDX-License-Identifier: MIT */
/* Measures the window: from the start of the process to the first frame with beats, and the time of
 * the main thread in each frame while the gallery is scrolled through.
 * Usage: bench-window FILE.csv [FRAMES [train]]
 * With "train" a network is trained on the file meanwhile, on all processors.
 * Prints one line of JSON. Wants a display; GSK_RENDERER chooses how is drawn. */
#include "ui/resource.h"
#include "ui/window/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  const char *path;
  guint n_frames;
  gboolean trains;
  EctopyWindow *window;
  GtkWidget *gallery;
  double begin;       /* of the process, s */
  double first_frame; /* with beats, s after that */
  double classified;  /* all beats, s after that; 0 until then */
  double cpu_begin;
  double last_frame;
  gboolean is_scrolling;
  GArray *cpu;      /* ms a frame */
  GArray *interval; /* ms from frame to frame */
} Bench;

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* On the monotonic clock, to 10 ms. */
static double
process_begin (void)
{
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return seconds (CLOCK_BOOTTIME);
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", -1);
  return g_ascii_strtod (fields[19], NULL) / (double) sysconf (_SC_CLK_TCK);
}

static GtkWidget *
find (GtkWidget *widget, const char *type)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
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
print (Bench *bench)
{
  printf ("{\"first_frame_s\": %.3f, \"classified_s\": %.3f, \"frames\": %u, "
          "\"cpu_ms\": {\"median\": %.2f, \"p95\": %.2f, \"max\": %.2f}, "
          "\"interval_ms\": {\"median\": %.2f, \"p95\": %.2f, \"max\": %.2f}}\n",
          bench->first_frame, bench->classified, bench->cpu->len, quantile (bench->cpu, 0.5),
          quantile (bench->cpu, 0.95), quantile (bench->cpu, 1), quantile (bench->interval, 0.5),
          quantile (bench->interval, 0.95), quantile (bench->interval, 1));
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->cpu_begin = seconds (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  const double now = seconds (CLOCK_BOOTTIME);
  const double cpu = 1e3 * (seconds (CLOCK_THREAD_CPUTIME_ID) - bench->cpu_begin);
  EctopySession *session = ectopy_window_get_session (bench->window);

  if (bench->first_frame == 0 && ectopy_session_get_dataset (session) != NULL)
    bench->first_frame = now - bench->begin;
  if (bench->is_scrolling) {
    const double interval = 1e3 * (now - bench->last_frame);

    g_array_append_val (bench->cpu, cpu);
    if (bench->last_frame > 0)
      g_array_append_val (bench->interval, interval);
    bench->last_frame = now;
  }
}

/* Scrolls by a bit, at times by a page, now and then to somewhere else. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  static guint n;
  Bench *bench = data;
  EctopySession *session = ectopy_window_get_session (bench->window);
  GtkAdjustment *adjustment;

  if (ectopy_session_get_state (session) != ECTOPY_SESSION_READY)
    return G_SOURCE_CONTINUE;
  if (bench->classified == 0)
    bench->classified = seconds (CLOCK_BOOTTIME) - bench->begin;
  if (n == 0 && bench->trains) {
    gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.show-train", NULL);
    if (!gtk_widget_activate_action (find (GTK_WIDGET (bench->window), "EctopyTrainPage"),
                                     "train.start", NULL))
      fprintf (stderr, "bench-window: the training could not be started\n");
    gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.show-review", NULL);
  }
  if (n++ < 120) /* what was to be done is done, what was to begin has begun */
    return G_SOURCE_CONTINUE;
  bench->is_scrolling = TRUE;
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->gallery));
  if (n % 150 == 0)
    gtk_adjustment_set_value (adjustment,
                              g_random_double () * gtk_adjustment_get_upper (adjustment));
  else if (n % 30 == 0)
    ectopy_session_move (session, 20);
  else
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 23);
  if (n < bench->n_frames + 120)
    return G_SOURCE_CONTINUE;
  print (bench);
  gtk_window_destroy (GTK_WINDOW (bench->window));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *application, gpointer data)
{
  Bench *bench = data;
  g_autoptr (GFile) file = g_file_new_for_path (bench->path);
  GdkFrameClock *clock;

  bench->window = ectopy_window_new (ADW_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1600, 900);
  gtk_window_present (GTK_WINDOW (bench->window));
  ectopy_window_open (bench->window, file);
  bench->gallery = find (GTK_WIDGET (bench->window), "EctopyBeatGallery");
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), tick_cb, bench, NULL);
}

int
main (int argc, char **argv)
{
  Bench bench = {
    .path = argc > 1 ? argv[1] : NULL,
    .n_frames = argc > 2 ? (guint) atoi (argv[2]) : 600,
    .trains = argc > 3 && g_str_equal (argv[3], "train"),
    .begin = process_begin (),
    .cpu = g_array_new (FALSE, FALSE, sizeof (double)),
    .interval = g_array_new (FALSE, FALSE, sizeof (double)),
  };
  AdwApplication *application;
  int status;

  if (bench.path == NULL) {
    fprintf (stderr, "Usage: bench-window FILE.csv [FRAMES [train]]\n");
    return 2;
  }
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.ectopy.Bench",
                              "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              ECTOPY_RESOURCES, NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (application), 1, argv);
  g_object_unref (application);
  g_array_unref (bench.cpu);
  g_array_unref (bench.interval);
  return status;
}
