/* SPDX-License-Identifier: MIT */
#include "ui/widgets/confusion-view.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/confusion-paint.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>

struct _EctopyConfusionView {
  EctopyPaintArea parent_instance;

  EctopyConfusion confusion;
  EctopyEc57Counts ec57;
  gboolean is_ec57; /* of a comparison */
  gboolean share_of_given;
  guint truth; /* the cell that has the keyboard */
  guint predicted;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyConfusionView, ectopy_confusion_view, ECTOPY_TYPE_PAINT_AREA)

char *
ectopy_confusion_view_sentence (const EctopyConfusion *confusion, guint truth, guint predicted)
{
  g_autofree char *n = ectopy_text_count (confusion->counts[truth][predicted]);
  g_autofree char *all = ectopy_text_count (ectopy_confusion_row_total (confusion, truth));

  if (truth == predicted)
    /* Translators: two numbers and a class, such as "139 of 162 fusion beats were found." */
    return g_strdup_printf (_ ("%s of %s %s beats were found."), n, all,
                            ectopy_class_label_name (truth));
  /* Translators: two numbers, the true class, the class given: "37 of 18,118 normal beats were called
   * ventricular." */
  return g_strdup_printf (_ ("%s of %s %s beats were called %s."), n, all,
                          ectopy_class_label_name (truth), ectopy_class_label_name (predicted));
}

char *
ectopy_confusion_view_ec57_sentence (const EctopyEc57Counts *counts, guint reference, guint test)
{
  g_autofree char *n = ectopy_text_count (counts->cells[reference][test]);
  g_autofree char *all = NULL;

  if (reference == ECTOPY_EC57_O)
    /* Translators: a number and a class: "3 ventricular beats where the reference has none." */
    return g_strdup_printf (_ ("%s %s beats where the reference has none."), n,
                            ectopy_class_label_name (test));
  if (reference == ECTOPY_EC57_X)
    /* Translators: a number and a class. */
    return g_strdup_printf (_ ("%s %s beats where the reference had shut down."), n,
                            ectopy_class_label_name (test));
  all = ectopy_text_count (ectopy_ec57_recall (counts, reference).of);
  if (test == ECTOPY_EC57_O)
    /* Translators: two numbers and a class. */
    return g_strdup_printf (_ ("%s of %s %s beats were not found."), n, all,
                            ectopy_class_label_name (reference));
  if (test == ECTOPY_EC57_X)
    /* Translators: two numbers and a class. */
    return g_strdup_printf (_ ("%s of %s %s beats lie where the test had shut down."), n, all,
                            ectopy_class_label_name (reference));
  if (reference == test)
    /* Translators: two numbers and a class, such as "139 of 162 fusion beats were found as such." */
    return g_strdup_printf (_ ("%s of %s %s beats were found as such."), n, all,
                            ectopy_class_label_name (reference));
  /* Translators: two numbers, the reference's class, the test's. */
  return g_strdup_printf (_ ("%s of %s %s beats were taken for %s."), n, all,
                          ectopy_class_label_name (reference), ectopy_class_label_name (test));
}

/* (transfer full): about a cell of what is shown. */
static char *
describe_cell (EctopyConfusionView *self, guint truth, guint predicted)
{
  return self->is_ec57 ? ectopy_confusion_view_ec57_sentence (&self->ec57, truth, predicted)
                       : ectopy_confusion_view_sentence (&self->confusion, truth, predicted);
}

static EctopyConfusionScene
make_scene (EctopyConfusionView *self)
{
  return (EctopyConfusionScene){
    .confusion = &self->confusion,
    .ec57 = self->is_ec57 ? &self->ec57 : NULL,
    .has_focus = gtk_widget_has_focus (GTK_WIDGET (self)),
    .focus_truth = self->truth,
    .focus_predicted = self->predicted,
    .share_of_given = self->share_of_given,
    .font_size = ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.85,
  };
}

static void
ectopy_confusion_view_paint (EctopyPaintArea *area,
                             cairo_t *cr,
                             const EctopyPalette *palette,
                             double width,
                             double height)
{
  const EctopyConfusionScene scene = make_scene (ECTOPY_CONFUSION_VIEW (area));

  ectopy_confusion_paint (cr, &scene, palette, width, height);
}

