/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): the figures of a classification report as a grid of labels: precision (+P),
 * recall (Se), F1 and support by class, their means, accuracy with its interval. */
GtkWidget *ectopy_figures_table_new (EctopyEvaluation *evaluation);

G_END_DECLS
