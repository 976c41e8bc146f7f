/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/recording.h"
#include "engine/core/workers.h"
#include "engine/learn/model.h"
#include "engine/run/context-records.h"

G_BEGIN_DECLS

/**
 * ectopy_model_suits_recordings:
 * @model: a model
 * @error: (nullable): return location; %ECTOPY_ERROR_MISMATCH with what it reads
 *
 * Whether it reads beats as they are cut from recordings, or with what is around them.
 */
gboolean ectopy_model_suits_recordings (EctopyModel *model, GError **error);

/**
 * EctopyMarks:
 * @recording: an ECG
 * @lead: which of its leads
 * @is_alone: whether only that lead is to be looked at; a model of beats with what is around them looks at
 *   others too
 * @samples: `[n]`: where its beats are, in order, within the recording
 * @n: how many; at least 1
 * @unlike: (out) (optional): how unlike what the model has learned from the recording is; NaN where the model
 *   does not tell
 *
 * Beats of a recording, to be classified; all is lent.
 */
typedef struct {
  EctopyRecording *recording;
  size_t lead;
  gboolean is_alone;
  const gint64 *samples;
  size_t n;
  EctopyUnlike *unlike;
} EctopyMarks;

/**
 * ectopy_classify_marks:
 * @marks: beats: all that the recording has, as each is seen beside the others
 * @model: a model that suits recordings
 * @workers: a team
 * @probabilities: (out caller-allocates): `[n, 5]`, in the order N S V F Q
 * @hidden: (out caller-allocates) (optional): `[n, n_hidden]`: the last hidden layer of the model's first
 *   network, see ectopy_classify_count_hidden()
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Gives each beat its probabilities. Any thread.
 *
 * Returns: FALSE with %G_IO_ERROR_CANCELLED, %ECTOPY_ERROR_MEMORY or %ECTOPY_ERROR_MISMATCH
 */
gboolean ectopy_classify_marks (const EctopyMarks *marks,
                                EctopyModel *model,
                                EctopyWorkers *workers,
                                float *probabilities,
                                float *hidden,
                                EctopyProgressFunc progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GError **error);

/**
 * ectopy_marks_look:
 * @marks: beats
 * @workers: a team
 * @contexts: (out caller-allocates) (transfer full): `[ECTOPY_CONTEXT_MAX_LEADS]`: the beats with what is
 *   around them, in each lead that a model of such beats looks at
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 *
 * Returns: in how many leads; 0 with %ECTOPY_ERROR_MEMORY
 */
guint ectopy_marks_look (const EctopyMarks *marks,
                         EctopyWorkers *workers,
                         EctopyContext **contexts,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GError **error);

/* Values of the last hidden layer of a model. */
size_t ectopy_classify_count_hidden (EctopyModel *model);

G_END_DECLS
