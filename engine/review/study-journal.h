/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study-file.h"

G_BEGIN_DECLS

/**
 * EctopyStudyJournal:
 *
 * What keeps the acts of a study from a program that ends badly: a file aside to which every entry of
 * the log is written as it is made, and a copy of the study as it was before the first of them. One
 * thread but where said.
 */
typedef struct _EctopyStudyJournal EctopyStudyJournal;

/**
 * ectopy_study_journal_new:
 * @folder: where such files are, made when needed
 * @digest: of the recording
 *
 * Nothing is written yet, but a place is taken: other windows that have the recording open write into
 * journals of their own.
 */
EctopyStudyJournal *ectopy_study_journal_new (const char *folder, const char *digest);

/**
 * ectopy_study_journal_recover:
 * @folder: where such files are
 * @recording: an ECG
 * @digest: of it
 * @study: (inout): the study that was read or made for the recording; replaced where the journal began
 *   from another
 *
 * Takes up what an ended program left: entries that @study does not have; not those of a window that goes
 * on. What does not go together with what was saved since stays in the folder under a spare name. A journal
 * that ends in the middle of an entry gives those before it. Any thread.
 *
 * Returns: how many entries were taken up
 */
size_t ectopy_study_journal_recover (const char *folder,
                                     EctopyRecording *recording,
                                     const char *digest,
                                     EctopyStudy **study);

/**
 * ectopy_study_journal_follow:
 * @self: a journal
 * @study: a study with entries that are not yet in the journal
 * @error: return location
 *
 * Writes what is new of the log. The first time the journal also writes down where it begins.
 *
 * Returns: FALSE with %G_FILE_ERROR; it is tried again at the next entry
 */
gboolean ectopy_study_journal_follow (EctopyStudyJournal *self, EctopyStudy *study, GError **error);

/**
 * ectopy_study_journal_saved:
 * @self: a journal
 * @study: its study, of which some or all entries have been saved
 *
 * Removes the files, or where entries came since, begins anew with those: at no time is an entry
 * neither in the saved study nor in the journal.
 */
void ectopy_study_journal_saved (EctopyStudyJournal *self, EctopyStudy *study);

/* The study is saved up to here, or no longer wanted: removes the files. */
void ectopy_study_journal_clear (EctopyStudyJournal *self);

/* Frees @self (nullable); the files stay. */
void ectopy_study_journal_free (EctopyStudyJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyStudyJournal, ectopy_study_journal_free)

G_END_DECLS
