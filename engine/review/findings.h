/* SPDX-License-Identifier: MIT */
#pragma once

/* What a study is made of: what was found in a recording, what can be changed of it, and the entries
 * of the log of changes. */
#include "engine/core/beat-class.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a person has said about a beat of a recording. */
typedef enum {
  ECTOPY_BEAT_PREDICTED, /* nothing yet */
  ECTOPY_BEAT_ACCEPTED,  /* the class given is right */
  ECTOPY_BEAT_CORRECTED, /* it is another */
  ECTOPY_BEAT_ADDED,     /* a person put it there; it has that person's class */
  ECTOPY_BEAT_REJECTED,  /* there is no beat: in no count, but still seen, struck through */
  ECTOPY_BEAT_ABSENT,    /* taken away again, or not yet added: not seen */
} EctopyBeatStatus;

#define ECTOPY_N_BEAT_STATUSES 6

/* (transfer none): "predicted", "accepted" and so on: for files, not translated. */
const char *ectopy_beat_status_name (guint status);

/**
 * EctopyBeatState:
 * @sample: where it is
 * @beat_class: its class, or %ECTOPY_CLASS_NONE
 * @status: an #EctopyBeatStatus
 *
 * What can be changed of a beat: a plain value.
 */
typedef struct {
  gint64 sample;
  guint8 beat_class;
  guint8 status;
} EctopyBeatState;

/**
 * EctopyFoundBeat:
 * @sample: where it was found, or marked in the file
 * @beat_class: the class given by the model
 * @code: the #EctopyCode of the mark in the file that it was taken from, or that lies nearest; 0 for none
 * @is_unsure: whether the detector could not analyse the stretch
 * @probabilities: in the order N S V F Q
 *
 * A beat as it was before any person looked at it: a plain value.
 */
typedef struct {
  gint64 sample;
  guint8 beat_class;
  guint8 code;
  guint8 is_unsure;
  float probabilities[ECTOPY_N_CLASSES];
} EctopyFoundBeat;

/* A stretch of samples from @from up to before @to. */
typedef struct {
  gint64 from;
  gint64 to;
} EctopySpan;

/**
 * EctopyFindings:
 * @beats: (element-type EctopyFoundBeat): in order of their samples
 * @spans: (element-type EctopySpan): stretches that could not be analysed: in order, apart
 * @lead: name of the lead that was classified
 * @origin: where the beats are from: "detector", or the name of an annotator, such as "atr"
 * @model: name of the model
 * @model_digest: its digest
 * @unlike_shape: how far the usual beats are from those the model has learned from, by what 95 % of its own
 *   recordings do not exceed: above 1 the recording is unlike them; NaN where it is not known
 * @unlike_rhythm: the rhythm, likewise
 *
 * What was found in a recording before any person looked at it. Fixed once it belongs to a study.
 */
typedef struct {
  GArray *beats;
  GArray *spans;
  char *lead;
  char *origin;
  char *model;
  char *model_digest;
  double unlike_shape;
  double unlike_rhythm;
} EctopyFindings;

/* Whether the recording is unlike those that the model has learned from. */
gboolean ectopy_findings_are_unlike (const EctopyFindings *findings);

/* (transfer full) (nullable): a sentence that says so and what differs; NULL where it is not, or not known. */
char *ectopy_findings_dup_unlike_text (const EctopyFindings *findings);

/* (transfer full): empty, with all texts NULL, to be filled. */
EctopyFindings *ectopy_findings_new (void);

/* From any thread. */
EctopyFindings *ectopy_findings_ref (EctopyFindings *findings);
void ectopy_findings_unref (EctopyFindings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyFindings, ectopy_findings_unref)

/* One act on a beat: its number, what it was and what it became. */
typedef struct {
  guint32 beat;
  EctopyBeatState before;
  EctopyBeatState after;
} EctopyBeatChange;

/* What a model says of a beat; probabilities in ten-thousandths, as in files, in the order N S V F Q. */
typedef struct {
  guint32 beat;
  guint8 beat_class;
  guint16 probabilities[ECTOPY_N_CLASSES];
} EctopyGivenBeat;

/**
 * EctopyAdapted:
 * @model: name of a model that was adapted to the recording
 * @digest: (nullable): of it
 * @beats: (element-type EctopyGivenBeat): beats found, that nobody had looked at
 *
 * What an adapted model says of beats, in place of the one before.
 */
typedef struct {
  char *model;
  char *digest;
  GArray *beats;
} EctopyAdapted;

EctopyAdapted *ectopy_adapted_new (const char *model, const char *digest);
void ectopy_adapted_free (EctopyAdapted *adapted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyAdapted, ectopy_adapted_free)

/* What an entry of the log is. */
typedef enum {
  ECTOPY_STUDY_EDIT,
  ECTOPY_STUDY_UNDO, /* of the last edit that stands */
  ECTOPY_STUDY_REDO, /* of the last edit undone */
} EctopyStudyEntryKind;

/**
 * EctopyStudyEntry:
 * @kind: edit, undo or redo
 * @time: when, seconds since 1970 in UTC
 * @act: (nullable): an edit's name for people, in English, such as "relabel"; NULL for undo and redo
 * @changes: (nullable) (element-type EctopyBeatChange): an edit's, in any order, each beat once
 * @spans_before: (nullable) (element-type EctopySpan): all stretches, if the edit changed any
 * @spans_after: (nullable) (element-type EctopySpan): likewise
 * @adapted: (nullable): what an adapted model says, if the edit was its use
 *
 * One line of the log. Fixed when made; held by reference.
 */
typedef struct {
  gatomicrefcount references;
  EctopyStudyEntryKind kind;
  gint64 time;
  char *act;
  GArray *changes;
  GArray *spans_before;
  GArray *spans_after;
  EctopyAdapted *adapted;
} EctopyStudyEntry;

EctopyStudyEntry *ectopy_study_entry_ref (EctopyStudyEntry *entry);
void ectopy_study_entry_unref (EctopyStudyEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyStudyEntry, ectopy_study_entry_unref)

G_END_DECLS
