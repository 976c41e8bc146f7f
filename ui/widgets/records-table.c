/* SPDX-License-Identifier: MIT */
#include "ui/widgets/records-table.h"

#include "engine/evaluate/figure-text.h"
#include "ui/asking.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* ---- A row ---- */

/* One record of figures that it keeps. */
#define ECTOPY_TYPE_RECORD_ITEM (ectopy_record_item_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecordItem, ectopy_record_item, ECTOPY, RECORD_ITEM, GObject)

struct _EctopyRecordItem {
  GObject parent_instance;
  EctopyRecordsFigures *figures;
  const EctopyRecordFigures *record;
};

G_DEFINE_FINAL_TYPE (EctopyRecordItem, ectopy_record_item, G_TYPE_OBJECT)

static void
ectopy_record_item_finalize (GObject *object)
{
  ectopy_records_figures_unref (ECTOPY_RECORD_ITEM (object)->figures);
  G_OBJECT_CLASS (ectopy_record_item_parent_class)->finalize (object);
}

static void
ectopy_record_item_class_init (EctopyRecordItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_record_item_finalize;
}

static void
ectopy_record_item_init (EctopyRecordItem *self)
{
}

/* ---- Columns ---- */

typedef enum {
  NAME,
  BEATS,
  RIGHT,
  SURE,
  ERROR,
  VEB,
  VEB_FOUND,
  VEB_FALSE,
  SVEB,
  SVEB_FOUND,
  SVEB_FALSE,
  UNLIKE,
  N_COLUMNS
} Column;

static const struct {
  const char *title;
  const char *tip;
} heads[N_COLUMNS] = {
  { N_ ("Record"), N_ ("Its name, and whose it is where that is told") },
  { N_ ("Beats"), N_ ("Beats that count") },
  { N_ ("Right"), N_ ("Share of beats given their class") },
  { N_ ("Sure"), N_ ("Mean probability of the class given") },
  { N_ ("ECE"), N_ ("Calibration error: how far sure is from right") },
  { N_ ("V"), N_ ("Ventricular beats") },
  { N_ ("V found"), N_ ("Those given their class") },
  { N_ ("V false"), N_ ("Beats of other classes taken for ventricular") },
  { N_ ("S"), N_ ("Supraventricular beats") },
  { N_ ("S found"), N_ ("Those given their class") },
  { N_ ("S false"), N_ ("Beats of other classes taken for supraventricular") },
  { N_ ("Unlike"), N_ ("Above 1: a recording unlike those that were learned from") },
};

static double
value_of (const EctopyRecordFigures *record, Column column)
{
  const EctopyConfusion *counts = &record->confusion;
  const guint c = column >= SVEB ? ECTOPY_CLASS_S : ECTOPY_CLASS_V;
  const guint64 hits = counts->counts[c][c];

  switch (column) {
  case BEATS:
    return (double) ectopy_confusion_total (counts);
  case RIGHT:
    return record->accuracy;
  case SURE:
    return record->confidence;
  case ERROR:
    return record->calibration_error;
  case VEB:
  case SVEB:
    return (double) ectopy_confusion_row_total (counts, c);
  case VEB_FOUND:
  case SVEB_FOUND:
    return (double) hits;
  case VEB_FALSE:
  case SVEB_FALSE:
    return (double) (ectopy_confusion_column_total (counts, c) - hits);
  case UNLIKE:
    return record->unlike;
  default:
    return NAN;
  }
}

/* (transfer full) */
static char *
text_of (const EctopyRecordFigures *record, Column column)
{
  const double value = value_of (record, column);

  switch (column) {
  case NAME:
    return g_str_equal (record->name, record->patient)
               ? g_strdup (record->name)
               /* Translators: name of a record, and of the patient it is of. */
               : g_strdup_printf (_ ("%s (of %s)"), record->name, record->patient);
  case RIGHT:
  case SURE:
  case ERROR:
    return ectopy_text_percent (value);
  case UNLIKE:
    return isnan (value) ? g_strdup ("–") : ectopy_text_decimals (value, 2);
  default:
    return ectopy_text_count ((guint64) value);
  }
}

