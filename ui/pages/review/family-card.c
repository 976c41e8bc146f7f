/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/family-card.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/family-paint.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/paint-area.h"

#include <glib/gi18n.h>
#include <math.h>

struct _EctopyFamilyCard {
  GtkFlowBoxChild parent_instance;

  guint family;
  float *pieces;
  float *mean;
  EctopyFamilyScene scene;

  GtkWidget *picture;
  GtkWidget *count;
  GtkWidget *share;
  GtkWidget *looked_at;
};

G_DEFINE_FINAL_TYPE (EctopyFamilyCard, ectopy_family_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
paint_cb (cairo_t *cr,
          const EctopyPalette *palette,
          double width,
          double height,
          gpointer user_data)
{
  EctopyFamilyCard *self = user_data;

  if (self->pieces != NULL)
    ectopy_family_paint (cr, palette, &self->scene, width, height);
}

static void
ectopy_family_card_finalize (GObject *object)
{
  EctopyFamilyCard *self = ECTOPY_FAMILY_CARD (object);

  g_free (self->pieces);
  g_free (self->mean);
  G_OBJECT_CLASS (ectopy_family_card_parent_class)->finalize (object);
}

static void
ectopy_family_card_class_init (EctopyFamilyCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_family_card_finalize;
}

static GtkWidget *
add_label (GtkWidget *box, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
ectopy_family_card_init (EctopyFamilyCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->scene.beat_class = ECTOPY_CLASS_NONE;
  self->picture = g_object_new (ECTOPY_TYPE_PAINT_AREA, NULL);
  gtk_widget_add_css_class (self->picture, "family-picture");
  gtk_widget_set_overflow (self->picture, GTK_OVERFLOW_HIDDEN);
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (self->picture), 110, 70, 140, 84);
  ectopy_paint_area_set_func (ECTOPY_PAINT_AREA (self->picture), paint_cb, self);
  gtk_box_append (GTK_BOX (box), self->picture);
  self->count = add_label (line, "heading", 0);
  self->share = add_label (line, "family-share", 1);
  gtk_widget_set_hexpand (self->share, TRUE);
  gtk_box_append (GTK_BOX (box), line);
  self->looked_at = add_label (box, "dim-label", 0);
  gtk_widget_add_css_class (self->looked_at, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "family-card");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (self), box);
}

GtkWidget *
ectopy_family_card_new (guint family)
{
  EctopyFamilyCard *self = g_object_new (ECTOPY_TYPE_FAMILY_CARD, NULL);

  self->family = family;
  return GTK_WIDGET (self);
}

guint
ectopy_family_card_get_family (EctopyFamilyCard *self)
{
  return self->family;
}

void
ectopy_family_card_set_pieces (EctopyFamilyCard *self,
                               float *pieces,
                               float *mean,
                               size_t n,
                               size_t length)
{
  g_free (self->pieces);
  g_free (self->mean);
  self->pieces = pieces;
  self->mean = mean;
  self->scene.pieces = pieces;
  self->scene.mean = mean;
  self->scene.n_pieces = n;
  self->scene.length = length;
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self->picture));
}

const float *
ectopy_family_card_get_mean (EctopyFamilyCard *self, size_t *length)
{
  *length = self->scene.length;
  return self->mean;
}

void
ectopy_family_card_set_range (EctopyFamilyCard *self, double low_mv, double high_mv)
{
  self->scene.low_mv = low_mv;
  self->scene.high_mv = high_mv;
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self->picture));
}

void
ectopy_family_card_set_facts (EctopyFamilyCard *self, const EctopyFamilyFacts *facts)
{
  const double share = facts->beat_class < ECTOPY_N_CLASSES
                           ? (double) facts->counts[facts->beat_class] / (double) facts->n_beats
                           : 0;
  g_autofree char *count = ectopy_text_count (facts->n_beats);
  g_autofree char *looked = ectopy_text_count (facts->n_looked_at);
  g_autofree char *percent = g_strdup_printf (_ ("%.0f %%"), floor (100 * share));
  /* Translators: the letter of a class, and its share. */
  g_autofree char *short_text = g_strdup_printf (
      _ ("%c %s"), ectopy_beat_class_letter (facts->beat_class), percent);
  /* Translators: how many beats a person has said something about. */
  g_autofree char *looked_text = g_strdup_printf (_ ("%s looked at"), looked);
  /* Translators: number of a family, number of its beats, name of a class, its share, and how many a
   * person has looked at. */
  g_autofree char *name = g_strdup_printf (
      ngettext ("Family %u: %s beat, %s %s, %s looked at",
                "Family %u: %s beats, %s %s, %s looked at", (gulong) facts->n_beats),
      self->family + 1, count, ectopy_class_label_name (facts->beat_class), percent, looked);

  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_label_set_text (GTK_LABEL (self->share), short_text);
  gtk_label_set_text (GTK_LABEL (self->looked_at), looked_text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (self->picture), name);
  if (self->scene.beat_class != facts->beat_class) {
    self->scene.beat_class = facts->beat_class;
    ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (self->picture));
  }
}
