/* SPDX-License-Identifier: MIT */
#include "engine/run/recording-families.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/run/classify-marks.h"
#include "engine/signal/sliding-median.h"

#include <glib/gi18n.h>
#include <math.h>

/* Intervals to either side that say which is usual. */
#define REACH 10

EctopyFamilySource *
ectopy_family_source_new (EctopyStudy *study)
{
  EctopyFamilySource *source = g_new0 (EctopyFamilySource, 1);
  const guint32 *counted = ectopy_study_get_counted (study, &source->n);

  source->recording = g_object_ref (ectopy_study_get_recording (study));
  source->lead = ectopy_recording_find_lead (source->recording,
                                             ectopy_study_get_findings (study)->lead, NULL);
  if (source->lead == G_MAXSIZE)
    source->lead = 0;
  source->beats = g_new (guint32, source->n + 1);
  source->samples = g_new (gint64, source->n + 1);
  source->classes = g_new (guint8, source->n + 1);
  for (size_t i = 0; i < source->n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, counted[i]);

    source->beats[i] = counted[i];
    source->samples[i] = state.sample;
    source->classes[i] = state.beat_class;
  }
  return source;
}

void
ectopy_family_source_free (EctopyFamilySource *source)
{
  g_object_unref (source->recording);
  g_free (source->beats);
  g_free (source->samples);
  g_free (source->classes);
  g_free (source);
}

/* (transfer full): `[n, 2]`. Across a stretch without beats an interval is long, and no more is made of it
 * than that. */
static float *
make_rhythm (const EctopyFamilySource *source)
{
  const double rate = ectopy_recording_get_rate_hz (source->recording);
  g_autofree float *intervals = g_new (float, source->n);
  g_autofree float *usual = g_new (float, source->n);
  float *rhythm = g_new (float, 2 * source->n);

  intervals[0] = NAN;
  for (size_t i = 1; i < source->n; i++)
    intervals[i] = (float) ((double) (source->samples[i] - source->samples[i - 1]) / rate);
  ectopy_sliding_medians (intervals, source->n, REACH, TRUE, 1, usual);
  for (size_t i = 0; i < source->n; i++) {
    rhythm[2 * i] = logf (intervals[i] / usual[i]);
    rhythm[2 * i + 1] = i + 1 < source->n ? logf (intervals[i + 1] / usual[i]) : NAN;
  }
  return rhythm;
}

EctopyFamilies *
ectopy_recording_families (const EctopyFamilySource *source,
                           EctopyModel *model,
                           EctopyWorkers *workers,
                           EctopyProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  const EctopyMarks marks = {
    .recording = source->recording,
    .lead = source->lead,
    .samples = source->samples,
    .n = source->n,
  };
  g_autofree float *probabilities = NULL;
  g_autofree float *hidden = NULL;
  g_autofree float *rhythm = NULL;
  EctopyFamilyBeats beats = { .n = source->n, .classes = source->classes };
  EctopyFamilies *families;

  if (source->n == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY, _ ("there are no beats to group"));
    return NULL;
  }
  if (!ectopy_model_suits_recordings (model, error))
    return NULL;
  beats.n_hidden = ectopy_classify_count_hidden (model);
  probabilities = g_try_new (float, source->n *ECTOPY_N_CLASSES);
  beats.hidden = hidden = g_try_new (float, source->n *beats.n_hidden);
  if (probabilities == NULL || hidden == NULL) {
    ectopy_memory_fail_beats (source->n, error);
    return NULL;
  }
  if (!ectopy_classify_marks (&marks, model, workers, probabilities, hidden, progress,
                              progress_data, cancellable, error))
    return NULL;
  beats.rhythm = rhythm = make_rhythm (source);
  families = ectopy_families_new (&beats, cancellable);
  if (families == NULL && !g_cancellable_set_error_if_cancelled (cancellable, error))
    ectopy_memory_fail_beats (source->n, error);
  return families;
}
