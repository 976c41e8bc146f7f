/* SPDX-License-Identifier: MIT */
#include "ui/widgets/beat-gallery.h"

#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/widgets/paint-area.h"

#include <math.h>

#define N_BEATS 600
#define N_MANY  87554
#define GAP     6

static gboolean has_display;
static char *folder;
static char *many; /* path of many short beats, which no model reads */

/* A gallery in a window of its own. */
typedef struct {
  GtkWidget *window;
  GtkWidget *scroller;
  EctopyBeatGallery *gallery;
  EctopySession *session;
  guint n_activated;
} Bed;

static void
count_cb (guint *count)
{
  ++*count;
}

static void
bed_init (Bed *bed, const char *path, int width, int height, gboolean strip)
{
  *bed = (Bed){ .window = gtk_window_new (),
                .scroller = gtk_scrolled_window_new (),
                .session = ectopy_session_new () };
  bed->gallery = ECTOPY_BEAT_GALLERY (ectopy_beat_gallery_new ());
  ectopy_beat_gallery_set_strip (bed->gallery, strip);
  ectopy_beat_gallery_set_session (bed->gallery, bed->session);
  g_signal_connect_swapped (bed->gallery, "activated", G_CALLBACK (count_cb), &bed->n_activated);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (bed->scroller),
                                  strip ? GTK_POLICY_EXTERNAL : GTK_POLICY_NEVER,
                                  strip ? GTK_POLICY_NEVER : GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (bed->scroller), GTK_WIDGET (bed->gallery));
  gtk_window_set_child (GTK_WINDOW (bed->window), bed->scroller);
  gtk_window_set_default_size (GTK_WINDOW (bed->window), width, height);
  display_show (bed->window, GTK_WIDGET (bed->gallery));
  ectopy_session_open (bed->session, path);
  WAIT_FOR (ectopy_session_get_dataset (bed->session) != NULL &&
            ectopy_session_get_state (bed->session) == ECTOPY_SESSION_READY);
}

static void
bed_init_example (Bed *bed, int width, int height, gboolean strip)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);

  bed_init (bed, path, width, height, strip);
  WAIT_FOR (ectopy_session_get_evaluation (bed->session) != NULL);
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->gallery), (gpointer *) &bed->gallery);
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->gallery == NULL);
  g_object_unref (bed->session);
  g_assert_null (bed->session);
}

static GtkWidget *
widget_of (Bed *bed)
{
  return GTK_WIDGET (bed->gallery);
}

static GtkAdjustment *
adjustment_of (Bed *bed, gboolean across)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (bed->scroller);

  return across ? gtk_scrolled_window_get_hadjustment (scroller)
                : gtk_scrolled_window_get_vadjustment (scroller);
}

static gboolean
press (Bed *bed, guint key)
{
  return display_press_key (widget_of (bed), key, 0);
}

static size_t
selected (Bed *bed)
{
  return ectopy_session_get_selected (bed->session);
}

#define assert_selected(bed, row) g_assert_cmpuint (selected (bed), ==, row)

/* The least width of a cell and its height, by the font. */
static double
least_cell_width (Bed *bed)
{
  return round (13.0 * ectopy_paint_area_font_size (widget_of (bed)));
}

static double
cell_height (Bed *bed)
{
  return round (7.2 * ectopy_paint_area_font_size (widget_of (bed)));
}

static size_t
columns_of (Bed *bed)
{
  return MAX (
      (size_t) ((gtk_widget_get_width (widget_of (bed)) - GAP) / (least_cell_width (bed) + GAP)),
      1);
}

#define assert_says(bed, text)                                                                     \
  gtk_test_accessible_assert_property (widget_of (bed), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text)

/* ---- Where the cells are ---- */

/* As many beside each other as there is room for; going down is going that many on. */
static void
test_columns (gconstpointer data)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, GPOINTER_TO_INT (data), 500, FALSE);
  assert_selected (&bed, 0);
  g_assert_true (press (&bed, GDK_KEY_Down));
  assert_selected (&bed, columns_of (&bed));
  if (GPOINTER_TO_INT (data) < 300)
    g_assert_cmpuint (columns_of (&bed), ==, 1);
  else
    g_assert_cmpuint (columns_of (&bed), >, 1);
  bed_clear (&bed);
}

