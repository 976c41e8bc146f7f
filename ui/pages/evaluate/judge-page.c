/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/judge-page.h"

#include "engine/evaluate/figure-text.h"
#include "engine/run/bundled.h"
#include "engine/run/classify-marks.h"
#include "ui/compat.h"
#include "ui/pages/evaluate/judge-job.h"
#include "ui/pages/evaluate/report-job.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/resource.h"
#include "ui/settings.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/error-bar.h"
#include "ui/widgets/figures-table.h"
#include "ui/widgets/menus.h"
#include "ui/widgets/number-row.h"
#include "ui/widgets/records-table.h"
#include "ui/widgets/split-box.h"

#include <glib/gi18n.h>

/* Records that are named where a cell is chosen. */
#define MOST_NAMED 6

struct _EctopyJudgePage {
  AdwBin parent_instance;

  EctopyErrorBar *error_bar;
  GtkStack *stack;
  AdwActionRow *folder_row;
  AdwActionRow *model_row;
  GtkEditable *list;
  AdwComboRow *positions;
  AdwComboRow *map;
  EctopyNumberRow *from;
  GtkLabel *waiting_label;
  GtkProgressBar *waiting_bar;
  GtkWidget *export_button;
  GtkLabel *summary;
  GtkLabel *caution;
  GtkLabel *origin;
  GtkLabel *how;
  GtkLabel *cell_label;
  GtkStack *tabs;
  AdwBin *records;
  AdwBin *figures;
  EctopyConfusionView *matrix;
  EctopyPaintArea *reliability;

  EctopySession *session; /* nullable */
  char *folder;
  EctopyJob *judging;
  EctopyJob *writing;
  EctopyJudged *judged; /* nullable */
};

enum { TOAST, CHANGED, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyJudgePage, ectopy_judge_page, ADW_TYPE_BIN)

/* ---- The form ---- */

/* (nullable): a model of the person's own, if it reads beats of recordings; NULL for the bundled one. */
static EctopyModel *
get_model (EctopyJudgePage *self)
{
  EctopyModel *model = self->session != NULL ? ectopy_session_get_model (self->session) : NULL;

  return model != NULL && ectopy_model_suits_recordings (model, NULL) &&
                 g_strcmp0 (ectopy_model_get_name (model), ECTOPY_BUNDLED_MODEL) != 0
             ? model
             : NULL;
}

static void
update_form (EctopyJudgePage *self)
{
  EctopyModel *model = get_model (self);
  const char *name = model != NULL ? ectopy_model_get_name (model) : NULL;
  g_autofree char *folder = self->folder != NULL ? g_filename_display_basename (self->folder)
                                                 : NULL;

  adw_action_row_set_subtitle (
      self->folder_row, folder != NULL ? folder : _ ("Choose a folder of annotated recordings."));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_row), self->folder);
  if (model == NULL)
    name = _ ("The one that comes with Ectopy for recordings.");
  else if (name == NULL)
    name = _ ("The one just trained.");
  adw_action_row_set_subtitle (self->model_row, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "judge.start",
                                 self->folder != NULL && self->judging == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "judge.cancel", self->judging != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "judge.export", self->judged != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
positions_cb (EctopyJudgePage *self)
{
  /* What the standard asks for, and what the literature does. */
  ectopy_number_row_set_value (self->from, adw_combo_row_get_selected (self->positions) ==
                                                   ECTOPY_POSITIONS_DETECTED
                                               ? ECTOPY_EC57_FROM_S / 60
                                               : 0);
}

static void
folder_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_judge_page_set_folder (user_data, path);
}

static void
choose_folder_cb (EctopyJudgePage *self)
{
  g_autoptr (GFile) at = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;

  ectopy_choose_folder (GTK_WIDGET (self), _ ("Choose Recordings to Judge By"), at,
                        folder_chosen_cb, self);
}

/* ---- What came of it ---- */

static void
paint_reliability (cairo_t *cr,
                   const EctopyPalette *palette,
                   double width,
                   double height,
                   gpointer user_data)
{
  EctopyJudgePage *self = user_data;

  if (self->judged != NULL)
    ectopy_evaluation_chart_paint (cr, self->judged->result->evaluation,
                                   ECTOPY_EVALUATION_CHART_RELIABILITY, palette, width, height,
                                   ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.8);
}

