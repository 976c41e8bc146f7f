/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyGuideWindow:
 *
 * The user guide in a window of its own: its contents with a search, and one page at a time, with
 * pictures and links. It reads the very pages that help browsers read, so that it is there in a
 * sandbox and where no help browser is.
 */
#define ECTOPY_TYPE_GUIDE_WINDOW (ectopy_guide_window_get_type ())
G_DECLARE_FINAL_TYPE (EctopyGuideWindow, ectopy_guide_window, ECTOPY, GUIDE_WINDOW, AdwWindow)

/**
 * ectopy_guide_show:
 * @parent: any widget of the window that asks
 * @page: (nullable): id of the page to begin with; NULL for the contents
 *
 * Shows the guide over the window of @parent; one that is open already goes to @page.
 *
 * Returns: (transfer none): the guide's window
 */
EctopyGuideWindow *ectopy_guide_show (GtkWidget *parent, const char *page);

/* Goes to a page; NULL for the contents. */
void ectopy_guide_window_go_to (EctopyGuideWindow *self, const char *page);

/* (nullable): the id of the page shown; NULL for the contents. */
const char *ectopy_guide_window_get_page (EctopyGuideWindow *self);

G_END_DECLS
