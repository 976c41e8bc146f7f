/* SPDX-License-Identifier: MIT */
#include "ui/widgets/confusion-view.h"

#include "tests/ui/display.h"
#include "ui/paint/confusion-paint.h"

static gboolean has_display;

typedef struct {
  GtkWidget *window;
  EctopyConfusionView *view;
  guint n_chosen;
  guint truth;
  guint predicted;
} Bed;

static void
chosen_cb (EctopyConfusionView *view, guint truth, guint predicted, Bed *bed)
{
  bed->n_chosen++;
  bed->truth = truth;
  bed->predicted = predicted;
}

/* Counts that tell every cell from the others. */
static void
bed_init (Bed *bed)
{
  EctopyConfusion confusion;

  *bed = (Bed){ .window = gtk_window_new () };
  for (guint truth = 0; truth < ECTOPY_N_CLASSES; truth++)
    for (guint predicted = 0; predicted < ECTOPY_N_CLASSES; predicted++)
      confusion.counts[truth][predicted] = 1000 * (truth + 1) + predicted;
  bed->view = g_object_new (ECTOPY_TYPE_CONFUSION_VIEW, NULL);
  g_signal_connect (bed->view, "chosen", G_CALLBACK (chosen_cb), bed);
  gtk_window_set_child (GTK_WINDOW (bed->window), GTK_WIDGET (bed->view));
  gtk_window_set_default_size (GTK_WINDOW (bed->window), 520, 480);
  display_show (bed->window, GTK_WIDGET (bed->view));
  ectopy_confusion_view_set (bed->view, &confusion);
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->view), (gpointer *) &bed->view);
  gtk_window_destroy (GTK_WINDOW (bed->window));
  WAIT_FOR (bed->view == NULL);
}

#define assert_says(bed, text)                                                                     \
  gtk_test_accessible_assert_property ((bed)->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text)

static void
move (Bed *bed, const char *where)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bed->view), "matrix.move", "s", where));
}

static void
test_sentences (void)
{
  EctopyConfusion confusion = { 0 };
  g_autofree char *found = NULL;
  g_autofree char *called = NULL;

  confusion.counts[0][0] = 18081;
  confusion.counts[0][2] = 37;
  confusion.counts[3][3] = 1;
  found = ectopy_confusion_view_sentence (&confusion, 0, 0);
  called = ectopy_confusion_view_sentence (&confusion, 0, 2);
  g_assert_cmpstr (found, ==, "18,081 of 18,118 normal beats were found.");
  g_assert_cmpstr (called, ==, "37 of 18,118 normal beats were called ventricular.");
}

