/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @path: the recording that was chosen. */
typedef void (*EctopyRecordingListFunc) (const char *path, gpointer user_data);

/**
 * ectopy_recording_list_show:
 * @parent: any widget of the window; @func is not called after it is gone
 * @folder: whose recordings they are
 * @paths: (array zero-terminated=1): recordings
 * @func: called when one is chosen; the list stays, so that others can be chosen after it
 * @user_data: for @func
 *
 * Shows the recordings of a folder, to be opened one after another.
 */
void ectopy_recording_list_show (GtkWidget *parent,
                                 const char *folder,
                                 char **paths,
                                 EctopyRecordingListFunc func,
                                 gpointer user_data);

G_END_DECLS