static void
describe (EctopyConfusionView *self)
{
  g_autofree char *sentence = describe_cell (self, self->truth, self->predicted);

  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), sentence);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self));
}

static gboolean
hit (EctopyConfusionView *self, double x, double y, guint *truth, guint *predicted)
{
  const EctopyConfusionScene scene = make_scene (self);
  EctopyConfusionLayout layout;

  ectopy_confusion_layout (&scene, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self)), &layout);
  return ectopy_confusion_layout_hit (&layout, x, y, truth, predicted);
}

static void
move (EctopyConfusionView *self, int down, int right)
{
  const int last = (self->is_ec57 ? ECTOPY_N_EC57_LABELS : ECTOPY_N_CLASSES) - 1;
  const guint truth = (guint) CLAMP ((int) self->truth + down, 0, last);
  const guint predicted = (guint) CLAMP ((int) self->predicted + right, 0, last);

  /* Where neither side has a beat there is no cell. */
  if (self->is_ec57 && !ectopy_ec57_is_cell (truth, predicted))
    return;
  self->truth = truth;
  self->predicted = predicted;
  describe (self);
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyConfusionView *self = ECTOPY_CONFUSION_VIEW (widget);

  g_signal_emit (self, signals[CHOSEN], 0, self->truth, self->predicted);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *where = g_variant_get_string (parameter, NULL);

  move (ECTOPY_CONFUSION_VIEW (widget), g_str_equal (where, "down") - g_str_equal (where, "up"),
        g_str_equal (where, "right") - g_str_equal (where, "left"));
}

static void
pressed_cb (EctopyConfusionView *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!hit (self, x, y, &self->truth, &self->predicted))
    return;
  describe (self);
  g_signal_emit (self, signals[CHOSEN], 0, self->truth, self->predicted);
}

static gboolean
tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  EctopyConfusionView *self = ECTOPY_CONFUSION_VIEW (widget);
  g_autofree char *sentence = NULL;
  guint truth = self->truth, predicted = self->predicted;

  if (!keyboard && !hit (self, x, y, &truth, &predicted))
    return FALSE;
  sentence = describe_cell (self, truth, predicted);
  gtk_tooltip_set_text (tooltip, sentence);
  return TRUE;
}

static void
ectopy_confusion_view_class_init (EctopyConfusionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct {
    guint key;
    const char *where;
  } moves[] = {
    { GDK_KEY_Left, "left" },      { GDK_KEY_KP_Left, "left" }, { GDK_KEY_Right, "right" },
    { GDK_KEY_KP_Right, "right" }, { GDK_KEY_Up, "up" },        { GDK_KEY_KP_Up, "up" },
    { GDK_KEY_Down, "down" },      { GDK_KEY_KP_Down, "down" },
  };

  ECTOPY_PAINT_AREA_CLASS (klass)->paint = ectopy_confusion_view_paint;
  widget_class->query_tooltip = tooltip_cb;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "matrix.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "matrix.move", "s", move_action);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding_action (widget_class, moves[i].key, 0, "matrix.move", "s",
                                         moves[i].where);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "matrix.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "matrix.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "matrix.choose", NULL);
}

static void
ectopy_confusion_view_init (EctopyConfusionView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (self), 300, 330, 460, 420);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Confusion matrix"), -1);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (ectopy_paint_area_invalidate), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (ectopy_paint_area_invalidate), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, focus);
}

void
ectopy_confusion_view_set (EctopyConfusionView *self, const EctopyConfusion *confusion)
{
  self->is_ec57 = FALSE;
  self->confusion = confusion != NULL ? *confusion : (EctopyConfusion){ 0 };
  self->truth = MIN (self->truth, ECTOPY_N_CLASSES - 1);
  self->predicted = MIN (self->predicted, ECTOPY_N_CLASSES - 1);
  describe (self);
}

void
ectopy_confusion_view_set_ec57 (EctopyConfusionView *self, const EctopyEc57Counts *counts)
{
  self->is_ec57 = TRUE;
  self->ec57 = counts != NULL ? *counts : (EctopyEc57Counts){ 0 };
  describe (self);
}

void
ectopy_confusion_view_set_share_of_given (EctopyConfusionView *self, gboolean of_given)
{
  self->share_of_given = of_given;
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self));
}
