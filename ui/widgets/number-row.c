/* SPDX-License-Identifier: MIT */
#include "ui/widgets/number-row.h"

#include <math.h>

/* Digits that a person may want to see of a rate or a decay. */
#define DIGITS 6

struct _EctopyNumberRow {
  AdwActionRow parent_instance;

  GtkAdjustment *adjustment;
  GtkWidget *spin;
  char *setting;
  double factor;
  double step;
  gboolean whole;
};

enum {
  PROP_0,
  PROP_LOWER,
  PROP_UPPER,
  PROP_STEP,
  PROP_VALUE,
  PROP_WHOLE,
  PROP_SETTING,
  PROP_FACTOR,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (EctopyNumberRow, ectopy_number_row, ADW_TYPE_ACTION_ROW)

/* "0.001" and "1e-07" rather than a fixed number of decimals; in the locale, as it is read back. */
static char *
shown_text (EctopyNumberRow *self)
{
  const double value = gtk_adjustment_get_value (self->adjustment);

  return self->whole ? g_strdup_printf ("%.0f", value) : g_strdup_printf ("%.*g", DIGITS, value);
}

static gboolean
output_cb (GtkSpinButton *spin, EctopyNumberRow *self)
{
  g_autofree char *text = shown_text (self);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
value_changed_cb (EctopyNumberRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_signal, 0);
}

static void
set_step (EctopyNumberRow *self, double step)
{
  self->step = step;
  gtk_adjustment_set_step_increment (self->adjustment, step);
  gtk_adjustment_set_page_increment (self->adjustment, 10 * step);
}

static void
ectopy_number_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EctopyNumberRow *self = ECTOPY_NUMBER_ROW (object);

  switch (id) {
  case PROP_LOWER:
    gtk_adjustment_set_lower (self->adjustment, g_value_get_double (value));
    break;
  case PROP_UPPER:
    gtk_adjustment_set_upper (self->adjustment, g_value_get_double (value));
    break;
  case PROP_STEP:
    set_step (self, g_value_get_double (value));
    break;
  case PROP_VALUE:
    ectopy_number_row_set_value (self, g_value_get_double (value));
    break;
  case PROP_WHOLE:
    self->whole = g_value_get_boolean (value);
    gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->spin), self->whole ? 0 : 2 * DIGITS);
    break;
  case PROP_SETTING:
    g_free (self->setting);
    self->setting = g_value_dup_string (value);
    break;
  case PROP_FACTOR:
    self->factor = g_value_get_double (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_number_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyNumberRow *self = ECTOPY_NUMBER_ROW (object);

  switch (id) {
  case PROP_LOWER:
    g_value_set_double (value, gtk_adjustment_get_lower (self->adjustment));
    break;
  case PROP_UPPER:
    g_value_set_double (value, gtk_adjustment_get_upper (self->adjustment));
    break;
  case PROP_STEP:
    g_value_set_double (value, self->step);
    break;
  case PROP_VALUE:
    g_value_set_double (value, gtk_adjustment_get_value (self->adjustment));
    break;
  case PROP_WHOLE:
    g_value_set_boolean (value, self->whole);
    break;
  case PROP_SETTING:
    g_value_set_string (value, self->setting);
    break;
  case PROP_FACTOR:
    g_value_set_double (value, self->factor);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_number_row_finalize (GObject *object)
{
  g_free (ECTOPY_NUMBER_ROW (object)->setting);
  G_OBJECT_CLASS (ectopy_number_row_parent_class)->finalize (object);
}

static void
ectopy_number_row_class_init (EctopyNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = ectopy_number_row_set_property;
  object_class->get_property = ectopy_number_row_get_property;
  object_class->finalize = ectopy_number_row_finalize;
  properties[PROP_LOWER] = g_param_spec_double ("lower", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                                flags);
  properties[PROP_UPPER] = g_param_spec_double ("upper", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 100,
                                                flags);
  properties[PROP_STEP] = g_param_spec_double ("step", NULL, NULL, 0, G_MAXDOUBLE, 1, flags);
  properties[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                                flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  properties[PROP_SETTING] = g_param_spec_string ("setting", NULL, NULL, NULL, flags);
  properties[PROP_FACTOR] = g_param_spec_double ("factor", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 1,
                                                 flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ectopy_number_row_init (EctopyNumberRow *self)
{
  self->factor = 1;
  self->adjustment = gtk_adjustment_new (0, 0, 100, 1, 10, 0);
  self->step = 1;
  self->spin = gtk_spin_button_new (self->adjustment, 0, 2 * DIGITS);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->spin), 7);
  gtk_widget_set_valign (self->spin, GTK_ALIGN_CENTER);
  g_signal_connect (self->spin, "output", G_CALLBACK (output_cb), self);
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->spin);
  /* Also gives it the row's title as its name. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->spin);
}

double
ectopy_number_row_get_value (EctopyNumberRow *self)
{
  g_autofree char *text = shown_text (self);

  /* What is being typed counts; what was set keeps the digits that are not shown. */
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->spin))))
    gtk_spin_button_update (GTK_SPIN_BUTTON (self->spin));
  return gtk_adjustment_get_value (self->adjustment);
}

void
ectopy_number_row_set_value (EctopyNumberRow *self, double value)
{
  gtk_adjustment_set_value (self->adjustment, value);
}

const char *
ectopy_number_row_get_setting (EctopyNumberRow *self)
{
  return self->setting;
}

char *
ectopy_number_row_dup_text (EctopyNumberRow *self)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, self->whole ? "%.0f" : "%.10g",
                                    self->factor * ectopy_number_row_get_value (self)));
}

void
ectopy_number_row_set_text (EctopyNumberRow *self, const char *text)
{
  const double value = g_ascii_strtod (text, NULL) / self->factor;

  if (isfinite (value))
    ectopy_number_row_set_value (self, self->whole ? round (value) : value);
}
