/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/recording-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @options: what was told: the rate, or the unit (a static text) and, for "adu", the gain. */
typedef void (*EctopyRecordingNeedsFunc) (const EctopyRecordingOptions *options,
                                          gpointer user_data);

/**
 * ectopy_recording_needs_show:
 * @parent: any widget of the window; @func is not called after it is gone
 * @details: what the file does not tell
 * @asks_rate: whether the rate is asked for, rather than the unit
 * @func: called when it was told; not when the question was closed
 * @user_data: for @func
 *
 * Asks for what a table of samples does not tell of itself.
 */
void ectopy_recording_needs_show (GtkWidget *parent,
                                  const char *details,
                                  gboolean asks_rate,
                                  EctopyRecordingNeedsFunc func,
                                  gpointer user_data);

G_END_DECLS
