/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/review/findings.h"
#include "engine/signal/episodes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ECTOPY_TYPE_STUDY (ectopy_study_get_type ())
G_DECLARE_FINAL_TYPE (EctopyStudy, ectopy_study, ECTOPY, STUDY, GObject)

#define ECTOPY_NO_BEAT G_MAXUINT32

/**
 * ectopy_study_new_take:
 * @recording: an ECG
 * @findings: (transfer full): what was found in it; beats in order
 *
 * A recording, what was found in it, and what a person says about that: beats accepted, given another
 * class, moved, added, rejected; stretches set aside as not analysable. Every act is in the log, with
 * its time; what stands is what the findings and the log give, and undo and redo, which have no limit,
 * are entries too. Beats have numbers that stay: those found first, then those added. One thread.
 *
 * Signals: `changed` after each act, undo and redo.
 *
 * Properties: `can-undo`, `can-redo`, `is-saved` (all notify).
 */
EctopyStudy *ectopy_study_new_take (EctopyRecording *recording, EctopyFindings *findings);

EctopyRecording *ectopy_study_get_recording (EctopyStudy *self);
EctopyFindings *ectopy_study_get_findings (EctopyStudy *self);

/* ---- What stands ---- */

/* Numbers of beats given away: beats are 0 to this less one, some of them absent. */
guint32 ectopy_study_get_n_numbers (EctopyStudy *self);

EctopyBeatState ectopy_study_get_beat (EctopyStudy *self, guint32 beat);

/* (nullable): what was found, with class and probabilities of the adapted model where one was used; NULL for
 * a beat that a person added. Lent until the next change. */
const EctopyFoundBeat *ectopy_study_get_found (EctopyStudy *self, guint32 beat);

/* (nullable): what the last adapted model said whose use was not undone; lent until the next change. */
const EctopyAdapted *ectopy_study_get_adapted (EctopyStudy *self);

/* Beats with its word that nobody has looked at since. */
size_t ectopy_study_count_adapted (EctopyStudy *self);

/* Whether a person moved it from where it was found. */
gboolean ectopy_study_is_moved (EctopyStudy *self, guint32 beat);

/* Whether a person changed it: gave it another class, added, rejected or moved it. */
gboolean ectopy_study_is_changed (EctopyStudy *self, guint32 beat);

/* Whether it counts: neither rejected nor in a stretch that is not analysable. */
gboolean ectopy_study_counts (EctopyStudy *self, guint32 beat);

/* Whether its class is another than that of its mark in the file; not where either is in none, nor where
 * it does not count. */
gboolean ectopy_study_differs (EctopyStudy *self, guint32 beat);

/* Beats that differ. @n_compared: (out) (optional): beats that count and have a mark with a class. */
size_t ectopy_study_count_differences (EctopyStudy *self, size_t *n_compared);

/* All that are seen, rejected ones too, in order of their samples; lent until the next change. */
const guint32 *ectopy_study_get_order (EctopyStudy *self, size_t *n);

/* Place in the order of the first beat at or after @sample. */
size_t ectopy_study_find_place (EctopyStudy *self, gint64 sample);

/* Place of @beat in the order; G_MAXSIZE if it is not seen. */
size_t ectopy_study_get_place (EctopyStudy *self, guint32 beat);

/* The beat nearest to @sample, %ECTOPY_NO_BEAT if none is within @within samples. */
guint32 ectopy_study_find_nearest (EctopyStudy *self, gint64 sample, gint64 within);

/* Seconds from the beat before and to the beat after that count, NaN where there is none or a stretch
 * that is not analysable lies between. */
double ectopy_study_get_rr_before (EctopyStudy *self, guint32 beat);
double ectopy_study_get_rr_after (EctopyStudy *self, guint32 beat);

/* Beats of each class that count. */
void ectopy_study_count (EctopyStudy *self, size_t counts[ECTOPY_N_CLASSES]);

/* Beats of each status, counted or not. */
void ectopy_study_count_statuses (EctopyStudy *self, size_t counts[ECTOPY_N_BEAT_STATUSES]);

/* (transfer none) (element-type EctopySpan): stretches that are not analysable, in order, apart. */
const GArray *ectopy_study_get_spans (EctopyStudy *self);

/* (transfer none) (element-type EctopyEpisode): couplets, runs, pauses and so on of the beats that
 * count; the indices are those of ectopy_study_get_counted(). Lent until the next change. */