static void
show_words (EctopyJudgePage *self, EctopyEvaluation *evaluation)
{
  const EctopyProvenance *from = ectopy_evaluation_get_provenance (evaluation);
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (evaluation);
  g_autofree char *summary = ectopy_evaluation_dup_summary (evaluation);
  g_autofree char *accuracy = ectopy_text_percent_interval (records->figures->accuracy);
  g_autoptr (GString) origin = g_string_new (NULL);
  g_autoptr (GString) how = g_string_new (NULL);

  gtk_label_set_text (self->summary, summary);
  gtk_label_set_text (self->caution, ectopy_protocol_sentence (from->protocol));
  /* Translators: a model's name, and the name of a set of recordings. */
  g_string_append_printf (origin, _ ("Model %s on %s."),
                          from->model_name != NULL ? from->model_name : _ ("just trained"),
                          from->data_name);
  if (records->figures->n_patients > 1) {
    g_string_append_c (origin, ' ');
    /* Translators: number of patients, an interval in per cent. */
    g_string_append_printf (origin, _ ("Accuracy by drawing the %u patients: %s %%."),
                            records->figures->n_patients, accuracy);
  }
  for (guint i = 0; i < records->statements->len; i++)
    g_string_append_printf (how, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (records->statements, i));
  gtk_label_set_text (self->origin, origin->str);
  gtk_label_set_text (self->how, how->str);
}

static void
show_judged (EctopyJudgePage *self)
{
  EctopyEvaluation *evaluation = self->judged->result->evaluation;
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (evaluation);
  g_autofree char *error = ectopy_text_percent (calibration->expected_error);
  /* Translators: a percentage. */
  g_autofree char *reliability = g_strdup_printf (_ ("Expected calibration error %s"), error);

  show_words (self, evaluation);
  adw_bin_set_child (self->records, ectopy_records_table_new (
                                        ectopy_evaluation_get_records (evaluation)->figures));
  adw_bin_set_child (self->figures, ectopy_figures_table_new (evaluation));
  ectopy_confusion_view_set (self->matrix, ectopy_evaluation_get_confusion (evaluation));
  gtk_label_set_text (self->cell_label, _ ("Choose a cell to see which records it comes from."));
  ectopy_paint_area_describe (self->reliability, reliability);
  ectopy_paint_area_invalidate (self->reliability);
  gtk_stack_set_visible_child_name (self->tabs, "records");
  gtk_stack_set_visible_child_name (self->stack, "judged");
  ectopy_announce (GTK_WIDGET (self), gtk_label_get_text (self->summary));
}

/* Records by their counts in a cell, largest first. */
typedef struct {
  const char *name;
  guint64 n;
} CellRecord;

static int
compare_cell_cb (gconstpointer a, gconstpointer b)
{
  const CellRecord *x = a, *y = b;

  return (x->n < y->n) - (x->n > y->n);
}

static void
chosen_cb (EctopyJudgePage *self, guint truth, guint predicted)
{
  EctopyEvaluation *evaluation = self->judged->result->evaluation;
  const EctopyRecordsFigures *figures = ectopy_evaluation_get_records (evaluation)->figures;
  g_autofree char *sentence = ectopy_confusion_view_sentence (
      ectopy_evaluation_get_confusion (evaluation), truth, predicted);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CellRecord));
  g_autoptr (GString) text = g_string_new (sentence);

  for (guint i = 0; i < figures->records->len; i++) {
    const EctopyRecordFigures *record = &g_array_index (figures->records, EctopyRecordFigures, i);
    const CellRecord one = { record->name, record->confusion.counts[truth][predicted] };

    if (one.n > 0)
      g_array_append_val (found, one);
  }
  g_array_sort (found, compare_cell_cb);
  for (guint i = 0; i < MIN (found->len, MOST_NAMED); i++) {
    const CellRecord *one = &g_array_index (found, CellRecord, i);
    g_autofree char *n = ectopy_text_count (one->n);

    /* Translators: name of a record, and a number of beats in it. */
    g_string_append_printf (text, i == 0 ? _ ("\nMost of them in %s (%s)") : _ (", %s (%s)"),
                            one->name, n);
  }
  gtk_label_set_text (self->cell_label, text->str);
}