static void
test_scroll_range (void)
{
  GtkAdjustment *adjustment;
  double lines;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 800, 500, FALSE);
  adjustment = adjustment_of (&bed, FALSE);
  lines = ceil ((double) N_MANY / (double) columns_of (&bed));
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), ==,
                     GAP + lines * (cell_height (&bed) + GAP));
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), ==,
                     gtk_widget_get_height (widget_of (&bed)));
  press (&bed, GDK_KEY_End);
  assert_selected (&bed, N_MANY - 1);
  assert_says (&bed, "Beat 87554 of 87,554: row 87553, not classified yet");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==,
                     gtk_adjustment_get_upper (adjustment) -
                         gtk_adjustment_get_page_size (adjustment));
  press (&bed, GDK_KEY_Home);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  /* Fewer beats, shorter range; back again. */
  ectopy_beat_gallery_set_rows (bed.gallery, (const size_t[]){ 5, 3, 9 }, 3);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), ==,
                     gtk_widget_get_height (widget_of (&bed)));
  ectopy_session_select (bed.session, 3);
  assert_says (&bed, "Beat 2 of 3: row 3, not classified yet");
  press (&bed, GDK_KEY_Right);
  assert_selected (&bed, 9);
  ectopy_beat_gallery_set_rows (bed.gallery, NULL, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 1e6);
  assert_says (&bed, "Beat 10 of 87,554: row 9, not classified yet");
  bed_clear (&bed);
}

static void
test_keys (void)
{
  size_t columns, page;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 800, 500, FALSE);
  columns = columns_of (&bed);
  page = columns * (size_t) (gtk_widget_get_height (widget_of (&bed)) / (cell_height (&bed) + GAP));
  press (&bed, GDK_KEY_Left);
  assert_selected (&bed, 0);
  press (&bed, GDK_KEY_Right);
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_Up); /* is in the first line */
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_KP_Down);
  assert_selected (&bed, 1 + columns);
  press (&bed, GDK_KEY_Up);
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_Page_Down);
  assert_selected (&bed, 1 + page);
  g_assert_cmpuint (page, >, columns);
  press (&bed, GDK_KEY_Page_Up);
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_Page_Up);
  assert_selected (&bed, 0);
  press (&bed, GDK_KEY_End);
  press (&bed, GDK_KEY_Down);
  assert_selected (&bed, N_MANY - 1);
  press (&bed, GDK_KEY_Left);
  assert_selected (&bed, N_MANY - 2);

  /* What others want is left to them. */
  g_assert_false (display_press_key (widget_of (&bed), GDK_KEY_Home, GDK_CONTROL_MASK));
  g_assert_false (display_press_key (widget_of (&bed), GDK_KEY_Left, GDK_ALT_MASK));
  g_assert_false (press (&bed, GDK_KEY_Return));
  g_assert_false (press (&bed, GDK_KEY_n));
  g_assert_cmpuint (bed.n_activated, ==, 0);
  assert_selected (&bed, N_MANY - 2);

  /* Where one reads from the right, left is on. */
  gtk_widget_set_direction (widget_of (&bed), GTK_TEXT_DIR_RTL);
  press (&bed, GDK_KEY_Left);
  assert_selected (&bed, N_MANY - 1);
  press (&bed, GDK_KEY_Right);
  assert_selected (&bed, N_MANY - 2);
  bed_clear (&bed);
}

static void
test_clicks (void)
{
  GtkAdjustment *adjustment;
  double width, height;
  size_t columns;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 800, 500, FALSE);
  columns = columns_of (&bed);
  width = floor ((gtk_widget_get_width (widget_of (&bed)) - GAP) / (double) columns);
  height = cell_height (&bed) + GAP;
  display_click (widget_of (&bed), 1, GAP + 1.5 * width, GAP + 2.5 * height);
  assert_selected (&bed, 2 * columns + 1);
  g_assert_cmpuint (bed.n_activated, ==, 0);
  display_click (widget_of (&bed), 1, 2, 2); /* between cells */
  assert_selected (&bed, 2 * columns + 1);
  display_click (widget_of (&bed), 2, GAP + 0.5 * width, GAP + 0.5 * height);
  assert_selected (&bed, 0);
  g_assert_cmpuint (bed.n_activated, ==, 1);

  /* Where it has been scrolled to. */
  adjustment = adjustment_of (&bed, FALSE);
  gtk_adjustment_set_value (adjustment, 1000 * height);
  display_click (widget_of (&bed), 1, GAP + 0.5 * width, GAP + 0.5 * height);
  assert_selected (&bed, 1000 * columns);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 1000 * height);
  bed_clear (&bed);
}

/* Where one reads from the right, the first beat is there, of a gallery and of a strip; so is what is
 * seen of a strip at first. */
