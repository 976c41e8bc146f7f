/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/report-paint.h"
#include "ui/session/job.h"
#include "ui/session/session.h"

G_BEGIN_DECLS

/* A report that keeps all it needs, for the worker that writes it and for the printer. */
typedef struct {
  EctopyReport report;
  char *path; /* where to; NULL for the printer */
  GPtrArray *texts;
  EctopyReportLine *card;
  guint8 *truth;
  char *note;
} EctopyReportInput;

/* (transfer full): of what @session has judged, on @paper. */
EctopyReportInput *
ectopy_report_input_new (EctopySession *session, EctopyPaper paper, const char *path);

/* (transfer full): of what @model came to on recordings. */
EctopyReportInput *ectopy_report_input_new_of (EctopyEvaluation *evaluation,
                                               EctopyModel *model,
                                               EctopyPaper paper,
                                               const char *path);
void ectopy_report_input_free (gpointer input);

/* Worker: writes it as its path's ending says. Returns: the input, or NULL. */
gpointer ectopy_report_input_write (EctopyJob *job, gpointer input, GError **error);

G_END_DECLS
