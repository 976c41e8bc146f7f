/* SPDX-License-Identifier: MIT */
#include "ui/widgets/class-label.h"

#include "ui/paint/class-mark.h"
#include "ui/widgets/paint-area.h"

#include <glib/gi18n.h>

#define MARK_SIZE 14

static void
paint_mark (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer data)
{
  const guint beat_class = GPOINTER_TO_UINT (data);

  ectopy_class_mark_paint (cr, beat_class, ECTOPY_MARK_PLAIN, width / 2, height / 2,
                           MIN (width, height) - 2, palette->classes[beat_class]);
}

GtkWidget *
ectopy_class_label_new (guint beat_class)
{
  const char letter[2] = { ectopy_beat_class_letter (beat_class), '\0' };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = g_object_new (ECTOPY_TYPE_PAINT_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = gtk_label_new (letter);

  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (mark), MARK_SIZE, MARK_SIZE, MARK_SIZE,
                                      MARK_SIZE);
  ectopy_paint_area_set_func (ECTOPY_PAINT_AREA (mark), paint_mark, GUINT_TO_POINTER (beat_class));
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  g_object_set_data (G_OBJECT (box), "beat-class", GUINT_TO_POINTER (beat_class));
  return box;
}

void
ectopy_class_label_set_text (GtkWidget *box, const char *text)
{
  const guint beat_class = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (box), "beat-class"));
  g_autofree char *all = g_strdup_printf ("%c %s", ectopy_beat_class_letter (beat_class), text);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), all);
}

const char *
ectopy_class_label_name (guint beat_class)
{
  switch (beat_class) {
  case ECTOPY_CLASS_N:
    return _ ("normal");
  case ECTOPY_CLASS_S:
    return _ ("supraventricular");
  case ECTOPY_CLASS_V:
    return _ ("ventricular");
  case ECTOPY_CLASS_F:
    return _ ("fusion");
  case ECTOPY_CLASS_Q:
    return _ ("paced or unclassifiable");
  default:
    return _ ("not classified");
  }
}
