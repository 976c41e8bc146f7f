/* SPDX-License-Identifier: MIT */
#pragma once

/* What the files of the recording's session share: "recording-session.c" is what is open,
 * "recording-open.c" its work in the background, "recording-view.c" what is seen and chosen of it,
 * "recording-review.c" what should be looked at next, and "recording-acts.c" what is done to what is
 * chosen. */
#include "engine/core/known-file.h"
#include "engine/review/study-journal.h"
#include "ui/session/comparison.h"
#include "ui/session/job.h"
#include "ui/session/recording-session.h"

G_BEGIN_DECLS

struct _EctopyRecordingSession {
  GObject parent_instance;

  guint n_threads;
  EctopyJob *opening;
  GPtrArray *writings; /* EctopyJob: studies and exports on their way */

  char *path;
  char *digest;
  EctopyRecording *recording;
  EctopyStudy *study;
  EctopyTraceSource *source;
  EctopyKnownFile *beside; /* where its study lies, */
  EctopyKnownFile *own;    /* or in Ectopy's own folder */
  EctopyModel *model;      /* what classified the beats, or would classify one more */
  EctopyModel *
      adapted; /* (nullable): the copy of it that the study has classes of, or had before an undo */
  EctopyStudyJournal *journal;
  gboolean journal_failed; /* has been said */
  size_t n_recovered;
  gboolean spares_beside; /* the study beside the recording could not be read: it stays as it is */

  EctopyComparison *comparison;

  EctopyRecordingView view;
  guint64 hidden_leads; /* a bit a lead; leads above 63 are always shown */
  GArray *selection;    /* guint32, in order */
  guint32 selected;
  double range_from;
  double range_to;
  EctopyCalipers calipers;
  GArray *strips; /* EctopyTimeSpan: for the report */

  EctopyReviewQueue *review; /* (nullable): of what stands */
  EctopyReviewItem reviewed; /* where the review is */
};

enum {
  ECTOPY_RECORDING_CHANGED,
  ECTOPY_STUDY_CHANGED,
  ECTOPY_VIEW_CHANGED,
  ECTOPY_TRACE_CHANGED,
  ECTOPY_SELECTION_CHANGED,
  ECTOPY_CALIPERS_CHANGED,
  ECTOPY_RECORDING_FAILED,
  ECTOPY_RECORDING_NEEDS,
  ECTOPY_N_RECORDING_SIGNALS
};

/* One of the signals without arguments. */
void ectopy_recording_session_emit (EctopyRecordingSession *self, guint signal);

/* Seconds of a beat, of the whole recording; the latter 0 where none is open. */
double ectopy_recording_session_beat_s (EctopyRecordingSession *self, guint32 beat);
double ectopy_recording_session_get_duration_s (EctopyRecordingSession *self);

/* (nullable): the lead that beats are classified on; sets @lead. */
const float *ectopy_recording_session_get_lead (EctopyRecordingSession *self, size_t *lead);

/* The model whose word stands: the adapted copy, where it is used. */
EctopyModel *ectopy_recording_session_present_model (EctopyRecordingSession *self);

/* Nothing chosen but the first beat, and the view at the start. */
void ectopy_recording_session_reset_view (EctopyRecordingSession *self);

/* Beats that are gone are no longer chosen. */
void ectopy_recording_session_check_selection (EctopyRecordingSession *self);

/* What stands has changed; @begins_anew: the review too begins at the start. */
void ectopy_recording_session_drop_review (EctopyRecordingSession *self, gboolean begins_anew);

/* The next beat in the order of review, or the one before. */
guint32 ectopy_recording_session_seek_review (EctopyRecordingSession *self, int by);

/* ---- The background ---- */

/* Folders of unfinished studies, and of studies that could not lie beside their recording. */
char *ectopy_recording_journal_folder (void);
char *ectopy_recording_study_folder (void);

/* What is to be opened: all owned. */
typedef struct {
  char *path;
  EctopyRecording *recording; /* (nullable): read already: found anew, no study is taken up */
  EctopyModel *model;         /* (nullable): the bundled one */
  EctopyRecordingOptions options;
  gboolean uses_marks;
  guint n_threads;
} EctopyOpenInput;

void ectopy_open_input_free (gpointer input);

/* What was opened: all owned. */
typedef struct {
  char *path;
  char *digest;
  EctopyRecording *recording;
  EctopyModel *model;
  EctopyStudy *study;
  EctopyTraceSource *source;
  size_t n_recovered;
  EctopyKnownFile
      *beside; /* (nullable): as it was before a study was read; NULL where none was looked for */
  EctopyKnownFile *own;
  GError *study_error; /* (nullable): why the study beside it was not taken up */
} EctopyOpenedRecording;

void ectopy_opened_recording_free (gpointer opened);

/* An #EctopyJobWorkFunc from an EctopyOpenInput to an EctopyOpenedRecording. */
gpointer ectopy_recording_open_work (EctopyJob *job, gpointer input, GError **error);

/* (transfer full) (nullable): for people. */
char *ectopy_recording_describe_opening (EctopyJob *job);

G_END_DECLS
