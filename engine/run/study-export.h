/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

G_BEGIN_DECLS

/* What stands of a study, to be written on any thread. */
typedef struct _EctopyStudyExport EctopyStudyExport;

/* Takes down what stands. */
EctopyStudyExport *ectopy_study_export_new (EctopyStudy *study);

/**
 * ectopy_study_export_write:
 * @export: a study
 * @path: `.csv` for a table (sample, seconds, class, status, RR before, class and confidence as given
 *   by the model, counted); `.edf` for an EDF+ file of leads and beats; any other ending for a WFDB
 *   annotation file with the codes that other programs expect: see ectopy_study_dup_annotations()
 * @error: return location; %G_FILE_ERROR, and the errors of ectopy_edf_write()
 *
 * Any thread.
 */
gboolean
ectopy_study_export_write (const EctopyStudyExport *export, const char *path, GError **error);

void ectopy_study_export_free (EctopyStudyExport *export);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyStudyExport, ectopy_study_export_free)

G_END_DECLS
