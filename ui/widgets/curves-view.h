/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/training-log.h"
#include "ui/widgets/paint-area.h"

G_BEGIN_DECLS

/**
 * EctopyCurvesView:
 *
 * The curves of a run, with others to compare with; the epoch under the pointer, or chosen by the
 * arrow keys, shows its values. The charts are kept as a picture while they do not change, so that
 * moving the pointer paints the little table only.
 */
#define ECTOPY_TYPE_CURVES_VIEW (ectopy_curves_view_get_type ())
G_DECLARE_FINAL_TYPE (EctopyCurvesView, ectopy_curves_view, ECTOPY, CURVES_VIEW, EctopyPaintArea)

GtkWidget *ectopy_curves_view_new (void);

/**
 * ectopy_curves_view_set_log:
 * @self: a view
 * @log: (nullable): copied; NULL for none yet
 * @n_planned: epochs asked for; 0 for unknown
 */
void
ectopy_curves_view_set_log (EctopyCurvesView *self, const EctopyTrainingLog *log, guint n_planned);

/* Another run, painted behind this one; @log is copied. */
void ectopy_curves_view_add_other (EctopyCurvesView *self,
                                   const char *name,
                                   const EctopyTrainingLog *log);

void ectopy_curves_view_clear_others (EctopyCurvesView *self);

/* The epoch whose values are shown; 0 for none. */
guint ectopy_curves_view_get_hovered (EctopyCurvesView *self);
void ectopy_curves_view_set_hovered (EctopyCurvesView *self, guint epoch);

/* Writes what is shown, by the suffix of @path: as ectopy_curves_write_compared(). */
gboolean ectopy_curves_view_write (EctopyCurvesView *self, const char *path, GError **error);

G_END_DECLS
