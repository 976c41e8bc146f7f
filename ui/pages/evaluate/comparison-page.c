/* SPDX-License-Identifier: MIT */
#include "ui/pages/evaluate/comparison-page.h"

#include "engine/evaluate/ec57-report.h"
#include "engine/evaluate/figure-text.h"
#include "ui/pages/evaluate/comparison-page-private.h"
#include "ui/paint/time-axis.h"
#include "ui/resource.h"
#include "ui/widgets/ec57-table.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/menus.h"
#include "ui/widgets/split-box.h"

#include <glib/gi18n.h>
#include <string.h>

static guint toast_signal;

G_DEFINE_FINAL_TYPE (EctopyComparisonPage, ectopy_comparison_page, ADW_TYPE_BIN)

/* ---- Words ---- */

/* Where positions are from, which lead was looked at, what a person changed. */
static void
append_test (EctopyComparisonPage *self, GString *text)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  const EctopyComparisonTest test = ectopy_comparison_get_test (self->comparison);
  size_t statuses[ECTOPY_N_BEAT_STATUSES];
  gulong n;

  if (test == ECTOPY_TEST_FILE)
    return;
  if (g_strcmp0 (findings->origin, "detector") == 0)
    /* Translators: the name of a lead. */
    g_string_append_printf (
        text,
        _ (" Beats were found by Ectopy, so that those missed and those that are "
           "none count; classified on %s."),
        findings->lead);
  else
    /* Translators: the name of an annotator, of a lead. */
    g_string_append_printf (text,
                            _ (" Beats were taken where “%s” has them, so that finding them is not "
                               "judged; classified on %s."),
                            findings->origin, findings->lead);
  ectopy_study_count_statuses (study, statuses);
  n = (gulong) (statuses[ECTOPY_BEAT_CORRECTED] + statuses[ECTOPY_BEAT_ADDED] +
                statuses[ECTOPY_BEAT_REJECTED]);
  if (test == ECTOPY_TEST_STUDY && n > 0)
    /* Translators: a number of beats. */
    g_string_append_printf (
        text, ngettext (" %lu beat was changed by hand.", " %lu beats were changed by hand.", n),
        n);
}

static void
update_words (EctopyComparisonPage *self, const EctopyEc57Record *record)
{
  const EctopyEc57Counts *counts = &record->result->counts;
  const EctopyEc57Options options = ectopy_comparison_get_result_options (self->comparison);
  const guint64 n = ectopy_ec57_counts_reference (counts, ECTOPY_EC57_O);
  g_autofree char *summary = ectopy_ec57_report_summary (counts);
  g_autofree char *count = ectopy_text_count (n);
  g_autofree char *reference = ectopy_comparison_dup_reference_name (self->comparison);
  g_autofree char *test = ectopy_comparison_dup_test_name (self->comparison);
  g_autofree char *protocol = ectopy_ec57_report_protocol (&options);
  g_autofree char *caution = NULL;
  g_autoptr (GString) origin = g_string_new (NULL);

  /* Translators: a number of beats. */
  caution = g_strdup_printf (
      ngettext ("%s beat of one recording: this says little about other people.",
                "%s beats of one recording: this says little about other people.", (gulong) n),
      count);
  /* Translators: what is judged, and by what. */
  g_string_append_printf (origin, _ ("Annotations in this recording: %s, judged by %s."), test,
                          reference);
  append_test (self, origin);
  g_strdelimit (protocol, "\n", ' ');
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_label_set_text (GTK_LABEL (self->caution), caution);
  gtk_label_set_text (GTK_LABEL (self->origin), origin->str);
  gtk_label_set_text (GTK_LABEL (self->protocol), g_strchomp (protocol));
}

/* A short recording may end before the counting begins. */
static void
update_nothing (EctopyComparisonPage *self, const EctopyEc57Record *record)
{
  const EctopyEc57Options options = ectopy_comparison_get_result_options (self->comparison);
  const gboolean is_empty = record->result->pairs->len == 0;
  g_autofree char *from = ectopy_time_text (options.from_s, 0);
  g_autofree char *length = ectopy_time_text (
      ectopy_recording_get_duration_s (ectopy_recording_session_get_recording (self->session)), 0);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->nothing, is_empty && options.from_s > 0);
  gtk_widget_set_visible (self->caution, !is_empty);
  if (!is_empty)
    return;
  if (options.from_s > 0)
    /* Translators: two times. */
    text = g_strdup_printf (
        _ ("Nothing is counted: the recording is %s long, and beats before %s are "
           "for learning."),
        length, from);
  gtk_label_set_text (GTK_LABEL (self->summary),
                      text != NULL ? text : _ ("Nothing is counted: neither side has a beat."));
}

static void
update_walk (EctopyComparisonPage *self, const EctopyEc57Record *record)
{
  guint64 n = record->result->pairs->len;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n -= record->result->counts.cells[c][c];
  count = ectopy_text_count (n);
  /* Translators: a number of mismatches. */
  text = g_strdup_printf (_ ("All Mismatches (%s)"), count);
  gtk_button_set_label (GTK_BUTTON (self->walk_button), text);
}

static void
update_empty (EctopyComparisonPage *self, EctopyComparisonState state)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (self->empty);

  gtk_widget_set_visible (self->own_button,
                          state == ECTOPY_COMPARISON_FAILED &&
                              (ectopy_comparison_has_own_marks (self->comparison) ||
                               ectopy_comparison_get_test (self->comparison) == ECTOPY_TEST_FILE));
  if (state == ECTOPY_COMPARISON_FAILED) {
    adw_status_page_set_title (page, _ ("Not Compared"));
    adw_status_page_set_description (page,
                                     _ ("The annotations could not be read: the reason is above."));
  } else {
    adw_status_page_set_title (page, _ ("Nothing to Compare With"));
    adw_status_page_set_description (
        page,
        _ ("No beats are marked in this recording’s own file. Choose a file of annotations "
           "that are taken for true, such as NAME.atr; the beats found here are then compared "
           "with them one by one."));
  }
}