/* ---- The work ---- */

static void
step_cb (EctopyJob *job, gpointer user_data)
{
  EctopyJudgePage *self = user_data;
  g_autofree char *stage = ectopy_job_dup_stage (job);

  gtk_label_set_text (self->waiting_label, stage != NULL ? stage : "");
  gtk_progress_bar_set_fraction (self->waiting_bar, ectopy_job_get_fraction (job));
}

static void
done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyJudgePage *self = user_data;

  g_clear_pointer (&self->judging, ectopy_job_drop);
  if (result != NULL) {
    g_clear_pointer (&self->judged, ectopy_judged_free);
    self->judged = result;
    show_judged (self);
  } else {
    gtk_stack_set_visible_child_name (self->stack, "form");
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      ectopy_error_bar_show (self->error_bar, _ ("The recordings could not be judged by."),
                             error->message);
  }
  update_form (self);
}

void
ectopy_judge_page_start (EctopyJudgePage *self)
{
  static const EctopyJobKind kind = {
    .work = ectopy_judge_work,
    .step = step_cb,
    .done = done_cb,
    .free_input = ectopy_judge_input_free,
    .free_result = ectopy_judged_free,
  };
  const EctopyJudgeRequest request = {
    .folder = self->folder,
    .list = gtk_editable_get_text (self->list),
    .positions = (EctopyPositions) adw_combo_row_get_selected (self->positions),
    .compare = { .map = (EctopyEc57Map) adw_combo_row_get_selected (self->map),
                 .from_s = 60 * ectopy_number_row_get_value (self->from),
                 .window_s = ECTOPY_EC57_WINDOW_S },
    .model = get_model (self),
    .n_threads = (guint) g_settings_get_int (ectopy_settings (), "threads"),
  };

  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  if (self->folder == NULL || self->judging != NULL)
    return;
  ectopy_error_bar_clear (self->error_bar);
  gtk_label_set_text (self->waiting_label, _ ("Reading the first recording"));
  gtk_progress_bar_set_fraction (self->waiting_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  self->judging = ectopy_job_start (&kind, ectopy_judge_input_new (&request), self);
  update_form (self);
}

/* ---- Actions ---- */

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ectopy_judge_page_start (ECTOPY_JUDGE_PAGE (widget));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (widget);

  g_clear_pointer (&self->judging, ectopy_job_drop);
  gtk_stack_set_visible_child_name (self->stack, "form");
  update_form (self);
}

static void
anew_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (widget);

  gtk_stack_set_visible_child_name (self->stack, "form");
  ectopy_judge_page_focus (self);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (widget);

  cancel_action (widget, NULL, NULL);
  g_clear_pointer (&self->judged, ectopy_judged_free);
  adw_bin_set_child (self->records, NULL);
  adw_bin_set_child (self->figures, NULL);
  update_form (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* ---- Reports ---- */

static void
written_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyJudgePage *self = user_data;

  g_clear_pointer (&self->writing, ectopy_job_drop);
  if (result != NULL)
    g_signal_emit (self, signals[TOAST], 0, _ ("Report saved"));
  else
    ectopy_error_bar_show (self->error_bar, _ ("The report could not be written"), error->message);
}

void
ectopy_judge_page_write (EctopyJudgePage *self, const char *path)
{
  static const EctopyJobKind kind = {
    .work = ectopy_report_input_write,
    .done = written_cb,
    .free_input = ectopy_report_input_free,
  };

  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  if (self->judged == NULL)
    return;
  g_clear_pointer (&self->writing, ectopy_job_drop);
  self->writing = ectopy_job_start (
      &kind,
      ectopy_report_input_new_of (self->judged->result->evaluation, self->judged->model,
                                  (EctopyPaper) g_settings_get_enum (ectopy_settings (), "paper"),
                                  path),
      self);
}

EctopyReportInput *
ectopy_judge_page_make_report (EctopyJudgePage *self, EctopyPaper paper)
{
  g_return_val_if_fail (ECTOPY_IS_JUDGE_PAGE (self), NULL);

  return self->judged != NULL ? ectopy_report_input_new_of (self->judged->result->evaluation,
                                                            self->judged->model, paper, NULL)
                              : NULL;
}

