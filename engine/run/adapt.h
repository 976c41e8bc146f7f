/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/workers.h"
#include "engine/learn/model.h"
#include "engine/review/study.h"

G_BEGIN_DECLS

/* Beats that a person must have looked at. */
#define ECTOPY_ADAPT_LEAST 10

/* Parts of cross-validation. */
#define ECTOPY_ADAPT_FOLDS 3

/* Seconds that it takes at most. */
#define ECTOPY_ADAPT_LIMIT_S 60.0

/**
 * EctopyAdaptBeat:
 * @number: of the beat in its study
 * @sample: where it is
 * @said: the class that a person gave it; %ECTOPY_CLASS_NONE where nobody has looked
 * @shown: the class that it has
 */
typedef struct {
  guint32 number;
  gint64 sample;
  guint8 said;
  guint8 shown;
} EctopyAdaptBeat;

/**
 * EctopyAdaptInput:
 * @recording: an ECG
 * @lead: the lead that was classified
 * @beats: (element-type EctopyAdaptBeat): its beats but for those rejected, in order
 *
 * What stands in a study, for another thread.
 */
typedef struct {
  EctopyRecording *recording;
  size_t lead;
  GArray *beats;
} EctopyAdaptInput;

/* (transfer full) */
EctopyAdaptInput *ectopy_adapt_input_new (EctopyStudy *study);
void ectopy_adapt_input_free (EctopyAdaptInput *input);

/**
 * EctopyAdaptJob:
 * @input: what stands
 * @model: a model of beats with what is around them; never changed
 * @limit_s: seconds that it may take; 0: %ECTOPY_ADAPT_LIMIT_S
 * @seed: of all chance
 * @version: of the program, for the card
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 *
 * What to adapt to what; all is lent.
 */
typedef struct {
  const EctopyAdaptInput *input;
  EctopyModel *model;
  double limit_s;
  guint64 seed;
  const char *version;
  EctopyWorkers *workers;
  EctopyProgressFunc progress;
  gpointer progress_data;
} EctopyAdaptJob;

/**
 * EctopyAdaptation:
 * @model: the adapted copy: a name that ends in “(adapted)”, a card that says of what, on what and when
 * @given: what it says of the beats that nobody has looked at, for ectopy_study_adapt()
 * @n_said: beats that a person looked at
 * @before: how many of these, by the class that the person gave and that of the model as it was
 * @after: by that of a copy that did not learn from the beat, one of three
 * @moved: beats that nobody has looked at, by the class that they have and that of the adapted copy
 * @n_moved: those of them that would change
 * @n_unlooked: all of them
 * @is_cut_short: whether the time was over before all was learned
 * @seconds: that it took
 *
 * What came of it. Fixed.
 */
typedef struct {
  EctopyModel *model;
  EctopyAdapted *given;
  size_t n_said;
  size_t before[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES];
  size_t after[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES];
  size_t moved[ECTOPY_N_CLASSES + 1][ECTOPY_N_CLASSES];
  size_t n_moved;
  size_t n_unlooked;
  gboolean is_cut_short;
  double seconds;
} EctopyAdaptation;

/**
 * ectopy_adapt:
 * @job: what
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Trains a copy of a model for a moment on the beats of a recording that a person looked at, drawn evenly by
 * class, and as many others of which the model is sure, under its own label, so that nothing else is
 * forgotten. How well that works is told by cross-validation over the beats looked at: they are few, and chosen
 * by the person; and by a recording that was learned from nothing can be said about others. The same job gives
 * the same bits on any number of threads, unless the time is over before. Synchronous; any thread.
 *
 * Returns: (transfer full) (nullable): NULL with %G_IO_ERROR_CANCELLED, %ECTOPY_ERROR_ARGUMENT for too few
 *   beats, or beats that teach nothing, %ECTOPY_ERROR_UNSUPPORTED for a model of cut beats, %ECTOPY_ERROR_EMPTY
 *   where the time was over before anything was learned, and the errors of ectopy_fit()
 */
EctopyAdaptation *
ectopy_adapt (const EctopyAdaptJob *job, GCancellable *cancellable, GError **error);

void ectopy_adaptation_free (EctopyAdaptation *adaptation);

/* Beats of @table, `[5][5]`, on its diagonal: those that got the class that the person gave. */
size_t ectopy_adapt_count_right (const size_t table[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES]);

/* (transfer full): for a terminal: before and after, and which beats change. */
char *ectopy_adaptation_to_text (const EctopyAdaptation *adaptation);

/* (transfer full): the same as a JSON object. */
char *ectopy_adaptation_to_json (const EctopyAdaptation *adaptation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyAdaptInput, ectopy_adapt_input_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyAdaptation, ectopy_adaptation_free)

G_END_DECLS
