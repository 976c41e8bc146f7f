/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyErrorBar:
 *
 * A line at the top of a page that says what went wrong, where, and what to do; it can be copied and
 * closed. Hidden until there is something to say.
 */
#define ECTOPY_TYPE_ERROR_BAR (ectopy_error_bar_get_type ())
G_DECLARE_FINAL_TYPE (EctopyErrorBar, ectopy_error_bar, ECTOPY, ERROR_BAR, AdwBin)

GtkWidget *ectopy_error_bar_new (void);

/* Shows @title, a short phrase, and @details, a sentence; in place of what it said before. */
void ectopy_error_bar_show (EctopyErrorBar *self, const char *title, const char *details);

void ectopy_error_bar_clear (EctopyErrorBar *self);

/* (nullable) (transfer none): the sentence shown. */
const char *ectopy_error_bar_get_details (EctopyErrorBar *self);

G_END_DECLS
