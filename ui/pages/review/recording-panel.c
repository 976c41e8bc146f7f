/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/recording-panel.h"

#include "engine/evaluate/figure-text.h"
#include "engine/signal/beat-shape.h"
#include "ui/pages/review/beat-table.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/ecg-paper.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-layout.h"
#include "ui/resource.h"
#include "ui/settings.h"
#include "ui/widgets/class-buttons.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/paint-area.h"

#include <glib/gi18n.h>
#include <math.h>

/* What is shown around the mark, seconds. */
#define BEFORE_S 0.5
#define AFTER_S  0.9

/* The mean beat: how far it goes on after the mark, and of how many beats at most it is made. */
#define MEAN_AFTER_S 0.4
#define MEAN_BEATS   300

#define BUTTON_CHARS 16 /* that the words on a button ask for; the trace comes first */

struct _EctopyRecordingPanel {
  AdwBin parent_instance;

  EctopyRecordingSession *session;

  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *several;
  EctopyPaintArea *sheet;
  EctopyPaintArea *bars;
  GtkWidget *class_buttons;
};

G_DEFINE_FINAL_TYPE (EctopyRecordingPanel, ectopy_recording_panel, ADW_TYPE_BIN)

static EctopyStudy *
get_study (EctopyRecordingPanel *self)
{
  return self->session != NULL ? ectopy_recording_session_get_study (self->session) : NULL;
}

/* The chosen beat, %ECTOPY_NO_BEAT without one or without a study. */
static guint32
get_beat (EctopyRecordingPanel *self)
{
  return get_study (self) != NULL ? ectopy_recording_session_get_selected (self->session)
                                  : ECTOPY_NO_BEAT;
}

/* ---- Pictures ---- */

static EctopyTraceBeat
trace_beat (EctopyStudy *study, guint32 beat, double rate)
{
  const EctopyBeatState state = ectopy_study_get_beat (study, beat);

  return (EctopyTraceBeat){
    .time_s = (double) state.sample / rate,
    .rr_before_s = (double) NAN,
    .beat_class = state.beat_class,
    .reference = ECTOPY_CLASS_NONE,
    .mark = state.status == ECTOPY_BEAT_PREDICTED  ? ECTOPY_MARK_HOLLOW
            : state.status == ECTOPY_BEAT_ACCEPTED ? ECTOPY_MARK_PLAIN
                                                   : ECTOPY_MARK_RINGED,
    .is_rejected = state.status == ECTOPY_BEAT_REJECTED,
  };
}

/* Marks of beats of that class that count, evenly over the recording. */
static GArray *
choose_marks (EctopyStudy *study, guint beat_class)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (gint64));
  size_t counts[ECTOPY_N_CLASSES], n, seen = 0, every;
  const guint32 *counted = ectopy_study_get_counted (study, &n);

  ectopy_study_count (study, counts);
  every = beat_class < ECTOPY_N_CLASSES ? counts[beat_class] / MEAN_BEATS + 1 : 1;
  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, counted[i]);

    if (state.beat_class == beat_class && seen++ % every == 0)
      g_array_append_val (marks, state.sample);
  }
  return marks;
}

