/* SPDX-License-Identifier: MIT */
#include "ui/widgets/paint-area.h"

#include "ui/widgets/canvas.h"
#include "ui/widgets/theme.h"

#include <adwaita.h>

#define USUAL_FONT (11.0 * 96 / 72) /* GNOME's, pixels */

typedef struct {
  EctopyPaintAreaFunc func;
  gpointer user_data;
  int min_width;
  int min_height;
  int width;
  int height;
  gboolean grows;
  GskRenderNode *node;
  int node_width;
  int node_height;
} EctopyPaintAreaPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (EctopyPaintArea, ectopy_paint_area, GTK_TYPE_WIDGET)

static EctopyPaintAreaPrivate *
get_private (EctopyPaintArea *self)
{
  return ectopy_paint_area_get_instance_private (self);
}

static void
ectopy_paint_area_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  const EctopyPaintAreaPrivate *priv = get_private (ECTOPY_PAINT_AREA (widget));
  const gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  const double scale = priv->grows && !is_width ? ectopy_paint_area_text_scale (widget) : 1;

  *minimum = (int) (scale * (is_width ? priv->min_width : priv->min_height));
  *natural = MAX (*minimum, (int) (scale * (is_width ? priv->width : priv->height)));
}

static void
paint (EctopyPaintArea *self, int width, int height)
{
  EctopyPaintAreaPrivate *priv = get_private (self);
  EctopyPaintAreaClass *klass = ECTOPY_PAINT_AREA_GET_CLASS (self);
  const EctopyPalette palette = ectopy_theme_palette (GTK_WIDGET (self));
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_t *cr = ectopy_canvas_begin (width, height, scale);

  if (klass->paint != NULL)
    klass->paint (self, cr, &palette, width, height);
  else if (priv->func != NULL)
    priv->func (cr, &palette, width, height, priv->user_data);
  priv->node = ectopy_canvas_end (cr, width, height, scale);
  priv->node_width = width;
  priv->node_height = height;
}

static void
ectopy_paint_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyPaintArea *self = ECTOPY_PAINT_AREA (widget);
  EctopyPaintAreaPrivate *priv = get_private (self);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (width < 1 || height < 1)
    return;
  if (priv->node_width != width || priv->node_height != height)
    g_clear_pointer (&priv->node, gsk_render_node_unref);
  if (priv->node == NULL)
    paint (self, width, height);
  gtk_snapshot_append_node (snapshot, priv->node);
}

static void
ectopy_paint_area_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ectopy_paint_area_parent_class)->css_changed (widget, change);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (widget));
  if (get_private (ECTOPY_PAINT_AREA (widget))->grows)
    gtk_widget_queue_resize (widget);
}

static void
ectopy_paint_area_dispose (GObject *object)
{
  EctopyPaintAreaPrivate *priv = get_private (ECTOPY_PAINT_AREA (object));

  g_clear_pointer (&priv->node, gsk_render_node_unref);
  G_OBJECT_CLASS (ectopy_paint_area_parent_class)->dispose (object);
}

static void
ectopy_paint_area_class_init (EctopyPaintAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ectopy_paint_area_dispose;
  widget_class->measure = ectopy_paint_area_measure;
  widget_class->snapshot = ectopy_paint_area_snapshot;
  widget_class->css_changed = ectopy_paint_area_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ectopy_paint_area_init (EctopyPaintArea *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (ectopy_paint_area_invalidate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast",
                           G_CALLBACK (ectopy_paint_area_invalidate), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (ectopy_paint_area_invalidate), NULL);
}

void
ectopy_paint_area_set_func (EctopyPaintArea *self, EctopyPaintAreaFunc func, gpointer user_data)
{
  EctopyPaintAreaPrivate *priv = get_private (self);

  priv->func = func;
  priv->user_data = user_data;
  ectopy_paint_area_invalidate (self);
}

void
ectopy_paint_area_invalidate (EctopyPaintArea *self)
{
  EctopyPaintAreaPrivate *priv = get_private (self);

  g_clear_pointer (&priv->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ectopy_paint_area_set_content_size (EctopyPaintArea *self,
                                    int min_width,
                                    int min_height,
                                    int width,
                                    int height)
{
  EctopyPaintAreaPrivate *priv = get_private (self);

  priv->min_width = min_width;
  priv->min_height = min_height;
  priv->width = width;
  priv->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ectopy_paint_area_grow_with_text (EctopyPaintArea *self)
{
  get_private (self)->grows = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ectopy_paint_area_describe (EctopyPaintArea *self, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

double
ectopy_paint_area_font_size (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  const double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  if (dpi <= 0)
    dpi = 96;
  if (size <= 0)
    return 14;
  return pango_font_description_get_size_is_absolute (font) ? size : size * dpi / 72;
}

double
ectopy_paint_area_text_scale (GtkWidget *widget)
{
  return MAX (ectopy_paint_area_font_size (widget) / USUAL_FONT, 1);
}
