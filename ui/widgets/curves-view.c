/* SPDX-License-Identifier: MIT */
#include "ui/widgets/curves-view.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/curves-paint.h"
#include "ui/widgets/theme.h"

#include <glib/gi18n.h>
#include <math.h>

/* Labels of charts are a little smaller than those of the form beside them. */
#define FONT_SHARE 0.84

struct _EctopyCurvesView {
  EctopyPaintArea parent_instance;

  EctopyTrainingLog *log; /* nullable */
  guint n_planned;
  GArray *others;        /* EctopyCurvesRun, their names and epochs owned */
  GPtrArray *other_logs; /* EctopyTrainingLog, lent to @others */
  guint hovered;
};

G_DEFINE_FINAL_TYPE (EctopyCurvesView, ectopy_curves_view, ECTOPY_TYPE_PAINT_AREA)

static EctopyCurves
make_curves (EctopyCurvesView *self, guint hovered)
{
  return (EctopyCurves){
    .epochs = self->log != NULL ? self->log->epochs : NULL,
    .n_epochs = self->log != NULL ? self->log->n_epochs : 0,
    .best_epoch = self->log != NULL ? self->log->best_epoch : 0,
    .n_planned = self->n_planned,
    .others = (const EctopyCurvesRun *) (gpointer) self->others->data,
    .n_others = self->others->len,
    .hovered = hovered,
    .font_size = FONT_SHARE * ectopy_paint_area_font_size (GTK_WIDGET (self)),
  };
}

/* ---- Words ---- */

static char *
describe_epoch (const EctopyEpoch *epoch)
{
  g_autofree char *loss = ectopy_text_decimals (epoch->loss, 3);
  g_autofree char *accuracy = ectopy_text_percent (epoch->accuracy);
  g_autofree char *val_loss = ectopy_text_decimals (epoch->val_loss, 3);
  g_autofree char *val_accuracy = ectopy_text_percent (epoch->val_accuracy);

  if (!isfinite (epoch->val_loss))
    /* Translators: number of an epoch, loss such as 0.043, accuracy such as 98.9 %. */
    return g_strdup_printf (_ ("Epoch %u: loss %s, accuracy %s."), epoch->epoch, loss, accuracy);
  /* Translators: number of an epoch, then loss and accuracy in training, and in validation. */
  return g_strdup_printf (
      _ ("Epoch %u: loss %s and accuracy %s in training, %s and %s in validation."), epoch->epoch,
      loss, accuracy, val_loss, val_accuracy);
}

static void
describe (EctopyCurvesView *self)
{
  const EctopyTrainingLog *log = self->log;
  const EctopyEpoch *epoch = NULL;
  g_autofree char *values = NULL;
  g_autofree char *text = NULL;

  if (log == NULL || log->n_epochs == 0) {
    ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), _ ("No epoch has been done yet."));
    return;
  }
  epoch = ectopy_training_log_find (log, self->hovered);
  values = describe_epoch (epoch != NULL ? epoch : &log->epochs[log->n_epochs - 1]);
  /* Translators: %s is a sentence about one epoch; %u is the number of the best epoch. */
  text = g_strdup_printf (_ ("%s The best is epoch %u."), values, log->best_epoch);
  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self), text);
}

static void
changed (EctopyCurvesView *self)
{
  if (self->log == NULL || ectopy_training_log_find (self->log, self->hovered) == NULL)
    self->hovered = 0;
  describe (self);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self));
}