/* Numbers as they are, those that are not defined last. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const EctopyRecordFigures *x = ECTOPY_RECORD_ITEM ((gpointer) a)->record;
  const EctopyRecordFigures *y = ECTOPY_RECORD_ITEM ((gpointer) b)->record;
  const Column column = (Column) GPOINTER_TO_UINT (user_data);
  const double p = value_of (x, column), q = value_of (y, column);

  if (column == NAME)
    return g_utf8_collate (x->name, y->name);
  if (isnan (p) || isnan (q))
    return (isnan (q) ? 1 : 0) - (isnan (p) ? 1 : 0);
  return (p > q) - (p < q);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column column = (Column) GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column == NAME ? 0 : 1);
  if (column != NAME)
    gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_tooltip_text (label, _ (heads[column].tip));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  EctopyRecordItem *row = gtk_list_item_get_item (item);
  g_autofree char *text = text_of (row->record, (Column) GPOINTER_TO_UINT (user_data));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static GtkColumnViewColumn *
add_column (GtkColumnView *view, Column column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *made = gtk_column_view_column_new (_ (heads[column].title), factory);
  g_autoptr (GtkSorter)
      sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  gtk_column_view_column_set_sorter (made, sorter);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, column == NAME);
  gtk_column_view_append_column (view, made);
  g_object_unref (made); /* the view keeps it */
  return made;
}

static GListModel *
make_rows (EctopyRecordsFigures *figures)
{
  GListStore *rows = g_list_store_new (ECTOPY_TYPE_RECORD_ITEM);

  for (guint i = 0; i < figures->records->len; i++) {
    g_autoptr (EctopyRecordItem) row = g_object_new (ECTOPY_TYPE_RECORD_ITEM, NULL);

    row->figures = ectopy_records_figures_ref (figures);
    row->record = &g_array_index (figures->records, EctopyRecordFigures, i);
    g_list_store_append (rows, row);
  }
  return G_LIST_MODEL (rows);
}

static GtkWidget *
make_view (EctopyRecordsFigures *figures)
{
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkSortListModel *sorted;
  GtkColumnViewColumn *worst = NULL;

  for (guint column = 0; column < N_COLUMNS; column++) {
    GtkColumnViewColumn *made = add_column (GTK_COLUMN_VIEW (view), (Column) column);

    if (column == ERROR)
      worst = made;
  }
  sorted = gtk_sort_list_model_new (
      make_rows (figures), g_object_ref (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view))));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), GTK_SELECTION_MODEL (gtk_single_selection_new (
                                                         G_LIST_MODEL (sorted))));
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), worst, GTK_SORT_DESCENDING);
  gtk_widget_add_css_class (view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Records, the worst calibrated first"), -1);
  return view;
}

/* ---- Words ---- */

/* Appends a sentence on V (0) or S (1). */
static void
append_ectopic (GString *text, const EctopyRecordsFigures *figures, guint which)
{
  const EctopyEctopicFigures *gross = &figures->gross[which];
  g_autofree char *sensitivity = ectopy_text_percent (gross->sensitivity);
  g_autofree char *ppv = ectopy_text_percent (gross->ppv);
  g_autofree char *f1 = ectopy_text_decimals (gross->f1, 3);
  g_autofree char *interval = ectopy_text_interval (figures->f1[which], 3);
  g_autofree char *effective = ectopy_text_decimals (
      figures->effective_records[which == 0 ? ECTOPY_CLASS_V : ECTOPY_CLASS_S], 1);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (
      text,
      which == 0
          /* Translators: sensitivity, positive predictivity, F1, its 95 % interval, number of records. */
          ? _ ("Ventricular (VEB): Se %s, +P %s after EC57, F1 %s (%s by drawing patients); as if "
               "of "
               "%s records.")
          : _ ("Supraventricular (SVEB): Se %s, +P %s after EC57, F1 %s (%s by drawing patients); "
               "as "
               "if of %s records."),
      sensitivity, ppv, f1, interval, effective);
}

GtkWidget *
ectopy_records_table_new (EctopyRecordsFigures *figures)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *label;

  append_ectopic (text, figures, 0);
  append_ectopic (text, figures, 1);
  label = gtk_label_new (text->str);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_view (figures));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

/* ---- A window ---- */

void
ectopy_records_table_show (GtkWidget *parent, const char *title, EctopyRecordsFigures *figures)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *table = ectopy_records_table_new (figures);
  GtkWidget *notice = gtk_label_new (_ ("For research and education, not for diagnosis."));

  gtk_widget_set_margin_top (table, 12);
  gtk_widget_set_margin_bottom (table, 12);
  gtk_widget_set_margin_start (table, 18);
  gtk_widget_set_margin_end (table, 18);
  gtk_widget_add_css_class (notice, "dim-label");
  gtk_widget_add_css_class (notice, "caption");
  gtk_widget_set_margin_bottom (notice, 12);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), table);
  gtk_box_append (GTK_BOX (box), notice);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  ectopy_stand_over (window, parent);
  gtk_window_present (GTK_WINDOW (window));
}