/* ---- What the comparison says ---- */

static void
show_result (EctopyComparisonPage *self)
{
  const EctopyEc57Record *record = ectopy_comparison_get_record (self->comparison);

  update_words (self, record);
  update_nothing (self, record);
  update_walk (self, record);
  ectopy_confusion_view_set_ec57 (self->matrix, &record->result->counts);
  adw_bin_set_child (ADW_BIN (self->figures), ectopy_ec57_table_new (record));
}

static void
changed_cb (EctopyComparisonPage *self)
{
  const EctopyComparisonState state = ectopy_comparison_get_state (self->comparison);
  const char *page = "working";

  ectopy_comparison_page_update_choices (self);
  if (state == ECTOPY_COMPARISON_READY) {
    show_result (self);
    page = "ready";
  } else if (state == ECTOPY_COMPARISON_NO_REFERENCE || state == ECTOPY_COMPARISON_FAILED) {
    update_empty (self, state);
    page = "empty";
  }
  if (state == ECTOPY_COMPARISON_FAILED)
    ectopy_error_bar_show (self->error_bar, _ ("The annotations could not be compared"),
                           ectopy_comparison_get_failure (self->comparison));
  else
    ectopy_error_bar_clear (self->error_bar);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
  if (self->wants_focus)
    ectopy_comparison_page_focus_matrix (self);
}

static void
chosen_cb (EctopyComparisonPage *self, guint reference, guint test)
{
  ectopy_comparison_choose (self->comparison, (EctopyEc57Cell){ reference, test });
  ectopy_comparison_step (self->comparison, 1);
}

static void
share_cb (EctopyComparisonPage *self)
{
  ectopy_confusion_view_set_share_of_given (
      self->matrix, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->share)) == 1);
}

/* ---- Widget ---- */

static void
ectopy_comparison_page_map (GtkWidget *widget)
{
  EctopyComparisonPage *self = ECTOPY_COMPARISON_PAGE (widget);

  GTK_WIDGET_CLASS (ectopy_comparison_page_parent_class)->map (widget);
  if (self->comparison != NULL)
    ectopy_comparison_set_wanted (self->comparison, TRUE);
}

static void
ectopy_comparison_page_unmap (GtkWidget *widget)
{
  EctopyComparisonPage *self = ECTOPY_COMPARISON_PAGE (widget);

  if (self->comparison != NULL)
    ectopy_comparison_set_wanted (self->comparison, FALSE);
  self->wants_focus = FALSE;
  GTK_WIDGET_CLASS (ectopy_comparison_page_parent_class)->unmap (widget);
}

static void
ectopy_comparison_page_dispose (GObject *object)
{
  ectopy_comparison_page_set_session (ECTOPY_COMPARISON_PAGE (object), NULL);
  G_OBJECT_CLASS (ectopy_comparison_page_parent_class)->dispose (object);
}

static void
ectopy_comparison_page_finalize (GObject *object)
{
  g_object_unref (ECTOPY_COMPARISON_PAGE (object)->actions);
  G_OBJECT_CLASS (ectopy_comparison_page_parent_class)->finalize (object);
}

static void
ectopy_comparison_page_class_init (EctopyComparisonPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ectopy_comparison_page_dispose;
  object_class->finalize = ectopy_comparison_page_finalize;
  widget_class->map = ectopy_comparison_page_map;
  widget_class->unmap = ectopy_comparison_page_unmap;
  toast_signal = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (ECTOPY_TYPE_ERROR_BAR);
  g_type_ensure (ECTOPY_TYPE_SPLIT_BOX);
  g_type_ensure (ECTOPY_TYPE_CONFUSION_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("comparison-page.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyComparisonPage, name)
  BIND (error_bar);
  BIND (stack);
  BIND (empty);
  BIND (own_button);
  BIND (summary);
  BIND (caution);
  BIND (origin);
  BIND (protocol);
  BIND (export_button);
  BIND (reference_button);
  BIND (reference_label);
  BIND (test_button);
  BIND (test_label);
  BIND (map_button);
  BIND (map_label);
  BIND (from_button);
  BIND (from_label);
  BIND (nothing);
  BIND (walk_button);
  BIND (tools);
  BIND (share);
  BIND (matrix);
  BIND (figures);
#undef BIND
}

static void
ectopy_comparison_page_init (EctopyComparisonPage *self)
{
  /* Before the template, whose buttons look for them. */
  ectopy_comparison_page_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_menu_button_fill (self->export_button, "export-comparison");
  ectopy_menu_button_fill (self->reference_button, "reference");
  ectopy_menu_button_fill (self->test_button, "test");
  ectopy_menu_button_fill (self->map_button, "map");
  ectopy_menu_button_fill (self->from_button, "from");
  ectopy_give_way (self->tools, -1);
  ectopy_confusion_view_set_ec57 (self->matrix, NULL);
  g_signal_connect_swapped (self->matrix, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->share, "notify::selected", G_CALLBACK (share_cb), self);
}

void
ectopy_comparison_page_set_session (EctopyComparisonPage *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  self->comparison = session != NULL ? ectopy_recording_session_get_comparison (session) : NULL;
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (self->comparison, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

void
ectopy_comparison_page_focus_matrix (EctopyComparisonPage *self)
{
  self->wants_focus = !gtk_widget_get_mapped (GTK_WIDGET (self->matrix));
  if (!self->wants_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->matrix));
}
