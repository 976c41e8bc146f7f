/* SPDX-License-Identifier: MIT */
#include "ui/compat.h"
#include "ui/pages/evaluate/evaluate-page-private.h"
#include "ui/pages/evaluate/report-job.h"
#include "ui/paint/confusion-paint.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/surface.h"
#include "ui/settings.h"

#include <glib/gi18n.h>
#include <string.h>

static void
say (EctopyEvaluatePage *self, const char *text)
{
  g_signal_emit_by_name (self, "toast", text);
}

static void
written_cb (EctopyJob *job, gpointer result, const GError *error, gpointer data)
{
  EctopyEvaluatePage *self = data;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->writing, ectopy_job_drop);
  if (result == NULL) {
    ectopy_error_bar_show (self->error_bar, _ ("The report could not be written"), error->message);
    return;
  }
  /* Translators: the name of a file. */
  text = g_strdup_printf (_ ("Report saved as %s"), self->writing_name);
  say (self, text);
}

static void
export_chosen_cb (GFile *file, gpointer data)
{
  static const EctopyJobKind kind = {
    .work = ectopy_report_input_write,
    .done = written_cb,
    .free_input = ectopy_report_input_free,
  };
  EctopyEvaluatePage *self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || ectopy_session_get_evaluation (self->session) == NULL)
    return;
  ectopy_error_bar_clear (self->error_bar);
  g_clear_pointer (&self->writing, ectopy_job_drop);
  g_free (self->writing_name);
  self->writing_name = g_filename_display_basename (path);
  self->writing = ectopy_job_start (
      &kind,
      ectopy_report_input_new (
          self->session, (EctopyPaper) g_settings_get_enum (ectopy_settings (), "paper"), path),
      self);
}

/* (transfer full): "mitbih_test-report.pdf". */
static char *
propose_name (EctopyEvaluatePage *self, const char *what)
{
  g_autofree char *name = g_path_get_basename (ectopy_session_get_path (self->session));
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  return g_strconcat (name, what, NULL);
}

static void
ask_where (EctopyEvaluatePage *self,
           const char *title,
           const char *kind_name,
           const char *patterns,
           const char *what,
           EctopyFileChosenFunc func)
{
  const EctopyFileKind kinds[] = { { kind_name, patterns } };
  g_autofree char *name = propose_name (self, what);
  g_autoptr (GFile) file = g_file_new_for_path (ectopy_session_get_path (self->session));
  g_autoptr (GFile) folder = g_file_get_parent (file);

  ectopy_choose_file (GTK_WIDGET (self), title, kinds, G_N_ELEMENTS (kinds), name, folder, func,
                      self);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyEvaluatePage *self = ECTOPY_EVALUATE_PAGE (widget);
  const char *suffix = g_variant_get_string (parameter, NULL);
  g_autofree char *what = g_strconcat ("-report.", suffix, NULL);
  g_autofree char *pattern = g_strconcat ("*.", suffix, NULL);
  g_autofree char *upper = g_ascii_strup (suffix, -1);

  if (ectopy_session_get_evaluation (self->session) != NULL)
    ask_where (self, _ ("Export the Report"), upper, pattern, what, export_chosen_cb);
}

void
ectopy_evaluate_page_export (EctopyEvaluatePage *self)
{
  if (self->judges_recordings)
    ectopy_judge_page_export (self->judge_page);
  else if (self->shows_recording)
    gtk_widget_activate_action (GTK_WIDGET (self->comparison_page), "comparison.save-table", "s",
                                "txt");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "evaluate.export", "s", "pdf");
}

static void
finish_picture (EctopyEvaluatePage *self, gboolean done, const GError *error)
{
  if (done)
    say (self, _ ("Picture saved"));
  else
    ectopy_error_bar_show (self->error_bar, _ ("The picture could not be written"), error->message);
}

static void
matrix_chosen_cb (GFile *file, gpointer data)
{
  EctopyEvaluatePage *self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  const EctopyConfusion *confusion = ectopy_session_get_confusion (self->session);
  g_autoptr (GError) error = NULL;

  if (path != NULL && confusion != NULL)
    finish_picture (self, ectopy_confusion_write (confusion, path, &error), error);
}

