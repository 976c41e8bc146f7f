/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/evaluate-page.h"

#include "engine/evaluate/figure-text.h"
#include "ui/pages/evaluate/evaluate-page-private.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/resource.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/figures-table.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/menus.h"
#include "ui/widgets/split-box.h"

#include <glib/gi18n.h>

enum { PROP_0, PROP_SESSION };
enum { TOAST, SHOW_BEATS, JUDGING_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyEvaluatePage, ectopy_evaluate_page, ADW_TYPE_BIN)

/* ---- What is shown ---- */

static void
paint_chart (EctopyEvaluatePage *self,
             EctopyEvaluationChart kind,
             cairo_t *cr,
             const EctopyPalette *palette,
             double width,
             double height)
{
  EctopyEvaluation *evaluation = self->session != NULL
                                     ? ectopy_session_get_evaluation (self->session)
                                     : NULL;

  if (evaluation != NULL)
    ectopy_evaluation_chart_paint (cr, evaluation, kind, palette, width, height,
                                   ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.8);
}

static void
paint_roc (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer self)
{
  paint_chart (self, ECTOPY_EVALUATION_CHART_ROC, cr, palette, width, height);
}

static void
paint_precision_recall (cairo_t *cr,
                        const EctopyPalette *palette,
                        double width,
                        double height,
                        gpointer self)
{
  paint_chart (self, ECTOPY_EVALUATION_CHART_PRECISION_RECALL, cr, palette, width, height);
}

static void
paint_reliability (cairo_t *cr,
                   const EctopyPalette *palette,
                   double width,
                   double height,
                   gpointer self)
{
  paint_chart (self, ECTOPY_EVALUATION_CHART_RELIABILITY, cr, palette, width, height);
}

static void
describe_charts (EctopyEvaluatePage *self, EctopyEvaluation *evaluation)
{
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (evaluation);
  g_autoptr (GString) areas = g_string_new (NULL);
  g_autoptr (GString) precisions = g_string_new (NULL);
  g_autofree char *error = ectopy_text_percent (calibration->expected_error);
  g_autofree char *reliability = NULL;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyRoc *roc = ectopy_evaluation_get_roc (evaluation, c);
    g_autofree char *area = ectopy_text_area (roc->area, 3);
    g_autofree char *precision = ectopy_text_area (roc->average_precision, 3);

    g_string_append_printf (areas, "%s%s %s", c > 0 ? ", " : "", ectopy_class_label_name (c), area);
    g_string_append_printf (precisions, "%s%s %s", c > 0 ? ", " : "", ectopy_class_label_name (c),
                            precision);
  }
  /* Translators: a percentage. */
  reliability = g_strdup_printf (_ ("Expected calibration error %s"), error);
  ectopy_paint_area_describe (self->roc, areas->str);
  ectopy_paint_area_describe (self->precision_recall, precisions->str);
  ectopy_paint_area_describe (self->reliability, reliability);
}

static void
update_words (EctopyEvaluatePage *self, EctopyEvaluation *evaluation)
{
  const EctopyProvenance *from = ectopy_evaluation_get_provenance (evaluation);
  EctopyCorrections *corrections = ectopy_session_get_corrections (self->session);
  g_autofree char *summary = ectopy_evaluation_dup_summary (evaluation);
  g_autoptr (GString) origin = g_string_new (NULL);
  const gulong n = (gulong) ectopy_corrections_get_n_verdicts (corrections);

  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_label_set_text (GTK_LABEL (self->caution), ectopy_protocol_sentence (from->protocol));
  /* Translators: a model's name and a file's name. */
  g_string_append_printf (origin, _ ("Model %s on %s."),
                          from->model_name != NULL ? from->model_name : _ ("just trained"),
                          from->data_name != NULL ? from->data_name : _ ("beats"));
  if (n > 0) {
    g_string_append_c (origin, ' ');
    g_string_append_printf (origin,
                            ngettext ("%lu reviewed beat counts with the reader's class.",
                                      "%lu reviewed beats count with the reader's class.", n),
                            n);
  }
  gtk_label_set_text (GTK_LABEL (self->origin), origin->str);
}

