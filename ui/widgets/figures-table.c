/* SPDX-License-Identifier: MIT */
#include "ui/widgets/figures-table.h"

#include "engine/evaluate/figure-text.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>
#include <math.h>

static GtkWidget *
new_cell (const char *text, gboolean is_figure, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_figure ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), !is_figure);
  gtk_widget_set_hexpand (label, is_figure);
  if (is_figure)
    gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
attach_share (GtkGrid *grid, int column, int row, double share, const EctopyInterval *interval)
{
  g_autofree char *text = ectopy_text_percent (share);
  GtkWidget *cell = new_cell (text, TRUE, NULL);

  if (interval != NULL && !isnan (interval->low)) {
    g_autofree char *range = ectopy_text_percent_interval (*interval);
    /* Translators: an interval such as "98.3–98.7", in per cent. */
    g_autofree char *tip = g_strdup_printf (_ ("95 %% interval after Wilson: %s %%"), range);

    gtk_widget_set_tooltip_text (cell, tip);
  }
  gtk_grid_attach (grid, cell, column, row, 1, 1);
}

static void
attach_f1 (GtkGrid *grid, int column, int row, double f1)
{
  g_autofree char *text = ectopy_text_decimals (f1, 3);

  gtk_grid_attach (grid, new_cell (text, TRUE, NULL), column, row, 1, 1);
}

static void
attach_count (GtkGrid *grid, int column, int row, guint64 n)
{
  g_autofree char *text = ectopy_text_count (n);

  gtk_grid_attach (grid, new_cell (text, TRUE, NULL), column, row, 1, 1);
}

static void
attach_class (GtkGrid *grid, int row, guint c, const EctopyClassMetrics *metrics)
{
  GtkWidget *name = ectopy_class_label_new (c);

  gtk_widget_set_halign (name, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (name, ectopy_class_label_name (c));
  gtk_grid_attach (grid, name, 0, row, 1, 1);
  attach_share (grid, 1, row, metrics->precision, &metrics->precision_interval);
  attach_share (grid, 2, row, metrics->recall, &metrics->recall_interval);
  attach_f1 (grid, 3, row, metrics->f1);
  attach_count (grid, 4, row, metrics->support);
}

static void
attach_mean (GtkGrid *grid,
             int row,
             const char *name,
             const EctopyMeanMetrics *mean,
             guint64 support)
{
  gtk_grid_attach (grid, new_cell (name, FALSE, "dim-label"), 0, row, 1, 1);
  attach_share (grid, 1, row, mean->precision, NULL);
  attach_share (grid, 2, row, mean->recall, NULL);
  attach_f1 (grid, 3, row, mean->f1);
  attach_count (grid, 4, row, support);
}

GtkWidget *
ectopy_figures_table_new (EctopyEvaluation *evaluation)
{
  const char *heads[] = { _ ("Class"), _ ("Precision (+P)"), _ ("Recall (Se)"), _ ("F1"),
                          _ ("Beats") };
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (evaluation);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (evaluation);
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *accuracy = ectopy_text_percent (metrics->accuracy);
  g_autofree char *interval = ectopy_text_percent_interval (metrics->accuracy_interval);
  g_autofree char *kappa = ectopy_text_decimals (metrics->kappa, 3);
  g_autofree char *mcc = ectopy_text_decimals (metrics->mcc, 3);
  g_autofree char *error = ectopy_text_percent (calibration->expected_error);
  g_autofree char *note = NULL;
  GtkWidget *line;
  int row = 1;

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_widget_add_css_class (grid, "figures");
  for (int i = 0; i < (int) G_N_ELEMENTS (heads); i++) {
    GtkWidget *head = new_cell (heads[i], i > 0, "caption-heading");

    gtk_label_set_wrap (GTK_LABEL (head), TRUE);
    gtk_label_set_justify (GTK_LABEL (head), i > 0 ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
    gtk_widget_set_valign (head, GTK_ALIGN_END);
    gtk_grid_attach (GTK_GRID (grid), head, i, 0, 1, 1);
  }
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    attach_class (GTK_GRID (grid), row++, c, &metrics->classes[c]);
  gtk_grid_attach (GTK_GRID (grid), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, row++, 5, 1);
  attach_mean (GTK_GRID (grid), row++, _ ("Macro mean"), &metrics->macro, metrics->n);
  attach_mean (GTK_GRID (grid), row++, _ ("Weighted mean"), &metrics->weighted, metrics->n);
  /* Translators: accuracy, its interval in per cent, Cohen's kappa, Matthews correlation, expected
   * calibration error. */
  note = g_strdup_printf (
      _ ("Accuracy %s (95 %% interval after Wilson: %s %%), kappa %s, Matthews "
         "correlation %s, calibration error (ECE) %s. +P and Se are the names of "
         "ANSI/AAMI EC57. Intervals take beats as independent: for new patients "
         "they would be far wider."),
      accuracy, interval, kappa, mcc, error);
  line = new_cell (note, FALSE, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (line), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (line), 50);
  gtk_widget_set_can_focus (line, FALSE);
  gtk_widget_set_margin_top (line, 6);
  gtk_grid_attach (GTK_GRID (grid), line, 0, row, 5, 1);
  return grid;
}
