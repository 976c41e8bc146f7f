/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-places.h"
#include "engine/evaluate/ec57-summary.h"
#include "ui/session/recording-session.h"

G_BEGIN_DECLS

/* How far a comparison is. */
typedef enum {
  ECTOPY_COMPARISON_EMPTY,        /* no recording is open */
  ECTOPY_COMPARISON_NO_REFERENCE, /* no beat is marked in the recording's file, and no other is chosen */
  ECTOPY_COMPARISON_WORKING,      /* nothing is known yet */
  ECTOPY_COMPARISON_READY,
  ECTOPY_COMPARISON_FAILED, /* an annotation file could not be read */
} EctopyComparisonState;

/* Whose beats are judged. */
typedef enum {
  ECTOPY_TEST_STUDY, /* the beats as they stand: found, corrected, without what is set aside */
  ECTOPY_TEST_MODEL, /* as they were found and classified, before any correction */
  ECTOPY_TEST_FILE,  /* those of an annotation file */
} EctopyComparisonTest;

#define ECTOPY_TYPE_COMPARISON (ectopy_comparison_get_type ())
G_DECLARE_FINAL_TYPE (EctopyComparison, ectopy_comparison, ECTOPY, COMPARISON, GObject)

/**
 * ectopy_comparison_new:
 * @session: whose recording; lent: it tells by ectopy_comparison_detach() that it goes
 *
 * The comparison of a recording's beats with marks that are taken for true, after ANSI/AAMI EC57, and
 * the way from place to place of a cell of its matrix. It is made in the background: while it is wanted
 * a moment after each change of the study, else when a step is. Main thread.
 *
 * Signals:
 * - `changed`: choices, state or result
 * - `stepped (gboolean found)`: a step is done; FALSE where the cell has no place
 */
EctopyComparison *ectopy_comparison_new (EctopyRecordingSession *session);

void ectopy_comparison_detach (EctopyComparison *self);

EctopyComparisonState ectopy_comparison_get_state (EctopyComparison *self);

/* (nullable) (transfer none): why it failed, a sentence. */
const char *ectopy_comparison_get_failure (EctopyComparison *self);

/* Whether somebody looks at it. */
void ectopy_comparison_set_wanted (EctopyComparison *self, gboolean wanted);

/* ---- What is compared, and how ---- */

/* (nullable) (transfer none): an annotation file; NULL for the marks in the recording's own. */
const char *ectopy_comparison_get_reference (EctopyComparison *self);
void ectopy_comparison_set_reference (EctopyComparison *self, const char *path);

/* Whether beats are marked in the recording's own file. */
gboolean ectopy_comparison_has_own_marks (EctopyComparison *self);

EctopyComparisonTest ectopy_comparison_get_test (EctopyComparison *self);

/* (nullable) (transfer none): the annotation file that is judged, if one was chosen. */
const char *ectopy_comparison_get_test_path (EctopyComparison *self);

/* @path: (nullable): with %ECTOPY_TEST_FILE. */
void
ectopy_comparison_set_test (EctopyComparison *self, EctopyComparisonTest test, const char *path);

EctopyEc57Options ectopy_comparison_get_options (EctopyComparison *self);
void ectopy_comparison_set_options (EctopyComparison *self, const EctopyEc57Options *options);

/* (transfer full): "the recording’s “atr”", or the name of a file. */
char *ectopy_comparison_dup_reference_name (EctopyComparison *self);
char *ectopy_comparison_dup_test_name (EctopyComparison *self);

/* ---- What was found ---- */

/* (nullable) (transfer none): lent until `changed`; of the options told by
 * ectopy_comparison_get_result_options(). */
const EctopyEc57Record *ectopy_comparison_get_record (EctopyComparison *self);
EctopyEc57Options ectopy_comparison_get_result_options (EctopyComparison *self);

/* Writes what was found: `.json` and `.csv` as such, any other ending as text. There must be a result. */
gboolean ectopy_comparison_write_table (EctopyComparison *self, const char *path, GError **error);

/* (transfer full): the text. */
char *ectopy_comparison_dup_text (EctopyComparison *self);

/* Writes the mismatches as annotations; see ectopy_compare_write_mismatches(). */
gboolean
ectopy_comparison_write_mismatches (EctopyComparison *self, const char *path, GError **error);

/* ---- From place to place ---- */

/* The cell that is walked; at first all mismatches. */
EctopyEc57Cell ectopy_comparison_get_cell (EctopyComparison *self);
void ectopy_comparison_choose (EctopyComparison *self, EctopyEc57Cell cell);

/* Goes to the first place of the cell after the cursor (@by 1) or the last before it (-1), and beyond
 * the last to the first: chooses the beat there, or puts the cursor where there is none. Of an outdated
 * comparison it is done once that is made anew. `stepped` tells. */
void ectopy_comparison_step (EctopyComparison *self, int by);

/* Place of the last step among those of the cell, from 0; G_MAXSIZE where the cursor has moved on or
 * the place is gone. @n: (out): how many places. */
size_t ectopy_comparison_get_place (EctopyComparison *self, size_t *n);

/* (transfer full): "N taken for V: 3 of 12", or that there is no such place. */
char *ectopy_comparison_dup_place_text (EctopyComparison *self);

/* (transfer full) (nullable): what both sides say at the place of the last step, while the cursor is
 * there: "reference: N · test: V". @time_s: (out): where, seconds. */
char *ectopy_comparison_dup_hint (EctopyComparison *self, double *time_s);

G_END_DECLS
