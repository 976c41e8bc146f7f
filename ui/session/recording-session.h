/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/io/recording-reader.h"
#include "engine/learn/model.h"
#include "engine/review/review-queue.h"
#include "engine/review/study.h"
#include "engine/run/adapt.h"
#include "ui/paint/trace-paint.h"
#include "ui/session/trace-source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* See "comparison.h". */
typedef struct _EctopyComparison EctopyComparison;

/* What is done with the recording. */
typedef enum {
  ECTOPY_RECORDING_EMPTY, /* no recording */
  ECTOPY_RECORDING_READING, /* one is being read, its beats found and classified; another may be open */
  ECTOPY_RECORDING_READY,
} EctopyRecordingState;

/**
 * EctopyRecordingView:
 * @start_s: the left edge, seconds from the recording's start
 * @length_s: what the width shows
 * @speed_mm_s: 12.5, 25 or 50: the width follows from the paper's speed; 0 where it was zoomed freely
 * @gain_mm_mv: 5, 10 or 20; 0 for automatic
 *
 * What is seen of the recording, in trace, overview and rate alike: a plain value.
 */
typedef struct {
  double start_s;
  double length_s;
  double speed_mm_s;
  double gain_mm_mv;
} EctopyRecordingView;

/* Shortest and longest stretch in view, seconds. */
#define ECTOPY_VIEW_MIN_S 0.5
#define ECTOPY_VIEW_MAX_S 86400.0

/**
 * EctopyCalipers:
 * @is_on: whether they are shown
 * @from_s: seconds from the recording's start
 * @to_s: likewise; may be before @from_s
 * @lead: the lead on which the height is measured
 * @from_mv: millivolts of the lower and upper hair
 * @to_mv: likewise
 */
typedef struct {
  gboolean is_on;
  double from_s;
  double to_s;
  size_t lead;
  double from_mv;
  double to_mv;
} EctopyCalipers;

/* What may be looked for along the recording. */
typedef enum {
  ECTOPY_SEEK_CLASS_N, /* beats of a class; in the order of #EctopyBeatClass */
  ECTOPY_SEEK_CLASS_S,
  ECTOPY_SEEK_CLASS_V,
  ECTOPY_SEEK_CLASS_F,
  ECTOPY_SEEK_CLASS_Q,
  ECTOPY_SEEK_ECTOPIC, /* S, V or F */
  ECTOPY_SEEK_RUN,     /* couplets and runs */
  ECTOPY_SEEK_PAUSE,
  ECTOPY_SEEK_UNLOOKED, /* no person has said anything, in the order of the review queue */
  ECTOPY_SEEK_CHANGED,  /* corrected, added, moved or rejected */
  ECTOPY_SEEK_DIFFERS,  /* the mark in the file is of another class */
  ECTOPY_SEEK_EXCLUDED, /* stretches that are not analysable */
  ECTOPY_N_SEEKS,
} EctopySeek;

#define ECTOPY_TYPE_RECORDING_SESSION (ectopy_recording_session_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecordingSession,
                      ectopy_recording_session,
                      ECTOPY,
                      RECORDING_SESSION,
                      GObject)

/**
 * ectopy_recording_session_new:
 *
 * The recording that is open: what was read and found, what a person says about it, what is seen of it
 * and what is chosen: all that trace, overview, rate, table and panel share. Main thread.
 *
 * Properties (all notify): `state`, `progress` (0 to 1).
 *
 * Signals:
 * - `recording-changed`: another recording, or none: all that was drawn is void
 * - `study-changed`: beats or stretches changed, or were found
 * - `view-changed`: another stretch is seen, or at another speed or gain, or other leads
 * - `trace-changed`: another filter
 * - `selection-changed`: the chosen beat or beats, the chosen stretch or the cursor
 * - `calipers-changed`
 * - `failed (const char *title, const char *details)`: something did not work
 * - `needs (gint code, const char *details)`: the file does not tell its rate or unit
 *   (code: #EctopyError); open it again with options that do
 */
EctopyRecordingSession *ectopy_recording_session_new (void);

EctopyRecordingState ectopy_recording_session_get_state (EctopyRecordingSession *self);

/* (transfer full): what is being done, with figures and time left; NULL when nothing is. */
char *ectopy_recording_session_dup_progress_text (EctopyRecordingSession *self);

void ectopy_recording_session_set_n_threads (EctopyRecordingSession *self, guint n_threads);

/* ---- Files ---- */

/**
 * ectopy_recording_session_open:
 * @self: a session
 * @path: a recording
 * @model: (nullable): what classifies its beats; NULL: the model that comes with Ectopy
 * @options: (nullable): what the file does not tell
 * @uses_marks: whether the beats are those marked in the file, rather than found
 *
 * Reads, finds and classifies in the background; what was open stays until that is done. A study that
 * lies beside the recording is taken up, and what an ended program left of one.
 */
