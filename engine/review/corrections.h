/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/verdict.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyEdit:
 * @row: which beat, from 0
 * @before: what stood there
 * @after: what stands there now
 *
 * One act on one beat. Acts on several beats at once are several edits of one @step.
 */
typedef struct {
  size_t row;
  EctopyVerdict before;
  EctopyVerdict after;
  guint64 step;
} EctopyEdit;

#define ECTOPY_TYPE_CORRECTIONS (ectopy_corrections_get_type ())
G_DECLARE_FINAL_TYPE (EctopyCorrections, ectopy_corrections, ECTOPY, CORRECTIONS, GObject)

/**
 * ectopy_corrections_new:
 * @n_rows: beats that can be spoken about
 *
 * What a person says about the beats of a file, kept apart from the labels in it and from what a
 * model predicts, with the time of each act; undone and redone without limit. One thread.
 *
 * Signals: `changed (guint64 row)` after each change of a verdict, with the row.
 *
 * Properties: `n-verdicts` (guint64), `can-undo`, `can-redo`, `is-saved`.
 */
EctopyCorrections *ectopy_corrections_new (size_t n_rows);

size_t ectopy_corrections_get_n_rows (EctopyCorrections *self);

/* Beats with a verdict, of either kind; and those of which the class was corrected. */
size_t ectopy_corrections_get_n_verdicts (EctopyCorrections *self);
size_t ectopy_corrections_get_n_corrected (EctopyCorrections *self);

/* What has been said about @row; of kind %ECTOPY_VERDICT_NONE if nothing. */
EctopyVerdict ectopy_corrections_get (EctopyCorrections *self, size_t row);

/**
 * ectopy_corrections_set:
 * @self: corrections
 * @row: which beat
 * @kind: a verdict, or %ECTOPY_VERDICT_NONE to take it back
 * @beat_class: the class; heeded unless @kind is none
 *
 * Says something about a beat, now. What was undone before can then no longer be redone. Saying the
 * same again changes nothing.
 *
 * Returns: whether anything changed
 */
gboolean ectopy_corrections_set (EctopyCorrections *self,
                                 size_t row,
                                 EctopyVerdictKind kind,
                                 guint beat_class);

/* Makes the edits until ectopy_corrections_end_group() one step of undo. May not be nested. */
void ectopy_corrections_begin_group (EctopyCorrections *self);
void ectopy_corrections_end_group (EctopyCorrections *self);

/* Takes the last step back, or makes it again. Returns: the row it was about (of several the first),
 * or G_MAXSIZE if there is none. */
size_t ectopy_corrections_undo (EctopyCorrections *self);
size_t ectopy_corrections_redo (EctopyCorrections *self);

gboolean ectopy_corrections_can_undo (EctopyCorrections *self);
gboolean ectopy_corrections_can_redo (EctopyCorrections *self);

/* (transfer none): the edits that stand, in the order they were made. */
const EctopyEdit *ectopy_corrections_get_edits (EctopyCorrections *self, size_t *n_edits);

/* Whether what stands is what was last saved or loaded. */
gboolean ectopy_corrections_is_saved (EctopyCorrections *self);

/**
 * ectopy_corrections_apply:
 * @self: corrections
 * @labels: (inout): `[n_rows]`: classes, those with a verdict replaced
 *
 * Returns: how many labels became another
 */
size_t ectopy_corrections_apply (EctopyCorrections *self, guint8 *labels);

/* (transfer full) (nullable): a sentence for reports on how many beats count with what the reader said;
 * NULL if nothing was said. */
char *ectopy_corrections_dup_note (EctopyCorrections *self);

G_END_DECLS
