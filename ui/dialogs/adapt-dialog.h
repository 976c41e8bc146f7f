/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/run/adapt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyAdaptUseFunc:
 * @adaptation: what is to be used; the callee may take its word out of it
 * @user_data: the caller's
 */
typedef void (*EctopyAdaptUseFunc) (EctopyAdaptation *adaptation, gpointer user_data);

/**
 * ectopy_adapt_dialog_show:
 * @parent: any widget of the window
 * @input: (transfer full): what to adapt to
 * @model: what to adapt
 * @n_threads: at most; 0 for all processors
 * @folder: (nullable): where to propose to save the copy
 * @use: called if the person wants the copy for this recording, before the dialog closes
 * @user_data: for @use
 *
 * Adapts in the background, shows how far it is, then what came of it, and lets the person choose: use the copy,
 * save it, or nothing. Closed in any other way, nothing is kept. It goes with the window.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *ectopy_adapt_dialog_show (GtkWidget *parent,
                                     EctopyAdaptInput *input,
                                     EctopyModel *model,
                                     guint n_threads,
                                     GFile *folder,
                                     EctopyAdaptUseFunc use,
                                     gpointer user_data);

G_END_DECLS
