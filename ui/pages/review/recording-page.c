/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/recording-page.h"

#include "engine/evaluate/figure-text.h"
#include "ui/pages/review/beat-table.h"
#include "ui/pages/review/family-pane.h"
#include "ui/pages/review/model-chips.h"
#include "ui/pages/review/recording-panel.h"
#include "ui/pages/review/recording-tools.h"
#include "ui/pages/review/review-chip.h"
#include "ui/paint/time-axis.h"
#include "ui/resource.h"
#include "ui/settings.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/overview-strip.h"
#include "ui/widgets/rate-view.h"
#include "ui/widgets/split-box.h"
#include "ui/widgets/trace-view.h"

#include <glib/gi18n.h>
#include <math.h>

struct _EctopyRecordingPage {
  AdwBin parent_instance;

  EctopyRecordingSession *session;
  EctopyRecordingTools tools;

  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *model;
  GtkWidget *chips;
  EctopyModelChips *model_chips;
  GtkWidget *class_chips[ECTOPY_N_CLASSES];
  EctopyReviewChip *review_chip;
  GtkWidget *difference_chip;
  GtkWidget *kind;
  EctopyOverviewStrip *overview;
  EctopyTraceView *trace;
  EctopyRateView *rate;
  EctopyRecordingPanel *panel;
  EctopyBeatTable *table;
  EctopyFamilyPane *families;
  GtkWidget *side_switcher;
  GtkWidget *side_stack;
};

static guint toast_signal, done_signal;

G_DEFINE_FINAL_TYPE (EctopyRecordingPage, ectopy_recording_page, ADW_TYPE_BIN)

/* ---- Words and figures ---- */

/* "MLII, V1": the first few. */
static char *
describe_leads (EctopyRecording *recording)
{
  GString *text = g_string_new (NULL);
  const size_t n = ectopy_recording_get_n_leads (recording);

  for (size_t i = 0; i < MIN (n, 3); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ectopy_recording_get_lead_name (recording, i));
  if (n > 3)
    /* Translators: leads of a recording besides those named. */
    g_string_append_printf (text, _ (" and %zu more"), n - 3);
  return g_string_free (text, FALSE);
}

static void
update_title (EctopyRecordingPage *self)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (self->session);
  g_autofree char *name = g_filename_display_basename (
      ectopy_recording_session_get_path (self->session));
  g_autofree char *leads = describe_leads (recording);
  g_autofree char *duration = ectopy_time_text (ectopy_recording_get_duration_s (recording), 0);
  /* Translators: a file, its leads, its duration, its sampling rate. */
  g_autofree char *text = g_strdup_printf (_ ("%s · %s · %s · %g Hz"), name, leads, duration,
                                           ectopy_recording_get_rate_hz (recording));
  const char *const *notes = ectopy_recording_get_notes (recording);
  g_autofree char *tip = notes[0] != NULL ? g_strjoinv ("\n", (char **) notes) : NULL;

  gtk_label_set_text (GTK_LABEL (self->title), text);
  gtk_widget_set_tooltip_text (
      self->title, tip != NULL ? tip : ectopy_recording_session_get_path (self->session));
}

static void
append_spans (GString *text, EctopyStudy *study)
{
  const GArray *spans = ectopy_study_get_spans (study);
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  g_autofree char *length = NULL;
  gint64 sum = 0;

  for (guint i = 0; i < spans->len; i++)
    sum += g_array_index (spans, EctopySpan, i).to - g_array_index (spans, EctopySpan, i).from;
  if (sum == 0)
    return;
  length = ectopy_time_length_text ((double) sum / rate);
  /* Translators: a length of time. */
  g_string_append_printf (text, _ (" · %s not analysable"), length);
}

static void
update_subtitle (EctopyRecordingPage *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  const guint n_notes = g_strv_length (
      (char **) ectopy_recording_get_notes (ectopy_study_get_recording (study)));
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_strcmp0 (findings->origin, "detector") == 0)
    g_string_append (text, _ ("beats found by Ectopy"));
  else
    /* Translators: the name of an annotator, such as "atr". */
    g_string_append_printf (text, _ ("beats as marked by “%s”"), findings->origin);
  /* Translators: the name of a lead. */
  g_string_append_printf (text, _ (" · classified on %s"), findings->lead);
  append_spans (text, study);
  if (n_notes > 0)
    /* Translators: how many oddities a reader found in a file. */
    g_string_append_printf (
        text, ngettext (" · %u note on the file", " · %u notes on the file", n_notes), n_notes);
  gtk_label_set_text (GTK_LABEL (self->subtitle), text->str);
  gtk_widget_set_tooltip_text (self->subtitle, text->str);
}

