/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

G_BEGIN_DECLS

/* (transfer full): where the study of a recording lies: beside it, "208.study.json" for "208.hea". */
char *ectopy_study_file_path (const char *recording_path);

/**
 * ectopy_study_file_recording:
 * @path: a study
 * @error: return location
 *
 * Which recording a study is about: a file of that name in the folder of the study, never elsewhere.
 *
 * Returns: (transfer full) (nullable): a path; NULL with %ECTOPY_ERROR_PARSE, %ECTOPY_ERROR_MISMATCH (no
 *   such file there) or the errors of ectopy_input_file_read_all()
 */
char *ectopy_study_file_recording (const char *path, GError **error);

/* (transfer full): tells a recording by its samples. Goes through all of them: any thread. */
char *ectopy_study_digest (EctopyRecording *recording);

/* A study as it was at one moment. */
typedef struct _EctopyStudySnapshot EctopyStudySnapshot;

/**
 * ectopy_study_snapshot_new:
 * @study: a study
 * @digest: of its recording
 *
 * Nothing is copied but the list of the log, so that this is no work for the thread of a window.
 */
EctopyStudySnapshot *ectopy_study_snapshot_new (EctopyStudy *study, const char *digest);

/* Entries of the log in it. */
size_t ectopy_study_snapshot_get_n_entries (const EctopyStudySnapshot *snapshot);

/**
 * ectopy_study_snapshot_write:
 * @snapshot: a study
 * @path: where to
 * @error: return location
 *
 * Writes what was found and the log, as JSON: what, when, before and after. The file takes its name
 * when it is whole. Any thread.
 *
 * Returns: FALSE with %G_FILE_ERROR
 */
gboolean
ectopy_study_snapshot_write (const EctopyStudySnapshot *snapshot, const char *path, GError **error);

void ectopy_study_snapshot_free (EctopyStudySnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyStudySnapshot, ectopy_study_snapshot_free)

/**
 * ectopy_study_file_read:
 * @path: a study
 * @recording: the recording it is about
 * @digest: of the recording
 * @error: return location
 *
 * Any thread; the study then goes to the thread that uses it, with all its log saved.
 *
 * Returns: (transfer full) (nullable): NULL with %ECTOPY_ERROR_PARSE, %ECTOPY_ERROR_MISMATCH (it is of
 *   another recording, or its log does not fit), or the errors of ectopy_input_file_read_all()
 */
EctopyStudy *ectopy_study_file_read (const char *path,
                                     EctopyRecording *recording,
                                     const char *digest,
                                     GError **error);

/* ---- Entries alone, for the journal ---- */

/* Appends an entry to @text, as one JSON object without an end of line. */
void ectopy_study_entry_append (GString *text, const EctopyStudyEntry *entry);

/* (transfer full) (nullable): an entry from its JSON; NULL where it is none. */
EctopyStudyEntry *ectopy_study_entry_parse (const char *text, size_t length);

G_END_DECLS
