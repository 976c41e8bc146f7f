/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

#include <math.h>

/* A minute at 100 Hz with a beat a second; every tenth is ventricular and comes 300 ms early. */
#define TEST_STUDY_RATE  100.0
#define TEST_STUDY_BEATS 60

static inline EctopyRecording *
test_study_recording (float height)
{
  const size_t n = TEST_STUDY_BEATS * 100;
  EctopyLead lead = { g_strdup ("MLII"), g_new0 (float, n) };
  EctopyAnnotation note = { .sample = 10, .code = ECTOPY_CODE_RHYTHM, .text = g_strdup ("(N") };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));

  for (size_t i = 0; i < TEST_STUDY_BEATS; i++) {
    const size_t at = i * 100 + (i % 10 == 5 ? 20 : 50);
    const float sign = i % 10 == 5 ? -1.5f : 1.0f;

    for (int k = -4; k <= 4; k++)
      lead.samples[(gint64) at + k] = sign * height * expf (-(float) (k * k) / 5);
  }
  g_array_append_val (marks, note);
  return ectopy_recording_new_take (TEST_STUDY_RATE, n, &lead, 1, marks, NULL);
}

static inline EctopyFindings *
test_study_findings (const char *origin)
{
  EctopyFindings *findings = ectopy_findings_new ();

  for (guint i = 0; i < TEST_STUDY_BEATS; i++) {
    EctopyFoundBeat beat = {
      .sample = (gint64) i * 100 + (i % 10 == 5 ? 20 : 50),
      .beat_class = i % 10 == 5 ? ECTOPY_CLASS_V : ECTOPY_CLASS_N,
      .code = g_str_equal (origin, "detector") ? 0
              : i % 10 == 5                    ? ECTOPY_CODE_VENTRICULAR
                                               : ECTOPY_CODE_LEFT_BUNDLE_BRANCH,
    };

    beat.probabilities[beat.beat_class] = 0.9f;
    beat.probabilities[ECTOPY_CLASS_F] = 0.1f;
    g_array_append_val (findings->beats, beat);
  }
  findings->lead = g_strdup ("MLII");
  findings->origin = g_strdup (origin);
  findings->model = g_strdup ("beats.safetensors");
  findings->model_digest = g_strdup ("0123");
  return findings;
}

static inline EctopyStudy *
test_study_new (const char *origin)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);

  return ectopy_study_new_take (recording, test_study_findings (origin));
}
