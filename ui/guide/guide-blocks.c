/* SPDX-License-Identifier: MIT */
#include "ui/guide/guide-blocks.h"

#include "engine/run/help-files.h"

#include <glib/gi18n.h>

typedef struct {
  gboolean (*follow) (GtkLabel *, const char *, gpointer);
  gpointer user_data;
} Making;

static GtkWidget *
make_label (const Making *making, const char *markup)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  g_signal_connect (label, "activate-link", G_CALLBACK (making->follow), making->user_data);
  return label;
}

/* A mark or number beside its text. */
static GtkWidget *
make_item (const Making *making, const char *mark, const char *markup)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (mark);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_label (making, markup));
  return box;
}

static GtkWidget *
make_note (const Making *making, const char *markup)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  -1);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_label (making, markup));
  gtk_widget_add_css_class (box, "guide-note");
  return box;
}

/* A picture as large as the page is wide; where its file is missing, what it would show. */
static GtkWidget *
make_picture (const Making *making, const EctopyGuideBlock *block)
{
  g_autofree char *path = ectopy_help_file (block->picture);
  GtkWidget *picture;

  if (path == NULL)
    return make_label (making, block->text);
  picture = gtk_picture_new_for_filename (path);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), block->text);
  gtk_widget_set_tooltip_markup (picture, block->text);
  return picture;
}

static GtkWidget *
make_block (const Making *making, const EctopyGuideBlock *block)
{
  g_autofree char *number = NULL;
  GtkWidget *label;

  switch (block->kind) {
  case ECTOPY_GUIDE_BULLET:
    return make_item (making, "•", block->text);
  case ECTOPY_GUIDE_STEP:
    number = g_strdup_printf ("%u.", block->number);
    return make_item (making, number, block->text);
  case ECTOPY_GUIDE_NOTE:
    return make_note (making, block->text);
  case ECTOPY_GUIDE_PICTURE:
    return make_picture (making, block);
  case ECTOPY_GUIDE_HEADING:
  case ECTOPY_GUIDE_TERM:
  case ECTOPY_GUIDE_PARAGRAPH:
  default:
    label = make_label (making, block->text);
    if (block->kind == ECTOPY_GUIDE_HEADING) {
      gtk_widget_add_css_class (label, "title-4");
      gtk_widget_set_margin_top (label, 12);
    }
    if (block->kind == ECTOPY_GUIDE_TERM)
      gtk_widget_add_css_class (label, "heading");
    if (block->is_indented)
      gtk_widget_set_margin_start (label, 30);
    return label;
  }
}

GtkWidget *
ectopy_guide_blocks_make (const EctopyGuidePage *page,
                          gboolean (*follow) (GtkLabel *, const char *, gpointer),
                          gpointer user_data)
{
  const Making making = { follow, user_data };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = make_label (&making, page->title);

  gtk_widget_add_css_class (title, "title-1");
  gtk_box_append (GTK_BOX (box), title);
  for (guint i = 0; i < page->blocks->len; i++)
    gtk_box_append (GTK_BOX (box), make_block (&making, g_ptr_array_index (page->blocks, i)));
  gtk_widget_add_css_class (box, "guide");
  return box;
}
