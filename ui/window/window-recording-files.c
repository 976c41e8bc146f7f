/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "engine/learn/card.h"
#include "engine/review/study-file.h"
#include "ui/compat.h"
#include "ui/paint/recording-report.h"
#include "ui/settings.h"
#include "ui/window/window-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* What leaves the window of a recording: studies, beats for other programs, reports. */

/* ---- Writing ---- */

/* (transfer full): a toast. */
static char *
written_text (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "ectopy", NULL);

  if (g_str_has_prefix (path, own))
    return g_strdup (_ ("Saved in Ectopy's own folder, as it cannot be beside the recording"));
  /* Translators: the name of a file. */
  return g_strdup_printf (_ ("Saved as %s"), name);
}

static void
written_cb (const char *path, const GError *error, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *text = path != NULL ? written_text (path) : NULL;

  if (text != NULL)
    ectopy_window_toast (self, text);
  else
    ectopy_window_fail (self, _ ("The file could not be written"), error->message);
  ectopy_window_update_actions (self);
}

/* Beside the recording, under its name with another ending. */
static void
ask_where (EctopyWindow *self,
           const char *title,
           const EctopyFileKind *kinds,
           guint n_kinds,
           const char *ending,
           EctopyFileChosenFunc func)
{
  const char *path = ectopy_recording_session_get_path (self->recording);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *study = ectopy_study_file_path (path);
  g_autofree char *stem = g_path_get_basename (study);
  g_autofree char *name = NULL;

  *strstr (stem, ".study.json") = '\0';
  name = g_strconcat (stem, ending, NULL);
  ectopy_choose_file (GTK_WIDGET (self), title, kinds, n_kinds, name, folder, func, self);
}

static void
saved_cb (const char *path, const GError *error, gpointer user_data)
{
  if (path != NULL || !ectopy_window_ask_overtaken (user_data, error, TRUE, NULL))
    written_cb (path, error, user_data);
}

void
ectopy_window_save_recording (EctopyWindow *self)
{
  ectopy_recording_session_save (self->recording, saved_cb, self);
}

static void
export_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_recording_session_export (self->recording, path, written_cb, self);
}

void
ectopy_window_export_recording (EctopyWindow *self)
{
  const EctopyFileKind kinds[] = {
    { _ ("WFDB annotations"), "*.atr *.ecy *.qrs" },
    { _ ("EDF+ with annotations"), "*.edf" },
    { _ ("Tables (CSV)"), "*.csv" },
  };

  /* Not ".atr": that is the name of the reference beside many records. */
  ask_where (self, _ ("Save the Beats for Other Programs"), kinds, G_N_ELEMENTS (kinds), ".ecy",
             export_chosen_cb);
}

/* ---- Reports ---- */

/* (transfer full): of what stands now. */
static EctopyRecordingReport *
make_report (EctopyWindow *self, gboolean full_disclosure)
{
  EctopyRecordingSession *session = self->recording;
  const EctopyDisplayFilter filter = ectopy_trace_source_get_filter (
      ectopy_recording_session_get_source (session));
  g_autofree char *date = ectopy_card_date ();
  size_t n_strips;
  const EctopyTimeSpan *strips = ectopy_recording_session_get_strips (session, &n_strips);

  return ectopy_recording_report_new (&(EctopyRecordingReportOptions){
      .study = ectopy_recording_session_get_study (session),
      .filter = &filter,
      .paper = (EctopyPaper) g_settings_get_enum (ectopy_settings (), "paper"),
      .date = date,
      .version = ECTOPY_VERSION,
      .strips = strips,
      .n_strips = n_strips,
      .full_disclosure = full_disclosure,
  });
}

typedef struct {
  EctopyRecordingReport *report;
  char *path;
} ReportInput;

static void
report_input_free (gpointer data)
{
  ReportInput *input = data;

  ectopy_recording_report_free (input->report);
  g_free (input->path);
  g_free (input);
}

