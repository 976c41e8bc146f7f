/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/model.h"
#include "engine/run/evaluate-records.h"
#include "ui/session/job.h"

G_BEGIN_DECLS

/**
 * EctopyJudgeRequest:
 * @folder: with annotated recordings
 * @list: which of them: see ectopy_record_list_matches()
 * @positions: where the beats are
 * @compare: which mark is of which class, and where counting begins
 * @model: (nullable): NULL for the one that comes with Ectopy for recordings
 * @n_threads: 0 for one a processor
 *
 * What is to be judged; all lent.
 */
typedef struct {
  const char *folder;
  const char *list;
  EctopyPositions positions;
  EctopyEc57Options compare;
  EctopyModel *model;
  guint n_threads;
} EctopyJudgeRequest;

/* What came of it, and the model that was judged. */
typedef struct {
  EctopyRecordsResult *result;
  EctopyModel *model;
} EctopyJudged;

void ectopy_judged_free (gpointer judged);

/* (transfer full): a copy for the worker. */
gpointer ectopy_judge_input_new (const EctopyJudgeRequest *request);
void ectopy_judge_input_free (gpointer input);

/* Worker. Returns: (transfer full) (nullable): an #EctopyJudged. */
gpointer ectopy_judge_work (EctopyJob *job, gpointer input, GError **error);

G_END_DECLS
