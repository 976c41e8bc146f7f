/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"
#include "engine/learn/model.h"
#include "engine/review/beat-order.h"
#include "engine/review/class-shape.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the window is busy with. */
typedef enum {
  ECTOPY_SESSION_EMPTY,       /* no file */
  ECTOPY_SESSION_READING,     /* a file is being read; another may still be open */
  ECTOPY_SESSION_CLASSIFYING, /* beats are there, their classes come */
  ECTOPY_SESSION_READY,
} EctopySessionState;

#define ECTOPY_NO_ROW G_MAXSIZE

#define ECTOPY_TYPE_SESSION (ectopy_session_get_type ())
G_DECLARE_FINAL_TYPE (EctopySession, ectopy_session, ECTOPY, SESSION, GObject)

/**
 * ectopy_session_new:
 *
 * What is open and what is selected: the only thing that the pages of a window share. Main thread.
 *
 * Properties (all notify): `state`, `selected` (guint64, G_MAXUINT64 for none), `model`, `dataset`,
 * `evaluation`, `progress` (0 to 1 of the present work).
 *
 * Signals:
 * - `beats-changed`: other beats, or none: all that was drawn is void
 * - `facts-changed (guint64 first, guint64 n)`: classes, confidences or verdicts of these rows
 * - `order-changed`: other rows are shown, or in another order
 * - `matrix-changed`: the counts changed (evaluation follows in a moment)
 * - `failed (const char *title, const char *details)`: something did not work
 */
EctopySession *ectopy_session_new (void);

EctopySessionState ectopy_session_get_state (EctopySession *self);

/* (transfer full): what is being done, with figures and time left; NULL when nothing is. */
char *ectopy_session_dup_progress_text (EctopySession *self);

/* Threads for reading, classifying and judging; 0 for one a processor. */
void ectopy_session_set_n_threads (EctopySession *self, guint n_threads);

/* ---- Files ---- */

/* Reads the beats at @path, then classifies them; what was open stays until the beats are there. Says
 * how it went by `beats-changed` or `failed`. Corrections lying beside the file are taken up. */
void ectopy_session_open (EctopySession *self, const char *path);

/* Stops reading or classifying. What is done stays. */
void ectopy_session_cancel (EctopySession *self);

/* (nullable) (transfer none): the beats. */
EctopyDataset *ectopy_session_get_dataset (EctopySession *self);

/* (nullable) (transfer none): path of the beats' file; its base name for display. */
const char *ectopy_session_get_path (EctopySession *self);

/* (nullable) (transfer none) */
EctopyCorrections *ectopy_session_get_corrections (EctopySession *self);

/* Writes the corrections beside the file (or to @path, if not NULL). Where someone else has written there
 * since they were read, the file stays as it is: %G_FILE_ERROR_EXIST. */
gboolean ectopy_session_save_corrections (EctopySession *self, const char *path, GError **error);

/* Writes them beside the file all the same, and keeps what someone else has written aside. */
gboolean ectopy_session_replace_corrections (EctopySession *self, GError **error);

/* Writes them under a spare name beside the file, which is to be opened again as someone else left it. */
gboolean ectopy_session_set_corrections_aside (EctopySession *self, GError **error);

/* Whether there are corrections that no file holds. */
gboolean ectopy_session_has_unsaved (EctopySession *self);

/* ---- Model ---- */

/* (nullable) (transfer none): the model that classifies. */
EctopyModel *ectopy_session_get_model (EctopySession *self);

/* Takes @model; the beats are classified anew. */
void ectopy_session_set_model (EctopySession *self, EctopyModel *model);

/* Reads a model in the background and takes it; NULL: the one that comes with Ectopy. */
void ectopy_session_load_model (EctopySession *self, const char *path);

/* ---- Beats ---- */

/* What is known of the beats; valid until the main loop runs again. */
EctopyBeatFacts ectopy_session_get_facts (EctopySession *self);

/* `[5]` of a row, or NULL while it has not been classified. */
const float *ectopy_session_get_probabilities (EctopySession *self, size_t row);

/* Beats of each shown class; the last count is of those that have none yet. */
void ectopy_session_count_shown (EctopySession *self, size_t counts[ECTOPY_N_CLASSES + 1]);

/* Beats whose predicted and true class differ. */
size_t ectopy_session_count_disagreements (EctopySession *self);

/* (nullable): mean and spread of the classes as predicted; NULL until they are known. */
const EctopyClassShapes *ectopy_session_get_shapes (EctopySession *self);

/* ---- Which beats are shown ---- */

EctopyBeatFilter ectopy_session_get_filter (EctopySession *self);
void ectopy_session_set_filter (EctopySession *self, const EctopyBeatFilter *filter);

/* The rows shown, in order: lent until `order-changed`. */
const guint32 *ectopy_session_get_order (EctopySession *self, size_t *n);

/* Place of @row in the order; G_MAXSIZE if it is not shown. */
size_t ectopy_session_find (EctopySession *self, size_t row);

/* ---- The chosen beat ---- */

size_t ectopy_session_get_selected (EctopySession *self);
void ectopy_session_select (EctopySession *self, size_t row);

/* Goes @by places on in the order, as far as there is one. */
void ectopy_session_move (EctopySession *self, gint64 by);

/* To the next (@by 1) or previous (-1) shown beat that disagrees. Returns: whether there was one. */
gboolean ectopy_session_move_to_disagreement (EctopySession *self, int by);

/* The chosen beat's class is @beat_class: accepted or corrected as it is the predicted one or not. */
void ectopy_session_relabel (EctopySession *self, guint beat_class);

/* The class shown is right; or: nothing has been said. */
void ectopy_session_accept (EctopySession *self);
void ectopy_session_forget_verdict (EctopySession *self);

/* Undo and redo choose the beat they were about. */
void ectopy_session_undo (EctopySession *self);
void ectopy_session_redo (EctopySession *self);

/* ---- Judging ---- */

/* (nullable): the counts by true and predicted class; NULL without any true class. Follow every
 * verdict at once. */
const EctopyConfusion *ectopy_session_get_confusion (EctopySession *self);

/* (nullable) (transfer none): all figures; made in the background once all beats are classified,
 * anew a moment after a verdict. */
EctopyEvaluation *ectopy_session_get_evaluation (EctopySession *self);

/* What is known of how the beats were kept apart from those learned. */
EctopyProtocol ectopy_session_get_protocol (EctopySession *self);
void ectopy_session_set_protocol (EctopySession *self, EctopyProtocol protocol);

/* (transfer full): `[n]`: true classes of all rows, for reports. */
guint8 *ectopy_session_dup_truth (EctopySession *self);

G_END_DECLS