static void
test_moves (void)
{
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  gtk_test_accessible_assert_role (bed.view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (bed.view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Confusion matrix");
  assert_says (&bed, "1,000 of 5,010 normal beats were found.");
  move (&bed, "up"); /* stays inside */
  move (&bed, "left");
  assert_says (&bed, "1,000 of 5,010 normal beats were found.");
  move (&bed, "right");
  assert_says (&bed, "1,001 of 5,010 normal beats were called supraventricular.");
  move (&bed, "down");
  assert_says (&bed, "2,001 of 10,010 supraventricular beats were found.");
  for (guint i = 0; i < 9; i++) {
    move (&bed, "right");
    move (&bed, "down");
  }
  gtk_widget_activate_action (GTK_WIDGET (bed.view), "matrix.choose", NULL);
  g_assert_cmpuint (bed.n_chosen, ==, 1);
  g_assert_cmpuint (bed.truth, ==, ECTOPY_N_CLASSES - 1);
  g_assert_cmpuint (bed.predicted, ==, ECTOPY_N_CLASSES - 1);
  move (&bed, "left");
  gtk_widget_activate_action (GTK_WIDGET (bed.view), "matrix.choose", NULL);
  g_assert_cmpuint (bed.predicted, ==, ECTOPY_N_CLASSES - 2);

  /* Other counts, or none: the cell stays, its sentence follows. */
  ectopy_confusion_view_set (bed.view, NULL);
  assert_says (&bed, "0 of 0 paced or unclassifiable beats were called fusion.");
  bed_clear (&bed);
}

/* The middle of a cell, as the painter lays it out. */
static void
middle_of (Bed *bed,
           const EctopyEc57Counts *ec57,
           guint truth,
           guint predicted,
           double *x,
           double *y)
{
  const EctopyConfusion confusion = { 0 };
  const EctopyConfusionScene scene = {
    .confusion = &confusion,
    .ec57 = ec57,
    .font_size = ectopy_paint_area_font_size (GTK_WIDGET (bed->view)) * 0.85,
  };
  EctopyConfusionLayout layout;

  ectopy_confusion_layout (&scene, gtk_widget_get_width (GTK_WIDGET (bed->view)),
                           gtk_widget_get_height (GTK_WIDGET (bed->view)), &layout);
  *x = layout.x + (predicted + 0.5) * layout.cell;
  *y = layout.y + (truth + 0.5) * layout.cell;
}

/* Those of a comparison: seven by seven, but for where neither side has a beat. */
static void
test_comparison (void)
{
  EctopyEc57Counts counts = { 0 };
  double x, y;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_N] = 90;
  counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_V] = 3;
  counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_O] = 5;
  counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_X] = 2;
  counts.cells[ECTOPY_EC57_O][ECTOPY_EC57_Q] = 4;
  bed_init (&bed);
  ectopy_confusion_view_set_ec57 (bed.view, &counts);
  assert_says (&bed, "90 of 100 normal beats were found as such.");
  move (&bed, "right");
  move (&bed, "right");
  assert_says (&bed, "3 of 100 normal beats were taken for ventricular.");
  for (guint i = 0; i < 3; i++)
    move (&bed, "right");
  assert_says (&bed, "5 of 100 normal beats were not found.");
  move (&bed, "right");
  move (&bed, "right"); /* stays inside */
  assert_says (&bed, "2 of 100 normal beats lie where the test had shut down.");
  for (guint i = 0; i < 9; i++)
    move (&bed, "down");
  assert_says (&bed, "0 of 0 paced or unclassifiable beats lie where the test had shut down.");
  move (&bed, "left");
  move (&bed, "left");
  move (&bed, "down");
  assert_says (&bed, "4 paced or unclassifiable beats where the reference has none.");
  move (&bed, "right"); /* there is no cell */
  assert_says (&bed, "4 paced or unclassifiable beats where the reference has none.");
  gtk_widget_activate_action (GTK_WIDGET (bed.view), "matrix.choose", NULL);
  g_assert_cmpuint (bed.truth, ==, ECTOPY_EC57_O);
  g_assert_cmpuint (bed.predicted, ==, ECTOPY_EC57_Q);
  middle_of (&bed, &counts, ECTOPY_EC57_X, ECTOPY_EC57_N, &x, &y);
  display_click (GTK_WIDGET (bed.view), 1, x, y);
  assert_says (&bed, "0 normal beats where the reference had shut down.");
  middle_of (&bed, &counts, ECTOPY_EC57_X, ECTOPY_EC57_X, &x, &y);
  display_click (GTK_WIDGET (bed.view), 1, x, y);
  g_assert_cmpuint (bed.n_chosen, ==, 2);
  bed_clear (&bed);
}

