/* SPDX-License-Identifier: MIT */
#pragma once

/* What the files of the study share: "study.c" keeps what stands and its log, "study-acts.c" makes the
 * entries of what people do, and "study-facts.c" answers what follows from what stands. */
#include "engine/review/study.h"

G_BEGIN_DECLS

struct _EctopyStudy {
  GObject parent_instance;

  EctopyRecording *recording;
  EctopyFindings *findings;

  GArray *beats; /* EctopyBeatState, by number */
  GArray *order; /* guint32: those that are seen, by sample, then number */
  GArray *
      given; /* (nullable): EctopyFoundBeat, by number: the findings, with what adapted models say */
  const EctopyAdapted *adapted; /* (nullable): the last of these, of the log */
  GArray *spans; /* EctopySpan: never changed in place, as entries of the log hold it too */

  GPtrArray *log;    /* EctopyStudyEntry */
  GPtrArray *done;   /* those edits of it that stand (lent) */
  GPtrArray *undone; /* those that can be made again, the next one last (lent) */
  size_t n_saved;

  gboolean has_facts; /* the following are of what stands */
  GArray *counted;    /* guint32 */
  GArray *episodes;   /* EctopyEpisode */
  size_t counts[ECTOPY_N_CLASSES];
  size_t statuses[ECTOPY_N_BEAT_STATUSES];
  size_t n_compared;
  size_t n_different;
};

/* Adds @entry to the log and makes it stand: see ectopy_study_replay(), which looks at it first. */
void ectopy_study_take_entry (EctopyStudy *self, EctopyStudyEntry *entry);

/* (transfer full): an entry of now, with lists of changes if it is an edit. */
EctopyStudyEntry *ectopy_study_entry_new (EctopyStudyEntryKind kind, const char *act);

/* Whether @sample lies in one of @spans. */
gboolean ectopy_spans_hold (const GArray *spans, gint64 sample);

/* Whether one of @spans has a part between two samples. */
gboolean ectopy_spans_cut (const GArray *spans, gint64 from, gint64 to);

/* Place in @numbers, which are in order of their samples, of the first at or after @sample and @beat. */
size_t ectopy_study_search (EctopyStudy *self, const GArray *numbers, gint64 sample, guint32 beat);

G_END_DECLS