/* A link, as that is no taller than the line that it is in. */
static gboolean
model_link_cb (GtkWidget *label)
{
  gtk_widget_activate_action (label, "win.about-model", NULL);
  return TRUE;
}

/* The model's name, to be clicked; that of the adapted copy where it is used. */
static void
update_model (EctopyRecordingPage *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const EctopyFindings *findings = ectopy_study_get_findings (study);
  const EctopyAdapted *adapted = ectopy_study_get_adapted (study);
  const char *name = adapted != NULL ? adapted->model : findings->model;
  /* Translators: the name of a model. */
  g_autofree char *text = g_strdup_printf (_ ("Model: %s"),
                                           name != NULL && name[0] != '\0' ? name : "–");
  g_autofree char *markup = g_markup_printf_escaped ("<a href=\"model\">%s</a>", text);

  gtk_label_set_markup (GTK_LABEL (self->model), markup);
  ectopy_model_chips_update (self->model_chips, study);
}

static void
update_chips (EctopyRecordingPage *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  size_t counts[ECTOPY_N_CLASSES];

  ectopy_study_count (study, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *count = ectopy_text_count (counts[c]);
    /* Translators: a number of beats, and their class. */
    g_autofree char *name = g_strdup_printf (
        ngettext ("%s %s beat: go to it", "%s %s beats: go to the next", (gulong) counts[c]), count,
        ectopy_class_label_name (c));

    ectopy_class_label_set_text (gtk_button_get_child (GTK_BUTTON (self->class_chips[c])), count);
    gtk_widget_set_tooltip_text (self->class_chips[c], name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->class_chips[c]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
}

/* Only where the file has marks to differ from. */
static void
update_differences (EctopyRecordingPage *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  size_t n_compared;
  const size_t n = ectopy_study_count_differences (study, &n_compared);
  g_autofree char *count = ectopy_text_count (n);
  g_autofree char *compared = ectopy_text_count (n_compared);
  /* Translators: the number of beats whose class differs from their mark in the file. */
  g_autofree char *text = g_strdup_printf (_ ("≠ %s"), count);
  /* Translators: the same, and the number of beats that have such a mark. */
  g_autofree char *name = g_strdup_printf (
      ngettext ("%s of %s beat marked in the file differs: go to it (D)",
                "%s of %s beats marked in the file differ: go to the next (D)",
                (gulong) n_compared),
      count, compared);

  gtk_button_set_label (GTK_BUTTON (self->difference_chip), text);
  gtk_widget_set_tooltip_text (self->difference_chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->difference_chip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (self->difference_chip, n_compared > 0);
}

/* ---- Session ---- */

static void
study_changed_cb (EctopyRecordingPage *self)
{
  if (ectopy_recording_session_get_study (self->session) == NULL)
    return;
  update_subtitle (self);
  update_model (self);
  update_chips (self);
  update_differences (self);
}

static void
recording_changed_cb (EctopyRecordingPage *self)
{
  ectopy_recording_tools_update_leads (&self->tools);
  ectopy_recording_tools_update (&self->tools);
  if (ectopy_recording_session_get_recording (self->session) == NULL)
    return;
  update_title (self);
  study_changed_cb (self);
}

static void
view_changed_cb (EctopyRecordingPage *self)
{
  ectopy_recording_tools_update (&self->tools);
}

/* ---- Tools ---- */

static void
done_cb (EctopyRecordingPage *self, const char *text)
{
  g_signal_emit (self, done_signal, 0, text);
}

static void
toast (EctopyRecordingPage *self, const char *text)
{
  g_signal_emit (self, toast_signal, 0, text);
}

static const char *
nothing_text (EctopySeek kind, int by)
{
  static const char *const after[ECTOPY_N_SEEKS] = {
    N_ ("No normal beat after this one"),
    N_ ("No supraventricular beat after this one"),
    N_ ("No ventricular beat after this one"),
    N_ ("No fusion beat after this one"),
    N_ ("No paced or unclassifiable beat after this one"),
    N_ ("No ectopic beat after this one"),
    N_ ("No couplet or run after this beat"),
    N_ ("No pause after this beat"),
    N_ ("All beats have been looked at"),
    N_ ("No beat changed by hand after this one"),
    N_ ("No difference from the file after this beat"),
    N_ ("No stretch after this that is not analysable"),
  };
  static const char *const before[ECTOPY_N_SEEKS] = {
    N_ ("No normal beat before this one"),
    N_ ("No supraventricular beat before this one"),
    N_ ("No ventricular beat before this one"),
    N_ ("No fusion beat before this one"),
    N_ ("No paced or unclassifiable beat before this one"),
    N_ ("No ectopic beat before this one"),
    N_ ("No couplet or run before this beat"),
    N_ ("No pause before this beat"),
    N_ ("No beat before this one is to be reviewed"),
    N_ ("No beat changed by hand before this one"),
    N_ ("No difference from the file before this beat"),
    N_ ("No stretch before this that is not analysable"),
  };

  return _ (by > 0 ? after[kind] : before[kind]);
}

void
ectopy_recording_page_seek (EctopyRecordingPage *self, EctopySeek kind, int by)
{
  if (kind == ECTOPY_N_SEEKS)
    kind = (EctopySeek) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  if (!ectopy_recording_session_seek (self->session, kind, by))
    toast (self, nothing_text (kind, by));
}

void
ectopy_recording_page_accept_above (EctopyRecordingPage *self)
{
  ectopy_review_chip_popup (self->review_chip);
}

void
ectopy_recording_page_show_families (EctopyRecordingPage *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->side_stack), "families");
  ectopy_family_pane_show (self->families);
}

void
ectopy_recording_page_step_family (EctopyRecordingPage *self, int by)
{
  if (!ectopy_family_pane_step (self->families, by))
    toast (self, by > 0 ? _ ("No further beat of this family") : _ ("No less typical beat"));
}

void
ectopy_recording_page_toggle_filter (EctopyRecordingPage *self)
{
  ectopy_recording_tools_toggle_filter (&self->tools);
}

/* Between the chosen beat and the next, where both are in view. */
void
ectopy_recording_page_toggle_calipers (EctopyRecordingPage *self)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (self->session);
  EctopyCalipers calipers = ectopy_recording_session_get_calipers (self->session);
  const gboolean is_new = calipers.to_s <= view.start_s ||
                          calipers.from_s >= view.start_s + view.length_s ||
                          calipers.from_s == calipers.to_s;

  calipers.is_on = !calipers.is_on;
  if (calipers.is_on && is_new) {
    calipers.from_s = view.start_s + 0.45 * view.length_s;
    calipers.to_s = view.start_s + 0.55 * view.length_s;
    calipers.from_mv = 0;
    calipers.to_mv = 1;
  }
  ectopy_recording_session_set_calipers (self->session, &calipers);
}