void ectopy_recording_session_open (EctopyRecordingSession *self,
                                    const char *path,
                                    EctopyModel *model,
                                    const EctopyRecordingOptions *options,
                                    gboolean uses_marks);

void ectopy_recording_session_cancel (EctopyRecordingSession *self);

/* Drops what was not saved, also what is kept aside of it. */
void ectopy_recording_session_forget_unsaved (EctopyRecordingSession *self);

/* Nothing is open any more; what was not saved is kept aside. */
void ectopy_recording_session_close (EctopyRecordingSession *self);

/* (nullable) (transfer none) each */
EctopyRecording *ectopy_recording_session_get_recording (EctopyRecordingSession *self);
EctopyStudy *ectopy_recording_session_get_study (EctopyRecordingSession *self);
EctopyTraceSource *ectopy_recording_session_get_source (EctopyRecordingSession *self);
const char *ectopy_recording_session_get_path (EctopyRecordingSession *self);

/* (transfer none): of its beats with marks that are taken for true. */
EctopyComparison *ectopy_recording_session_get_comparison (EctopyRecordingSession *self);

/* Acts of an ended program that were taken up when the recording was opened. */
size_t ectopy_recording_session_get_n_recovered (EctopyRecordingSession *self);

gboolean ectopy_recording_session_has_unsaved (EctopyRecordingSession *self);

/* How a file was written: to @path, or @error. */
typedef void (*EctopyRecordingWrittenFunc) (const char *path,
                                            const GError *error,
                                            gpointer user_data);

/**
 * ectopy_recording_session_save:
 * @self: a session with a study
 * @done: called when it is written, or not; not where the session is gone by then
 * @user_data: for @done
 *
 * Writes the study beside the recording, in the background; where that cannot be, or where a study lies
 * there that could not be read, into a folder of Ectopy's own, from which it is taken up as well when the recording is opened again.
 */
void ectopy_recording_session_save (EctopyRecordingSession *self,
                                    EctopyRecordingWrittenFunc done,
                                    gpointer user_data);

/* As ectopy_recording_session_save(), where that said %G_FILE_ERROR_EXIST, because someone else has written
 * there since the study was read: keeps that aside, and replaces it. */
void ectopy_recording_session_replace (EctopyRecordingSession *self,
                                       EctopyRecordingWrittenFunc done,
                                       gpointer user_data);

/* Writes the study to @path, in the background. */
void ectopy_recording_session_save_to (EctopyRecordingSession *self,
                                       const char *path,
                                       EctopyRecordingWrittenFunc done,
                                       gpointer user_data);

/* The same under a spare name beside the one that someone else has written, which is to be opened. */
void ectopy_recording_session_set_aside (EctopyRecordingSession *self,
                                         EctopyRecordingWrittenFunc done,
                                         gpointer user_data);

/* Writes the beats as they stand for other programs, in the background; the ending of @path says how:
 * see ectopy_study_export_write(). */
void ectopy_recording_session_export (EctopyRecordingSession *self,
                                      const char *path,
                                      EctopyRecordingWrittenFunc done,
                                      gpointer user_data);

/* Finds and classifies the beats of the open recording anew, or takes those marked in the file; the
 * study begins anew with them. */
void ectopy_recording_session_analyse (EctopyRecordingSession *self,
                                       EctopyModel *model,
                                       gboolean uses_marks);

/* ---- What is seen ---- */

EctopyRecordingView ectopy_recording_session_get_view (EctopyRecordingSession *self);

/* Kept within the recording and the limits of length. Setting a length of one's own ends the paper's
 * speed (0). */
void ectopy_recording_session_set_view (EctopyRecordingSession *self,
                                        const EctopyRecordingView *view);

/* The left edge, or the middle, at @s seconds. */
void ectopy_recording_session_scroll_to (EctopyRecordingSession *self, double start_s);
void ectopy_recording_session_center_on (EctopyRecordingSession *self, double s);

/* @factor below 1 shows less, above 1 more; @at_s stays where it is. */
void ectopy_recording_session_zoom (EctopyRecordingSession *self, double factor, double at_s);

/* The gain goes to the next larger (@by 1) or smaller (-1) one. */
void ectopy_recording_session_step_gain (EctopyRecordingSession *self, int by);

gboolean ectopy_recording_session_is_lead_shown (EctopyRecordingSession *self, size_t lead);
void ectopy_recording_session_show_lead (EctopyRecordingSession *self, size_t lead, gboolean shown);

/* ---- What is chosen ---- */

/* The chosen beat, %ECTOPY_NO_BEAT for none. */
guint32 ectopy_recording_session_get_selected (EctopyRecordingSession *self);