/* ---- Pointer and keys ---- */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, EctopyCurvesView *self)
{
  const EctopyCurves curves = make_curves (self, 0);

  ectopy_curves_view_set_hovered (
      self, ectopy_curves_epoch_at (&curves, gtk_widget_get_width (GTK_WIDGET (self)),
                                    gtk_widget_get_height (GTK_WIDGET (self)), x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller, EctopyCurvesView *self)
{
  ectopy_curves_view_set_hovered (self, 0);
}

/* The parameter says where to: -1 and 1 step, -2 and 2 go to the ends, 0 leaves. */
static void
move_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyCurvesView *self = ECTOPY_CURVES_VIEW (widget);
  const EctopyTrainingLog *log = self->log;
  size_t i = 0;

  if (log == NULL || log->n_epochs == 0)
    return;
  while (i < log->n_epochs && log->epochs[i].epoch != self->hovered)
    i++;
  if (g_str_equal (name, "curves.leave")) {
    ectopy_curves_view_set_hovered (self, 0);
    return;
  }
  if (g_str_equal (name, "curves.first"))
    i = 0;
  else if (g_str_equal (name, "curves.last") || i == log->n_epochs)
    i = log->n_epochs - 1;
  else if (g_str_equal (name, "curves.next"))
    i = MIN (i + 1, log->n_epochs - 1);
  else
    i = i > 0 ? i - 1 : 0;
  ectopy_curves_view_set_hovered (self, log->epochs[i].epoch);
}

/* ---- Overrides ---- */

static void
ectopy_curves_view_paint (EctopyPaintArea *area,
                          cairo_t *cr,
                          const EctopyPalette *palette,
                          double width,
                          double height)
{
  const EctopyCurves curves = make_curves (ECTOPY_CURVES_VIEW (area), 0);

  ectopy_curves_paint (cr, &curves, palette, width, height);
}

static void
ectopy_curves_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyCurvesView *self = ECTOPY_CURVES_VIEW (widget);
  const double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const EctopyCurves curves = make_curves (self, self->hovered);

  GTK_WIDGET_CLASS (ectopy_curves_view_parent_class)->snapshot (widget, snapshot);
  if (self->hovered > 0 && width >= 1 && height >= 1) {
    const EctopyPalette palette = ectopy_theme_palette (widget);
    cairo_t *cr = gtk_snapshot_append_cairo (
        snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

    ectopy_curves_paint_hover (cr, &curves, &palette, width, height);
    cairo_destroy (cr);
  }
}

static void
ectopy_curves_view_finalize (GObject *object)
{
  EctopyCurvesView *self = ECTOPY_CURVES_VIEW (object);

  g_clear_pointer (&self->log, ectopy_training_log_free);
  ectopy_curves_view_clear_others (self);
  g_array_unref (self->others);
  g_ptr_array_unref (self->other_logs);
  G_OBJECT_CLASS (ectopy_curves_view_parent_class)->finalize (object);
}

static void
ectopy_curves_view_class_init (EctopyCurvesViewClass *klass)
{
  static const struct {
    const char *action;
    guint keys[2];
  } moves[] = {
    { "curves.next", { GDK_KEY_Right, GDK_KEY_KP_Right } },
    { "curves.previous", { GDK_KEY_Left, GDK_KEY_KP_Left } },
    { "curves.first", { GDK_KEY_Home, GDK_KEY_KP_Home } },
    { "curves.last", { GDK_KEY_End, GDK_KEY_KP_End } },
    { "curves.leave", { GDK_KEY_Escape, 0 } },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ectopy_curves_view_finalize;
  widget_class->snapshot = ectopy_curves_view_snapshot;
  ECTOPY_PAINT_AREA_CLASS (klass)->paint = ectopy_curves_view_paint;
  gtk_widget_class_set_css_name (widget_class, "curves");
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    gtk_widget_class_install_action (widget_class, moves[i].action, NULL, move_cb);
    for (guint k = 0; k < 2; k++)
      if (moves[i].keys[k] != 0)
        gtk_widget_class_add_binding_action (widget_class, moves[i].keys[k], 0, moves[i].action,
                                             NULL);
  }
}

static void
ectopy_curves_view_init (EctopyCurvesView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->others = g_array_new (FALSE, FALSE, sizeof (EctopyCurvesRun));
  self->other_logs = g_ptr_array_new_with_free_func (
      (GDestroyNotify) (gpointer) ectopy_training_log_free);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Training curves"), -1);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (self), 280, 340, 640, 460);
  describe (self);
}

/* ---- Public ---- */

GtkWidget *
ectopy_curves_view_new (void)
{
  return g_object_new (ECTOPY_TYPE_CURVES_VIEW, NULL);
}

void
ectopy_curves_view_set_log (EctopyCurvesView *self, const EctopyTrainingLog *log, guint n_planned)
{
  g_clear_pointer (&self->log, ectopy_training_log_free);
  self->log = log != NULL ? ectopy_training_log_copy (log) : NULL;
  self->n_planned = n_planned;
  changed (self);
}

void
ectopy_curves_view_add_other (EctopyCurvesView *self,
                              const char *name,
                              const EctopyTrainingLog *log)
{
  EctopyTrainingLog *copy = ectopy_training_log_copy (log);
  const EctopyCurvesRun run = { g_strdup (name), copy->epochs, copy->n_epochs };

  g_ptr_array_add (self->other_logs, copy);
  g_array_append_val (self->others, run);
  changed (self);
}

void
ectopy_curves_view_clear_others (EctopyCurvesView *self)
{
  for (guint i = 0; i < self->others->len; i++)
    g_free ((char *) g_array_index (self->others, EctopyCurvesRun, i).name);
  g_array_set_size (self->others, 0);
  g_ptr_array_set_size (self->other_logs, 0);
  changed (self);
}

guint
ectopy_curves_view_get_hovered (EctopyCurvesView *self)
{
  return self->hovered;
}

void
ectopy_curves_view_set_hovered (EctopyCurvesView *self, guint epoch)
{
  if (self->log == NULL || ectopy_training_log_find (self->log, epoch) == NULL)
    epoch = 0;
  if (self->hovered == epoch)
    return;
  self->hovered = epoch;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
ectopy_curves_view_write (EctopyCurvesView *self, const char *path, GError **error)
{
  const EctopyCurves curves = make_curves (self, 0);

  g_return_val_if_fail (self->log != NULL, FALSE);
  return ectopy_curves_write_compared (self->log, curves.others, curves.n_others, path, error);
}