/* The mean beat of the class, as a broad line behind the beat, at its height. */
static void
paint_mean (EctopyRecordingPanel *self,
            cairo_t *cr,
            const EctopyTraceScene *scene,
            size_t lead,
            const EctopyPalette *palette,
            double width,
            double height)
{
  EctopyStudy *study = get_study (self);
  EctopyRecording *recording = ectopy_study_get_recording (study);
  const double rate = ectopy_recording_get_rate_hz (recording);
  const EctopyBeatState state = ectopy_study_get_beat (study, get_beat (self));
  const size_t length = (size_t) ((BEFORE_S + MEAN_AFTER_S) * rate);
  const gint64 before = (gint64) (BEFORE_S * rate);
  g_autoptr (GArray) marks = choose_marks (study, state.beat_class);
  g_autofree float *mean = g_new (float, length);
  EctopyColor color = palette->muted;
  EctopyTraceLayout layout;
  double level = 0;

  if (marks->len < 2 || length < 2 ||
      ectopy_beats_mean (ectopy_recording_get_samples (recording, lead),
                         ectopy_recording_get_n_samples (recording), (const gint64 *) marks->data,
                         marks->len, before, length, mean) < 2)
    return;
  for (size_t i = 0; i < scene->leads[0].n_samples; i++)
    level += (double) scene->leads[0].samples[i] / (double) scene->leads[0].n_samples;
  if (!isfinite (level))
    return;
  ectopy_trace_layout_init (&layout, scene, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, layout.top, width, layout.bottom - layout.top);
  cairo_clip (cr);
  for (size_t i = 0; i < length; i++)
    cairo_line_to (
        cr,
        ectopy_trace_layout_x (&layout, scene,
                               scene->beats[0].time_s + (double) ((gint64) i - before) / rate),
        ectopy_trace_layout_y (&layout, scene, 0, level + (double) mean[i]));
  color.alpha = 0.35;
  ectopy_color_set (cr, color);
  cairo_set_line_width (cr, 4);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_beat (EctopyRecordingPanel *self,
            cairo_t *cr,
            const EctopyPalette *palette,
            double width,
            double height)
{
  EctopyStudy *study = get_study (self);
  EctopyTraceSource *source = ectopy_recording_session_get_source (self->session);
  EctopyRecording *recording = ectopy_study_get_recording (study);
  const double rate = ectopy_recording_get_rate_hz (recording);
  const gint64 n_samples = (gint64) ectopy_recording_get_n_samples (recording);
  const EctopyTraceBeat beat = trace_beat (study, get_beat (self), rate);
  const gint64 first = MAX ((gint64) ((beat.time_s - BEFORE_S) * rate), 0);
  const gint64 end = MIN ((gint64) ((beat.time_s + AFTER_S) * rate) + 1, n_samples);
  size_t lead = ectopy_recording_find_lead (recording, ectopy_study_get_findings (study)->lead,
                                            NULL);
  float low = INFINITY, high = -INFINITY;
  EctopyTraceLead trace;
  EctopyTraceScene scene;

  if (lead == G_MAXSIZE)
    lead = 0;
  trace = (EctopyTraceLead){
    .name = ectopy_recording_get_lead_name (recording, lead),
    .unit = ectopy_recording_get_lead_unit (recording, lead),
    .samples = ectopy_trace_source_get_samples (source, lead, (size_t) first,
                                                (size_t) (end - first)),
    .n_samples = (size_t) (end - first),
    .first_s = (double) first / rate,
    .rate_hz = rate,
  };
  for (size_t i = 0; i < trace.n_samples; i++) {
    low = fminf (low, trace.samples[i]);
    high = fmaxf (high, trace.samples[i]);
  }
  scene = (EctopyTraceScene){
    .start_s = beat.time_s - BEFORE_S,
    .length_s = BEFORE_S + AFTER_S,
    .mm = width / ((BEFORE_S + AFTER_S) * ECTOPY_PAPER_SPEED),
    .font_size = ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.8,
    .leads = &trace,
    .n_leads = 1,
    .beats = &beat,
    .n_beats = 1,
    .n_in_view = 1,
    .range = { (double) NAN, (double) NAN },
  };
  trace.middle = isfinite (low) ? ((double) low + (double) high) / 2 : 0;
  /* The largest gain of the usual ones at which the beat and the pulse of 1 mV have room. */
  trace.gain_mm = 20;
  while (trace.gain_mm > 1 &&
         (isfinite (low) ? MAX ((double) (high - low), 1) : 1) * trace.gain_mm * scene.mm >
             0.7 * height)
    trace.gain_mm /= 2;
  ectopy_trace_paint_paper (cr, &scene, palette, width, height);
  if (g_settings_get_boolean (ectopy_settings (), "show-mean"))
    paint_mean (self, cr, &scene, lead, palette, width, height);
  ectopy_trace_paint_signal (cr, &scene, palette, width, height);
}

static void
paint_sheet (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer data)
{
  EctopyRecordingPanel *self = data;

  if (get_beat (self) != ECTOPY_NO_BEAT)
    paint_beat (self, cr, palette, width, height);
  else
    ectopy_ecg_paper_paint (cr, palette, 0, 0, width, height, height / 2,
                            width / ((BEFORE_S + AFTER_S) * ECTOPY_PAPER_SPEED));
}

static void
paint_bars (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer data)
{
  EctopyRecordingPanel *self = data;
  const guint32 beat = get_beat (self);
  const EctopyFoundBeat *found = beat != ECTOPY_NO_BEAT
                                     ? ectopy_study_get_found (get_study (self), beat)
                                     : NULL;

  ectopy_probability_bars_paint (cr, found != NULL ? found->probabilities : NULL,
                                 found != NULL ? found->beat_class : ECTOPY_CLASS_NONE, palette,
                                 width, height,
                                 ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.85);
}

/* ---- Words ---- */

/* "RR 612 / 980 ms · 98 bpm": before, after, and the rate from the one before. */
static void
append_intervals (GString *text, EctopyStudy *study, guint32 beat)
{
  const double before = ectopy_study_get_rr_before (study, beat);
  const double after = ectopy_study_get_rr_after (study, beat);
  g_autofree char *first = isfinite (before) ? g_strdup_printf ("%.0f", 1000 * before)
                                             : g_strdup ("–");
  g_autofree char *second = isfinite (after) ? g_strdup_printf ("%.0f", 1000 * after)
                                             : g_strdup ("–");

  /* Translators: the intervals before and after a beat. */
  g_string_append_printf (text, _ ("RR %s / %s ms"), first, second);
  if (isfinite (before))
    /* Translators: beats a minute. */
    g_string_append_printf (text, _ (" · %.0f bpm"), 60 / before);
  g_string_append (text, "\n");
}

static void
append_prediction (GString *text, EctopyStudy *study, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (study, beat);
  g_autofree char *confidence = NULL;

  if (found == NULL) {
    g_string_append (text, _ ("Added by hand."));
    return;
  }
  if (found->beat_class >= ECTOPY_N_CLASSES) {
    g_string_append (text, _ ("Not classified."));
    return;
  }
  confidence = ectopy_beat_confidence_text ((double) found->probabilities[found->beat_class]);
  /* Translators: a class such as "ventricular", and how sure: "97 %". */
  g_string_append_printf (text, _ ("Predicted: %s, %s sure."),
                          ectopy_class_label_name (found->beat_class), confidence);
  if (found->code != 0)
    /* Translators: what the file says of a beat, such as "A (atrial premature beat)". */
    g_string_append_printf (text, _ (" In the file: %c (%s)."),
                            ectopy_annotation_code_symbol (found->code),
                            _ (ectopy_annotation_code_name (found->code)));
}

static char *
describe_beat (EctopyStudy *study, guint32 beat)
{
  GString *text = g_string_new (NULL);
  const EctopyBeatState state = ectopy_study_get_beat (study, beat);

  append_intervals (text, study, beat);
  append_prediction (text, study, beat);
  if (state.status == ECTOPY_BEAT_REJECTED)
    g_string_append (text, _ (" Rejected: no beat."));
  else if (!ectopy_study_counts (study, beat))
    g_string_append (text, _ (" In a stretch that is not analysable: not counted."));
  else if (state.status == ECTOPY_BEAT_ACCEPTED)
    g_string_append (text, _ (" Accepted."));
  else if (state.status == ECTOPY_BEAT_CORRECTED)
    g_string_append (text, _ (" Corrected by hand."));
  if (ectopy_study_is_moved (study, beat))
    g_string_append (text, _ (" Moved."));
  return g_string_free (text, FALSE);
}

static void
update_several (EctopyRecordingPanel *self)
{
  size_t n = 0;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (get_study (self) != NULL)
    ectopy_recording_session_get_selection (self->session, &n);
  gtk_widget_set_visible (self->several, n > 1);
  if (n <= 1)
    return;
  count = ectopy_text_count (n);
  /* Translators: a number of beats. */
  text = g_strdup_printf (ngettext ("%s beat is chosen: what you say goes for it.",
                                    "%s beats are chosen: what you say goes for all of them.",
                                    (gulong) n),
                          count);
  gtk_label_set_text (GTK_LABEL (self->several), text);
}

static void
update_words (EctopyRecordingPanel *self)
{
  EctopyStudy *study = get_study (self);
  const guint32 beat = get_beat (self);
  g_autofree char *time = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  EctopyBeatState state;

  update_several (self);
  if (beat == ECTOPY_NO_BEAT) {
    gtk_label_set_text (GTK_LABEL (self->title), _ ("No beat chosen"));
    gtk_label_set_text (GTK_LABEL (self->subtitle), "");
    ectopy_paint_area_describe (self->sheet, _ ("No beat chosen"));
    return;
  }
  state = ectopy_study_get_beat (study, beat);
  time = ectopy_time_text (
      (double) state.sample / ectopy_recording_get_rate_hz (ectopy_study_get_recording (study)), 2);
  /* Translators: the time of a beat, and its class. */
  title = g_strdup_printf (_ ("%s: %s"), time, ectopy_class_label_name (state.beat_class));
  subtitle = describe_beat (study, beat);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  ectopy_paint_area_describe (self->sheet, subtitle);
}

static void
update (EctopyRecordingPanel *self)
{
  update_words (self);
  ectopy_paint_area_invalidate (self->sheet);
  ectopy_paint_area_invalidate (self->bars);
}

/* ---- Widget ---- */

static void
ectopy_recording_panel_dispose (GObject *object)
{
  ectopy_recording_panel_set_session (ECTOPY_RECORDING_PANEL (object), NULL);
  G_OBJECT_CLASS (ectopy_recording_panel_parent_class)->dispose (object);
}

static void
ectopy_recording_panel_class_init (EctopyRecordingPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_recording_panel_dispose;
  g_type_ensure (ECTOPY_TYPE_PAINT_AREA);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("recording-panel.ui"));
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, title);
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, subtitle);
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, several);
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, sheet);
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, bars);
  gtk_widget_class_bind_template_child (widget_class, EctopyRecordingPanel, class_buttons);
}

static void
ectopy_recording_panel_init (EctopyRecordingPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_give_way (GTK_WIDGET (self), BUTTON_CHARS);
  ectopy_class_buttons_fill (GTK_BOX (self->class_buttons));
  ectopy_paint_area_set_content_size (self->sheet, 280, 170, 380, 210);
  ectopy_paint_area_set_content_size (self->bars, 200, 112, 380, 124);
  ectopy_paint_area_grow_with_text (self->sheet);
  ectopy_paint_area_grow_with_text (self->bars);
  ectopy_paint_area_set_func (self->sheet, paint_sheet, self);
  ectopy_paint_area_set_func (self->bars, paint_bars, self);
  g_signal_connect_object (ectopy_settings (), "changed::show-mean",
                           G_CALLBACK (ectopy_paint_area_invalidate), self->sheet,
                           G_CONNECT_SWAPPED);
  update_words (self);
}

void
ectopy_recording_panel_set_session (EctopyRecordingPanel *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "trace-changed", G_CALLBACK (update), self);
  update (self);
}