static void
test_from_the_right (void)
{
  GtkAdjustment *adjustment;
  double width, height;
  size_t columns;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  bed_init (&bed, many, 800, 500, FALSE);
  columns = columns_of (&bed);
  width = floor ((gtk_widget_get_width (widget_of (&bed)) - GAP) / (double) columns);
  height = cell_height (&bed) + GAP;
  display_click (widget_of (&bed), 1, GAP + 0.5 * width, GAP + 0.5 * height);
  assert_selected (&bed, columns - 1);
  display_click (widget_of (&bed), 1, gtk_widget_get_width (widget_of (&bed)) - GAP - 0.5 * width,
                 GAP + 1.5 * height);
  assert_selected (&bed, columns);
  bed_clear (&bed);

  bed_init (&bed, many, 800, 200, TRUE);
  adjustment = adjustment_of (&bed, TRUE);
  width = least_cell_width (&bed) + GAP;
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==,
                     gtk_adjustment_get_upper (adjustment) -
                         gtk_adjustment_get_page_size (adjustment));
  display_click (widget_of (&bed), 1, gtk_widget_get_width (widget_of (&bed)) - GAP - 1.5 * width,
                 20);
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_End);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  display_click (widget_of (&bed), 1, GAP + 1.5 * width, 20);
  assert_selected (&bed, N_MANY - 2);
  press (&bed, GDK_KEY_Home);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==,
                     gtk_adjustment_get_upper (adjustment) -
                         gtk_adjustment_get_page_size (adjustment));
  ectopy_beat_gallery_set_rows (bed.gallery, (const size_t[]){ 5, 3, 9 }, 3);
  display_click (widget_of (&bed), 1, gtk_widget_get_width (widget_of (&bed)) - GAP - 2.5 * width,
                 20);
  assert_selected (&bed, 9);
  bed_clear (&bed);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* ---- What is painted ---- */

static guint
count_pictures (GskRenderNode *node)
{
  guint n = 0;

  switch ((int) gsk_render_node_get_node_type (node)) {
  case GSK_CAIRO_NODE:
  case GSK_TEXTURE_NODE:
    return 1;
  case GSK_CLIP_NODE:
    return count_pictures (gsk_clip_node_get_child (node));
  case GSK_TRANSFORM_NODE:
    return count_pictures (gsk_transform_node_get_child (node));
  case GSK_CONTAINER_NODE:
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      n += count_pictures (gsk_container_node_get_child (node, i));
    return n;
  default:
    return 0;
  }
}

/* Cells in one frame. */
static guint
paint (Bed *bed)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint n;

  GTK_WIDGET_GET_CLASS (bed->gallery)->snapshot (widget_of (bed), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  n = node != NULL ? count_pictures (node) : 0;
  g_clear_pointer (&node, gsk_render_node_unref);
  return n;
}

/* Frames until all cells in sight are there. */
static guint
paint_all (Bed *bed)
{
  guint n = 0;

  for (guint i = 0, before = 0; i < 200; i++, before = n) {
    n = paint (bed);
    if (n > 0 && n == before)
      break;
  }
  return n;
}

static void
test_paints_what_is_seen (gconstpointer data)
{
  const gboolean strip = GPOINTER_TO_INT (data);
  GtkAdjustment *adjustment;
  guint n, most;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 800, 500, strip);
  if (strip)
    most = (guint) (gtk_widget_get_width (widget_of (&bed)) / (least_cell_width (&bed) + GAP)) + 2;
  else
    most = (guint) columns_of (&bed) *
           ((guint) (gtk_widget_get_height (widget_of (&bed)) / (cell_height (&bed) + GAP)) + 2);
  n = paint_all (&bed);
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (n, <=, most);
  adjustment = adjustment_of (&bed, strip);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  n = paint_all (&bed);
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (n, <=, most);
  bed_clear (&bed);
}

/* Nothing open: nothing painted, and a sentence all the same. */
static void
test_empty (void)
{
  EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 800, 500, FALSE);
  filter.reviewed = 1; /* none */
  ectopy_session_set_filter (bed.session, &filter);
  g_assert_cmpuint (paint (&bed), ==, 0);
  assert_says (&bed, "0 beats");
  press (&bed, GDK_KEY_Right);
  display_click (widget_of (&bed), 1, 50, 50);
  assert_selected (&bed, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment_of (&bed, FALSE)), ==,
                     gtk_widget_get_height (widget_of (&bed)));
  bed_clear (&bed);
}

/* ---- A strip ---- */