void
ectopy_recording_page_go_to_time (EctopyRecordingPage *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->tools.time_button));
  gtk_widget_grab_focus (self->tools.time_entry);
}

void
ectopy_recording_page_focus_trace (EctopyRecordingPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->trace));
}

/* Pixels of the bar that the preferences have measured. */
#define BAR_PX 300.0

static void
update_screen (EctopyRecordingPage *self)
{
  const double bar = g_settings_get_double (ectopy_settings (), "screen-bar-mm");

  ectopy_trace_view_set_mm (self->trace, bar > 0 ? CLAMP (BAR_PX / bar, 1, 12) : ECTOPY_SCREEN_MM);
}

/* ---- Widget ---- */

/* (transfer none): a chip that goes to the next of a kind, as win.seek has it. */
static GtkWidget *
add_chip (EctopyRecordingPage *self, const char *target)
{
  GtkWidget *chip = gtk_button_new ();

  gtk_widget_add_css_class (chip, "chip");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "win.seek");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "s", target);
  gtk_box_append (GTK_BOX (self->chips), chip);
  return chip;
}

static void
add_chips (EctopyRecordingPage *self)
{
  self->model_chips = ectopy_model_chips_new ();
  gtk_box_append (GTK_BOX (self->chips), GTK_WIDGET (self->model_chips));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const char target[3] = { '+', ectopy_beat_class_letter (c), '\0' };

    self->class_chips[c] = add_chip (self, target);
    gtk_button_set_child (GTK_BUTTON (self->class_chips[c]), ectopy_class_label_new (c));
  }
  self->difference_chip = add_chip (self, "+differs");
  self->review_chip = g_object_new (ECTOPY_TYPE_REVIEW_CHIP, NULL);
  gtk_box_append (GTK_BOX (self->chips), GTK_WIDGET (self->review_chip));
  g_signal_connect_swapped (self->review_chip, "done", G_CALLBACK (done_cb), self);
}