const GArray *ectopy_study_get_episodes (EctopyStudy *self);

/* (transfer none): numbers of the beats that count, in order; lent until the next change. */
const guint32 *ectopy_study_get_counted (EctopyStudy *self, size_t *n);

/* ---- Acts: each is one step of undo, and nothing where nothing changes. Returns: whether anything
 * did. ---- */

/* The class of each of @beats is @beat_class: accepted, corrected or still added. */
gboolean
ectopy_study_relabel (EctopyStudy *self, const guint32 *beats, size_t n_beats, guint beat_class);

/* The class that each is shown with is right. */
gboolean ectopy_study_accept (EctopyStudy *self, const guint32 *beats, size_t n_beats);

/**
 * ectopy_study_accept_above:
 * @self: a study
 * @confidence: from which on, 0 to 1
 *
 * Accepts all beats that count, that nobody has looked at, and whose class the model gave that
 * probability at least; the log names the act with it ("accept all above 95 %").
 */
gboolean ectopy_study_accept_above (EctopyStudy *self, double confidence);

/* (transfer full) (element-type guint32): those it would accept, in order. */
GArray *ectopy_study_list_above (EctopyStudy *self, double confidence);

/* They are no beats; added ones are taken away. */
gboolean ectopy_study_reject (EctopyStudy *self, const guint32 *beats, size_t n_beats);

/* As they were found; added ones stay as they are. */
gboolean ectopy_study_restore (EctopyStudy *self, const guint32 *beats, size_t n_beats);

/* A beat at @sample, of that class. Returns: its number, or %ECTOPY_NO_BEAT where one is already. */
guint32 ectopy_study_add (EctopyStudy *self, gint64 sample, guint beat_class);

gboolean ectopy_study_move (EctopyStudy *self, guint32 beat, gint64 sample);

/* Sets the stretch aside as not analysable, or takes it in again. */
gboolean ectopy_study_exclude (EctopyStudy *self, gint64 from, gint64 to);
gboolean ectopy_study_include (EctopyStudy *self, gint64 from, gint64 to);

/* Takes the word of an adapted model (transfer full) on beats that nobody has looked at, in place of that of
 * the model before: those of others in it are left out. What a person said stays. */
gboolean ectopy_study_adapt (EctopyStudy *self, EctopyAdapted *adapted);

/* Take the last act back, or make it again. @beat: (out) (optional): the first beat it was about, or
 * %ECTOPY_NO_BEAT. */
gboolean ectopy_study_undo (EctopyStudy *self, guint32 *beat);
gboolean ectopy_study_redo (EctopyStudy *self, guint32 *beat);

gboolean ectopy_study_can_undo (EctopyStudy *self);
gboolean ectopy_study_can_redo (EctopyStudy *self);

/* ---- The log ---- */

/* (transfer none) (element-type EctopyStudyEntry): all that was ever done, in order. */
const GPtrArray *ectopy_study_get_log (EctopyStudy *self);

/**
 * ectopy_study_replay:
 * @self: a study
 * @entry: an entry of a log that began as this one; it is looked at with care, and kept
 * @error: return location; %ECTOPY_ERROR_MISMATCH where it does not fit what stands
 *
 * Does again what an entry says; for reading logs.
 */
gboolean ectopy_study_replay (EctopyStudy *self, EctopyStudyEntry *entry, GError **error);

/* Whether all of the log is in a file; told by whoever wrote or read it. */
gboolean ectopy_study_is_saved (EctopyStudy *self);
size_t ectopy_study_get_n_saved (EctopyStudy *self);
void ectopy_study_set_saved (EctopyStudy *self, size_t n_entries);

/**
 * ectopy_study_dup_annotations:
 * @self: a study
 *
 * What stands as marks that other programs expect: each counted beat with the code of the file, if it was
 * taken from there and its class is still that code's, else with the code of its class (N, A, V, F, /, and Q
 * without a class); the file's own other marks, where the beats are from it; stretches that are not
 * analysable between two marks of signal quality ("~", unreadable and clean), their beats left out.
 *
 * Returns: (transfer full) (element-type EctopyAnnotation): marks in order, which clear themselves
 */
GArray *ectopy_study_dup_annotations (EctopyStudy *self);

/* (transfer full) (element-type EctopyAnnotation): the same of what was found, before any person said
 * anything: each beat with the code of the class that the model gave it. */
GArray *ectopy_study_dup_found_annotations (EctopyStudy *self);

G_END_DECLS