/* The page with nothing to judge says why. */
static void
update_empty (EctopyEvaluatePage *self)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (self->empty);

  if (ectopy_session_get_dataset (self->session) == NULL) {
    adw_status_page_set_title (page, _ ("Judge a Model"));
    adw_status_page_set_description (
        page,
        _ ("Open beats whose classes are known. The matrix shows which of them the model finds, "
           "and a click on a cell shows the beats in it."));
  } else if (ectopy_session_get_model (self->session) == NULL) {
    adw_status_page_set_title (page, _ ("No Model"));
    adw_status_page_set_description (page, _ ("Choose a model, or train one."));
  } else if (ectopy_session_get_confusion (self->session) == NULL) {
    adw_status_page_set_title (page, _ ("These Beats Have No Labels"));
    adw_status_page_set_description (
        page,
        _ ("A model is judged by beats whose classes are known. Open such beats, or give some of "
           "these their class in Review."));
  } else {
    adw_status_page_set_title (page, _ ("Not Judged"));
    adw_status_page_set_description (
        page, _ ("The classifying was stopped, or the model does not fit these beats."));
  }
}

static void
update_progress (EctopyEvaluatePage *self)
{
  g_autofree char *text = ectopy_session_dup_progress_text (self->session);
  double fraction;

  g_object_get (self->session, "progress", &fraction, NULL);
  gtk_label_set_text (GTK_LABEL (self->waiting_label), text != NULL ? text : "");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->waiting_bar), fraction);
}

static void
update_page (EctopyEvaluatePage *self)
{
  const EctopySessionState state = ectopy_session_get_state (self->session);
  const char *page = "empty";

  if (self->judges_recordings)
    page = "recordings";
  else if (self->shows_recording)
    page = "recording";
  else if (ectopy_session_get_evaluation (self->session) != NULL)
    page = "judged";
  else if (state == ECTOPY_SESSION_CLASSIFYING || state == ECTOPY_SESSION_READING)
    page = "waiting";
  update_empty (self);
  update_progress (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
}

static void
evaluation_cb (EctopyEvaluatePage *self)
{
  EctopyEvaluation *evaluation = ectopy_session_get_evaluation (self->session);

  if (evaluation != NULL) {
    update_words (self, evaluation);
    describe_charts (self, evaluation);
    adw_bin_set_child (ADW_BIN (self->figures), ectopy_figures_table_new (evaluation));
    ectopy_paint_area_invalidate (self->roc);
    ectopy_paint_area_invalidate (self->precision_recall);
    ectopy_paint_area_invalidate (self->reliability);
  }
  update_page (self);
}

/* The counts of the chosen cell change with the verdicts given in it. */
static void
update_strip_title (EctopyEvaluatePage *self)
{
  const EctopyConfusion *confusion = ectopy_session_get_confusion (self->session);
  const EctopyBeatFilter filter = ectopy_session_get_filter (self->session);
  g_autofree char *sentence = NULL;

  if (!self->strip_is_ours || confusion == NULL || filter.truth >= ECTOPY_N_CLASSES ||
      filter.predicted >= ECTOPY_N_CLASSES)
    return;
  sentence = ectopy_confusion_view_sentence (confusion, filter.truth, filter.predicted);
  gtk_label_set_text (GTK_LABEL (self->strip_label), sentence);
}

static void
matrix_cb (EctopyEvaluatePage *self)
{
  if (ectopy_session_get_state (self->session) == ECTOPY_SESSION_READY)
    ectopy_confusion_view_set (self->matrix, ectopy_session_get_confusion (self->session));
  update_strip_title (self);
}

static void
state_cb (EctopyEvaluatePage *self)
{
  matrix_cb (self);
  update_page (self);
}

/* ---- The beats of a cell ---- */

static void
hide_strip (EctopyEvaluatePage *self)
{
  self->strip_is_ours = FALSE;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->strip_revealer), FALSE);
}

/* Shows the beats that pass @filter, most confident first. */
static void
show_strip (EctopyEvaluatePage *self, EctopyBeatFilter filter, const char *sentence)
{
  size_t n;

  filter.sort = ECTOPY_SORT_MOST_CONFIDENT;
  self->strip_is_ours = FALSE;
  ectopy_session_set_filter (self->session, &filter);
  self->strip_is_ours = TRUE;
  ectopy_session_get_order (self->session, &n);
  if (n > 0)
    ectopy_session_select (self->session, ectopy_session_get_order (self->session, &n)[0]);
  gtk_stack_set_visible_child_name (GTK_STACK (self->strip_stack), n > 0 ? "beats" : "none");
  gtk_label_set_text (GTK_LABEL (self->strip_label), sentence);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->strip_revealer), TRUE);
}