static gpointer
report_work (EctopyJob *job, gpointer data, GError **error)
{
  const ReportInput *input = data;

  return ectopy_recording_report_write_pdf (input->report, input->path,
                                            ectopy_job_get_cancellable (job), error)
             ? g_strdup (input->path)
             : NULL;
}

static void
report_done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyWindow *self = user_data;
  g_autofree char *path = result;

  g_clear_pointer (&self->reporting, ectopy_job_drop);
  if (path != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    written_cb (path, error, self);
}

static void
report_chosen_cb (GFile *file, gpointer user_data)
{
  static const EctopyJobKind kind = {
    .work = report_work,
    .done = report_done_cb,
    .free_input = report_input_free,
    .free_result = g_free,
  };
  EctopyWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  ReportInput *input;

  if (path == NULL || ectopy_recording_session_get_study (self->recording) == NULL)
    return;
  input = g_new (ReportInput, 1);
  *input = (ReportInput){ make_report (self, self->reports_all), g_steal_pointer (&path) };
  g_clear_pointer (&self->reporting, ectopy_job_drop);
  self->reporting = ectopy_job_start (&kind, input, self);
}

static void
ask_for_report (EctopyWindow *self)
{
  const EctopyFileKind kinds[] = { { _ ("Documents (PDF)"), "*.pdf" } };

  ask_where (self, _ ("Export the Report"), kinds, G_N_ELEMENTS (kinds), ".pdf", report_chosen_cb);
}

static void
answer_disclosure_cb (const char *answer, gpointer user_data)
{
  EctopyWindow *self = user_data;

  if (g_str_equal (answer, "cancel"))
    return;
  self->reports_all = g_str_equal (answer, "all");
  ask_for_report (self);
}

/* Every minute of a long recording takes many pages: that is for the person to say. */
void
ectopy_window_report_recording (EctopyWindow *self)
{
  const EctopyAnswer answers[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "all", _ ("_Every Minute"), ADW_RESPONSE_DEFAULT },
    { "some", _ ("_Strips Only"), ADW_RESPONSE_SUGGESTED },
  };
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->recording);

  self->reports_all = ectopy_recording_get_duration_s (recording) <= ECTOPY_FULL_DISCLOSURE_S;
  if (self->reports_all)
    ask_for_report (self);
  else
    ectopy_ask (
        GTK_WIDGET (self), _ ("Show Every Minute?"),
        _ ("The report has a summary, tables and the strips that matter. All of the recording, a "
           "minute a line, takes many pages more."),
        answers, G_N_ELEMENTS (answers), answer_disclosure_cb, self);
}

/* ---- Printing ---- */

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer report)
{
  gtk_print_operation_set_n_pages (operation, (int) ectopy_recording_report_count_pages (report));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer report)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width, height, scale;

  ectopy_paper_size ((EctopyPaper) g_settings_get_enum (ectopy_settings (), "paper"), &width,
                     &height);
  scale = MIN (gtk_print_context_get_width (context) / width,
               gtk_print_context_get_height (context) / height);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ectopy_recording_report_paint_page (cr, report, (guint) page);
  cairo_restore (cr);
}

static void
print_failed_cb (GtkWidget *widget, const char *details)
{
  ectopy_window_fail (ECTOPY_WINDOW (widget), _ ("The report could not be printed"), details);
}

void
ectopy_window_print_recording (EctopyWindow *self)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->recording);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  EctopyRecordingReport *report = make_report (self, ectopy_recording_get_duration_s (recording) <=
                                                         ECTOPY_FULL_DISCLOSURE_S);

  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ ("Ectopy report"));
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), report);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), report);
  g_object_set_data_full (G_OBJECT (operation), "report", report,
                          (GDestroyNotify) ectopy_recording_report_free);
  ectopy_print (operation, GTK_WIDGET (self), print_failed_cb);
}
