/* SPDX-License-Identifier: MIT */
#pragma once

/* What the comparison's files share: "comparison.c" is what is compared and found, "comparison-step.c"
 * the way along it. */
#include "ui/session/comparison.h"
#include "ui/session/job.h"

G_BEGIN_DECLS

struct _EctopyComparison {
  GObject parent_instance;

  EctopyRecordingSession *session; /* lent; NULL when it is gone */
  char *reference_path;
  EctopyComparisonTest test;
  char *test_path;
  EctopyEc57Options options;

  gboolean is_wanted;
  gboolean is_stale; /* there is none, or of other beats */
  guint wait_id;
  EctopyJob *job;
  char *failure;

  gboolean has_result;
  EctopyEc57Record record;
  EctopyEc57Options record_options;
  GArray *test_marks; /* what the record's pairs are of */

  EctopyEc57Cell cell;
  GArray *places;       /* of the cell: EctopyEc57Pair; NULL where not looked for yet */
  size_t place;         /* of the last step, or G_MAXSIZE */
  gint64 cursor;        /* where it put the cursor */
  gint64 last;          /* where it was; G_MININT64 before the first */
  gboolean has_wrapped; /* it began again at the other end */
  int pending;          /* a step that waits for the result */
};

/* Makes the comparison now. */
void ectopy_comparison_refresh (EctopyComparison *self);

/* Emits `stepped`. */
void ectopy_comparison_emit_stepped (EctopyComparison *self, gboolean found);

/* The places are to be looked for anew, with that of the last step if it is still one. */
void ectopy_comparison_forget_places (EctopyComparison *self);

/* Takes the step that waited. */
void ectopy_comparison_take_pending (EctopyComparison *self);

G_END_DECLS