static void
chosen_cb (EctopyEvaluatePage *self, guint truth, guint predicted)
{
  const EctopyConfusion *confusion = ectopy_session_get_confusion (self->session);
  EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;
  g_autofree char *sentence = NULL;

  if (confusion == NULL)
    return;
  sentence = ectopy_confusion_view_sentence (confusion, truth, predicted);
  filter.truth = truth;
  filter.predicted = predicted;
  show_strip (self, filter, sentence);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyEvaluatePage *self = ECTOPY_EVALUATE_PAGE (widget);
  const char *which = g_variant_get_string (parameter, NULL);
  EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;

  if (g_str_equal (which, "none")) {
    hide_strip (self);
    ectopy_session_set_filter (self->session, &filter);
    return;
  }
  filter.agreement = g_str_equal (which, "correct") ? ECTOPY_AGREEMENT_YES : ECTOPY_AGREEMENT_NO;
  show_strip (self, filter,
              filter.agreement == ECTOPY_AGREEMENT_YES ? _ ("Beats whose class was found")
                                                       : _ ("Beats whose class was not found"));
}

static void
strip_activated_cb (EctopyEvaluatePage *self)
{
  g_signal_emit (self, signals[SHOW_BEATS], 0);
}

static void
review_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SHOW_BEATS], 0);
}

/* Somebody chose other beats in Review. */
static void
order_changed_cb (EctopyEvaluatePage *self)
{
  if (self->strip_is_ours)
    hide_strip (self);
}

/* ---- Widget ---- */

static void
protocol_cb (EctopyEvaluatePage *self)
{
  if (self->session != NULL)
    ectopy_session_set_protocol (self->session, (EctopyProtocol) gtk_drop_down_get_selected (
                                                    GTK_DROP_DOWN (self->protocol)));
}

static void
share_cb (EctopyEvaluatePage *self)
{
  ectopy_confusion_view_set_share_of_given (
      self->matrix, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->share)) == 1);
}

static void
toast_cb (EctopyEvaluatePage *self, const char *text)
{
  g_signal_emit (self, signals[TOAST], 0, text);
}

static void
judging_changed_cb (EctopyEvaluatePage *self)
{
  g_signal_emit (self, signals[JUDGING_CHANGED], 0);
}

static void
judging_closed_cb (EctopyEvaluatePage *self)
{
  self->judges_recordings = FALSE;
  if (self->session != NULL)
    update_page (self);
  judging_changed_cb (self);
}

