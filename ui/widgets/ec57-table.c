/* SPDX-License-Identifier: MIT */
#include "ui/widgets/ec57-table.h"

#include "engine/evaluate/figure-text.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_COLUMNS 5

/* A grid that grows downwards. */
typedef struct {
  GtkGrid *grid;
  int row;
} Table;

static void
attach (Table *table, GtkWidget *widget, int column, int width)
{
  gtk_grid_attach (table->grid, widget, column, table->row, width, 1);
}

static GtkWidget *
attach_text (Table *table, int column, int width, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column > 0 ? 1 : 0);
  /* Words break where the window is narrow, figures do not. */
  gtk_label_set_wrap (GTK_LABEL (label), column == 0 || css_class != NULL);
  gtk_label_set_justify (GTK_LABEL (label), column > 0 ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
  if (column > 0)
    gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  attach (table, label, column, width);
  return label;
}

/* Heads of a part: a title and its columns, those that are NULL left out. */
static void
attach_heads (Table *table, const char *title, const char *const heads[N_COLUMNS - 1])
{
  GtkWidget *label = attach_text (table, 0, 1, title, "heading");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (table->row > 0)
    gtk_widget_set_margin_top (label, 12);
  for (int i = 0; i < N_COLUMNS - 1; i++)
    if (heads[i] != NULL)
      gtk_widget_set_valign (attach_text (table, i + 1, 1, heads[i], "caption-heading"),
                             GTK_ALIGN_END);
  table->row++;
}

static void
attach_share (Table *table, int column, EctopyEc57Share share)
{
  g_autofree char *text = ectopy_text_percent (ectopy_ec57_share (share));
  GtkWidget *label = attach_text (table, column, 1, text, NULL);
  g_autofree char *n = ectopy_text_count (share.n);
  g_autofree char *of = ectopy_text_count (share.of);
  /* Translators: two numbers. */
  g_autofree char *tip = g_strdup_printf (_ ("%s of %s"), n, of);

  gtk_widget_set_tooltip_text (label, tip);
}

static void
attach_count (Table *table, int column, guint64 n)
{
  g_autofree char *text = ectopy_text_count (n);

  attach_text (table, column, 1, text, NULL);
}

static void
attach_note (Table *table, const char *text)
{
  GtkWidget *label = attach_text (table, 0, N_COLUMNS, text, "dim-label");

  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  table->row++;
}

/* ---- Parts ---- */

static void
attach_standard (Table *table, const EctopyEc57Counts *counts)
{
  const struct {
    const char *name;
    EctopyEc57Rate sensitivity;
    gboolean has_false_positives;
    guint64 n;
  } rows[] = {
    { _ ("All beats (QRS)"), ECTOPY_EC57_QRS_SE, FALSE,
      ectopy_ec57_counts_reference (counts, ECTOPY_EC57_O) },
    { _ ("Ventricular (VEB)"), ECTOPY_EC57_VEB_SE, TRUE,
      ectopy_ec57_counts_reference (counts, ECTOPY_EC57_V) },
    { _ ("Supraventricular (SVEB)"), ECTOPY_EC57_SVEB_SE, TRUE,
      ectopy_ec57_counts_reference (counts, ECTOPY_EC57_S) },
  };
  const char *const heads[] = { _ ("Se"), _ ("+P"), _ ("FPR"), _ ("Beats") };

  attach_heads (table, _ ("ANSI/AAMI EC57"), heads);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    attach_text (table, 0, 1, rows[i].name, NULL);
    attach_share (table, 1, ectopy_ec57_rate (counts, rows[i].sensitivity));
    attach_share (table, 2, ectopy_ec57_rate (counts, rows[i].sensitivity + 1));
    if (rows[i].has_false_positives)
      attach_share (table, 3, ectopy_ec57_rate (counts, rows[i].sensitivity + 2));
    attach_count (table, 4, rows[i].n);
    table->row++;
  }
}

