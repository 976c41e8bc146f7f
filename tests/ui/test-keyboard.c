/* SPDX-License-Identifier: MIT */
/* The way of the Tab key through each page: everything once, no trap, on and back, in the order
 * things stand in; and what has the keyboard shows it. */
#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/resource.h"
#include "ui/widgets/beat-gallery.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/curves-view.h"
#include "ui/widgets/overview-strip.h"
#include "ui/widgets/rate-view.h"
#include "ui/widgets/trace-view.h"
#include "ui/window/window.h"

#define MOST 200 /* stops of a page: more is a trap */

static gboolean has_display;
static AdwApplication *application;
static char *folder;
static EctopyWindow *window;

static void
open_copy (const char *const *names)
{
  g_autoptr (GFile) file = NULL;

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *from = ectopy_bundled_path ("example", names[i]);
    g_autofree char *to = g_build_filename (folder, names[i], NULL);
    g_autofree char *contents = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
    g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
    if (i == 0)
      file = g_file_new_for_path (to);
  }
  ectopy_window_open (window, file);
}

static void
open_beats (void)
{
  static const char *const names[] = { "beats.csv", NULL };

  open_copy (names);
  WAIT_FOR (ectopy_session_get_evaluation (ectopy_window_get_session (window)) != NULL);
}

static void
open_recording (void)
{
  static const char *const names[] = { "recording.hea", "recording.dat", "recording.atr", NULL };
  EctopyRecordingSession *session = ectopy_window_get_recording_session (window);

  ectopy_recording_session_set_n_threads (session, 1);
  open_copy (names);
  WAIT_FOR (ectopy_recording_session_get_state (session) == ECTOPY_RECORDING_READY);
}

static GtkWidget *
get_focus (void)
{
  return gtk_root_get_focus (GTK_ROOT (window));
}

/* (transfer full): what has the keyboard after each Tab, from the first stop until it comes again. Rows that
 * are made anew as they are seen have the pointer of an old one at times: only the way's end counts. */
static GPtrArray *
walk (GtkDirectionType direction)
{
  GPtrArray *stops = g_ptr_array_new ();

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < MOST; i++) {
    /* At the end nothing more is found; the next step begins anew, as it does for a person. */
    if (!gtk_widget_child_focus (GTK_WIDGET (window), direction))
      return stops;
    loop_settle (1);
    g_assert_nonnull (get_focus ());
    if (stops->len > 0 && g_ptr_array_index (stops, 0) == get_focus ())
      return stops;
    g_assert_false (g_ptr_array_find (stops, get_focus (), NULL)); /* a trap */
    g_ptr_array_add (stops, get_focus ());
  }
  g_assert_not_reached ();
}

/* What stops at a list or a bar of choices goes on there by arrows. */
static gboolean
is_within (GtkWidget *widget, GType type)
{
  return gtk_widget_get_ancestor (widget, type) != NULL;
}

static gboolean
wants_a_stop (GtkWidget *widget)
{
  const gboolean is_drawn = ECTOPY_IS_BEAT_GALLERY (widget) || ECTOPY_IS_CONFUSION_VIEW (widget) ||
                            ECTOPY_IS_CURVES_VIEW (widget) || ECTOPY_IS_TRACE_VIEW (widget) ||
                            ECTOPY_IS_OVERVIEW_STRIP (widget) || ECTOPY_IS_RATE_VIEW (widget);
  const gboolean is_control = GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
                              GTK_IS_TEXT (widget) || GTK_IS_CHECK_BUTTON (widget);

  return (is_drawn || is_control) && gtk_widget_get_focusable (widget) &&
         gtk_widget_get_can_focus (widget) && gtk_widget_is_sensitive (widget) &&
         gtk_widget_get_mapped (widget) && gtk_widget_get_child_visible (widget) &&
         !is_within (widget, GTK_TYPE_LIST_VIEW) && !is_within (widget, GTK_TYPE_COLUMN_VIEW) &&
         !is_within (widget, GTK_TYPE_SPIN_BUTTON) && !is_within (widget, GTK_TYPE_POPOVER) &&
         !is_within (widget, GTK_TYPE_WINDOW_CONTROLS) && !is_within (widget, GTK_TYPE_LIST_BOX);
}

static char *
describe (GtkWidget *widget)
{
  return g_strdup_printf ("%s %s", G_OBJECT_TYPE_NAME (widget),
                          GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget))
                              ? gtk_button_get_label (GTK_BUTTON (widget))
                          : gtk_widget_get_tooltip_text (widget)
                              ? gtk_widget_get_tooltip_text (widget)
                              : "");
}

/* Every control below @widget is among the stops, itself or by something in it. */
static void
check_reached (GtkWidget *widget, const GPtrArray *stops)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (wants_a_stop (widget)) {
    gboolean is_reached = FALSE;

    for (guint i = 0; i < stops->len && !is_reached; i++) {
      GtkWidget *stop = g_ptr_array_index (stops, i);

      is_reached = stop == widget || gtk_widget_is_ancestor (stop, widget);
    }
    if (!is_reached) {
      g_autofree char *what = describe (widget);

      g_test_message ("not reached by Tab: %s", what);
    }
    g_assert_true (is_reached);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_reached (child, stops);
}

/* Neighbours of one box come in the order they stand in, from the top or from the start. */
static void
check_order (const GPtrArray *stops)
{
  for (guint i = 0; i + 1 < stops->len; i++) {
    GtkWidget *one = g_ptr_array_index (stops, i), *next = g_ptr_array_index (stops, i + 1);
    graphene_rect_t here, there;

    if (gtk_widget_get_parent (one) != gtk_widget_get_parent (next) ||
        !gtk_widget_compute_bounds (one, GTK_WIDGET (window), &here) ||
        !gtk_widget_compute_bounds (next, GTK_WIDGET (window), &there))
      continue;
    g_assert_true (there.origin.y >= here.origin.y + here.size.height - 1 ||
                   there.origin.x >= here.origin.x + here.size.width - 1);
  }
}