static void
ectopy_recording_page_dispose (GObject *object)
{
  ectopy_recording_page_set_session (ECTOPY_RECORDING_PAGE (object), NULL);
  G_OBJECT_CLASS (ectopy_recording_page_parent_class)->dispose (object);
}

static void
ectopy_recording_page_class_init (EctopyRecordingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_recording_page_dispose;
  toast_signal = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (ECTOPY_TYPE_SPLIT_BOX);
  g_type_ensure (ECTOPY_TYPE_OVERVIEW_STRIP);
  g_type_ensure (ECTOPY_TYPE_TRACE_VIEW);
  g_type_ensure (ECTOPY_TYPE_RATE_VIEW);
  g_type_ensure (ECTOPY_TYPE_RECORDING_PANEL);
  g_type_ensure (ECTOPY_TYPE_BEAT_TABLE);
  g_type_ensure (ECTOPY_TYPE_FAMILY_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("recording-page.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPage, name)
#define BIND_TOOL(name)                                                                            \
  gtk_widget_class_bind_template_child_full (widget_class, #name, FALSE,                           \
                                             G_STRUCT_OFFSET (EctopyRecordingPage, tools) +        \
                                                 G_STRUCT_OFFSET (EctopyRecordingTools, name))
  BIND (title);
  BIND (subtitle);
  BIND (model);
  BIND (chips);
  BIND (kind);
  BIND (overview);
  BIND (trace);
  BIND (rate);
  BIND (panel);
  BIND (table);
  BIND (families);
  BIND (side_switcher);
  BIND (side_stack);
  BIND_TOOL (time_button);
  BIND_TOOL (time_popover);
  BIND_TOOL (time_entry);
  BIND_TOOL (time_go);
  BIND_TOOL (speed);
  BIND_TOOL (gain);
  BIND_TOOL (filter_button);
  BIND_TOOL (high_pass);
  BIND_TOOL (notch);
  BIND_TOOL (low_pass);
  BIND_TOOL (leads_button);
  BIND_TOOL (leads_box);
#undef BIND_TOOL
#undef BIND
}

static void
ectopy_recording_page_init (EctopyRecordingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_give_way (self->side_switcher, -1);
  add_chips (self);
  g_signal_connect (self->model, "activate-link", G_CALLBACK (model_link_cb), NULL);
  g_signal_connect_swapped (self->families, "done", G_CALLBACK (done_cb), self);
  ectopy_recording_tools_init (&self->tools);
  g_signal_connect_object (ectopy_settings (), "changed::screen-bar-mm", G_CALLBACK (update_screen),
                           self, G_CONNECT_SWAPPED);
  update_screen (self);
}

void
ectopy_recording_page_set_session (EctopyRecordingPage *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  self->tools.session = session;
  ectopy_overview_strip_set_session (self->overview, session);
  ectopy_trace_view_set_session (self->trace, session);
  ectopy_rate_view_set_session (self->rate, session);
  ectopy_recording_panel_set_session (self->panel, session);
  ectopy_beat_table_set_session (self->table, session);
  ectopy_family_pane_set_session (self->families, session);
  ectopy_review_chip_set_session (self->review_chip, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (recording_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (session, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (session, "trace-changed", G_CALLBACK (view_changed_cb), self);
  recording_changed_cb (self);
}
