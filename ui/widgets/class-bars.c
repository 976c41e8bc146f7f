/* SPDX-License-Identifier: MIT */
#include "ui/widgets/class-bars.h"

#include "engine/evaluate/figure-text.h"
#include "ui/compat.h"
#include "ui/paint/class-mark.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/theme.h"

#include <glib/gi18n.h>

#define MARK_SIZE  11
#define MARK_ROOM  18 /* from one edge of the marks' column to the next */
#define GAP        8
#define BAR_HEIGHT 8
#define ROW_GAP    5
#define MIN_BAR    60
#define SEEN       2 /* the least width of a bar that stands for something */

struct _EctopyClassBars {
  GtkWidget parent_instance;

  size_t counts[ECTOPY_N_CLASSES];
  PangoLayout *names[ECTOPY_N_CLASSES];
  PangoLayout *figures[ECTOPY_N_CLASSES];
};

G_DEFINE_FINAL_TYPE (EctopyClassBars, ectopy_class_bars, GTK_TYPE_WIDGET)

static void
make_layouts (EctopyClassBars *self)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const char letter[] = { ectopy_beat_class_letter (c), '\0' };
    g_autofree char *count = ectopy_text_count (self->counts[c]);

    g_clear_object (&self->names[c]);
    g_clear_object (&self->figures[c]);
    self->names[c] = gtk_widget_create_pango_layout (GTK_WIDGET (self), letter);
    self->figures[c] = gtk_widget_create_pango_layout (GTK_WIDGET (self), count);
  }
}

static void
find_widths (EctopyClassBars *self, int *names, int *figures, int *height)
{
  *names = *figures = *height = 0;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    int width, line;

    pango_layout_get_pixel_size (self->names[c], &width, &line);
    *names = MAX (*names, width);
    *height = MAX (*height, line);
    pango_layout_get_pixel_size (self->figures[c], &width, NULL);
    *figures = MAX (*figures, width);
  }
}

static void
describe (EctopyClassBars *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *count = ectopy_text_count (self->counts[c]);

    /* Translators: %s is a class of beats such as "ventricular", then how many there are of it. */
    g_string_append_printf (text, _ ("%s %s"), ectopy_class_label_name (c), count);
    g_string_append (text, c + 1 < ECTOPY_N_CLASSES ? ", " : "");
  }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

/* ---- Overrides ---- */

static void
ectopy_class_bars_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  int names, figures, height;

  find_widths (ECTOPY_CLASS_BARS (widget), &names, &figures, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MARK_ROOM + names + figures + 2 * GAP + MIN_BAR;
    *natural = *minimum + 2 * MIN_BAR;
  } else {
    *minimum = *natural = ECTOPY_N_CLASSES * (height + ROW_GAP) - ROW_GAP;
  }
}

static void
append_text (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
append_bar (GtkSnapshot *snapshot, double x, double y, double width, EctopyColor color)
{
  const GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue,
                         (float) color.alpha };
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                     BAR_HEIGHT);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &bounds, 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &rgba, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
ectopy_class_bars_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyClassBars *self = ECTOPY_CLASS_BARS (widget);
  const EctopyPalette palette = ectopy_theme_palette (widget);
  const GdkRGBA color = ectopy_widget_color (widget);
  const int width = gtk_widget_get_width (widget);
  int names, figures, height;
  size_t most = 1;
  double left, room;
  cairo_t *cr;

  find_widths (self, &names, &figures, &height);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    most = MAX (most, self->counts[c]);
  left = MARK_ROOM + names + GAP;
  room = MAX (width - left - figures - GAP, 1);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const double y = c * (height + ROW_GAP);
    double bar = room * (double) self->counts[c] / (double) most;
    int figure;

    pango_layout_get_pixel_size (self->figures[c], &figure, NULL);
    if (self->counts[c] > 0)
      bar = MAX (bar, SEEN);
    append_text (snapshot, self->names[c], MARK_ROOM, y, &color);
    append_bar (snapshot, left, y + (height - BAR_HEIGHT) / 2.0, bar, palette.classes[c]);
    append_text (snapshot, self->figures[c], width - figure, y, &color);
  }
  cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, MARK_ROOM, (float) (ECTOPY_N_CLASSES * (height + ROW_GAP))));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    ectopy_class_mark_paint (cr, c, ECTOPY_MARK_PLAIN, MARK_SIZE / 2.0,
                             c * (height + ROW_GAP) + height / 2.0, MARK_SIZE, palette.classes[c]);
  cairo_destroy (cr);
}

static void
ectopy_class_bars_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ectopy_class_bars_parent_class)->css_changed (widget, change);
  make_layouts (ECTOPY_CLASS_BARS (widget));
  gtk_widget_queue_resize (widget);
}

static void
ectopy_class_bars_finalize (GObject *object)
{
  EctopyClassBars *self = ECTOPY_CLASS_BARS (object);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_clear_object (&self->names[c]);
    g_clear_object (&self->figures[c]);
  }
  G_OBJECT_CLASS (ectopy_class_bars_parent_class)->finalize (object);
}

static void
ectopy_class_bars_class_init (EctopyClassBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ectopy_class_bars_finalize;
  widget_class->measure = ectopy_class_bars_measure;
  widget_class->snapshot = ectopy_class_bars_snapshot;
  widget_class->css_changed = ectopy_class_bars_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ectopy_class_bars_init (EctopyClassBars *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Beats of each class"), -1);
  make_layouts (self);
  describe (self);
}

GtkWidget *
ectopy_class_bars_new (void)
{
  return g_object_new (ECTOPY_TYPE_CLASS_BARS, NULL);
}

void
ectopy_class_bars_set_counts (EctopyClassBars *self, const size_t counts[ECTOPY_N_CLASSES])
{
  memcpy (self->counts, counts, sizeof self->counts);
  make_layouts (self);
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
