/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ectopy_model_card_show:
 * @parent: any widget of the window
 * @model: a model
 * @note: (nullable): a sentence to stand first
 *
 * Shows what is to be known of a model: what it is, what it has learned from and how, its figures and what they
 * do not mean. All of it can be selected, and copied at once.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *ectopy_model_card_show (GtkWidget *parent, EctopyModel *model, const char *note);

G_END_DECLS
