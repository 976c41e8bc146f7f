/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/recording-tools.h"

#include "ui/pages/review/recording-page.h"
#include "ui/paint/time-axis.h"

#include <glib/gi18n.h>
#include <math.h>

/* As in the lists of the template; a free speed is the last. */
static const double speeds[] = { 12.5, 25, 50, 0 };
static const double gains[] = { 0, 2.5, 5, 10, 20, 40 };
static const double high_passes[] = { 0, 0.05, 0.5, 1 };
static const double notches[] = { 0, 50, 60 };
static const double low_passes[] = { 0, 25, 40, 100 };

static void
show_choice (GtkWidget *drop_down, const double *values, guint n, double value)
{
  guint place = 0;

  while (place < n - 1 && values[place] != value)
    place++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), place);
}

static double
get_choice (GtkWidget *drop_down, const double *values)
{
  return values[gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down))];
}

/* ---- Speed and gain ---- */

static void
view_chosen_cb (EctopyRecordingTools *tools)
{
  EctopyRecordingView view;

  if (tools->updating || tools->session == NULL)
    return;
  view = ectopy_recording_session_get_view (tools->session);
  view.speed_mm_s = get_choice (tools->speed, speeds);
  view.gain_mm_mv = get_choice (tools->gain, gains);
  ectopy_recording_session_set_view (tools->session, &view);
}

/* ---- Filter ---- */

static void
set_filter (EctopyRecordingTools *tools, const EctopyDisplayFilter *filter)
{
  EctopyTraceSource *source = ectopy_recording_session_get_source (tools->session);

  if (source != NULL)
    ectopy_trace_source_set_filter (source, filter);
  ectopy_recording_tools_update (tools);
}

static void
filter_chosen_cb (EctopyRecordingTools *tools)
{
  EctopyDisplayFilter filter;

  if (tools->updating || tools->session == NULL)
    return;
  filter.high_pass_hz = get_choice (tools->high_pass, high_passes);
  filter.notch_hz = get_choice (tools->notch, notches);
  filter.low_pass_hz = get_choice (tools->low_pass, low_passes);
  if (!ectopy_display_filter_is_none (&filter))
    tools->last_filter = filter;
  set_filter (tools, &filter);
}

void
ectopy_recording_tools_toggle_filter (EctopyRecordingTools *tools)
{
  const EctopyDisplayFilter none = { 0 };
  EctopyTraceSource *source = tools->session != NULL
                                  ? ectopy_recording_session_get_source (tools->session)
                                  : NULL;
  EctopyDisplayFilter filter;

  if (source == NULL)
    return;
  filter = ectopy_trace_source_get_filter (source);
  set_filter (tools, ectopy_display_filter_is_none (&filter) ? &tools->last_filter : &none);
}

static void
update_filter (EctopyRecordingTools *tools)
{
  EctopyTraceSource *source = ectopy_recording_session_get_source (tools->session);
  EctopyDisplayFilter filter = { 0 };
  g_autofree char *text = NULL;

  if (source != NULL)
    filter = ectopy_trace_source_get_filter (source);
  show_choice (tools->high_pass, high_passes, G_N_ELEMENTS (high_passes), filter.high_pass_hz);
  show_choice (tools->notch, notches, G_N_ELEMENTS (notches), filter.notch_hz);
  show_choice (tools->low_pass, low_passes, G_N_ELEMENTS (low_passes), filter.low_pass_hz);
  text = ectopy_display_filter_text (&filter);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (tools->filter_button),
                             ectopy_display_filter_is_none (&filter) ? _ ("No Filter") : text);
}

/* ---- Leads ---- */

static void
lead_toggled_cb (GtkCheckButton *check, gpointer user_data)
{
  EctopyRecordingTools *tools = user_data;
  const size_t lead = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (check), "lead"));

  if (!tools->updating)
    ectopy_recording_session_show_lead (tools->session, lead, gtk_check_button_get_active (check));
}

