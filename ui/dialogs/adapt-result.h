/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/run/adapt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): what came of adapting a model: before and after, and which beats would change. */
GtkWidget *ectopy_adapt_result_new (const EctopyAdaptation *adaptation);

G_END_DECLS
