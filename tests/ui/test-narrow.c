/* SPDX-License-Identifier: MIT */
#include "tests/ui/display.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/paint-area.h"
#include "ui/widgets/split-box.h"

#define LONG_WORDS "Words that are much longer in another language than in this one"

static gboolean has_display;

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static int
natural_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* A window with @child, which is long. */
static GtkWidget *
show_long (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), child);
  gtk_window_set_child (GTK_WINDOW (window), box);
  display_show (window, child);
  g_assert_cmpint (least_width (child), >, 300);
  return window;
}

static void
test_button (void)
{
  GtkWidget *button, *window;
  int natural;

  SKIP_WITHOUT_DISPLAY ();
  button = gtk_button_new_with_label (LONG_WORDS);
  window = show_long (button);
  natural = natural_width (button);
  ectopy_give_way (gtk_widget_get_parent (button), -1);
  g_assert_cmpint (least_width (button), <, 120);
  g_assert_cmpint (natural_width (button), ==, natural);
  gtk_window_destroy (GTK_WINDOW (window));

  button = gtk_button_new_with_label (LONG_WORDS);
  window = show_long (button);
  ectopy_give_way (button, 16);
  g_assert_cmpint (natural_width (button), <, 250);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_drop_down (void)
{
  GtkWidget *drop_down, *window;

  SKIP_WITHOUT_DISPLAY ();
  drop_down = gtk_drop_down_new_from_strings ((const char *[]){ LONG_WORDS, "short", NULL });
  window = show_long (drop_down);
  ectopy_give_way (drop_down, -1);
  WAIT_FOR (least_width (drop_down) < 140);
  g_assert_cmpint (natural_width (drop_down), >, 300);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Labels that are no button's say all they have to. */
static void
test_label (void)
{
  GtkWidget *label, *window;

  SKIP_WITHOUT_DISPLAY ();
  label = gtk_label_new (LONG_WORDS);
  window = show_long (label);
  ectopy_give_way (window, 4);
  g_assert_cmpint (least_width (label), >, 300);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- Large text ---- */

static void
set_font (int points)
{
  g_autofree char *font = g_strdup_printf ("Sans %d", points);

  g_object_set (gtk_settings_get_default (), "gtk-font-name", font, NULL);
}

/* Whether the children of @box stand beside each other. */
static gboolean
is_beside (GtkWidget *box)
{
  GtkWidget *last = gtk_widget_get_last_child (box);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (last, box, &bounds));
  return bounds.origin.x > 0;
}

static void
test_split (gconstpointer data)
{
  const gboolean by_text = GPOINTER_TO_INT (data);
  GtkWidget *box, *window;

  SKIP_WITHOUT_DISPLAY ();
  set_font (11);
  box = g_object_new (ECTOPY_TYPE_SPLIT_BOX, "main", gtk_label_new ("main"), "side",
                      gtk_label_new ("side"), "threshold", 500, "by-text", by_text, NULL);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 300);
  display_show (window, box);
  g_assert_true (is_beside (box));
  set_font (22);
  if (by_text) {
    WAIT_FOR (!is_beside (box));
  } else {
    WAIT_FOR (ectopy_paint_area_text_scale (box) > 1.9);
    g_assert_true (is_beside (box));
  }
  set_font (11);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_area (void)
{
  GtkWidget *area, *window;
  int usual, large, width;

  SKIP_WITHOUT_DISPLAY ();
  set_font (11);
  area = g_object_new (ECTOPY_TYPE_PAINT_AREA, NULL);
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (area), 100, 50, 100, 60);
  ectopy_paint_area_grow_with_text (ECTOPY_PAINT_AREA (area));
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), area);
  display_show (window, area);
  gtk_widget_measure (area, GTK_ORIENTATION_VERTICAL, -1, &usual, NULL, NULL, NULL);
  set_font (22);
  WAIT_FOR (ectopy_paint_area_text_scale (area) > 1.9);
  gtk_widget_measure (area, GTK_ORIENTATION_VERTICAL, -1, &large, NULL, NULL, NULL);
  gtk_widget_measure (area, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (large, >=, 2 * usual - 1);
  g_assert_cmpint (width, ==, 100);
  set_font (11);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  g_test_add_func ("/ui/narrow/button", test_button);
  g_test_add_func ("/ui/narrow/drop-down", test_drop_down);
  g_test_add_func ("/ui/narrow/label", test_label);
  g_test_add_data_func ("/ui/narrow/split/by-text", GINT_TO_POINTER (TRUE), test_split);
  g_test_add_data_func ("/ui/narrow/split/by-pixels", GINT_TO_POINTER (FALSE), test_split);
  g_test_add_func ("/ui/narrow/area-grows-with-text", test_area);
  return g_test_run ();
}
