/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first beats of a family that are shown; the keys go through all. */
#define ECTOPY_FAMILY_BEATS_SHOWN 600

/* Beats of a family in a grid, each before the mean of the family, with its time; what is chosen in it is
 * chosen in the session, and the other way round. */
typedef struct _EctopyFamilyBeatsView EctopyFamilyBeatsView;

/* (transfer full): fills @grid, which must live as long. */
EctopyFamilyBeatsView *ectopy_family_beats_view_new (GtkGridView *grid);
void ectopy_family_beats_view_free (EctopyFamilyBeatsView *view);

/* @session: (nullable) */
void ectopy_family_beats_view_set_session (EctopyFamilyBeatsView *view,
                                           EctopyRecordingSession *session);

/* @beats: `[n]`: in which order. @mean: (nullable): `[length]`: copied. */
void ectopy_family_beats_view_set_beats (EctopyFamilyBeatsView *view,
                                         const guint32 *beats,
                                         size_t n,
                                         const float *mean,
                                         size_t length);

void
ectopy_family_beats_view_set_range (EctopyFamilyBeatsView *view, double low_mv, double high_mv);

/* Beats have other classes. */
void ectopy_family_beats_view_refresh (EctopyFamilyBeatsView *view);

G_END_DECLS