static void
path_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_judge_page_write (user_data, path);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (widget);
  const char *suffix = g_variant_get_string (parameter, NULL);
  g_autofree char *pattern = g_strconcat ("*.", suffix, NULL);
  g_autofree char *upper = g_ascii_strup (suffix, -1);
  g_autofree char *folder = g_path_get_basename (self->folder);
  g_autofree char *proposed = g_strconcat (folder, "-report.", suffix, NULL);
  const EctopyFileKind kind = { upper, pattern };

  ectopy_choose_file (widget, _ ("Export the Report"), &kind, 1, proposed, NULL, path_chosen_cb,
                      self);
}

void
ectopy_judge_page_export (EctopyJudgePage *self)
{
  if (self->judged != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "judge.export", "s", "pdf");
}

/* ---- Object ---- */

static void
ectopy_judge_page_dispose (GObject *object)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (object);

  g_clear_pointer (&self->judging, ectopy_job_drop);
  g_clear_pointer (&self->writing, ectopy_job_drop);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ectopy_judge_page_parent_class)->dispose (object);
}

static void
ectopy_judge_page_finalize (GObject *object)
{
  EctopyJudgePage *self = ECTOPY_JUDGE_PAGE (object);

  g_free (self->folder);
  g_clear_pointer (&self->judged, ectopy_judged_free);
  G_OBJECT_CLASS (ectopy_judge_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyJudgePage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (ECTOPY_TYPE_ERROR_BAR);
  g_type_ensure (ECTOPY_TYPE_NUMBER_ROW);
  g_type_ensure (ECTOPY_TYPE_SPLIT_BOX);
  g_type_ensure (ECTOPY_TYPE_CONFUSION_VIEW);
  g_type_ensure (ECTOPY_TYPE_PAINT_AREA);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("judge-page.ui"));
  BIND (error_bar);
  BIND (stack);
  BIND (folder_row);
  BIND (model_row);
  BIND (list);
  BIND (positions);
  BIND (map);
  BIND (from);
  BIND (waiting_label);
  BIND (waiting_bar);
  BIND (export_button);
  BIND (summary);
  BIND (caution);
  BIND (origin);
  BIND (how);
  BIND (cell_label);
  BIND (tabs);
  BIND (records);
  BIND (figures);
  BIND (matrix);
  BIND (reliability);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
}

static void
ectopy_judge_page_class_init (EctopyJudgePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = ectopy_judge_page_dispose;
  object_class->finalize = ectopy_judge_page_finalize;
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "judge.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "judge.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "judge.anew", NULL, anew_action);
  gtk_widget_class_install_action (widget_class, "judge.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "judge.export", "s", export_action);
}

static void
ectopy_judge_page_init (EctopyJudgePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_menu_button_fill (self->export_button, "export-records");
  ectopy_paint_area_set_content_size (self->reliability, 280, 280, 400, 380);
  ectopy_paint_area_grow_with_text (self->reliability);
  ectopy_paint_area_set_func (self->reliability, paint_reliability, self);
  g_signal_connect_swapped (self->matrix, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->positions, "notify::selected", G_CALLBACK (positions_cb), self);
  update_form (self);
}

/* ---- Data ---- */

void
ectopy_judge_page_set_session (EctopyJudgePage *self, EctopySession *session)
{
  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_swapped (session, "notify::model", G_CALLBACK (update_form), self);
  update_form (self);
}

void
ectopy_judge_page_set_folder (EctopyJudgePage *self, const char *path)
{
  char *copy = g_strdup (path);

  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  g_free (self->folder);
  self->folder = copy;
  update_form (self);
}

void
ectopy_judge_page_set_list (EctopyJudgePage *self, const char *list)
{
  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  gtk_editable_set_text (self->list, list);
}

EctopyEvaluation *
ectopy_judge_page_get_evaluation (EctopyJudgePage *self)
{
  g_return_val_if_fail (ECTOPY_IS_JUDGE_PAGE (self), NULL);

  return self->judged != NULL ? self->judged->result->evaluation : NULL;
}

void
ectopy_judge_page_focus (EctopyJudgePage *self)
{
  g_return_if_fail (ECTOPY_IS_JUDGE_PAGE (self));

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form"))
    gtk_widget_child_focus (GTK_WIDGET (self->folder_row), GTK_DIR_TAB_FORWARD);
}
