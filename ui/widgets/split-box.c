/* SPDX-License-Identifier: MIT */
#include "ui/widgets/split-box.h"

#include "ui/widgets/paint-area.h"

/* Below the other, the side child takes no more than this share of the height. */
#define LARGEST_SHARE 0.6

struct _EctopySplitBox {
  GtkWidget parent_instance;

  GtkWidget *main;
  GtkWidget *side;
  int threshold;
  int spacing;
  gboolean by_text;
  gboolean side_first;
};

enum {
  PROP_0,
  PROP_MAIN,
  PROP_SIDE,
  PROP_THRESHOLD,
  PROP_BY_TEXT,
  PROP_SPACING,
  PROP_SIDE_FIRST,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EctopySplitBox, ectopy_split_box, GTK_TYPE_WIDGET)

static void
measure_child (GtkWidget *child,
               GtkOrientation orientation,
               int for_size,
               int *minimum,
               int *natural)
{
  *minimum = *natural = 0;
  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

/* Whether there is room for both beside each other. */
static gboolean
is_wide (EctopySplitBox *self, int width)
{
  const double scale = self->by_text ? ectopy_paint_area_text_scale (GTK_WIDGET (self)) : 1;
  int main_min, side_min, natural;

  measure_child (self->main, GTK_ORIENTATION_HORIZONTAL, -1, &main_min, &natural);
  measure_child (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &side_min, &natural);
  return width >= scale * self->threshold && width >= main_min + side_min + self->spacing;
}

static void
ectopy_split_box_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  EctopySplitBox *self = ECTOPY_SPLIT_BOX (widget);
  int main_min, main_nat, side_min, side_nat;

  measure_child (self->main, orientation, -1, &main_min, &main_nat);
  measure_child (self->side, orientation, -1, &side_min, &side_nat);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (main_min, side_min);
    *natural = main_nat + side_nat + self->spacing;
  } else if (is_wide (self, for_size)) {
    *minimum = MAX (main_min, side_min);
    *natural = MAX (main_nat, side_nat);
  } else {
    /* Words of many lines need more than they do at their natural width. */
    measure_child (self->main, orientation, for_size, &main_min, &main_nat);
    measure_child (self->side, orientation, for_size, &side_min, &side_nat);
    *minimum = main_min + side_min + self->spacing;
    *natural = main_nat + side_nat + self->spacing;
  }
}

static GtkSizeRequestMode
ectopy_split_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, MAX (width, 0), MAX (height, 0) }, -1);
}

static void
allocate_beside (EctopySplitBox *self, int width, int height)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean side_left = self->side_first != rtl;
  int main_min, main_nat, side_min, side_nat, side_width;

  measure_child (self->main, GTK_ORIENTATION_HORIZONTAL, -1, &main_min, &main_nat);
  measure_child (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &side_min, &side_nat);
  side_width = MAX (side_min, MIN (side_nat, width - main_min - self->spacing));
  place (self->side, side_left ? 0 : width - side_width, 0, side_width, height);
  place (self->main, side_left ? side_width + self->spacing : 0, 0,
         width - side_width - self->spacing, height);
}

static void
allocate_below (EctopySplitBox *self, int width, int height)
{
  int main_min, main_nat, side_min, side_nat, side_height;

  measure_child (self->main, GTK_ORIENTATION_VERTICAL, width, &main_min, &main_nat);
  measure_child (self->side, GTK_ORIENTATION_VERTICAL, width, &side_min, &side_nat);
  side_height = MIN (side_nat, (int) (LARGEST_SHARE * height));
  side_height = MAX (side_min, MIN (side_height, height - main_min - self->spacing));
  place (self->main, 0, 0, width, height - side_height - self->spacing);
  place (self->side, 0, height - side_height, width, side_height);
}

static void
ectopy_split_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EctopySplitBox *self = ECTOPY_SPLIT_BOX (widget);

  if (is_wide (self, width))
    allocate_beside (self, width, height);
  else
    allocate_below (self, width, height);
}

static void
set_child (EctopySplitBox *self, GtkWidget **place_of, GtkWidget *child)
{
  if (*place_of == child)
    return;
  g_clear_pointer (place_of, gtk_widget_unparent);
  *place_of = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self),
                              place_of == &self->main ? self->side : NULL);
}

static void
ectopy_split_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EctopySplitBox *self = ECTOPY_SPLIT_BOX (object);

  switch (id) {
  case PROP_MAIN:
    set_child (self, &self->main, g_value_get_object (value));
    break;
  case PROP_SIDE:
    set_child (self, &self->side, g_value_get_object (value));
    break;
  case PROP_THRESHOLD:
    self->threshold = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_BY_TEXT:
    self->by_text = g_value_get_boolean (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_SPACING:
    self->spacing = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_SIDE_FIRST:
    self->side_first = g_value_get_boolean (value);
    gtk_widget_queue_allocate (GTK_WIDGET (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_split_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopySplitBox *self = ECTOPY_SPLIT_BOX (object);

  switch (id) {
  case PROP_MAIN:
    g_value_set_object (value, self->main);
    break;
  case PROP_SIDE:
    g_value_set_object (value, self->side);
    break;
  case PROP_THRESHOLD:
    g_value_set_int (value, self->threshold);
    break;
  case PROP_BY_TEXT:
    g_value_set_boolean (value, self->by_text);
    break;
  case PROP_SPACING:
    g_value_set_int (value, self->spacing);
    break;
  case PROP_SIDE_FIRST:
    g_value_set_boolean (value, self->side_first);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_split_box_dispose (GObject *object)
{
  EctopySplitBox *self = ECTOPY_SPLIT_BOX (object);

  g_clear_pointer (&self->main, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  G_OBJECT_CLASS (ectopy_split_box_parent_class)->dispose (object);
}

static void
ectopy_split_box_class_init (EctopySplitBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = ectopy_split_box_set_property;
  object_class->get_property = ectopy_split_box_get_property;
  object_class->dispose = ectopy_split_box_dispose;
  widget_class->get_request_mode = ectopy_split_box_get_request_mode;
  widget_class->measure = ectopy_split_box_measure;
  widget_class->size_allocate = ectopy_split_box_size_allocate;
  properties[PROP_MAIN] = g_param_spec_object ("main", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 860, flags);
  properties[PROP_BY_TEXT] = g_param_spec_boolean ("by-text", NULL, NULL, FALSE, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 0, flags);
  properties[PROP_SIDE_FIRST] = g_param_spec_boolean ("side-first", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ectopy_split_box_init (EctopySplitBox *self)
{
  self->threshold = 860;
}
