/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/adapt-result.h"

#include "engine/evaluate/figure-text.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
make_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  return grid;
}

static void
put (GtkWidget *grid, int column, int row, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

static void
put_number (GtkWidget *grid, int column, int row, size_t number)
{
  g_autofree char *text = ectopy_text_count (number);

  put (grid, column, row, text, NULL);
}

/* A class by its mark, letter and name. */
static void
put_class (GtkWidget *grid, int column, int row, guint beat_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (beat_class < ECTOPY_N_CLASSES) {
    gtk_box_append (GTK_BOX (box), ectopy_class_label_new (beat_class));
    gtk_box_append (GTK_BOX (box), gtk_label_new (ectopy_class_label_name (beat_class)));
  } else {
    gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("without a class")));
  }
  gtk_grid_attach (GTK_GRID (grid), box, column, row, 1, 1);
}

static size_t
count_row (const size_t row[ECTOPY_N_CLASSES])
{
  size_t n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n += row[c];
  return n;
}

static void
add_classes (GtkWidget *box, const EctopyAdaptation *adaptation)
{
  GtkWidget *grid = make_grid ();
  int row = 1;

  put (grid, 0, 0, _ ("Class"), "dim-label");
  put (grid, 1, 0, _ ("Looked at"), "dim-label");
  put (grid, 2, 0, _ ("Right before"), "dim-label");
  put (grid, 3, 0, _ ("Right after"), "dim-label");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const size_t n = count_row (adaptation->before[c]);

    if (n == 0)
      continue;
    put_class (grid, 0, row, c);
    put_number (grid, 1, row, n);
    put_number (grid, 2, row, adaptation->before[c][c]);
    put_number (grid, 3, row++, adaptation->after[c][c]);
  }
  put (grid, 0, row, _ ("All"), "heading");
  put_number (grid, 1, row, adaptation->n_said);
  put_number (grid, 2, row, ectopy_adapt_count_right (adaptation->before));
  put_number (grid, 3, row, ectopy_adapt_count_right (adaptation->after));
  gtk_box_append (GTK_BOX (box), grid);
}

static void
add_moved (GtkWidget *box, const EctopyAdaptation *adaptation)
{
  GtkWidget *grid = make_grid ();
  int row = 1;

  put (grid, 0, 0, _ ("From"), "dim-label");
  put (grid, 1, 0, _ ("To"), "dim-label");
  put (grid, 2, 0, _ ("Beats"), "dim-label");
  gtk_label_set_xalign (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 1, 0)), 0);
  for (guint from = 0; from <= ECTOPY_N_CLASSES; from++)
    for (guint to = 0; to < ECTOPY_N_CLASSES; to++) {
      if (from == to || adaptation->moved[from][to] == 0)
        continue;
      put_class (grid, 0, row, from);
      put_class (grid, 1, row, to);
      put_number (grid, 2, row++, adaptation->moved[from][to]);
    }
  if (row > 1)
    gtk_box_append (GTK_BOX (box), grid);
  else
    g_object_unref (g_object_ref_sink (grid));
}

GtkWidget *
ectopy_adapt_result_new (const EctopyAdaptation *adaptation)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *n = ectopy_text_count (adaptation->n_said);
  g_autofree char *before = ectopy_text_count (ectopy_adapt_count_right (adaptation->before));
  g_autofree char *after = ectopy_text_count (ectopy_adapt_count_right (adaptation->after));
  g_autofree char *moved = ectopy_text_count (adaptation->n_moved);
  g_autofree char *unlooked = ectopy_text_count (adaptation->n_unlooked);
  /* Translators: numbers of beats: looked at, right before, right after. */
  g_autofree char *figures = g_strdup_printf (_ ("Of the %s beats you looked at, the model gave %s "
                                                 "the class you gave; the adapted copy %s"),
                                              n, before, after);
  /* Translators: numbers of beats. */
  g_autofree char *change = g_strdup_printf (
      ngettext ("%s of %s beats that nobody has looked at would change",
                "%s of %s beats that nobody has looked at would change",
                (gulong) adaptation->n_moved),
      moved, unlooked);

  add_label (box, figures, "heading");
  add_classes (box, adaptation);
  add_label (box,
             _ ("Each beat was judged by a copy that had not learned from it. They are the "
                "beats you chose to look at: no figure about this recording as a whole."),
             "dim-label");
  add_label (box, change, "heading");
  add_moved (box, adaptation);
  if (adaptation->is_cut_short)
    add_label (box, _ ("The minute was over before all was learned."), "dim-label");
  add_label (box,
             _ ("Beats that you looked at stay as they are, and one undo takes it all back. "
                "Figures of an adapted model are never comparable to those on other patients: "
                "it has learned from this one."),
             "dim-label");
  gtk_widget_add_css_class (box, "evaluate");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}