/* Chooses one beat; the view goes there if it is not in view. */
void ectopy_recording_session_select (EctopyRecordingSession *self, guint32 beat);

/* (transfer none): all chosen beats, the chosen one among them, in order. */
const guint32 *ectopy_recording_session_get_selection (EctopyRecordingSession *self, size_t *n);

gboolean ectopy_recording_session_is_selected (EctopyRecordingSession *self, guint32 beat);

/* Chooses several; @current is the chosen one. */
void ectopy_recording_session_select_beats (EctopyRecordingSession *self,
                                            const guint32 *beats,
                                            size_t n,
                                            guint32 current);

/* All beats between the chosen one and @beat. */
void ectopy_recording_session_extend_to (EctopyRecordingSession *self, guint32 beat);

/* All beats whose shape is like the chosen one's. Returns: how many. */
size_t ectopy_recording_session_select_alike (EctopyRecordingSession *self);

/* Goes to the next (@by 1) or previous (-1) beat. */
void ectopy_recording_session_move (EctopyRecordingSession *self, int by);

/* To the next or previous @seek from the chosen beat. Returns: whether there was one. */
gboolean ectopy_recording_session_seek (EctopyRecordingSession *self, EctopySeek seek, int by);

/* ---- What is to be reviewed ---- */

/* (transfer none) (nullable): in which order beats should be looked at; lent until the study changes. */
const EctopyReviewQueue *ectopy_recording_session_get_review (EctopyRecordingSession *self);

/* How many beats ectopy_study_accept_above() would accept. @n_due: (out): those of them that are due to
 * be reviewed. */
size_t ectopy_recording_session_count_above (EctopyRecordingSession *self,
                                             double confidence,
                                             size_t *n_due);

void ectopy_recording_session_accept_above (EctopyRecordingSession *self, double confidence);

/* A stretch of time, as dragged over; its length may be 0: the cursor. NaN: none. */
void
ectopy_recording_session_get_range (EctopyRecordingSession *self, double *from_s, double *to_s);
void ectopy_recording_session_set_range (EctopyRecordingSession *self, double from_s, double to_s);

/* Stretches that a person wants in the report: the chosen one, else what is in view. Returns: how many
 * there are then. */
guint ectopy_recording_session_keep_strip (EctopyRecordingSession *self);
void ectopy_recording_session_drop_strips (EctopyRecordingSession *self);

/* (transfer none): `[n]`, in the order they were kept. */
const EctopyTimeSpan *ectopy_recording_session_get_strips (EctopyRecordingSession *self, size_t *n);

EctopyCalipers ectopy_recording_session_get_calipers (EctopyRecordingSession *self);
void ectopy_recording_session_set_calipers (EctopyRecordingSession *self,
                                            const EctopyCalipers *calipers);

/* ---- Acts on what is chosen; see the study ---- */

void ectopy_recording_session_relabel (EctopyRecordingSession *self, guint beat_class);
void ectopy_recording_session_accept (EctopyRecordingSession *self);
void ectopy_recording_session_reject (EctopyRecordingSession *self);
void ectopy_recording_session_restore (EctopyRecordingSession *self);

/* A beat at the R peak nearest to @s seconds, of the class of those around it. */
gboolean ectopy_recording_session_add_at (EctopyRecordingSession *self, double s);

/* The chosen beat to the R peak nearest to @s seconds. */
gboolean ectopy_recording_session_move_to (EctopyRecordingSession *self, double s);

/* The range is not analysable; or, where it lies in such a stretch, it is again. Without a range: takes
 * in the stretch that holds the chosen beat or the cursor. Returns: whether anything was done. */
gboolean ectopy_recording_session_toggle_excluded (EctopyRecordingSession *self);

void ectopy_recording_session_undo (EctopyRecordingSession *self);
void ectopy_recording_session_redo (EctopyRecordingSession *self);

/* ---- The model ---- */

/* (nullable) (transfer none): what classified the beats, or would, as it is in its file. */
EctopyModel *ectopy_recording_session_get_model (EctopyRecordingSession *self);

/* (transfer full) (nullable): what the model would be adapted to: see ectopy_adapt(). */
EctopyAdaptInput *ectopy_recording_session_begin_adapting (EctopyRecordingSession *self);

guint ectopy_recording_session_get_n_threads (EctopyRecordingSession *self);

/**
 * ectopy_recording_session_adapt:
 * @self: a session
 * @adaptation: what came of adapting the model to the recording; its word is taken out of it
 *
 * Gives the beats that nobody has looked at the classes of the adapted copy, as one act; a beat that is added
 * later gets its class from the copy too, until that act is undone. The copy goes with the recording.
 *
 * Returns: FALSE where no beat changed
 */
gboolean ectopy_recording_session_adapt (EctopyRecordingSession *self,
                                         EctopyAdaptation *adaptation);

G_END_DECLS
