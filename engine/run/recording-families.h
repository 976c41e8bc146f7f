/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/workers.h"
#include "engine/learn/model.h"
#include "engine/review/families.h"
#include "engine/review/study.h"

G_BEGIN_DECLS

/**
 * EctopyFamilySource:
 * @recording: what the beats are of
 * @lead: the lead that is looked at
 * @n: beats that count
 * @beats: `[n]`: their numbers in the study, in order of their samples
 * @samples: `[n]`: where they are
 * @classes: `[n]`: their classes
 *
 * The beats of a study as they stand at one moment, for any thread.
 */
typedef struct {
  EctopyRecording *recording;
  size_t lead;
  size_t n;
  guint32 *beats;
  gint64 *samples;
  guint8 *classes;
} EctopyFamilySource;

/* (transfer full): the thread of @study. */
EctopyFamilySource *ectopy_family_source_new (EctopyStudy *study);
void ectopy_family_source_free (EctopyFamilySource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyFamilySource, ectopy_family_source_free)

/**
 * ectopy_recording_families:
 * @source: beats
 * @model: a model that suits recordings
 * @workers: a team
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location; the errors of ectopy_classify_marks(), %ECTOPY_ERROR_EMPTY without beats
 *
 * Groups the beats by what the model sees in them and by the rhythm around them: see
 * ectopy_families_new(). Any thread.
 *
 * Returns: (transfer full) (nullable): families of the beats in the order of @source
 */
EctopyFamilies *ectopy_recording_families (const EctopyFamilySource *source,
                                           EctopyModel *model,
                                           EctopyWorkers *workers,
                                           EctopyProgressFunc progress,
                                           gpointer progress_data,
                                           GCancellable *cancellable,
                                           GError **error);

/* The mean interval before the beats of a family, seconds; not-a-number without any. */
double ectopy_family_mean_rr_s (const EctopyFamilySource *source,
                                const EctopyFamilies *families,
                                guint family);

/* (transfer full): a table for people: beats, class and shares, mean interval, the time of a typical
 * beat. */
char *ectopy_recording_families_text (const EctopyFamilySource *source,
                                      const EctopyFamilies *families);

G_END_DECLS
