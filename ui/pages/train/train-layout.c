/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/train-layout.h"

#include "ui/widgets/paint-area.h"

/* Where there is so much room for the charts, at the usual size of text, they stand beside the
 * settings, which are so wide then, or wider where words are longer. */
#define CHARTS_WIDTH   400
#define SETTINGS_WIDTH 380

struct _EctopyTrainLayout {
  GtkWidget parent_instance;

  GtkWidget *settings;
  GtkWidget *charts;
  gboolean is_stacked;
  guint idle_id;
};

enum { PROP_0, PROP_SETTINGS, PROP_CHARTS, PROP_STACKED, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EctopyTrainLayout, ectopy_train_layout, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *child, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static int
settings_width (EctopyTrainLayout *self)
{
  int minimum, natural;

  measure (self->settings, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  return MAX (minimum, SETTINGS_WIDTH);
}

static int
charts_width (EctopyTrainLayout *self)
{
  return (int) (CHARTS_WIDTH * ectopy_paint_area_text_scale (GTK_WIDGET (self)));
}

/* Above each other both are as tall as they like: there is no window to fill. */
static int
stacked_charts_height (EctopyTrainLayout *self, int width)
{
  int minimum, natural;

  measure (self->charts, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural);
  return natural;
}

static void
ectopy_train_layout_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  EctopyTrainLayout *self = ECTOPY_TRAIN_LAYOUT (widget);
  const int beside = settings_width (self);
  int settings_min, settings_nat, charts_min, charts_nat;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    measure (self->settings, orientation, -1, &settings_min, &settings_nat);
    measure (self->charts, orientation, -1, &charts_min, &charts_nat);
    *minimum = MAX (settings_min, charts_min);
    *natural = beside + charts_nat;
  } else if (for_size >= beside + charts_width (self)) {
    measure (self->settings, orientation, beside, &settings_min, &settings_nat);
    measure (self->charts, orientation, for_size - beside, &charts_min, &charts_nat);
    *minimum = MAX (settings_min, charts_min);
    *natural = MAX (*minimum, charts_nat);
  } else {
    measure (self->settings, orientation, for_size, &settings_min, &settings_nat);
    *minimum = *natural = settings_nat + stacked_charts_height (self, for_size);
  }
}

static GtkSizeRequestMode
ectopy_train_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
notify_cb (gpointer user_data)
{
  EctopyTrainLayout *self = user_data;

  self->idle_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACKED]);
  return G_SOURCE_REMOVE;
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  if (child != NULL)
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, MAX (height, 0) }, -1);
}

static void
ectopy_train_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EctopyTrainLayout *self = ECTOPY_TRAIN_LAYOUT (widget);
  const int beside = settings_width (self);
  const gboolean stacked = width < beside + charts_width (self);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (stacked) {
    const int charts = stacked_charts_height (self, width);

    place (self->settings, 0, 0, width, height - charts);
    place (self->charts, 0, MAX (height - charts, 0), width, charts);
  } else {
    place (self->settings, rtl ? width - beside : 0, 0, beside, height);
    place (self->charts, rtl ? 0 : beside, 0, width - beside, height);
  }
  /* Whoever listens may want another size, which cannot be had while sizes are given. */
  if (self->is_stacked != stacked && self->idle_id == 0)
    self->idle_id = g_idle_add (notify_cb, self);
  self->is_stacked = stacked;
}

static void
set_child (EctopyTrainLayout *self, GtkWidget **child, GtkWidget *other)
{
  g_clear_pointer (child, gtk_widget_unparent);
  *child = other;
  /* The order is that of the keyboard. */
  if (other != NULL)
    gtk_widget_insert_before (other, GTK_WIDGET (self),
                              child == &self->settings ? self->charts : NULL);
}

static void
ectopy_train_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EctopyTrainLayout *self = ECTOPY_TRAIN_LAYOUT (object);

  if (id == PROP_SETTINGS)
    set_child (self, &self->settings, g_value_get_object (value));
  else if (id == PROP_CHARTS)
    set_child (self, &self->charts, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_train_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyTrainLayout *self = ECTOPY_TRAIN_LAYOUT (object);

  switch (id) {
  case PROP_SETTINGS:
    g_value_set_object (value, self->settings);
    break;
  case PROP_CHARTS:
    g_value_set_object (value, self->charts);
    break;
  case PROP_STACKED:
    g_value_set_boolean (value, self->is_stacked);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_train_layout_dispose (GObject *object)
{
  EctopyTrainLayout *self = ECTOPY_TRAIN_LAYOUT (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->settings, gtk_widget_unparent);
  g_clear_pointer (&self->charts, gtk_widget_unparent);
  G_OBJECT_CLASS (ectopy_train_layout_parent_class)->dispose (object);
}

static void
ectopy_train_layout_class_init (EctopyTrainLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = ectopy_train_layout_set_property;
  object_class->get_property = ectopy_train_layout_get_property;
  object_class->dispose = ectopy_train_layout_dispose;
  widget_class->measure = ectopy_train_layout_measure;
  widget_class->get_request_mode = ectopy_train_layout_get_request_mode;
  widget_class->size_allocate = ectopy_train_layout_size_allocate;
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CHARTS] = g_param_spec_object ("charts", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_STACKED] = g_param_spec_boolean ("stacked", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ectopy_train_layout_init (EctopyTrainLayout *self)
{
}

gboolean
ectopy_train_layout_get_stacked (EctopyTrainLayout *self)
{
  return self->is_stacked;
}
