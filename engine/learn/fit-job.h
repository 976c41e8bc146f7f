/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/fit.h"

G_BEGIN_DECLS

/* Whether data and network fit each other; otherwise %ECTOPY_ERROR_MISMATCH or
 * %ECTOPY_ERROR_ARGUMENT. */
gboolean ectopy_fit_job_check (const EctopyFitJob *job, GError **error);

/* (transfer full): a text that tells a job from others: settings, network, and a digest of the
 * examples (@validation may be NULL). A checkpoint goes on only under the same. */
char *ectopy_fit_job_identify (const EctopyFitJob *job,
                               const EctopyExamples *training,
                               const EctopyExamples *validation);

G_END_DECLS