/* Each key of the keyboard's cross is bound, and those that choose. */
static void
test_keys (void)
{
  static const struct {
    guint key;
    guint truth;
    guint predicted;
  } steps[] = {
    { GDK_KEY_Right, 0, 1 },   { GDK_KEY_KP_Right, 0, 2 }, { GDK_KEY_Down, 1, 2 },
    { GDK_KEY_KP_Down, 2, 2 }, { GDK_KEY_Left, 2, 1 },     { GDK_KEY_KP_Left, 2, 0 },
    { GDK_KEY_Up, 1, 0 },      { GDK_KEY_KP_Up, 0, 0 },
  };
  static const guint choosers[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_space };
  Bed bed;
  g_autoptr (GListModel) shortcuts = NULL;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  shortcuts = g_object_ref (
      G_LIST_MODEL (display_controller (GTK_WIDGET (bed.view), GTK_TYPE_SHORTCUT_CONTROLLER)));
  for (guint i = 0; i < G_N_ELEMENTS (steps) + G_N_ELEMENTS (choosers); i++) {
    const gboolean is_step = i < G_N_ELEMENTS (steps);
    const guint key = is_step ? steps[i].key : choosers[i - G_N_ELEMENTS (steps)];
    guint n_found = 0;

    for (guint j = 0; j < g_list_model_get_n_items (shortcuts); j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key) {
        n_found++;
        g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                     GTK_WIDGET (bed.view),
                                                     gtk_shortcut_get_arguments (shortcut)));
      }
    }
    g_assert_cmpuint (n_found, ==, 1);
    if (is_step)
      gtk_widget_activate_action (GTK_WIDGET (bed.view), "matrix.choose", NULL);
    g_assert_cmpuint (bed.n_chosen, ==, i + 1);
    g_assert_cmpuint (bed.truth, ==, is_step ? steps[i].truth : 0);
    g_assert_cmpuint (bed.predicted, ==, is_step ? steps[i].predicted : 0);
  }
  bed_clear (&bed);
}

static void
test_pointer (void)
{
  double x, y;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  middle_of (&bed, NULL, 3, 1, &x, &y);
  display_click (GTK_WIDGET (bed.view), 1, x, y);
  g_assert_cmpuint (bed.n_chosen, ==, 1);
  g_assert_cmpuint (bed.truth, ==, 3);
  g_assert_cmpuint (bed.predicted, ==, 1);
  assert_says (&bed, "4,001 of 20,010 fusion beats were called supraventricular.");
  display_click (GTK_WIDGET (bed.view), 1, 1, 1); /* beside the cells */
  g_assert_cmpuint (bed.n_chosen, ==, 1);
  assert_says (&bed, "4,001 of 20,010 fusion beats were called supraventricular.");
  bed_clear (&bed);
}

static void
test_tooltip (void)
{
  GtkTooltip *tooltip;
  gboolean shown = FALSE;
  double x, y;
  Bed bed;

  SKIP_WITHOUT_DISPLAY ();
  bed_init (&bed);
  tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_assert_true (gtk_widget_get_has_tooltip (GTK_WIDGET (bed.view)));
  middle_of (&bed, NULL, 2, 4, &x, &y);
  g_signal_emit_by_name (bed.view, "query-tooltip", (int) x, (int) y, FALSE, tooltip, &shown);
  g_assert_true (shown);
  g_signal_emit_by_name (bed.view, "query-tooltip", 1, 1, FALSE, tooltip, &shown);
  g_assert_false (shown);
  /* Asked for by the keyboard it is about the cell that has it, wherever the pointer is. */
  g_signal_emit_by_name (bed.view, "query-tooltip", 1, 1, TRUE, tooltip, &shown);
  g_assert_true (shown);
  assert_says (&bed, "1,000 of 5,010 normal beats were found.");
  g_object_unref (tooltip);
  bed_clear (&bed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  g_test_add_func ("/ui/confusion-view/sentences", test_sentences);
  g_test_add_func ("/ui/confusion-view/moves", test_moves);
  g_test_add_func ("/ui/confusion-view/comparison", test_comparison);
  g_test_add_func ("/ui/confusion-view/keys", test_keys);
  g_test_add_func ("/ui/confusion-view/pointer", test_pointer);
  g_test_add_func ("/ui/confusion-view/tooltip", test_tooltip);
  return g_test_run ();
}