static void
check_page (const char *page)
{
  g_autoptr (GPtrArray) forward = NULL;
  g_autoptr (GPtrArray) back = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (window), page, NULL);
  loop_settle (300);
  forward = walk (GTK_DIR_TAB_FORWARD);
  g_assert_cmpuint (forward->len, >, 5);
  check_reached (GTK_WIDGET (window), forward);
  check_order (forward);
  back = walk (GTK_DIR_TAB_BACKWARD);
  check_reached (GTK_WIDGET (window), back);
  g_test_message ("%s: %u stops", page, forward->len);
}

/* ---- Pages ---- */

static void
begin (void)
{
  window = ectopy_window_new (application);
  ectopy_session_set_n_threads (ectopy_window_get_session (window), 1);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  display_show (GTK_WIDGET (window), GTK_WIDGET (window));
}

static void
end (void)
{
  ectopy_recording_session_forget_unsaved (ectopy_window_get_recording_session (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (window == NULL);
}

static void
test_nothing_open (void)
{
  SKIP_WITHOUT_DISPLAY ();
  begin ();
  check_page ("show-review");
  end ();
}

static void
test_cut_beats (void)
{
  SKIP_WITHOUT_DISPLAY ();
  begin ();
  open_beats ();
  check_page ("show-review");
  check_page ("show-train");
  check_page ("show-evaluate");
  end ();
}

static void
test_recording (void)
{
  SKIP_WITHOUT_DISPLAY ();
  begin ();
  open_recording ();
  check_page ("show-review");
  check_page ("show-train");
  check_page ("show-evaluate");
  end ();
}

/* ---- Focus is seen ---- */

/* (transfer full): the window as it looks. */
static cairo_surface_t *
picture (void)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (window));
  const int height = gtk_widget_get_height (GTK_WIDGET (window));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);

  /* The window is drawn when its clock says so, which may take a while. */
  for (guint i = 0; i < 50 && node == NULL; i++) {
    GtkSnapshot *snapshot = gtk_snapshot_new ();

    loop_settle (200);
    gdk_paintable_snapshot (paintable, snapshot, width, height);
    node = gtk_snapshot_free_to_node (snapshot);
  }
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels of @widget that look otherwise once it has the keyboard. */
static guint
count_changed (GtkWidget *widget)
{
  graphene_rect_t bounds;
  cairo_surface_t *before, *after;
  guint n = 0;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
  before = picture ();
  g_assert_true (gtk_widget_grab_focus (widget));
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
  after = picture ();
  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &bounds));
  for (int y = MAX (0, (int) bounds.origin.y - 6);
       y < MIN (cairo_image_surface_get_height (after), bounds.origin.y + bounds.size.height + 6);
       y++) {
    const int stride = cairo_image_surface_get_stride (after);
    const guint32 *a = (gconstpointer) (cairo_image_surface_get_data (before) + y * stride);
    const guint32 *b = (gconstpointer) (cairo_image_surface_get_data (after) + y * stride);

    for (int x = MAX (0, (int) bounds.origin.x - 6);
         x < MIN (cairo_image_surface_get_width (after), bounds.origin.x + bounds.size.width + 6);
         x++)
      n += a[x] != b[x];
  }
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  return n;
}

/* (nullable): the first of @type that is seen. */
static GtkWidget *
find_seen (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_seen (child, type);
  return found;
}

static void
check_focus_is_seen (GType type)
{
  GtkWidget *widget;
  guint n = 0;

  WAIT_FOR ((widget = find_seen (GTK_WIDGET (window), type)) != NULL);
  /* GTK hides where the keyboard is after three seconds, which a slow machine may need for its pictures. */
  for (guint i = 0; i < 5 && n <= 100; i++) {
    n = count_changed (widget);
    g_test_message ("%s: %u pixels", g_type_name (type), n);
  }
  g_assert_cmpuint (n, >, 100);
}

static void
test_focus_is_seen (void)
{
  SKIP_WITHOUT_DISPLAY ();
  begin ();
  open_beats ();
  check_focus_is_seen (ECTOPY_TYPE_BEAT_GALLERY);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-train", NULL);
  check_focus_is_seen (ECTOPY_TYPE_CURVES_VIEW);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-evaluate", NULL);
  check_focus_is_seen (ECTOPY_TYPE_CONFUSION_VIEW);
  end ();
  begin ();
  open_recording ();
  check_focus_is_seen (ECTOPY_TYPE_TRACE_VIEW);
  check_focus_is_seen (ECTOPY_TYPE_OVERVIEW_STRIP);
  check_focus_is_seen (ECTOPY_TYPE_RATE_VIEW);
  end ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = test_folder_new ();
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  has_display = display_init ();
  if (has_display) {
    application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.ectopy.Test",
                                "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                                ECTOPY_RESOURCES, NULL);
    g_application_register (G_APPLICATION (application), NULL, NULL);
  }
  g_test_add_func ("/keyboard/nothing-open", test_nothing_open);
  g_test_add_func ("/keyboard/cut-beats", test_cut_beats);
  g_test_add_func ("/keyboard/recording", test_recording);
  g_test_add_func ("/keyboard/focus-is-seen", test_focus_is_seen);
  status = g_test_run ();
  g_clear_object (&application);
  test_folder_remove (folder);
  return status;
}