static void
export_matrix_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyEvaluatePage *self = ECTOPY_EVALUATE_PAGE (widget);

  if (ectopy_session_get_confusion (self->session) != NULL)
    ask_where (self, _ ("Save the Matrix"), _ ("Pictures"), "*.png *.svg *.pdf", "-matrix.png",
               matrix_chosen_cb);
}

/* The three charts beside each other, in points. */
#define CURVE_SIDE 320.0

static void
paint_curves (cairo_t *cr, guint page, gpointer evaluation)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);

  for (guint kind = 0; kind <= ECTOPY_EVALUATION_CHART_RELIABILITY; kind++) {
    cairo_save (cr);
    cairo_translate (cr, kind * CURVE_SIDE, 0);
    ectopy_evaluation_chart_paint (cr, evaluation, (EctopyEvaluationChart) kind, &palette,
                                   CURVE_SIDE, CURVE_SIDE, 0);
    cairo_restore (cr);
  }
}

static void
curves_chosen_cb (GFile *file, gpointer data)
{
  EctopyEvaluatePage *self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  EctopyEvaluation *evaluation = ectopy_session_get_evaluation (self->session);
  g_autoptr (GError) error = NULL;

  if (path != NULL && evaluation != NULL) {
    const EctopyPicture picture = {
      .width = 3 * CURVE_SIDE,
      .height = CURVE_SIDE,
      .n_pages = 1,
      .title = _ ("Curves of an evaluation"),
      .paint = paint_curves,
      .user_data = evaluation,
    };

    finish_picture (self, ectopy_surface_write (&picture, path, &error), error);
  }
}

static void
export_curves_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyEvaluatePage *self = ECTOPY_EVALUATE_PAGE (widget);

  if (ectopy_session_get_evaluation (self->session) != NULL)
    ask_where (self, _ ("Save the Curves"), _ ("Pictures"), "*.png *.svg *.pdf", "-curves.png",
               curves_chosen_cb);
}

/* ---- Printing ---- */

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  EctopyReportInput *input = data;

  /* The nearer of the two papers; the page is scaled to what there is. */
  input->report.paper = gtk_print_context_get_height (context) >
                                1.35 * gtk_print_context_get_width (context)
                            ? ECTOPY_PAPER_A4
                            : ECTOPY_PAPER_LETTER;
  gtk_print_operation_set_n_pages (operation, (int) ectopy_report_count_pages (&input->report));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  const EctopyReportInput *input = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width, height, scale;

  ectopy_paper_size (input->report.paper, &width, &height);
  scale = MIN (gtk_print_context_get_width (context) / width,
               gtk_print_context_get_height (context) / height);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ectopy_report_paint_page (cr, &input->report, (guint) page);
  cairo_restore (cr);
}

static void
print_failed_cb (GtkWidget *widget, const char *details)
{
  ectopy_error_bar_show (ECTOPY_EVALUATE_PAGE (widget)->error_bar,
                         _ ("The report could not be printed"), details);
}

void
ectopy_evaluate_page_print (EctopyEvaluatePage *self)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  const EctopyPaper paper = (EctopyPaper) g_settings_get_enum (ectopy_settings (), "paper");
  EctopyReportInput *input = NULL;

  if (self->judges_recordings)
    input = ectopy_judge_page_make_report (self->judge_page, paper);
  else if (ectopy_session_get_evaluation (self->session) != NULL)
    input = ectopy_report_input_new (self->session, paper, NULL);
  if (input == NULL)
    return;
  operation = gtk_print_operation_new ();
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ ("Ectopy report"));
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), input);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), input);
  g_object_set_data_full (G_OBJECT (operation), "report", input, ectopy_report_input_free);
  ectopy_print (operation, GTK_WIDGET (self), print_failed_cb);
}

void
ectopy_evaluate_page_install_export (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "evaluate.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "evaluate.export-matrix", NULL,
                                   export_matrix_action);
  gtk_widget_class_install_action (widget_class, "evaluate.export-curves", NULL,
                                   export_curves_action);
}