static void
attach_classes (Table *table, const EctopyEc57Counts *counts)
{
  const char *const heads[] = { _ ("Recall"), _ ("Precision"), _ ("F1"), _ ("Beats") };

  attach_heads (table, _ ("By class, nothing left out"), heads);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    GtkWidget *name = ectopy_class_label_new (c);
    g_autofree char *f1 = ectopy_text_decimals (ectopy_ec57_f1 (counts, c), 3);

    gtk_widget_set_halign (name, GTK_ALIGN_START);
    gtk_widget_set_tooltip_text (name, ectopy_class_label_name (c));
    attach (table, name, 0, 1);
    attach_share (table, 1, ectopy_ec57_recall (counts, c));
    attach_share (table, 2, ectopy_ec57_precision (counts, c));
    attach_text (table, 3, 1, f1, NULL);
    attach_count (table, 4, ectopy_ec57_counts_reference (counts, c));
    table->row++;
  }
  attach_note (table,
               _ ("The standard spares the +P of VEB beats that are F or Q, and that of SVEB "
                  "beats that are Q; precision spares none."));
}

static void
attach_runs (Table *table, const EctopyEc57Record *record)
{
  const struct {
    const char *name;
    const EctopyEc57Runs *runs;
    EctopyEc57RunKind kind;
  } rows[] = {
    { _ ("V couplets"), &record->ventricular, ECTOPY_EC57_COUPLET },
    { _ ("V runs of 3 to 5"), &record->ventricular, ECTOPY_EC57_SHORT_RUN },
    { _ ("V runs of 6 and more"), &record->ventricular, ECTOPY_EC57_LONG_RUN },
    { _ ("S couplets"), &record->supraventricular, ECTOPY_EC57_COUPLET },
    { _ ("S runs of 3 to 5"), &record->supraventricular, ECTOPY_EC57_SHORT_RUN },
    { _ ("S runs of 6 and more"), &record->supraventricular, ECTOPY_EC57_LONG_RUN },
  };
  const char *const heads[] = { _ ("Se"), _ ("+P"), NULL, _ ("Runs") };

  attach_heads (table, _ ("Runs"), heads);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const EctopyEc57Share found = ectopy_ec57_runs_sensitivity (rows[i].runs, rows[i].kind);

    attach_text (table, 0, 1, rows[i].name, NULL);
    attach_share (table, 1, found);
    attach_share (table, 2, ectopy_ec57_runs_predictivity (rows[i].runs, rows[i].kind));
    attach_count (table, 4, found.of);
    table->row++;
  }
  attach_note (table,
               _ ("Runs are compared as WFDB’s rxr is described to do; for these figures there "
                  "are no reference figures to check them by."));
}

static void
attach_rest (Table *table, const EctopyEc57Result *result)
{
  const double error = ectopy_ec57_result_rr_error_ms (result);
  g_autofree char *error_text = ectopy_text_decimals (error, 1);
  g_autofree char *shutdown = ectopy_text_decimals (result->shutdown_s, 0);
  g_autoptr (GString) text = g_string_new (NULL);

  if (isfinite (error))
    /* Translators: milliseconds. */
    g_string_append_printf (text, _ ("RR intervals differ by %s ms (root mean square). "),
                            error_text);
  if (result->shutdown_s > 0)
    /* Translators: seconds. */
    g_string_append_printf (text, _ ("The test had shut down for %s s: not analysable."), shutdown);
  if (text->len > 0)
    attach_note (table, g_strchomp (text->str));
}

GtkWidget *
ectopy_ec57_table_new (const EctopyEc57Record *record)
{
  Table table = { .grid = GTK_GRID (gtk_grid_new ()) };

  gtk_grid_set_row_spacing (table.grid, 6);
  gtk_grid_set_column_spacing (table.grid, 18);
  gtk_widget_add_css_class (GTK_WIDGET (table.grid), "figures");
  attach_standard (&table, &record->result->counts);
  attach_classes (&table, &record->result->counts);
  attach_runs (&table, record);
  attach_rest (&table, record->result);
  return GTK_WIDGET (table.grid);
}
