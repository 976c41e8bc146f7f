/* SPDX-License-Identifier: MIT */
#pragma once

/* The tools of the recording page: speed, gain, filter, leads and time; for recording-page.c only. */
#include "ui/session/recording-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyRecordingTools:
 *
 * Widgets of the page's template, and whether they follow the session just now rather than lead it.
 */
typedef struct {
  EctopyRecordingSession *session;
  gboolean updating;
  GtkWidget *time_button;
  GtkWidget *time_popover;
  GtkWidget *time_entry;
  GtkWidget *time_go;
  GtkWidget *speed;
  GtkWidget *gain;
  GtkWidget *filter_button;
  GtkWidget *high_pass;
  GtkWidget *notch;
  GtkWidget *low_pass;
  GtkWidget *leads_button;
  GtkWidget *leads_box;
  EctopyDisplayFilter last_filter; /* what the filter's key takes up again */
} EctopyRecordingTools;

/* Once, when the template's children are there. */
void ectopy_recording_tools_init (EctopyRecordingTools *tools);

/* Another recording: its leads. */
void ectopy_recording_tools_update_leads (EctopyRecordingTools *tools);

/* What the session says of view and filter. */
void ectopy_recording_tools_update (EctopyRecordingTools *tools);

void ectopy_recording_tools_toggle_filter (EctopyRecordingTools *tools);

G_END_DECLS