static void
test_strip (void)
{
  GtkAdjustment *adjustment;
  double pitch;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed, many, 700, 300, TRUE);
  adjustment = adjustment_of (&bed, TRUE);
  pitch = least_cell_width (&bed) + GAP;
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), ==, GAP + N_MANY * pitch);
  press (&bed, GDK_KEY_Down);
  assert_selected (&bed, 1);
  press (&bed, GDK_KEY_Up);
  assert_selected (&bed, 0);
  for (guint i = 0; i < 20; i++)
    press (&bed, GDK_KEY_Right);
  assert_selected (&bed, 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0); /* it is in sight */
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <=, 20 * pitch);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) +
                         gtk_adjustment_get_page_size (adjustment),
                     >=, 21 * pitch);
  g_assert_true (press (&bed, GDK_KEY_Return));
  g_assert_cmpuint (bed.n_activated, ==, 1);
  press (&bed, GDK_KEY_Home);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  display_click (widget_of (&bed), 1, GAP + 2.5 * pitch, 40);
  assert_selected (&bed, 2);
  bed_clear (&bed);
}

/* ---- What it says ---- */

static size_t
find_row (Bed *bed, gboolean disagrees)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (bed->session);

  for (size_t row = 1; row < facts.n_rows; row++)
    if (ectopy_beat_facts_disagrees (&facts, row) == disagrees)
      return row;
  g_assert_not_reached ();
}

static void
test_sentences (void)
{
  EctopyBeatFacts facts;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init_example (&bed, 800, 500, FALSE);
  gtk_test_accessible_assert_role (bed.gallery, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (bed.gallery, GTK_ACCESSIBLE_PROPERTY_LABEL, "Beats");
  facts = ectopy_session_get_facts (bed.session);
  for (int disagrees = FALSE; disagrees <= TRUE; disagrees++) {
    const size_t row = find_row (&bed, disagrees);
    g_autofree char *text = g_strdup_printf (
        "Beat %zu of 600: row %zu, %s, %.0f %% sure. Its true class is %s.", row + 1, row,
        ectopy_beat_class_name (facts.predicted[row]), 100 * (double) facts.confidence[row],
        disagrees ? "another" : "the same");

    ectopy_session_select (bed.session, row);
    assert_says (&bed, text);
  }

  /* A correction says what it was made from. */
  {
    const size_t row = find_row (&bed, FALSE);
    const guint other = (facts.predicted[row] + 1u) % ECTOPY_N_CLASSES;
    g_autofree char *text = g_strdup_printf (
        "Beat %zu of 600: row %zu, corrected to %s from %s, %.0f %% sure.", row + 1, row,
        ectopy_beat_class_name (other), ectopy_beat_class_name (facts.predicted[row]),
        100 * (double) facts.confidence[row]);

    ectopy_session_select (bed.session, row);
    ectopy_session_relabel (bed.session, other);
    assert_says (&bed, text);
  }
  bed_clear (&bed);
}

/* (transfer full): a file of many short beats. */
static char *
make_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *path = g_build_filename (folder, "many.csv", NULL);

  for (guint row = 0; row < N_MANY; row++)
    g_string_append_printf (text, "0.%u,0.5,1,0.25,%u\n", row % 10, row % 5);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  return path;
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  folder = test_folder_new ();
  many = make_many ();
  g_test_add_data_func ("/ui/gallery/columns/one", GINT_TO_POINTER (190), test_columns);
  g_test_add_data_func ("/ui/gallery/columns/a-few", GINT_TO_POINTER (640), test_columns);
  g_test_add_data_func ("/ui/gallery/columns/many", GINT_TO_POINTER (1300), test_columns);
  g_test_add_func ("/ui/gallery/scroll-range", test_scroll_range);
  g_test_add_func ("/ui/gallery/keys", test_keys);
  g_test_add_func ("/ui/gallery/clicks", test_clicks);
  g_test_add_func ("/ui/gallery/mirrored", test_from_the_right);
  g_test_add_data_func ("/ui/gallery/paints-what-is-seen/lines", GINT_TO_POINTER (FALSE),
                        test_paints_what_is_seen);
  g_test_add_data_func ("/ui/gallery/paints-what-is-seen/strip", GINT_TO_POINTER (TRUE),
                        test_paints_what_is_seen);
  g_test_add_func ("/ui/gallery/no-beats", test_empty);
  g_test_add_func ("/ui/gallery/strip", test_strip);
  g_test_add_func ("/ui/gallery/sentences", test_sentences);
  status = g_test_run ();
  g_free (many);
  test_folder_remove (folder);
  return status;
}
