/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/run/recording-families.h"
#include "ui/session/recording-session.h"

G_BEGIN_DECLS

/**
 * EctopyFamilyFacts:
 * @n_beats: beats that count
 * @counts: of each class, as they stand
 * @beat_class: the most frequent, %ECTOPY_CLASS_NONE without any
 * @n_looked_at: how many a person has said something about
 *
 * A family as it stands now.
 */
typedef struct {
  size_t n_beats;
  size_t counts[ECTOPY_N_CLASSES];
  guint beat_class;
  size_t n_looked_at;
} EctopyFamilyFacts;

/**
 * EctopyFamilyList:
 *
 * The families of the beats of the open recording: found in the background when asked for, with their
 * counts as the beats stand. Main thread.
 *
 * Signals:
 * - `families-changed`: others, or none
 * - `facts-changed`: beats of them changed, or whether they are out of date
 * - `progress-changed`: work began, went on or ended
 * - `failed (const char *text)`
 */
#define ECTOPY_TYPE_FAMILY_LIST (ectopy_family_list_get_type ())
G_DECLARE_FINAL_TYPE (EctopyFamilyList, ectopy_family_list, ECTOPY, FAMILY_LIST, GObject)

EctopyFamilyList *ectopy_family_list_new (EctopyRecordingSession *session);

/* Begins to find them; what there is stays until that is done. */
void ectopy_family_list_update (EctopyFamilyList *self);
void ectopy_family_list_cancel (EctopyFamilyList *self);

/* 0 to 1 while they are being found, else -1. */
double ectopy_family_list_get_progress (EctopyFamilyList *self);

/* Whether there are none, or beats have come, gone or moved since they were found. */
gboolean ectopy_family_list_is_stale (EctopyFamilyList *self);

guint ectopy_family_list_get_n_families (EctopyFamilyList *self);
EctopyFamilyFacts ectopy_family_list_get_facts (EctopyFamilyList *self, guint family);

/* (transfer none): numbers of its beats in the study, those furthest from its centre first. */
const guint32 *ectopy_family_list_get_beats (EctopyFamilyList *self, guint family, size_t *n);

/* The family of a beat; G_MAXUINT for none. */
guint ectopy_family_list_find (EctopyFamilyList *self, guint32 beat);

/* Gives all its beats that count that class, or accepts them, in one act. Returns: how many beats that was
 * about; 0 where it changed nothing. */
size_t ectopy_family_list_relabel (EctopyFamilyList *self, guint family, guint beat_class);
size_t ectopy_family_list_accept (EctopyFamilyList *self, guint family);

G_END_DECLS
