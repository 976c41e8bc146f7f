/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/guide/guide-page.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ectopy_guide_blocks_make:
 * @page: a page
 * @follow: (scope notified): called with a label, the link that was followed in it and @user_data;
 *   returns whether it did
 * @user_data: for @follow
 *
 * Returns: (transfer floating): the page as a column of labels and pictures
 */
GtkWidget *ectopy_guide_blocks_make (const EctopyGuidePage *page,
                                     gboolean (*follow) (GtkLabel *, const char *, gpointer),
                                     gpointer user_data);

G_END_DECLS
