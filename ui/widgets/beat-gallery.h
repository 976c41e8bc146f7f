/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EctopyBeatGallery:
 *
 * The beats a session shows, in its order, as a film of small traces: any number of them, for only
 * those in sight are drawn, and each only once. The chosen beat is the session's. Put it into a
 * GtkScrolledWindow. Arrows, Page keys, Home and End move the choice; a click chooses; a double click,
 * or Enter in a strip, emits `activated`.
 *
 * Property `session`.
 */
#define ECTOPY_TYPE_BEAT_GALLERY (ectopy_beat_gallery_get_type ())
G_DECLARE_FINAL_TYPE (EctopyBeatGallery, ectopy_beat_gallery, ECTOPY, BEAT_GALLERY, GtkWidget)

GtkWidget *ectopy_beat_gallery_new (void);

void ectopy_beat_gallery_set_session (EctopyBeatGallery *self, EctopySession *session);

/* Shows these beats rather than the session's order: `[n]`, copied; NULL for the order again. */
void ectopy_beat_gallery_set_rows (EctopyBeatGallery *self, const size_t *rows, size_t n);

/* Whether all beats stand in one line that is scrolled sideways. */
void ectopy_beat_gallery_set_strip (EctopyBeatGallery *self, gboolean strip);

/* Brings the chosen beat into sight. */
void ectopy_beat_gallery_show_selected (EctopyBeatGallery *self);

G_END_DECLS