void
ectopy_recording_tools_update_leads (EctopyRecordingTools *tools)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (tools->session);
  const size_t n = recording != NULL ? ectopy_recording_get_n_leads (recording) : 0;
  GtkWidget *child;

  tools->updating = TRUE;
  while ((child = gtk_widget_get_first_child (tools->leads_box)) != NULL)
    gtk_box_remove (GTK_BOX (tools->leads_box), child);
  for (size_t lead = 0; lead < n; lead++) {
    GtkWidget *check = gtk_check_button_new_with_label (
        ectopy_recording_get_lead_name (recording, lead));

    gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                 ectopy_recording_session_is_lead_shown (tools->session, lead));
    g_object_set_data (G_OBJECT (check), "lead", GSIZE_TO_POINTER (lead));
    g_signal_connect (check, "toggled", G_CALLBACK (lead_toggled_cb), tools);
    gtk_box_append (GTK_BOX (tools->leads_box), check);
  }
  gtk_widget_set_visible (tools->leads_button, n > 1);
  tools->updating = FALSE;
}

/* ---- Time ---- */

gboolean
ectopy_recording_page_parse_time (const char *text, double *seconds)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 4);
  const guint n = g_strv_length (parts);
  double sum = 0;

  if (n == 0 || n > 3)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    char *end;
    double value;

    g_strstrip (parts[i]);
    value = g_strtod (parts[i], &end);
    if (end == parts[i] || *end != '\0' || !(value >= 0) || value > 1e7)
      return FALSE;
    sum = 60 * sum + value;
  }
  *seconds = sum;
  return TRUE;
}

static void
go_cb (EctopyRecordingTools *tools)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (tools->time_entry));
  double s;

  if (tools->session == NULL)
    return;
  if (!ectopy_recording_page_parse_time (text, &s)) {
    gtk_widget_add_css_class (tools->time_entry, "error");
    return;
  }
  gtk_popover_popdown (GTK_POPOVER (tools->time_popover));
  ectopy_recording_session_center_on (tools->session, s);
  ectopy_recording_session_set_range (tools->session, s, s);
}

static void
time_edited_cb (EctopyRecordingTools *tools)
{
  gtk_widget_remove_css_class (tools->time_entry, "error");
}

/* ---- All of them ---- */

void
ectopy_recording_tools_update (EctopyRecordingTools *tools)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (tools->session);
  g_autofree char *from = ectopy_time_text (view.start_s, 1);
  g_autofree char *length = ectopy_time_length_text (view.length_s);
  /* Translators: the time of the left edge, and how long the stretch in view is. */
  g_autofree char *time = g_strdup_printf (_ ("%s + %s"), from, length);

  tools->updating = TRUE;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (tools->time_button), time);
  show_choice (tools->speed, speeds, G_N_ELEMENTS (speeds), view.speed_mm_s);
  show_choice (tools->gain, gains, G_N_ELEMENTS (gains), view.gain_mm_mv);
  update_filter (tools);
  tools->updating = FALSE;
}

void
ectopy_recording_tools_init (EctopyRecordingTools *tools)
{
  tools->last_filter = (EctopyDisplayFilter){ .high_pass_hz = 0.5, .low_pass_hz = 40 };
  g_signal_connect_swapped (tools->speed, "notify::selected", G_CALLBACK (view_chosen_cb), tools);
  g_signal_connect_swapped (tools->gain, "notify::selected", G_CALLBACK (view_chosen_cb), tools);
  g_signal_connect_swapped (tools->high_pass, "notify::selected", G_CALLBACK (filter_chosen_cb),
                            tools);
  g_signal_connect_swapped (tools->notch, "notify::selected", G_CALLBACK (filter_chosen_cb), tools);
  g_signal_connect_swapped (tools->low_pass, "notify::selected", G_CALLBACK (filter_chosen_cb),
                            tools);
  g_signal_connect_swapped (tools->time_go, "clicked", G_CALLBACK (go_cb), tools);
  g_signal_connect_swapped (tools->time_entry, "activate", G_CALLBACK (go_cb), tools);
  g_signal_connect_swapped (tools->time_entry, "changed", G_CALLBACK (time_edited_cb), tools);
}