static void
ectopy_evaluate_page_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ectopy_evaluate_page_set_session (ECTOPY_EVALUATE_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_evaluate_page_dispose (GObject *object)
{
  EctopyEvaluatePage *self = ECTOPY_EVALUATE_PAGE (object);

  g_clear_pointer (&self->writing, ectopy_job_drop);
  ectopy_evaluate_page_set_session (self, NULL);
  G_OBJECT_CLASS (ectopy_evaluate_page_parent_class)->dispose (object);
}

static void
ectopy_evaluate_page_finalize (GObject *object)
{
  g_free (ECTOPY_EVALUATE_PAGE (object)->writing_name);
  G_OBJECT_CLASS (ectopy_evaluate_page_parent_class)->finalize (object);
}

static void
ectopy_evaluate_page_class_init (EctopyEvaluatePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->set_property = ectopy_evaluate_page_set_property;
  object_class->dispose = ectopy_evaluate_page_dispose;
  object_class->finalize = ectopy_evaluate_page_finalize;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, ECTOPY_TYPE_SESSION,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  signals[SHOW_BEATS] = g_signal_new ("show-beats", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);
  signals[JUDGING_CHANGED] = g_signal_new ("judging-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "evaluate.show", "s", show_action);
  gtk_widget_class_install_action (widget_class, "evaluate.review", NULL, review_action);
  ectopy_evaluate_page_install_export (widget_class);
  g_type_ensure (ECTOPY_TYPE_COMPARISON_PAGE);
  g_type_ensure (ECTOPY_TYPE_JUDGE_PAGE);
  g_type_ensure (ECTOPY_TYPE_ERROR_BAR);
  g_type_ensure (ECTOPY_TYPE_SPLIT_BOX);
  g_type_ensure (ECTOPY_TYPE_BEAT_GALLERY);
  g_type_ensure (ECTOPY_TYPE_CONFUSION_VIEW);
  g_type_ensure (ECTOPY_TYPE_PAINT_AREA);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("evaluate-page.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyEvaluatePage, name)
  BIND (error_bar);
  BIND (stack);
  BIND (empty);
  BIND (comparison_page);
  BIND (judge_page);
  BIND (waiting_label);
  BIND (waiting_bar);
  BIND (summary);
  BIND (caution);
  BIND (origin);
  BIND (protocol);
  BIND (export_button);
  BIND (tools);
  BIND (share);
  BIND (tab_switcher);
  BIND (matrix);
  BIND (figures);
  BIND (roc);
  BIND (precision_recall);
  BIND (reliability);
  BIND (strip_revealer);
  BIND (strip_label);
  BIND (strip_stack);
  BIND (strip);
#undef BIND
}

static void
ectopy_evaluate_page_init (EctopyEvaluatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_menu_button_fill (self->export_button, "export-figures");
  ectopy_give_way (self->protocol, -1);
  ectopy_give_way (self->tools, -1);
  ectopy_give_way (self->tab_switcher, -1);
  ectopy_beat_gallery_set_strip (self->strip, TRUE);
  ectopy_paint_area_set_content_size (self->roc, 280, 280, 400, 380);
  ectopy_paint_area_set_content_size (self->precision_recall, 280, 280, 400, 380);
  ectopy_paint_area_set_content_size (self->reliability, 280, 280, 400, 380);
  ectopy_paint_area_grow_with_text (self->roc);
  ectopy_paint_area_grow_with_text (self->precision_recall);
  ectopy_paint_area_grow_with_text (self->reliability);
  ectopy_paint_area_set_func (self->roc, paint_roc, self);
  ectopy_paint_area_set_func (self->precision_recall, paint_precision_recall, self);
  ectopy_paint_area_set_func (self->reliability, paint_reliability, self);
  g_signal_connect_swapped (self->matrix, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->protocol, "notify::selected", G_CALLBACK (protocol_cb), self);
  g_signal_connect_swapped (self->share, "notify::selected", G_CALLBACK (share_cb), self);
  g_signal_connect_swapped (self->strip, "activated", G_CALLBACK (strip_activated_cb), self);
  g_signal_connect_swapped (self->comparison_page, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (self->judge_page, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (self->judge_page, "changed", G_CALLBACK (judging_changed_cb), self);
  g_signal_connect_swapped (self->judge_page, "closed", G_CALLBACK (judging_closed_cb), self);
}

void
ectopy_evaluate_page_set_session (EctopyEvaluatePage *self, EctopySession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (self->strip != NULL)
    ectopy_beat_gallery_set_session (self->strip, session);
  if (self->judge_page != NULL)
    ectopy_judge_page_set_session (self->judge_page, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (update_progress), self);
  g_signal_connect_swapped (session, "notify::evaluation", G_CALLBACK (evaluation_cb), self);
  g_signal_connect_swapped (session, "notify::model", G_CALLBACK (update_page), self);
  g_signal_connect_swapped (session, "matrix-changed", G_CALLBACK (matrix_cb), self);
  g_signal_connect_swapped (session, "beats-changed", G_CALLBACK (hide_strip), self);
  g_signal_connect_swapped (session, "order-changed", G_CALLBACK (order_changed_cb), self);
  matrix_cb (self);
  evaluation_cb (self);
}

void
ectopy_evaluate_page_set_recording_session (EctopyEvaluatePage *self,
                                            EctopyRecordingSession *session)
{
  ectopy_comparison_page_set_session (self->comparison_page, session);
}

void
ectopy_evaluate_page_show_recording (EctopyEvaluatePage *self, gboolean shown)
{
  self->shows_recording = shown;
  if (self->session != NULL)
    update_page (self);
}

void
ectopy_evaluate_page_judge_recordings (EctopyEvaluatePage *self)
{
  g_return_if_fail (ECTOPY_IS_EVALUATE_PAGE (self));

  self->judges_recordings = TRUE;
  if (self->session != NULL)
    update_page (self);
  ectopy_judge_page_focus (self->judge_page);
  judging_changed_cb (self);
}

gboolean
ectopy_evaluate_page_get_judges_recordings (EctopyEvaluatePage *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATE_PAGE (self), FALSE);

  return self->judges_recordings;
}

gboolean
ectopy_evaluate_page_has_judged (EctopyEvaluatePage *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATE_PAGE (self), FALSE);

  return ectopy_judge_page_get_evaluation (self->judge_page) != NULL;
}

void
ectopy_evaluate_page_focus_matrix (EctopyEvaluatePage *self)
{
  if (self->shows_recording && !self->judges_recordings)
    ectopy_comparison_page_focus_matrix (self->comparison_page);
}
