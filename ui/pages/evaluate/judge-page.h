/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/evaluation.h"
#include "ui/pages/evaluate/report-job.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyJudgePage:
 *
 * A model judged by a folder of annotated recordings: a form that says which and how, the work in the background,
 * and what came of it: matrix, figures, and each record.
 *
 * Signals: `toast (const char *text)`; `changed` when there are other figures, or none; `closed` when it is not
 * wanted any more.
 */
#define ECTOPY_TYPE_JUDGE_PAGE (ectopy_judge_page_get_type ())
G_DECLARE_FINAL_TYPE (EctopyJudgePage, ectopy_judge_page, ECTOPY, JUDGE_PAGE, AdwBin)

/* @session (nullable) is where the model comes from. */
void ectopy_judge_page_set_session (EctopyJudgePage *self, EctopySession *session);

/* Which folder, and which records of it. */
void ectopy_judge_page_set_folder (EctopyJudgePage *self, const char *path);
void ectopy_judge_page_set_list (EctopyJudgePage *self, const char *list);

/* Begins to judge, if a folder has been chosen. */
void ectopy_judge_page_start (EctopyJudgePage *self);

/* (nullable) (transfer none): what came of it. */
EctopyEvaluation *ectopy_judge_page_get_evaluation (EctopyJudgePage *self);

/* Writes a report in the background; the ending of @path says how. */
void ectopy_judge_page_write (EctopyJudgePage *self, const char *path);

/* (transfer full) (nullable): the report on @paper, for the printer; NULL without figures. */
EctopyReportInput *ectopy_judge_page_make_report (EctopyJudgePage *self, EctopyPaper paper);

/* Asks where to and writes the report as PDF, if there is one. */
void ectopy_judge_page_export (EctopyJudgePage *self);

/* The keyboard goes to the form. */
void ectopy_judge_page_focus (EctopyJudgePage *self);

G_END_DECLS
