/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyFamilyPane:
 *
 * The families of a recording's beats as cards; below them the beats of the chosen family, those least like
 * the others first. The keys of the classes and Enter are about the whole family while a card has the
 * keyboard.
 *
 * Signals: `done (const char *text)`: something was done to many beats: what to say, beside an offer to
 * undo.
 */
#define ECTOPY_TYPE_FAMILY_PANE (ectopy_family_pane_get_type ())
G_DECLARE_FINAL_TYPE (EctopyFamilyPane, ectopy_family_pane, ECTOPY, FAMILY_PANE, AdwBin)

void ectopy_family_pane_set_session (EctopyFamilyPane *self, EctopyRecordingSession *session);

/* Puts the keyboard onto the cards; finds the families first where there are none or they are out of
 * date. */
void ectopy_family_pane_show (EctopyFamilyPane *self);

/* Goes to the next (@by 1) or previous (-1) beat of the family of the chosen beat, or of the chosen family.
 * Returns: whether there was one. */
gboolean ectopy_family_pane_step (EctopyFamilyPane *self, int by);

G_END_DECLS
