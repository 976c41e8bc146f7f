/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/signal/context.h"
#include "engine/signal/synthesize.h"

/* A made-up recording with its beats. */
typedef struct {
  EctopyRecording *recording;
  size_t n;
  gint64 *marks;
  guint8 *labels;
} MadeUpMarks;

static inline MadeUpMarks
made_up_marks (guint64 seed, double rate_hz, double seconds)
{
  EctopySynthesizeSettings how;
  const EctopyAnnotation *all;
  MadeUpMarks made = { 0 };
  size_t n;

  ectopy_synthesize_settings_init (&how);
  how.seed = seed;
  how.rate_hz = rate_hz;
  how.duration_s = seconds;
  made.recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
  g_assert_nonnull (made.recording);
  all = ectopy_recording_get_annotations (made.recording, &n);
  made.marks = g_new (gint64, n);
  made.labels = g_new (guint8, n);
  for (size_t i = 0; i < n; i++)
    if (ectopy_annotation_code_is_beat (all[i].code)) {
      made.marks[made.n] = all[i].sample;
      made.labels[made.n++] = (guint8) ectopy_annotation_code_class (all[i].code);
    }
  return made;
}

static inline EctopyContext *
made_up_context (const MadeUpMarks *made, size_t lead, EctopyWorkers *workers)
{
  return ectopy_context_new (ectopy_recording_get_samples (made->recording, lead),
                             ectopy_recording_get_n_samples (made->recording),
                             ectopy_recording_get_rate_hz (made->recording), made->marks, made->n,
                             workers, NULL);
}

static inline void
made_up_marks_clear (MadeUpMarks *made)
{
  g_object_unref (made->recording);
  g_free (made->marks);
  g_free (made->labels);
}
